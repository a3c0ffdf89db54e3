"""Three parts side by side; where the width or the text size leaves no room, below each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QGridLayout, QLayout, QScrollArea, QWidget

from ims_notes.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

THREE_FROM: Final = 64
"""Width from which all three stand side by side, in lines of text."""

TWO_FROM: Final = 56
"""Width from which the first stands beside the other two, in lines of text."""

# Place of each part as row, column, rows it spans; then the widths of the columns.
_PLACES: Final = {
    3: (((0, 0, 1), (0, 1, 1), (0, 2, 1)), (26, 50, 27)),
    2: (((0, 0, 2), (0, 1, 1), (1, 1, 1)), (30, 55, 0)),
    1: (((0, 0, 1), (1, 0, 1), (2, 0, 1)), (1, 0, 0)),
}


class Columns(QWidget):
    """Lays out a narrow, a wide and a narrow part; side by side, the last scrolls by itself."""

    def __init__(self, first: QWidget, wide: QWidget, last: QWidget, *, last_name: str) -> None:
        """Take the three parts, in the order they are read; `last_name` is spoken."""
        super().__init__()
        self._area = QScrollArea()
        self._area.setObjectName("last_column")
        self._area.setAccessibleName(last_name)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._parts = (first, wide, last)
        self._count = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.space(self, 1.5))
        # The width is the page's: a wide arrangement must not hold a narrow window open.
        self._grid.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self._arrange(1)

    @property
    def count(self) -> int:
        """How many columns there are now."""
        return self._count

    def minimumSizeHint(self) -> QSize:
        """Need no more width than the widest part alone."""
        width = max(part.minimumSizeHint().width() for part in self._parts)
        return QSize(width, self._grid.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the arrangement for the width."""
        super().resizeEvent(event)
        lines = self.width() / max(1, self.fontMetrics().height())
        self._arrange(3 if lines >= THREE_FROM else 2 if lines >= TWO_FROM else 1)

    def _arrange(self, count: int) -> None:
        if count == self._count:
            return
        self._count = count
        places, widths = _PLACES[count]
        for part, (row, column, rows) in zip(self._shown(count), places, strict=True):
            self._grid.removeWidget(part)
            self._grid.addWidget(part, row, column, rows, 1)
            part.show()
        for column, width in enumerate(widths):
            self._grid.setColumnStretch(column, width)
        self.updateGeometry()

    def _shown(self, count: int) -> tuple[QWidget, QWidget, QWidget]:
        """Put the last part into its own scroll area, or take it out of there."""
        first, wide, last = self._parts
        if count == 3:
            self._grid.removeWidget(last)
            self._area.setWidget(last)
            return first, wide, self._area
        # The area joins the page at its first use, so that Tab comes to it after the others.
        if self._area.widget() is not None:
            self._area.takeWidget()
            self._grid.removeWidget(self._area)
            self._area.hide()
        return first, wide, last
