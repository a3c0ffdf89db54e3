"""An icon beside words; it follows a change of look, which a picture in a QLabel would not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ims_notes.ui import icons, theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class IconLabel(QWidget):
    """Shows one icon; decoration only, the words beside it speak.

    `size` is in logical pixels at the usual size of text and grows with the text.
    """

    def __init__(self, name: str, role: str = "ink", *, size: int = 18) -> None:
        """Show the icon `name` in the colour `role` of `theme.Tokens`."""
        super().__init__()
        self._icon = icons.icon(name, role)
        self._size = size
        self._fit()

    def show_icon(self, name: str, role: str = "ink") -> None:
        """Show another icon."""
        self._icon = icons.icon(name, role)
        self.update()

    def changeEvent(self, event: QEvent) -> None:
        """Keep to the size of the words beside it."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        side = theme.scaled(self._size, self)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon in the present look."""
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
