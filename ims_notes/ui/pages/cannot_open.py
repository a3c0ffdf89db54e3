"""Says calmly why the record cannot be opened and what to do next; it never says "delete"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

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
        card = Card(tr("CannotOpen", "The record cannot be opened"))
        card.setMaximumWidth(theme.space(self, 90))
        card.body.addWidget(theme.label(sentence(problem), wrap=True))
        card.body.addWidget(theme.label(tr("CannotOpen", "It lies in this folder:")))
        card.body.addWidget(self._where(folder))
        card.body.addLayout(self._steps())
        margin = theme.space(self, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(margin, margin, margin, margin)
        column.addWidget(card)
        column.addStretch(1)

    def _where(self, folder: Path) -> QLabel:
        where = theme.label(str(folder), role="muted", wrap=True)
        where.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        where.setObjectName("record_folder")
        where.setAccessibleName(tr("CannotOpen", "Where the record lies"))
        return where

    def _steps(self) -> QHBoxLayout:
        again = self._button("try_again", tr("CannotOpen", "Try again"))
        again.clicked.connect(self.try_again)
        theme.mark(again, "primary")
        self.setFocusProxy(again)
        other = self._button("look_around", tr("CannotOpen", "Other ways to begin"))
        other.clicked.connect(self.look_around)
        steps = QHBoxLayout()
        steps.addWidget(again)
        steps.addWidget(other)
        steps.addStretch(1)
        return steps

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        return button
