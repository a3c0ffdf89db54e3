"""Dates as a clinic reads and writes them: never ambiguous, always ``14-Jul-1985``."""

from __future__ import annotations

import re
from datetime import date

from ims_notes.domain.errors import Rule, RuleBroken

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

_ISO = re.compile(r"(\d{4})[-./ ](\d{1,2})[-./ ](\d{1,2})")
_WORDED = re.compile(r"(\d{1,2})[-./ ]*([^\W\d_]{3,9})\.?[-./, ]*(\d{4}|\d{2})")
_WORDED_US = re.compile(r"([^\W\d_]{3,9})\.?[-./ ]*(\d{1,2})(?:st|nd|rd|th)?[-./, ]+(\d{4}|\d{2})")
_NUMBERS = re.compile(r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4}|\d{2})")


def written(day: date | None) -> str:
    """Return ``14-Jul-1985``, or an empty text for no date."""
    return "" if day is None else f"{day.day:02d}-{MONTHS[day.month - 1]}-{day.year:04d}"


def age_on(born: date, day: date) -> int:
    """Return whole years lived; someone born on 29 February ages on 1 March."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def read_past_date(text: str, *, today: date) -> date | None:
    """Read a typed date of birth or onset; None where the text is no date at all.

    ``14 jul 85`` is the latest past date that fits. ``03/04/1985`` could be two days, so it
    is refused rather than guessed; ``25/04/1985`` is read.

    Raises:
        RuleBroken: a date that does not exist (``31 feb``), could be two, or lies ahead.
    """
    text = " ".join(text.split())
    if not text:
        return None
    parts = _parts(text)
    if parts is None:
        if re.fullmatch(r"[\d\W_]*\d[\d\W_]*", text) or _names_a_month(text):
            raise RuleBroken(Rule.DATE_UNREADABLE, field="date", text=text)
        return None
    day = _latest_past(parts, today=today, text=text)
    if day > today:
        raise RuleBroken(Rule.BORN_IN_FUTURE, field="date", text=text)
    return day


def _parts(text: str) -> tuple[str, int, int] | None:
    """Return year as typed, month, day."""
    if m := _ISO.fullmatch(text):
        return m[1], int(m[2]), int(m[3])
    if (m := _WORDED.fullmatch(text)) and (month := _month(m[2])):
        return m[3], month, int(m[1])
    if (m := _WORDED_US.fullmatch(text)) and (month := _month(m[1])):
        return m[3], month, int(m[2])
    if m := _NUMBERS.fullmatch(text):
        first, second = int(m[1]), int(m[2])
        if first <= 12 and second <= 12 and first != second:
            raise RuleBroken(Rule.DATE_AMBIGUOUS, field="date", text=text)
        return (m[3], second, first) if second <= 12 else (m[3], first, second)
    return None


def _month(word: str) -> int | None:
    return next((i for i, m in enumerate(MONTHS, 1) if m.lower() == word[:3].lower()), None)


def _names_a_month(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text)
    return bool(re.search(r"\d", text)) and any(w.lower() in _MONTH_WORDS for w in words)


_MONTH_WORDS = {m.lower() for m in MONTHS} | {
    "january", "february", "march", "april", "june", "july", "august", "september", "sept",
    "october", "november", "december",
}  # fmt: skip


def _latest_past(typed: tuple[str, int, int], *, today: date, text: str) -> date:
    year, month, day = typed
    candidates = [int(year)] if len(year) == 4 else _centuries(int(year), today)
    for candidate in candidates:
        try:
            found = date(candidate, month, day)
        except ValueError:
            continue
        if found <= today or len(candidates) == 1:
            return found
    raise RuleBroken(Rule.DATE_UNREADABLE, field="date", text=text)


def _centuries(year: int, today: date) -> list[int]:
    """Return the full years a two-digit year may mean, latest first."""
    this = today.year - today.year % 100
    return [this + year, this - 100 + year]
