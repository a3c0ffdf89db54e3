"""Lays equal parts side by side as far as the width goes, the others below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QWidget

from ims_notes.ui import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent


class Reflow(QWidget):
    """A grid with fewer columns in a narrow window or at a large text size."""

    def __init__(
        self,
        parts: Sequence[QWidget],
        *,
        narrowest: float,
        stretches: tuple[int, ...],
        at_top: bool = True,
    ) -> None:
        """Take the parts in the order they are read.

        Args:
            parts: what is laid out.
            narrowest: width in steps of `theme.space` under which a column is not made.
            stretches: the share of each column; their number is the most columns.
            at_top: parts keep their own height instead of filling their row.
        """
        super().__init__()
        self._parts = tuple(parts)
        self._narrowest = narrowest
        self._stretches = stretches
        self._flags = Qt.AlignmentFlag.AlignTop if at_top else Qt.AlignmentFlag(0)
        self._count = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        # The width is the page's: a wide arrangement must not hold a narrow window open.
        self._grid.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.set_gaps(2, 2)
        self._arrange(len(stretches))

    def set_gaps(self, across: float, down: float) -> None:
        """Set the gaps between parts, in steps."""
        self._grid.setHorizontalSpacing(theme.space(self, across))
        self._grid.setVerticalSpacing(theme.space(self, down))

    def minimumSizeHint(self) -> QSize:
        """Need no more width than the widest part alone."""
        width = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(width, self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the number of columns for the width."""
        super().resizeEvent(event)
        fit = self.width() // max(1, theme.space(self, self._narrowest))
        self._arrange(max(1, min(len(self._stretches), fit)))

    def _arrange(self, count: int) -> None:
        if count == self._count:
            return
        self._count = count
        for place, part in enumerate(self._parts):
            self._grid.removeWidget(part)
            self._grid.addWidget(part, place // count, place % count, self._flags)
        for column, share in enumerate(self._stretches):
            self._grid.setColumnStretch(column, share if column < count else 0)
        self.updateGeometry()
