"""A stack as large as the widget it shows, so that a hidden large one makes nothing scroll."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget, QWidget

if TYPE_CHECKING:
    from PySide6.QtCore import QSize


class ShownStack(QStackedWidget):
    """Asks for the room of the widget shown alone."""

    def __init__(self, first: QWidget, *others: QWidget) -> None:
        """Take the widgets and show the first."""
        super().__init__()
        self._first = first
        for widget in (first, *others):
            self.addWidget(widget)
        self.currentChanged.connect(self.updateGeometry)

    def sizeHint(self) -> QSize:
        """Ask for what the widget shown asks for."""
        return self._shown.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Need what the widget shown needs."""
        return self._shown.minimumSizeHint()

    def hasHeightForWidth(self) -> bool:
        """Leave wrapped words to the widget shown."""
        return self._shown.hasHeightForWidth()

    def heightForWidth(self, width: int) -> int:
        """Return the height that the widget shown needs at a width."""
        return self._shown.heightForWidth(width)

    @property
    def _shown(self) -> QWidget:
        return self.currentWidget() or self._first
