"""The search line of Today and the answers under it; the keys stay in the line throughout."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton

from ims_notes.ui import icons, theme
from ims_notes.ui.announcer import speak
from ims_notes.ui.translation import tr, tr_count
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.line_list import ENTER_KEYS, MOVE_KEYS, LineList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from ims_notes.ui.models.lines import Line

_SHOWN_OF_TEXT = 40


class SearchLine(QLineEdit):
    """A line whose Up, Down, Enter, Ctrl+Enter and Esc steer the answers under it."""

    moved = Signal(int)
    entered = Signal(bool)
    left = Signal()

    def __init__(self) -> None:
        """Make an empty line."""
        super().__init__()
        self.setObjectName("search")
        self.setAccessibleName(tr("Today", "Find a patient"))
        self.setPlaceholderText(
            tr("Today", "Find a patient: name, date of birth, phone or identifier")
        )
        self.setMaxLength(200)
        self.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.setMinimumHeight(theme.space(self, 4.5))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand on what steers the answers; the rest is typed."""
        if event.key() in ENTER_KEYS:
            self.entered.emit(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        elif event.key() in MOVE_KEYS:
            self.moved.emit(MOVE_KEYS[event.key()])
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)


class SearchAnswers(Card):
    """Who was found, or the offer to add whom nobody knows."""

    add = Signal()

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__(tr("Today", "Patients found"))
        self.rows = LineList("found_rows", tr("Today", "Patients found"))
        self.rows.always_marks = True
        self.rows.least_rows = 2
        self._nobody = theme.label(wrap=True)
        self._nobody.setObjectName("nobody_found")
        self._add = QPushButton(icons.icon("add-patient", "on_accent"), "")
        self._add.setObjectName("add_typed")
        theme.mark(self._add, "primary")
        self._add.clicked.connect(self.add)
        self._hint = theme.label(role="caption", wrap=True)
        for widget in (self._hint, self._nobody, self.rows):
            self.body.addWidget(widget)
        self.body.addWidget(self._add, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.setStretchFactor(self.rows, 1)
        self._rest = self.body.count()
        self.body.addStretch(0)
        self.clear()

    def ask_for(self, question: str) -> None:
        """Head the answers with what the choice is for."""
        self.set_heading(question or tr("Today", "Patients found"))

    def hasHeightForWidth(self) -> bool:
        """Let a long answer scroll in its list, not the whole page."""
        return False

    def clear(self) -> None:
        """Show neither answers nor an offer."""
        self._show(lines=(), said="", hint="")

    def show_found(self, lines: Sequence[Line], *, typed: str, hint: str) -> None:
        """Show the answers to what was typed; where there are none, offer to add a patient."""
        short = typed if len(typed) <= _SHOWN_OF_TEXT else typed[:_SHOWN_OF_TEXT] + "…"
        said = "" if lines else tr("Today", "Nobody is found for “{typed}”.", typed=short)
        offer = tr("Today", "Add “{typed}” as a new patient", typed=short)
        self._add.setText(offer.replace("&", "&&"))
        self._add.setAccessibleName(offer)
        self._show(lines=lines, said=said, hint=hint if lines else "")
        found = tr_count("Today", one="{n} found", many="{n} found", n=len(lines))
        speak(self.rows, said or found)

    def say(self, words: str) -> None:
        """Show words in place of answers, such as why the record cannot be searched."""
        self._show(lines=(), said=words, hint="")
        self._add.hide()

    def _show(self, *, lines: Sequence[Line], said: str, hint: str) -> None:
        self.rows.show_lines(lines, takes_focus=False)
        if lines:
            self.rows.mark_row(0)
        self.rows.setVisible(bool(lines))
        self._nobody.setText(said)
        self._nobody.setVisible(bool(said))
        self._add.setVisible(bool(said))
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.body.setStretch(self._rest, 0 if lines else 1)
