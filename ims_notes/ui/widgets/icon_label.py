"""An icon beside words; it follows a change of look, which a picture in a QLabel would not."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from ims_notes.ui import icons

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent


class IconLabel(QWidget):
    """Shows one icon of `size` logical pixels; decoration only, the words beside it speak."""

    def __init__(self, name: str, role: str = "ink", *, size: int = 18) -> None:
        """Show the icon `name` in the colour `role` of `theme.Tokens`."""
        super().__init__()
        self._icon = icons.icon(name, role)
        self.setFixedSize(size, size)

    def show_icon(self, name: str, role: str = "ink") -> None:
        """Show another icon."""
        self._icon = icons.icon(name, role)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon in the present look."""
        painter = QPainter(self)
        self._icon.paint(painter, self.rect())
