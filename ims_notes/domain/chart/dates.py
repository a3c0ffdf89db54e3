"""The time axis: real dates to places, and the ticks that keep their labels apart."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

from ims_notes.domain.chart.shapes import DateTick, Frame, Sheet, Unit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ims_notes.domain.ids import NoteId

_EDGE = 18.0
"""Room between the plot's sides and the outermost visits, in pixels."""

_SAME_DAY = 7.0
"""Distance between two visits of one day where there is room for it, in pixels."""

_AIR = 1.3
"""A tick has this many label widths for itself."""

_DAY_STEPS = (1, 2, 7, 14)
_MONTH_STEPS = (1, 2, 3, 6)
_YEAR_STEPS = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000)


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeScale:
    """Turns days into places; a single day stands in the middle."""

    first: date
    last: date
    left: float
    right: float

    @classmethod
    def over(cls, days: Sequence[date], frame: Frame) -> TimeScale:
        """Return the scale that fits all the days (at least one) into the plot."""
        edge = min(_EDGE, (frame.right - frame.left) / 4)
        return cls(
            first=min(days), last=max(days), left=frame.left + edge, right=frame.right - edge
        )

    def x(self, day: date) -> float:
        """Return where a day lies."""
        span = (self.last - self.first).days
        if not span:
            return (self.left + self.right) / 2
        return self.left + (day - self.first).days / span * (self.right - self.left)

    @property
    def per_day(self) -> float:
        """Pixels per day; 0 for a single day."""
        return (self.right - self.left) / max(1, (self.last - self.first).days)


def visit_places(
    visits: Iterable[tuple[date, int, NoteId]], scale: TimeScale
) -> dict[NoteId, float]:
    """Return where each visit lies; visits of one day stand beside each other, in order."""
    by_day: dict[date, list[NoteId]] = {}
    for day, _, note in sorted(set(visits)):
        by_day.setdefault(day, []).append(note)
    centres = [scale.x(day) for day in by_day]
    edges = [scale.left - _EDGE / 2, *centres, scale.right + _EDGE / 2]
    places: dict[NoteId, float] = {}
    for index, notes in enumerate(by_day.values(), start=1):
        free = min(edges[index] - edges[index - 1], edges[index + 1] - edges[index])
        step = min(_SAME_DAY, max(0.0, free) * 0.8 / len(notes))
        for order, note in enumerate(notes):
            places[note] = edges[index] + (order - (len(notes) - 1) / 2) * step
    return places


def middle_gap(places: Iterable[float]) -> float:
    """Return the median distance between neighbouring places; infinite for fewer than two."""
    gaps = sorted(b - a for a, b in pairwise(sorted(places)))
    return gaps[len(gaps) // 2] if gaps else float("inf")


def date_ticks(scale: TimeScale, sheet: Sheet) -> tuple[DateTick, ...]:
    """Return calendar ticks as close as their labels allow, or the outer dates themselves."""
    for unit, step, days, width in _steps(sheet):
        if days * scale.per_day < width * _AIR:
            continue
        ticks = tuple(
            DateTick(scale.x(day), day, unit) for day in _calendar(scale, unit, step=step)
        )
        if len(ticks) > 1:
            return ticks
        break
    ends = (scale.first, scale.last)
    apart = scale.x(ends[1]) - scale.x(ends[0]) >= sheet.day * _AIR
    return tuple(DateTick(scale.x(day), day, Unit.DAY) for day in (ends if apart else ends[:1]))


def _steps(sheet: Sheet) -> Iterator[tuple[Unit, int, float, float]]:
    for step in _DAY_STEPS:
        yield Unit.DAY, step, step, sheet.day
    for step in _MONTH_STEPS:
        yield Unit.MONTH, step, step * 30.4, sheet.month
    for step in _YEAR_STEPS:
        yield Unit.YEAR, step, step * 365.2, sheet.year


def _calendar(scale: TimeScale, unit: Unit, *, step: int) -> Iterator[date]:
    if unit is Unit.DAY:
        yield from _days(scale, step)
        return
    months = step if unit is Unit.MONTH else step * 12
    count = scale.first.year * 12 + scale.first.month - 1
    last = scale.last.year * 12 + scale.last.month - 1
    for month in range(count - count % months, last + 1, months):
        if month >= 12 and scale.first <= (day := date(month // 12, month % 12 + 1, 1)):
            yield day


def _days(scale: TimeScale, step: int) -> Iterator[date]:
    # Weeks start on Mondays: ordinal 1, the first of January of year 1, was one.
    first = scale.first.toordinal()
    start = first + (1 - first) % step
    for ordinal in range(start, scale.last.toordinal() + 1, step):
        yield date.fromordinal(ordinal)
