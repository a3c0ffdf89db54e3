"""Searches as the therapist types: the latest answer wins, the window never waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from ims_notes.ui.models.patients_found import patient_line
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.search_box import SearchAnswers, SearchLine

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ims_notes.services.ports.patients import PatientFound
    from ims_notes.ui.dialogs.patient_form import PatientAsks
    from ims_notes.ui.runner import Runs


class Finder(QObject):
    """Lets the search line and its answers work together.

    `chosen` carries the patient and whether Ctrl was held; `add` the text that nobody answers
    to; `searching` whether answers are to be shown.
    """

    chosen = Signal(object, bool)
    add = Signal(str)
    searching = Signal(bool)

    def __init__(
        self,
        parent: QObject,
        *,
        find: Callable[[str], Sequence[PatientFound]],
        form: PatientAsks,
        runner: Runs,
    ) -> None:
        """Join an empty line and empty answers."""
        super().__init__(parent)
        self.line = SearchLine()
        self.answers = SearchAnswers()
        self._find = find
        self._form = form
        self._runner = runner
        self._answered = ""
        self._waits_with_ctrl: bool | None = None
        self._hint = ""
        self.line.textChanged.connect(self._on_typed)
        self.line.moved.connect(self.answers.rows.move_mark)
        self.line.entered.connect(self._on_entered)
        self.answers.rows.chosen.connect(lambda found: self.chosen.emit(found, False))
        self.answers.add.connect(lambda: self.add.emit(self.line.text()))
        self.choose_for("")

    def choose_for(self, question: str) -> None:
        """Head the answers with what the choice is for; empty for the plain search."""
        self.answers.ask_for(question)
        self._hint = (
            tr("Today", "Up and Down choose, Enter takes this patient, Esc leaves")
            if question
            else tr("Today", "Enter opens the patient, Ctrl+Enter begins today's session")
        )

    def _on_typed(self, text: str) -> None:
        self._waits_with_ctrl = None
        self.searching.emit(bool(text.strip()))
        if not text.strip():
            self._answered = ""
            self.answers.clear()
            return
        self._runner.submit(
            lambda: tuple(self._find(text)),
            done=lambda found: self._on_found(text, found),
            failed=lambda problem: self.answers.say(sentence(problem)),
            owner=self,
            latest="search",
        )

    def _on_found(self, text: str, found: Sequence[PatientFound]) -> None:
        if text != self.line.text():
            return
        self._answered = text
        today, zone = self._form.today(), self._form.zone
        self.answers.show_found(
            [patient_line(each, today=today, zone=zone) for each in found],
            typed=text.strip(),
            hint=self._hint,
        )
        # Enter came before the answer: take it only where there is nothing to mistake.
        if self._waits_with_ctrl is not None and len(found) == 1:
            self.chosen.emit(found[0], self._waits_with_ctrl)
        self._waits_with_ctrl = None

    def _on_entered(self, with_ctrl: bool) -> None:
        text = self.line.text()
        if not text.strip():
            return
        if text != self._answered:
            self._waits_with_ctrl = with_ctrl
        elif (found := self.answers.rows.current()) is not None:
            self.chosen.emit(found, with_ctrl)
        else:
            self.add.emit(text)
