"""The lines about the plan and the findings: ex, ed, mt, rom."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from ims_notes.domain.shorthand.find_muscle import find_muscle
from ims_notes.domain.shorthand.muscle_list import muscle_choices, spoken, stretch
from ims_notes.domain.shorthand.needling import holds_only_options, read_needling
from ims_notes.domain.shorthand.numbers import NUMBER, read_seconds
from ims_notes.domain.shorthand.phrases import (
    is_quoted,
    known_or_own,
    longest_known,
    mark_all,
    missing,
    words_after,
)
from ims_notes.domain.shorthand.tokens import TokenKind
from ims_notes.domain.shorthand.vocabulary import Term
from ims_notes.domain.shorthand.words import SIDES, TIMES_PER_DAY
from ims_notes.domain.visit import ExerciseAction, ExerciseEntry, HandsOn, RangeOfMovement

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ims_notes.domain.shorthand.reading import Reading
    from ims_notes.domain.shorthand.tokens import RawEntry, Token
    from ims_notes.domain.sites import Side

Dose = dict[str, Any]
"""The parts of an exercise's dose that were typed, by field name."""

_SETS_REPS = re.compile(r"(?:([0-9]{1,5})x([0-9]{1,5})?|x([0-9]{1,5}))")
_HOLD = re.compile(r"hold([0-9]{1,5})s?|([0-9]{1,5})(?:s|secs?)")
_COUNTED = re.compile(r"([0-9]{1,5})(?:(sets?)|reps?)")
_A_DAY = re.compile(r"([0-9]{1,5})(?:/d|/day|xd|x/d|x/day)")
_STOP = re.compile(r"- ?([0-9]{1,5})")
_PLACE = re.compile(r"[0-9]{1,5}")
_SIGNED = rf"-?{NUMBER}"
_RANGE = re.compile(rf"({_SIGNED})?(?:(>)({_SIGNED})?)?(mm|deg)?")
_WHOLE_PLAN = {"=": ExerciseAction.KEEP_ALL, "+": ExerciseAction.PROGRESS_ALL}


def read_exercise(reading: Reading, entry: RawEntry) -> None:
    """Read an exercise to add, or what becomes of the home programme."""
    words = words_after(entry.tokens)
    signs = 2 if words and words[0].text == "-" else 1
    if not words:
        missing(reading, entry.tokens[0], example="ex chin tuck 3x10 or ex =")
    elif words[0].text in _WHOLE_PLAN and not is_quoted(words[0]):
        action = _WHOLE_PLAN[words[0].text]
        if reading.once("ex plan", action, place=entry):
            reading.add("exercises", ExerciseEntry(action=action))
        mark_all(reading, words[1:])
    elif stop := _STOP.fullmatch(spoken(words[:signs])):
        _keep_numbered(reading, entry, action=ExerciseAction.STOP, number=int(stop[1]), dose={})
        mark_all(reading, words[signs:])
    else:
        _read_dosed(reading, entry, words=words)


def _read_dosed(reading: Reading, entry: RawEntry, *, words: list[Token]) -> None:
    named = _name_length(words)
    dose = _dose(reading, words[named:])
    if is_quoted(words[0]) or any(c.isalpha() for c in spoken(words[:named])):
        name = known_or_own(reading, Term.EXERCISE, tokens=words[:named])
        reading.add("exercises", ExerciseEntry(action=ExerciseAction.ADD, name=name, **dose))
    elif not _PLACE.fullmatch(words[0].text):
        reading.error("value_missing", entry, example="ex chin tuck 3x10")
    elif named > 1 or len(words) == 1:
        reading.error("dose_missing", words[0])
        mark_all(reading, words[1:named])
    elif dose:
        number = int(words[0].text)
        _keep_numbered(reading, entry, action=ExerciseAction.CHANGE, number=number, dose=dose)


def _keep_numbered(
    reading: Reading,
    entry: RawEntry,
    *,
    action: ExerciseAction,
    number: int,
    dose: Dose,
) -> None:
    is_possible = reading.in_range("number", number, place=entry.tokens[1])
    change = ExerciseEntry(action=action, number=number, **dose)
    if is_possible and reading.once(("ex", number), change, place=entry):
        reading.add("exercises", change)


def _name_length(words: Sequence[Token]) -> int:
    if is_quoted(words[0]):
        return 1
    return next(
        (i for i, word in enumerate(words) if is_quoted(word) or _dose_part(word.text)), len(words)
    )


def _dose_part(word: str) -> Dose:
    if match := _SETS_REPS.fullmatch(word):
        sets, reps = match[1], match[2] or match[3]
        parts = {"sets": sets, "reps": reps}
        return {name: int(value) for name, value in parts.items() if value}
    if match := _COUNTED.fullmatch(word):
        return {"sets" if match[2] else "reps": int(match[1])}
    if match := _HOLD.fullmatch(word):
        return {"hold_s": int(match[1] or match[2])}
    if match := _A_DAY.fullmatch(word):
        return {"times_per_day": int(match[1])}
    return {"times_per_day": TIMES_PER_DAY[word]} if word in TIMES_PER_DAY else {}


def _dose(reading: Reading, words: Sequence[Token]) -> Dose:
    dose: Dose = {}
    for word in words:
        part = {} if is_quoted(word) else _dose_part(word.text)
        if not part:
            mark_all(reading, [word])
        elif part.keys() & dose.keys():
            reading.error("said_twice", word)
        elif all(reading.in_range(name, value, place=word) for name, value in part.items()):
            dose |= part
    return dose


def read_education(reading: Reading, entry: RawEntry) -> None:
    """Read ``ed soreness, activity``: topics between commas."""
    if holds_only_options(entry.tokens[1:]):
        read_needling(reading, entry)
        return
    topics: list[list[Token]] = [[]]
    for token in entry.tokens[1:]:
        if token.kind is TokenKind.COMMA:
            topics.append([])
        else:
            topics[-1].append(token)
    if not any(topics):
        missing(reading, entry.tokens[0], example="ed soreness, activity")
    for words in filter(None, topics):
        topic = known_or_own(reading, Term.TOPIC, tokens=words)
        if reading.once(("ed", topic), topic, place=stretch(words)):
            reading.add("education", topic)


def read_hands_on(reading: Reading, entry: RawEntry) -> None:
    """Read ``mt soft tissue ut 5min``."""
    if holds_only_options(entry.tokens[1:]):
        read_needling(reading, entry)
        return
    words = words_after(entry.tokens)
    times = [word for word in words if not is_quoted(word) and read_seconds(word.text) is not None]
    words = [word for word in words if word not in times]
    mark_all(reading, times[1:])
    if not words:
        missing(reading, entry.tokens[0], example="mt soft tissue ut 5min")
        return
    technique, used = longest_known(reading, Term.HANDS_ON, tokens=words)
    if technique is None:
        technique, used = known_or_own(reading, Term.HANDS_ON, tokens=words), len(words)
    muscle = _muscle(reading, words[used:])
    minutes = _minutes(reading, times[0]) if times else None
    treatment = HandsOn(technique=technique, muscle=muscle, minutes=minutes)
    reading.add("hands_on", treatment)


def _muscle(reading: Reading, words: Sequence[Token]) -> str | None:
    if len(words) > 1 and words[0].text in SIDES:
        reading.warn("side_not_kept", words[0])
        words = words[1:]
    if not words:
        return None
    hit = find_muscle(spoken(words), reading.vocabulary)
    if hit.code is None:
        return hit.muscles[0]
    code = hit.code if hit.muscles else "muscle_unknown"
    choices = muscle_choices(reading.vocabulary, hit.muscles)
    reading.error(code, stretch(words), choices=choices)
    return None


def _minutes(reading: Reading, token: Token) -> int | None:
    minutes = (read_seconds(token.text) or 0) / 60
    if minutes != int(minutes):
        reading.error("whole_minutes", token)
        return None
    return int(minutes) if reading.in_range("minutes", minutes, place=token) else None


def read_range(reading: Reading, entry: RawEntry) -> None:
    """Read ``rom neck rot l 50>65`` or ``rom jaw open 28>35mm``."""
    words = words_after(entry.tokens)
    values = [w for w in words if not is_quoted(w) and w.text and _RANGE.fullmatch(w.text)]
    words = [word for word in words if word not in values]
    sides = [word for word in words if not is_quoted(word) and word.text in SIDES]
    words = [word for word in words if word not in sides]
    mark_all(reading, [*values[1:], *sides[1:]])
    if not values or len(words) < 2:
        reading.error("value_missing", entry, example="rom neck rot l 50>65")
        return
    region, used = longest_known(reading, Term.REGION, tokens=words[:-1])
    if region is None:
        region, used = known_or_own(reading, Term.REGION, tokens=words[:1]), 1
    motion = known_or_own(reading, Term.MOTION, tokens=words[used:])
    on = SIDES[sides[0].text] if sides else (None,)
    _keep_range(reading, entry, value=values[0], what=(region, motion, on))


def _keep_range(
    reading: Reading,
    entry: RawEntry,
    *,
    value: Token,
    what: tuple[str, str, Sequence[Side | None]],
) -> None:
    match = _RANGE.fullmatch(value.text)
    region, motion, sides = what
    before, after = (float(match[n]) if match and match[n] else None for n in (1, 3))
    known = reading.vocabulary.catalogue.motion_by_id.get(motion)
    unit = (match and match[4]) or (known.unit if known else "deg")
    numbers = [number for number in (before, after) if number is not None]
    if not numbers:
        reading.error("value_missing", value, example="50>65")
    elif all(reading.in_range(unit, number, place=value) for number in numbers):
        for side in sides:
            measured = RangeOfMovement(
                region=region, motion=motion, side=side, before=before, after=after, unit=unit
            )
            if reading.once(("rom", region, motion, side), measured, place=entry):
                reading.add("range", measured)
