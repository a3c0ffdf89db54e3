"""The home programme: what was given last time, what this visit makes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QPushButton

from ims_notes.domain.programme import ItemStatus, current
from ims_notes.domain.shorthand import EntryKind
from ims_notes.domain.shorthand.vocabulary import Term
from ims_notes.domain.visit import ExerciseAction
from ims_notes.ui import theme
from ims_notes.ui.translation import tr
from ims_notes.ui.visit_words import piece_words
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.choices import AddList
from ims_notes.ui.widgets.flow import clear
from ims_notes.ui.widgets.visit_rows import ListRow
from ims_notes.ui.words import dose, named, word_for

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ims_notes.domain.programme import Programme, ProgrammeItem
    from ims_notes.domain.shorthand import Vocabulary
    from ims_notes.ui.visit_words import Piece


class ExerciseCard(Card):
    """One line an exercise, before and after; two buttons for the usual answers."""

    wrote = Signal(object)
    pointed = Signal(object)

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Make an empty programme."""
        super().__init__(tr("Exercises", "Exercises at home"))
        self.setObjectName("exercise_card")
        self._vocabulary = vocabulary
        self._shown: object = None
        self._keep = self._button("exercises_keep", tr("Exercises", "All as before"), text="ex =")
        self._step = self._button("exercises_step", tr("Exercises", "All one step on"), text="ex +")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * theme.space(self))
        self._grid.setColumnStretch(1, 2)
        self._grid.setColumnStretch(2, 3)
        exercises = [(e.id, e.name) for e in vocabulary.catalogue.exercises]
        self._row = ListRow(
            EntryKind.EXERCISE,
            AddList("add_exercise", exercises, title=tr("Exercises", "Add an exercise")),
            typed=lambda value: f"ex {self._typed(str(value))}",
            words=piece_words,
        )
        self._row.know(vocabulary.catalogue)
        self._row.wrote.connect(self.wrote)
        self._row.pointed.connect(self.pointed)
        self.body.addLayout(self._grid)
        self.body.addWidget(self._row)

    def show_programme(
        self,
        last: Programme,
        now: Programme,
        *,
        unmoved: Sequence[int],
        pieces: Sequence[Piece],
    ) -> None:
        """Show each exercise before and after this visit; nothing is carried on by itself."""
        self._row.show_pieces(pieces)
        before = current(last)
        for button in (self._keep, self._step):
            button.setVisible(bool(before))
        if (before, now, unmoved) == self._shown:
            return
        self._shown = (before, now, unmoved)
        clear(self._grid)
        carried = len(before) if len(now) >= len(before) and _carries(before, now) else 0
        for at, item in enumerate(before):
            answer = self._answer(item, now[at], is_unmoved=at + 1 in unmoved) if carried else ""
            self._line(at, item, answer=answer)
        for at, item in enumerate(now[carried:], len(before)):
            words = ", ".join(t for t in (dose(item), word_for(item.status)) if t)
            self._line(at, item, answer=words)
        if not before and not now:
            none = tr("Exercises", "No exercise yet.")
            self._grid.addWidget(theme.label(none, role="muted"), 0, 1)

    def _line(self, at: int, item: ProgrammeItem, *, answer: str) -> None:
        name = named(self._vocabulary.catalogue.exercise_by_id, item.name)
        self._grid.addWidget(theme.label(f"{at + 1}", role="muted"), at, 0)
        self._grid.addWidget(theme.label(name, wrap=True), at, 1)
        unanswered = tr("Exercises", "{dose} last time", dose=dose(item) or name)
        words = theme.label(answer or unanswered, role="body" if answer else "muted", wrap=True)
        words.setObjectName(f"exercise_{at + 1}")
        self._grid.addWidget(words, at, 2)

    def _answer(self, last: ProgrammeItem, now: ProgrammeItem, *, is_unmoved: bool) -> str:
        if is_unmoved:
            return tr("Exercises", "{dose}, as before: no further step known", dose=dose(now))
        was, is_now = dose(last), dose(now)
        if now.name != last.name:
            name = named(self._vocabulary.catalogue.exercise_by_id, now.name)
            is_now = ", ".join(t for t in (name, is_now) if t)
        if now.status is ItemStatus.STOPPED or was == is_now:
            is_now, was = was, ""
        change = f"{was} \u2192 {is_now}" if was else is_now
        return ", ".join(t for t in (change, word_for(now.status)) if t)

    def _button(self, name: str, words: str, *, text: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        theme.mark(button, "quiet")
        button.clicked.connect(lambda: self._answer_all(text))
        self.corner.addWidget(button)
        return button

    def _answer_all(self, text: str) -> None:
        """Write one answer for the whole programme in place of an earlier one."""
        whole = (ExerciseAction.KEEP_ALL, ExerciseAction.PROGRESS_ALL)
        said = (
            piece.entry
            for piece in self._row.pieces
            if any(entry.action in whole for entry in piece.visit.exercises)
        )
        self.wrote.emit(((next(said, None), text),))

    def _typed(self, id: str) -> str:
        words = self._vocabulary.catalogue.exercise_by_id[id].words
        find = self._vocabulary.find
        return next((w for w in words if find(Term.EXERCISE, w) == (id,)), id)


def _carries(before: Programme, now: Programme) -> bool:
    """Say whether the programme after the visit begins with the one before it."""
    return bool(before) and all(item.status is not ItemStatus.NEW for item in now[: len(before)])
