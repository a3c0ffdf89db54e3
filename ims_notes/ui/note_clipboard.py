"""A note on the clipboard: for another system, and for half a minute only."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer
from PySide6.QtGui import QGuiApplication

CLEARED_AFTER_MS: Final = 30_000


class NoteClipboard(QObject):
    """Copies a text and takes it away again if nobody copied anything else since.

    It belongs to the program, not to a page: the half minute ends also when the page is gone, and
    the screen locked, by then.
    """

    def __init__(self) -> None:
        """Hold nothing."""
        super().__init__(QCoreApplication.instance())
        self._ours = ""
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(CLEARED_AFTER_MS)
        self._timer.timeout.connect(self.clear_ours)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self.clear_ours)

    def copy(self, text: str) -> None:
        """Put a text on the clipboard and start its half minute."""
        self._ours = text
        QGuiApplication.clipboard().setText(text)
        self._timer.start()

    def take_over(self) -> None:
        """Give what was just copied by hand, from a note that is shown, the same half minute."""
        self._ours = QGuiApplication.clipboard().text()
        self._timer.start()

    def clear_ours(self) -> None:
        """Empty the clipboard if our text is still there."""
        clipboard = QGuiApplication.clipboard()
        if self._ours and clipboard.text() == self._ours:
            clipboard.clear()
        self._ours = ""
