"""Covers every window at one key, so that nobody reads over the therapist's shoulder."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.covers import Covers

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class BlankScreen(QObject):
    """Covers and uncovers all windows of the program at once; any key or click returns."""

    def __init__(self, window: QWidget) -> None:
        """Cover nothing yet."""
        super().__init__(window)
        self._window = window
        self._covers = Covers(self, name="blank_screen")
        self._covers.woken.connect(self.lift)

    @property
    def is_blank(self) -> bool:
        """Is the screen covered?"""
        return self._covers.is_down

    def cover(self, *, why: str = "") -> None:
        """Cover every window and close every menu and tooltip; say why that is all."""
        words = tr("BlankScreen", "The screen is blank. Press any key to return.")
        self._covers.cover(self._window.window(), words=f"{words}\n{why}".strip())

    def lift(self) -> None:
        """Show the windows again and return to the field that had the keys."""
        self._covers.lift()
