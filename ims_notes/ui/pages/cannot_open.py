"""Says calmly why the record cannot be opened and what to do next; it never says "delete"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ims_notes.ui import theme
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card

if TYPE_CHECKING:
    from pathlib import Path


class CannotOpenPage(QWidget):
    """The reason, where the record lies, and the next steps."""

    try_again = Signal()
    look_around = Signal()

    def __init__(self, *, problem: Exception, folder: Path) -> None:
        """Show the problem; nothing on the disk is touched."""
        super().__init__()
        self.setObjectName("cannot_open_page")
        step = theme.space(self)
        self._again = self._button("try_again", tr("CannotOpen", "Try again"))
        theme.mark(self._again, "primary")
        self._again.clicked.connect(self.try_again)
        other = self._button("look_around", tr("CannotOpen", "Other ways to begin"))
        other.clicked.connect(self.look_around)
        where = theme.label(str(folder), role="muted", wrap=True)
        where.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        where.setObjectName("record_folder")
        where.setAccessibleName(tr("CannotOpen", "Where the record lies"))
        card = Card(tr("CannotOpen", "The record cannot be opened"))
        card.body.addWidget(theme.label(sentence(problem), wrap=True))
        card.body.addWidget(theme.label(tr("CannotOpen", "It lies in this folder:")))
        card.body.addWidget(where)
        steps = QHBoxLayout()
        steps.addWidget(self._again)
        steps.addWidget(other)
        steps.addStretch(1)
        card.body.addLayout(steps)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * step, 3 * step, 3 * step, 3 * step)
        card.setMaximumWidth(theme.space(self, 90))
        column.addWidget(card)
        column.addStretch(1)
        self._again.setFocus()

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        return button
