"""The day's list: names with times, typed or pasted. No scheduling, only who comes when."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import time
from typing import TYPE_CHECKING

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.texts import one_line

if TYPE_CHECKING:
    from datetime import date

    from ims_notes.domain.ids import DayEntryId, PatientId

MOST_ENTRIES = 200
"""A day's list longer than this is a paste of something else."""

_TIME = re.compile(r"(?<![\w.:/-])(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?(?![\w.:/-])", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class DayEntry:
    """One name on the day's list; ``patient_id`` is None until it is known who is meant."""

    id: DayEntryId
    day: date
    at: time | None
    name: str
    patient_id: PatientId | None = None
    position: int = 0


def read_day_list(text: str) -> tuple[tuple[time | None, str], ...]:
    """Read pasted lines such as ``09:00 Anna Meier`` or ``Meier, Anna  9.30``.

    A line without a readable time keeps None; blank lines and lines without a name are left out.

    Raises:
        RuleBroken: more names than a day can hold; nothing is cut in silence.
    """
    rows = tuple(row for row in map(_read_line, text.splitlines()) if row[1])
    if len(rows) > MOST_ENTRIES:
        raise RuleBroken(
            Rule.DAY_LIST_TOO_LONG, field="day_list", length=len(rows), limit=MOST_ENTRIES
        )
    return rows


def _read_line(line: str) -> tuple[time | None, str]:
    cleaned = one_line(line.replace("\t", " "))
    for found in _TIME.finditer(cleaned):
        at = _clock(found)
        if at is not None:
            rest = cleaned[: found.start()] + " " + cleaned[found.end() :]
            return at, _bare(rest)
    return None, _bare(cleaned)


def _clock(found: re.Match[str]) -> time | None:
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def _bare(text: str) -> str:
    return one_line(text).strip(" -\u2013\u2014,;|•*")
