"""The window's frame: seen empty at once, furnished as soon as it can be seen.

It imports as little as a window can be made of; even the names of Qt's flags cost as much time as
a tenth of its first paint.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QCloseEvent, QPaintEvent


class FirstWindow(QWidget):
    """An empty window; what is put into it decides whether it may close."""

    painted = Signal()

    def __init__(self) -> None:
        """Make the window; `show_empty` shows it."""
        super().__init__()
        self.setWindowTitle("IMS Notes")
        self.resize(1280, 800)
        self._inside: QWidget | None = None

    def show_empty(self) -> bool:
        """Show the window and wait for its first paint; false if it was closed before."""
        waiting = QEventLoop()
        self.painted.connect(waiting.quit)
        self.show()
        waiting.exec()
        self.painted.disconnect(waiting.quit)
        return self.isVisible()

    def furnish(self, inside: QWidget) -> None:
        """Put the contents in."""
        self._inside = inside
        self.setWindowTitle(inside.windowTitle())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(inside)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell that the window can be seen."""
        super().paintEvent(event)
        self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close only if what is inside closes."""
        if self._inside is None or self._inside.close():
            event.accept()
        else:
            event.ignore()
