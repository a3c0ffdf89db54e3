"""The catalogue and the clinic's own abbreviations, indexed once for the parser."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Protocol

from ims_notes.domain.shorthand.names import Names, phrase_of, typed_phrase
from ims_notes.domain.shorthand.words import OPTIONS, SIDES, VISIT_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ims_notes.domain.catalogue import Catalogue, MuscleGroup


class Term(Enum):
    """The kinds of catalogue words that a line about the visit may hold."""

    REGION = "region"
    MOTION = "motion"
    TOPIC = "topic"
    EXERCISE = "exercise"
    EVENT = "event"
    HANDS_ON = "hands_on"
    POSITION = "position"
    TOLERANCE = "tolerance"


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def words(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Vocabulary:
    """What the parser knows; building it indexes every name, so it is built once and kept.

    ``abbreviations`` are the clinic's own: abbreviation to muscle id. They win over the catalogue.
    """

    catalogue: Catalogue
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(init=False)
    catalogue_abbreviations: Mapping[str, tuple[str, ...]] = field(init=False)
    never_alone: Mapping[str, tuple[str, ...]] = field(init=False)
    groups: Mapping[str, MuscleGroup] = field(init=False)
    levels: tuple[str, ...] = field(init=False)
    muscles: Names = field(init=False)
    terms: Mapping[Term, Names] = field(init=False)
    short_words: Mapping[str, str] = field(init=False)

    def __post_init__(self) -> None:
        """Build the indexes."""
        put, book = object.__setattr__, self.catalogue
        known = book.muscle_by_id
        own = {typed_phrase(a): id_ for a, id_ in self.abbreviations.items() if id_ in known}
        put(self, "own", MappingProxyType(own))
        put(self, "catalogue_abbreviations", MappingProxyType(_abbreviations(book)))
        never = {phrase_of(word.word): word.candidates for word in book.never_alone}
        put(self, "never_alone", MappingProxyType(never))
        groups = {phrase_of(word): group for group in book.muscle_groups for word in group.words}
        put(self, "groups", MappingProxyType(groups))
        put(self, "levels", tuple(sorted(book.segment_by_level, key=_down_the_spine)))
        put(self, "muscles", Names(_muscle_names(book)))
        put(self, "terms", MappingProxyType(_terms(book)))
        short = {muscle.id: self._short_word(muscle.id) for muscle in book.muscles}
        put(self, "short_words", MappingProxyType(short))

    def find(self, term: Term, phrase: str) -> tuple[str, ...]:
        """Return the ids a phrase may mean."""
        return _find(self.terms[term], phrase)

    def find_whole(self, term: Term, phrase: str) -> tuple[str, ...]:
        """Return the ids that are called exactly so."""
        return self.terms[term].whole(typed_phrase(phrase))

    def _short_word(self, muscle_id: str) -> str:
        for abbreviation in self.catalogue.muscle_by_id[muscle_id].abbreviations:
            word, phrase = abbreviation.lower(), phrase_of(abbreviation)
            if (
                phrase not in self.own
                and phrase not in self.never_alone
                and self.catalogue_abbreviations[phrase] == (muscle_id,)
                and " " not in word
                and not is_reserved(word)
            ):
                return abbreviation
        return muscle_id


@lru_cache(maxsize=4096)
def _find(names: Names, phrase: str) -> tuple[str, ...]:
    return names.find(typed_phrase(phrase))


def is_reserved(word: str) -> bool:
    """Say whether a word belongs to the language, so that no clinic may take it as its own."""
    word = word.lower()
    return word in SIDES or word in OPTIONS or (word in VISIT_WORDS and word not in ("mt", "ed"))


def _down_the_spine(level: str) -> tuple[int, int]:
    return "ctls".index(level[0]), int(level[1:])


def _abbreviations(book: Catalogue) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for muscle in book.muscles:
        for abbreviation in muscle.abbreviations:
            phrase = phrase_of(abbreviation)
            found[phrase] = (*found.get(phrase, ()), muscle.id)
    return found


def _muscle_names(book: Catalogue) -> Iterable[tuple[str, str]]:
    for muscle in book.muscles:
        for name in (muscle.id, muscle.name, muscle.formal or muscle.name, *muscle.synonyms):
            yield name, muscle.id


def _term_names(things: Iterable[_Named], names: Iterable[str]) -> Names:
    pairs = [(name, thing.id) for thing, name in zip(things, names, strict=True)]
    return Names([*pairs, *((w, thing.id) for thing in things for w in (thing.id, *thing.words))])


def _terms(book: Catalogue) -> dict[Term, Names]:
    return {
        Term.REGION: _term_names(book.regions, [one.name for one in book.regions]),
        Term.MOTION: _term_names(book.motions, [one.name for one in book.motions]),
        Term.TOPIC: _term_names(book.topics, [one.title for one in book.topics]),
        Term.EXERCISE: _term_names(book.exercises, [one.name for one in book.exercises]),
        Term.EVENT: _term_names(book.adverse_events, [one.name for one in book.adverse_events]),
        Term.HANDS_ON: _term_names(book.hands_on, [one.name for one in book.hands_on]),
        Term.POSITION: _term_names(book.positions, [one.name for one in book.positions]),
        Term.TOLERANCE: _term_names(book.tolerances, [one.name for one in book.tolerances]),
    }
