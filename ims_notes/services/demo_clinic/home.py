"""Tells home exercises apart, so that no invented programme holds the same one twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ims_notes.domain.shorthand.parse import parse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ims_notes.domain.shorthand.vocabulary import Vocabulary


class HomeExercises:
    """Knows which exercise some typed words mean and what it goes on to."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Read words as the program does."""
        self._vocabulary = vocabulary

    def id_of(self, typed: str) -> str:
        """Return the catalogue id that typed words with their dose mean."""
        return parse(f"ex {typed}", self._vocabulary).visit.exercises[0].name or ""

    def apart(self, offered: Iterable[str], *, had: Iterable[str] = ()) -> list[str]:
        """Return those offered that neither are nor become one that is had or stands before."""
        taken = {one for name in had for one in self._onward(name)}
        chosen: list[str] = []
        for typed in offered:
            onward = self._onward(self.id_of(typed))
            if not taken & onward:
                chosen.append(typed)
                taken |= onward
        return chosen

    def _onward(self, name: str) -> set[str]:
        """Return an exercise with all that it progresses into."""
        found = {name}
        exercise = self._vocabulary.catalogue.exercise_by_id.get(name)
        while exercise and exercise.progression.then:
            found.add(exercise.progression.then)
            exercise = self._vocabulary.catalogue.exercise_by_id[exercise.progression.then]
        return found
