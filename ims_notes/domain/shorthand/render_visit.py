"""Writes what a visit holds besides its rows back as lines, one function for each kind."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from ims_notes.domain.shorthand.entries import EntryKind
from ims_notes.domain.shorthand.numbers import number_text
from ims_notes.domain.shorthand.vocabulary import Term
from ims_notes.domain.shorthand.words import CONTEXT_WORD, NARRATIVE, SIDE_LETTER, TIMES_WORD
from ims_notes.domain.sites import Side
from ims_notes.domain.visit import ExerciseAction, PainScore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from ims_notes.domain.shorthand.vocabulary import Vocabulary
    from ims_notes.domain.visit import ExerciseEntry, RangeOfMovement, Visit

    Lines = Callable[[Visit, Vocabulary], Iterator[str]]


def quoted(text: str) -> str:
    """Return a text in quotes."""
    return '"' + text.replace('"', '""') + '"'


def region_entry(region: str, vocabulary: Vocabulary) -> str:
    """Return the line that begins a region."""
    return f"reg {_named(region, Term.REGION, vocabulary=vocabulary)}"


def visit_entries(visit: Visit, kind: EntryKind, *, vocabulary: Vocabulary) -> list[str]:
    """Return the canonical entries of one kind; none when the visit holds nothing of it."""
    return list(_LINES[kind](visit, vocabulary))


def _named(value: str, term: Term, *, vocabulary: Vocabulary) -> str:
    """Return a catalogue id in words, or one's own words in quotes."""
    if vocabulary.find_whole(term, value) != (value,):
        return quoted(value)
    return value.replace("_", " ")


def _pain(visit: Visit, vocabulary: Vocabulary) -> Iterator[str]:
    unspecified = PainScore(
        before=visit.pain_before,
        after=visit.pain_after,
        after_not_taken=visit.pain_after_not_taken,
        reason=visit.pain_after_reason,
    )
    for score in (unspecified, *visit.pains):
        if score.before is None and score.after is None:
            continue
        words = ["pain"]
        if score.region:
            words.append(_named(score.region, Term.REGION, vocabulary=vocabulary))
        if score.context:
            words.append(CONTEXT_WORD[score.context])
        words.append(_rating(score))
        if score.reason:
            words.append(quoted(score.reason))
        yield " ".join(words)


def _rating(score: PainScore) -> str:
    before = "" if score.before is None else str(score.before)
    if score.after_not_taken:
        return f"{before}>-"
    return before if score.after is None else f"{before}>{score.after}"


def _region(visit: Visit, vocabulary: Vocabulary) -> Iterator[str]:
    if visit.region:
        yield region_entry(visit.region, vocabulary)


def _ok(visit: Visit, _: Vocabulary) -> Iterator[str]:
    if visit.consent_and_change_check:
        yield "ok"


def _counts(visit: Visit, _: Vocabulary) -> Iterator[str]:
    counts = (("used", visit.needles_used), ("out", visit.needles_removed))
    said = [f"{word} {number}" for word, number in counts if number is not None]
    if said:
        yield " ".join(said)


def _no_needling(visit: Visit, _: Vocabulary) -> Iterator[str]:
    if visit.no_needling:
        reason, detail = visit.no_needling.reason, visit.no_needling.detail
        yield f"dn {reason} {quoted(detail)}" if detail else f"dn {reason}"


def _position(visit: Visit, vocabulary: Vocabulary) -> Iterator[str]:
    if visit.position:
        yield f"pos {_named(visit.position, Term.POSITION, vocabulary=vocabulary)}"


def _tolerance(visit: Visit, _: Vocabulary) -> Iterator[str]:
    if visit.tolerance:
        yield f"tol {visit.tolerance}"


def _adverse_events(visit: Visit, vocabulary: Vocabulary) -> Iterator[str]:
    if visit.adverse_events_none:
        yield "ae none"
    for one in visit.adverse_events:
        known = vocabulary.find_whole(Term.EVENT, one.event) == (one.event,)
        words = ["ae", one.event.replace("_", " ") if known else one.event]
        words += [one.severity] if one.severity else []
        words += [_site(one.site, vocabulary)] if one.site else []
        words += [quoted(one.action)] if one.action else []
        words += [one.outcome] if one.outcome else []
        yield " ".join(words)


def _site(site: str, vocabulary: Vocabulary) -> str:
    side, _, muscle = site.rpartition(" ")
    if muscle in vocabulary.short_words and side in ("", *Side):
        letter = f"{SIDE_LETTER[Side(side)]} " if side else ""
        return letter + vocabulary.short_words[muscle]
    return site


def _since_last(visit: Visit, vocabulary: Vocabulary) -> Iterator[str]:
    if visit.since_last:
        event, hours = visit.since_last.event, visit.since_last.hours
        name = event if event == "none" else _named(event, Term.EVENT, vocabulary=vocabulary)
        yield f"last {name}" if hours is None else f"last {name} {hours}h"


def _exercises(visit: Visit, vocabulary: Vocabulary) -> Iterator[str]:
    for one in visit.exercises:
        if one.action is ExerciseAction.KEEP_ALL:
            yield "ex ="
        elif one.action is ExerciseAction.PROGRESS_ALL:
            yield "ex +"
        elif one.action is ExerciseAction.STOP:
            yield f"ex -{one.number}"
        else:
            name = str(one.number) if one.number else ""
            name = name or _named(one.name or "", Term.EXERCISE, vocabulary=vocabulary)
            yield " ".join(["ex", name, *_dose(one)])


def _dose(one: ExerciseEntry) -> Iterator[str]:
    if one.sets is not None and one.reps is not None:
        yield f"{one.sets}x{one.reps}"
    elif one.sets is not None or one.reps is not None:
        yield f"{one.reps}reps" if one.sets is None else f"{one.sets}sets"
    if one.hold_s is not None:
        yield f"hold{one.hold_s}"
    if one.times_per_day is not None:
        yield TIMES_WORD.get(one.times_per_day, f"{one.times_per_day}/day")


def _education(visit: Visit, vocabulary: Vocabulary) -> Iterator[str]:
    if visit.education:
        yield "ed " + ", ".join(
            _named(one, Term.TOPIC, vocabulary=vocabulary) for one in visit.education
        )


def _hands_on(visit: Visit, vocabulary: Vocabulary) -> Iterator[str]:
    for one in visit.hands_on:
        words = ["mt", _named(one.technique, Term.HANDS_ON, vocabulary=vocabulary)]
        words += [vocabulary.short_words.get(one.muscle, one.muscle)] if one.muscle else []
        words += [] if one.minutes is None else [f"{one.minutes}min"]
        yield " ".join(words)


def _range(visit: Visit, vocabulary: Vocabulary) -> Iterator[str]:
    for one in visit.range:
        words = [
            "rom",
            _named(one.region, Term.REGION, vocabulary=vocabulary),
            _named(one.motion, Term.MOTION, vocabulary=vocabulary),
        ]
        words += [SIDE_LETTER[Side(one.side)]] if one.side else []
        yield " ".join([*words, _measured(one, vocabulary)])


def _measured(one: RangeOfMovement, vocabulary: Vocabulary) -> str:
    motion = vocabulary.catalogue.motion_by_id.get(one.motion)
    before = "" if one.before is None else number_text(one.before)
    after = "" if one.after is None else f">{number_text(one.after)}"
    usual = motion.unit if motion else "deg"
    return before + after + ("" if one.unit == usual else one.unit)


def _next(visit: Visit, _: Vocabulary) -> Iterator[str]:
    if visit.next_days is not None:
        weeks, days = divmod(visit.next_days, 7)
        yield f"next {visit.next_days}d" if days else f"next {weeks}w"


def _carry_forward(visit: Visit, _: Vocabulary) -> Iterator[str]:
    if visit.carry_forward:
        yield "="


def _prose(heading: str) -> Lines:
    def lines(visit: Visit, _: Vocabulary) -> Iterator[str]:
        text: str | None = getattr(visit.narrative, heading)
        for line in text.split("\n") if text else ():
            yield f"{heading} {line}".rstrip()

    return lines


_LINES: Mapping[EntryKind, Lines] = MappingProxyType(
    {
        EntryKind.PAIN: _pain,
        EntryKind.REGION: _region,
        EntryKind.OK: _ok,
        EntryKind.COUNT: _counts,
        EntryKind.NO_NEEDLING: _no_needling,
        EntryKind.POSITION: _position,
        EntryKind.TOLERANCE: _tolerance,
        EntryKind.ADVERSE_EVENT: _adverse_events,
        EntryKind.SINCE_LAST: _since_last,
        EntryKind.EXERCISE: _exercises,
        EntryKind.EDUCATION: _education,
        EntryKind.HANDS_ON: _hands_on,
        EntryKind.RANGE: _range,
        EntryKind.NEXT: _next,
        EntryKind.CARRY_FORWARD: _carry_forward,
        **{kind: _prose(kind.value) for kind in NARRATIVE.values()},
    }
)
