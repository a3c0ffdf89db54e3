"""The lines about reactions and the next visit: ae, last, next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ims_notes.domain.catalogue import Severity
from ims_notes.domain.shorthand.find_muscle import find_muscle
from ims_notes.domain.shorthand.muscle_list import muscle_choices, spoken, stretch
from ims_notes.domain.shorthand.numbers import read_days, read_hours
from ims_notes.domain.shorthand.phrases import (
    is_quoted,
    known_or_own,
    longest_known,
    mark_all,
    missing,
    own_words,
    words_after,
)
from ims_notes.domain.shorthand.vocabulary import Term
from ims_notes.domain.shorthand.words import NONE_WORDS, OUTCOMES, SIDES
from ims_notes.domain.visit import AdverseEvent, SinceLast

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from ims_notes.domain.shorthand.reading import Reading
    from ims_notes.domain.shorthand.tokens import RawEntry, Token

_SEVERITIES = frozenset(severity.value for severity in Severity)


def read_adverse_event(reading: Reading, entry: RawEntry) -> None:
    """Read ``ae none`` or ``ae event [severity] [site] ["action"] [outcome]``."""
    words = words_after(entry.tokens)
    if not words:
        missing(reading, entry.tokens[0], example="ae none or ae bruise mild ut")
    elif spoken(words) in NONE_WORDS:
        if reading.visit.get("adverse_events"):
            reading.error("ae_contradiction", entry)
        else:
            reading.put("adverse_events_none", True, place=entry)
    elif reading.visit.get("adverse_events_none"):
        reading.error("ae_contradiction", entry)
    else:
        _read_event(reading, entry, words=words)


def _read_event(reading: Reading, entry: RawEntry, *, words: list[Token]) -> None:
    action = _take_quote(reading, words)
    severity = _take_one_of(reading, words, allowed=_SEVERITIES)
    outcome = _take_one_of(reading, words, allowed=OUTCOMES)
    if not words:
        reading.error("value_missing", entry, example="ae bruise mild ut")
        return
    event, used = longest_known(reading, Term.EVENT, tokens=words)
    if event is None:
        event, used = known_or_own(reading, Term.EVENT, tokens=words), len(words)
    site = _site(reading, words[used:])
    if reading.once(("ae", event, site), (severity, action, outcome), place=entry):
        adverse = AdverseEvent(
            event=event, severity=severity, site=site, action=action, outcome=outcome
        )
        reading.add("adverse_events", adverse)


def _take_quote(reading: Reading, words: list[Token]) -> str | None:
    quotes = [word for word in words if is_quoted(word)]
    words[:] = [word for word in words if not is_quoted(word)]
    mark_all(reading, quotes[1:])
    return quotes[0].text.strip() if quotes else None


def _take_one_of(reading: Reading, words: list[Token], *, allowed: Collection[str]) -> str | None:
    found = [word for word in words if word.text in allowed]
    words[:] = [word for word in words if word.text not in allowed]
    mark_all(reading, found[1:])
    return found[0].text if found else None


def _site(reading: Reading, words: Sequence[Token]) -> str | None:
    """Return a muscle id, with its side in front when one was typed, else the words as typed."""
    if not words:
        return None
    sides = SIDES.get(words[0].text, ()) if len(words) > 1 else ()
    named = words[1:] if len(sides) == 1 else words
    hit = find_muscle(spoken(named), reading.vocabulary)
    if hit.code is None:
        return f"{sides[0]} {hit.muscles[0]}" if len(sides) == 1 else hit.muscles[0]
    code = "term_ambiguous" if hit.muscles else "term_unknown"
    choices = muscle_choices(reading.vocabulary, hit.muscles)
    reading.warn(code, stretch(named), choices=choices)
    return own_words(reading, words)


def read_since_last(reading: Reading, entry: RawEntry) -> None:
    """Read ``last none``, ``last sore 24h``, ``last bruise``."""
    words = words_after(entry.tokens)
    times = [word for word in words if not is_quoted(word) and read_hours(word.text) is not None]
    words = [word for word in words if word not in times]
    mark_all(reading, times[1:])
    if not words:
        missing(reading, entry.tokens[0], example="last none or last sore 24h")
        return
    is_none = spoken(words) in NONE_WORDS
    event = "none" if is_none else known_or_own(reading, Term.EVENT, tokens=words)
    hours = read_hours(times[0].text) if times else None
    if hours is not None and not reading.in_range("hours", hours, place=times[0]):
        hours = None
    reading.put("since_last", SinceLast(event=event, hours=hours), place=entry)


def read_next(reading: Reading, entry: RawEntry) -> None:
    """Read ``next 1w``, ``next 1/52``, ``next 10 days``."""
    words = words_after(entry.tokens)
    days = read_days(spoken(words))
    if not words:
        missing(reading, entry.tokens[0], example="next 1w")
    elif days is None:
        reading.error("next_unreadable", stretch(words))
    elif reading.in_range("next_days", days, place=stretch(words)):
        reading.put("next_days", days, place=entry)
