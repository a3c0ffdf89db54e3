"""Which muscle some typed words mean: the first tier with a hit decides, several are ambiguous.

Order: the clinic's abbreviations; words that never stand alone; catalogue abbreviations; group
words; the beginning of an id, name or synonym (a whole one first); every typed word begins a
word, in order; then the same with a final s taken off.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ims_notes.domain.shorthand.names import typed_phrase, without_final_s

if TYPE_CHECKING:
    from ims_notes.domain.catalogue import MuscleGroup
    from ims_notes.domain.shorthand.vocabulary import Vocabulary

_LEVELS = re.compile(r"([ctls][0-9]{1,2})(?:[->]([ctls]?[0-9]{1,2}))?")


class Hit(NamedTuple):
    """What words may mean: one muscle when ``code`` is None, else the candidates and why."""

    muscles: tuple[str, ...]
    code: str | None


class Levels(NamedTuple):
    """Vertebral levels from top to bottom, or the reason why there are none."""

    levels: tuple[str, ...]
    code: str | None = None


UNKNOWN = Hit((), "muscle_unknown")


@lru_cache(maxsize=8192)
def find_muscle(words: str, vocabulary: Vocabulary) -> Hit:
    """Return the muscle that words without a level mean."""
    phrase = typed_phrase(words)
    bare = without_final_s(phrase)
    for form in (phrase, bare) if bare else (phrase,):
        if form and (hit := _find(form, vocabulary)):
            return hit
    return UNKNOWN


def _find(phrase: str, vocabulary: Vocabulary) -> Hit | None:
    if phrase in vocabulary.own:
        return Hit((vocabulary.own[phrase],), None)
    if phrase in vocabulary.never_alone:
        return Hit(vocabulary.never_alone[phrase], "muscle_ambiguous")
    if phrase in vocabulary.catalogue_abbreviations:
        return _hit(vocabulary.catalogue_abbreviations[phrase])
    if phrase in vocabulary.groups:
        group = vocabulary.groups[phrase]
        return Hit(group.parts, "muscle_group" if group.parts else "level_missing")
    names = vocabulary.muscles
    ids = names.whole(phrase) or names.starting(phrase) or names.in_order(phrase)
    return _hit(ids) if ids else None


def _hit(ids: tuple[str, ...]) -> Hit:
    return Hit(ids, None if len(ids) == 1 else "muscle_ambiguous")


def find_whole_name(words: str, vocabulary: Vocabulary) -> str | None:
    """Return the muscle whose whole name this is, commas and all, or None."""
    ids = vocabulary.muscles.whole(typed_phrase(words))
    return ids[0] if len(ids) == 1 else None


def muscle_at_level(words: str, level: str, *, vocabulary: Vocabulary) -> Hit:
    """Return the muscle that words mean at a level; no words mean the paraspinals there."""
    if not words:
        return Hit((vocabulary.catalogue.segment_by_level[level].id,), None)
    group = _group(typed_phrase(words), vocabulary)
    if group and group.at_level:
        muscle = group.muscle_at(level)
        return Hit((muscle,), None) if muscle else Hit((), "level_conflict")
    hit = find_muscle(words, vocabulary)
    if hit.code is None and not _is_possible(hit.muscles[0], level, vocabulary=vocabulary):
        return Hit(hit.muscles, "level_conflict")
    return hit


def _group(phrase: str, vocabulary: Vocabulary) -> MuscleGroup | None:
    if phrase in vocabulary.own:
        return None
    return vocabulary.groups.get(phrase) or vocabulary.groups.get(without_final_s(phrase) or "")


def _is_possible(muscle: str, level: str, *, vocabulary: Vocabulary) -> bool:
    own_level = vocabulary.catalogue.muscle_by_id[muscle].level
    if own_level:
        return own_level == level
    of_groups = [g for g in vocabulary.catalogue.muscle_groups if muscle in g.at_level.values()]
    return not of_groups or any(group.muscle_at(level) == muscle for group in of_groups)


def is_level(word: str) -> bool:
    """Say whether a word has the form of a level or a range of levels, possible or not."""
    return bool(_LEVELS.fullmatch(word))


def read_levels(word: str, vocabulary: Vocabulary) -> Levels:
    """Return the levels that ``c5``, ``c4-c7``, ``c4-7`` or ``l4-s1`` mean."""
    match = _LEVELS.fullmatch(word)
    first, last = match.groups() if match else (word, None)
    if last is None:
        last = first
    elif last[0] not in "ctls":
        last = first[0] + last
    order = vocabulary.levels
    if first not in order or last not in order:
        return Levels((), "level_unknown")
    top, bottom = order.index(first), order.index(last)
    if bottom < top:
        return Levels((), "level_reversed")
    return Levels(order[top : bottom + 1])
