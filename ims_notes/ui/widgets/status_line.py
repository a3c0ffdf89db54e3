"""The line below: what was done last, and the two keys worth knowing."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ims_notes.ui import theme
from ims_notes.ui.announcer import speak


class StatusLine(QFrame):
    """Shows the last announcement until the next one, and has it spoken."""

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        """Make a line that says nothing yet; `hint` stays on its right."""
        super().__init__(parent)
        self.setObjectName("status_line")
        self._said = theme.label(role="caption")
        self._said.setObjectName("status")
        step = theme.space(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * step, step // 2, 3 * step, step // 2)
        row.addWidget(self._said, 1)
        row.addWidget(theme.label(hint, role="caption"))

    def say(self, words: str) -> None:
        """Show and speak plain words."""
        self._said.setText(words)
        if words:
            speak(self._said, words)
