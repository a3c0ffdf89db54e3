"""Reads the whole text of a visit: rows, facts of the visit, and marks on what is unclear."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from ims_notes.domain.shorthand.entries import Entry, EntryKind, Mark, Parsed
from ims_notes.domain.shorthand.needling import read_held, read_needling
from ims_notes.domain.shorthand.plan_lines import (
    read_education,
    read_exercise,
    read_hands_on,
    read_range,
)
from ims_notes.domain.shorthand.reaction_lines import (
    read_adverse_event,
    read_next,
    read_since_last,
)
from ims_notes.domain.shorthand.reading import Reading
from ims_notes.domain.shorthand.tokens import RawEntry, TokenKind, split_entries
from ims_notes.domain.shorthand.visit_lines import (
    read_carry_forward,
    read_counts,
    read_no_needling,
    read_ok,
    read_pain_line,
    read_position,
    read_region,
    read_tolerance,
)
from ims_notes.domain.shorthand.words import VISIT_WORDS
from ims_notes.domain.visit import Narrative, Visit

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ims_notes.domain.shorthand.vocabulary import Vocabulary

_READERS: Mapping[EntryKind, Callable[[Reading, RawEntry], None]] = MappingProxyType(
    {
        EntryKind.NEEDLING: read_needling,
        EntryKind.DEFAULTS: read_held,
        EntryKind.PAIN: read_pain_line,
        EntryKind.REGION: read_region,
        EntryKind.OK: read_ok,
        EntryKind.COUNT: read_counts,
        EntryKind.NO_NEEDLING: read_no_needling,
        EntryKind.POSITION: read_position,
        EntryKind.TOLERANCE: read_tolerance,
        EntryKind.ADVERSE_EVENT: read_adverse_event,
        EntryKind.SINCE_LAST: read_since_last,
        EntryKind.EXERCISE: read_exercise,
        EntryKind.EDUCATION: read_education,
        EntryKind.HANDS_ON: read_hands_on,
        EntryKind.RANGE: read_range,
        EntryKind.NEXT: read_next,
        EntryKind.CARRY_FORWARD: read_carry_forward,
    }
)
_QUOTES = frozenset({TokenKind.QUOTE, TokenKind.UNCLOSED})


class _Line(NamedTuple):
    entry: RawEntry
    words: str


def parse(text: str, vocabulary: Vocabulary) -> Parsed:
    """Return what a text says; nothing raises, everything is understood or marked."""
    reading = Reading(text, vocabulary)
    prose: dict[EntryKind, list[_Line]] = {}
    for entry in split_entries(text):
        head = entry.tokens[0]
        kind = EntryKind.NEEDLING
        if head.kind is TokenKind.WORD:
            kind = VISIT_WORDS.get(head.text.rstrip(":"), kind)
        first_row = len(reading.sites)
        if entry.narrative is not None:
            prose.setdefault(kind, []).append(_Line(entry, entry.narrative))
        else:
            _READERS[kind](reading, _with_quotes_checked(reading, entry, kind=kind))
        rows = tuple(range(first_row, len(reading.sites)))
        reading.entries.append(Entry(start=entry.start, end=entry.end, kind=kind, sites=rows))
    narrative = Narrative(**{kind.value: _prose(reading, lines) for kind, lines in prose.items()})
    _mark_needled_although_not(reading)
    return Parsed(
        sites=tuple(reading.sites),
        visit=Visit(narrative=narrative, **reading.visit_facts()),
        warnings=_in_order(reading.warnings),
        errors=_in_order(reading.errors),
        entries=tuple(reading.entries),
    )


def _with_quotes_checked(reading: Reading, entry: RawEntry, *, kind: EntryKind) -> RawEntry:
    """Mark quotes left open; leave empty ones out of a line about the visit, marked."""
    quotes = [token for token in entry.tokens if token.kind in _QUOTES]
    for token in quotes:
        if token.kind is TokenKind.UNCLOSED:
            reading.error("quote_unclosed", token)
    empty = [token for token in quotes if not token.text.strip()]
    if not empty or kind is EntryKind.NEEDLING:
        return entry
    for token in empty:
        reading.warn("note_empty", token)
    return entry._replace(tokens=[token for token in entry.tokens if token not in empty])


def _prose(reading: Reading, lines: list[_Line]) -> str | None:
    """Join the lines under one heading; blank ones only count between others."""
    filled = [index for index, line in enumerate(lines) if line.words]
    first, last = (filled[0], filled[-1]) if filled else (len(lines), -1)
    for index, line in enumerate(lines):
        if not first <= index <= last:
            reading.warn("narrative_empty", line.entry)
    return "\n".join(line.words for line in lines[first : last + 1]) if filled else None


def _mark_needled_although_not(reading: Reading) -> None:
    if reading.sites and reading.visit.get("no_needling"):
        for entry in reading.entries:
            if entry.kind is EntryKind.NO_NEEDLING:
                reading.warn("needled_although_not", entry)


def _in_order(marks: list[Mark]) -> tuple[Mark, ...]:
    return tuple(sorted(marks, key=lambda mark: (mark.start, mark.end)))
