"""Numbers as typed: whole, decimal, pain ratings, durations; never longer than makes sense."""

from __future__ import annotations

import re
from typing import NamedTuple

from ims_notes.domain.shorthand.words import DAYS

NUMBER = r"(?:[0-9]{1,6}(?:\.[0-9]{1,4})?|\.[0-9]{1,4})"

_PAIN = re.compile(
    r"(?P<before>[0-9]{1,4})?(?P<of_ten>/10)?(?:(?P<open>>)(?P<after>-|[0-9]{1,4})?(?:/10)?)?"
)
_DAYS = re.compile(r"([0-9]{1,4})(/7|/52|[a-z]+)")
_HOURS = re.compile(r"([0-9]{1,4})(?:h|hr|hrs|hours)")
_MINUTES = re.compile(rf"({NUMBER})(?:min|mins|minutes?|/60)")
_SECONDS = re.compile(rf"({NUMBER})(?:s|secs?|seconds?)")


class PainTyped(NamedTuple):
    """A rating as typed; ``is_pair`` when an arrow stands in it, ``of_ten`` when /10 does."""

    before: int | None
    after: int | None
    not_taken: bool
    is_pair: bool
    of_ten: bool


def read_pain(word: str) -> PainTyped | None:
    """Read ``6``, ``6/10``, ``6>3``, ``6>``, ``>3`` or ``6>-``; None when it is no rating."""
    match = _PAIN.fullmatch(word)
    if match is None:
        return None
    before, after = match["before"], match["after"]
    if (before is None and (match["of_ten"] or after in (None, "-"))) or not word:
        return None
    return PainTyped(
        before=None if before is None else int(before),
        after=None if after in (None, "-") else int(after),
        not_taken=after == "-",
        is_pair=match["open"] is not None,
        of_ten=match["of_ten"] is not None,
    )


def read_days(word: str) -> int | None:
    """Read ``1w``, ``10days``, ``1/52`` or ``2/7`` as days."""
    match = _DAYS.fullmatch(word)
    if match is None or match[2] not in DAYS:
        return None
    return int(match[1]) * DAYS[match[2]]


def read_hours(word: str) -> int | None:
    """Read ``24h`` or any number of days as hours."""
    match = _HOURS.fullmatch(word)
    if match:
        return int(match[1])
    days = read_days(word)
    return None if days is None else days * 24


def read_seconds(word: str) -> float | None:
    """Read ``90s``, ``5min`` or ``5/60`` as seconds."""
    if match := _SECONDS.fullmatch(word):
        return float(match[1])
    if match := _MINUTES.fullmatch(word):
        return round(float(match[1]) * 60, 4)
    return None


def number_text(value: float) -> str:
    """Return a number as short as it can be typed: 40, 0.5."""
    return f"{value:.10g}"
