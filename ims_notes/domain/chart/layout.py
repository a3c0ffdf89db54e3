"""Lay a patient's progress out on a sheet: values to places, honest at 1, 2, 30 and 500 visits.

The upright axis is always 0-10 with 10 on top. Values from before treatment are the line; a
missing value leaves a gap that nothing bridges. What happens within a visit is a thin bar.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from ims_notes.domain.chart.dates import TimeScale, date_ticks, middle_gap, visit_places
from ims_notes.domain.chart.shapes import (
    Chart,
    Column,
    Density,
    EndLabel,
    Frame,
    PainTick,
    Point,
    Restart,
    Segment,
    Sheet,
    Target,
    ThresholdLine,
    Trace,
    Value,
)
from ims_notes.domain.chart.strips import strip_count, strips
from ims_notes.domain.progress import PAIN_MOST

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ims_notes.domain.chart.thresholds import Threshold
    from ims_notes.domain.ids import NoteId
    from ims_notes.domain.progress import Series, VisitPoint

_ROOMY, _CLOSE = 11.0, 4.0
"""Median distance of visits, in pixels, down to which dots are full-sized or small."""

_DODGE = 3.0
"""Series keep this far apart at the same visit, so that equal values all show, in pixels."""

_COLUMN = 6.0
"""Width of a column of crowded visits, in pixels."""

_NUMBER = 22.0
"""A number beside a dot needs this much width, in pixels."""

ROW = 1.3
"""Height of a row under the plot, in text lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Plan:
    """What every part of the layout needs to know."""

    frame: Frame
    density: Density
    places: dict[NoteId, float]
    count: int

    def x(self, number: int, point: VisitPoint) -> float:
        """Return where a visit lies in the series of that number."""
        dodge = 0.0 if self.density is Density.CROWDED else min(_DODGE, 9 / self.count)
        x = self.places[point.note_id] + (number - (self.count - 1) / 2) * dodge
        return min(max(x, self.frame.left), self.frame.right)

    def y(self, pain: float) -> float:
        """Return how high a pain value lies."""
        height = self.frame.bottom - self.frame.top
        return self.frame.bottom - pain / PAIN_MOST * height


def lay_out(
    series: Sequence[Series], sheet: Sheet, *, threshold: Threshold | None = None, chief: int = 0
) -> Chart:
    """Return every shape of the chart of these series.

    Args:
        series: the chosen ones, in the order of their numbers everywhere in the chart.
        sheet: size and margins.
        threshold: one line at most, drawn for the series numbered ``chief``.
        chief: the series that the reader attends to.
    """
    empty = _empty(sheet, strip_count(series))
    shown = [point for one in series for point in one.points]
    if not shown:
        return empty
    frame = empty.frame
    scale = TimeScale.over([point.on for point in shown], frame)
    places = visit_places([(p.on, p.visit_number, p.note_id) for p in shown], scale)
    plan = _Plan(frame=frame, density=_density(places), places=places, count=len(series))
    lines = [_Line(plan=plan, number=number, series=one) for number, one in enumerate(series)]
    return replace(
        empty,
        density=plan.density,
        dates=date_ticks(scale, sheet),
        traces=tuple(_trace(line) for line in lines),
        strips=strips(series, places, frame=frame, row=ROW * sheet.line),
        rug=() if plan.density is Density.CROWDED else tuple(sorted(places.values())),
        targets=tuple(_targets(plan, series)),
        labels=_end_labels(plan, series, sheet=sheet),
        restarts=_restarts(plan, series),
        threshold=_threshold_line(lines[chief], threshold) if threshold else None,
    )


def _empty(sheet: Sheet, rows: int) -> Chart:
    """Return the bare scale that every chart has, whatever it holds."""
    frame = _frame(sheet, rows)
    return Chart(
        sheet=sheet,
        frame=frame,
        density=Density.ROOMY,
        strip_bottom=frame.bottom + (rows * ROW + 0.4) * sheet.line,
        pains=_pain_ticks(frame, sheet),
    )


def _frame(sheet: Sheet, rows: int) -> Frame:
    right = max(sheet.left + 8, sheet.width - sheet.right)
    below = (rows * ROW + 1.9) * sheet.line
    return Frame(sheet.left, sheet.top, right, max(sheet.top + 8, sheet.height - below))


def _pain_ticks(frame: Frame, sheet: Sheet) -> tuple[PainTick, ...]:
    height = frame.bottom - frame.top
    step = next((s for s in (2, 5) if height / PAIN_MOST * s >= sheet.line * 1.2), PAIN_MOST)
    return tuple(
        PainTick(frame.bottom - pain / PAIN_MOST * height, pain)
        for pain in range(0, PAIN_MOST + 1, step)
    )


def _density(places: dict[NoteId, float]) -> Density:
    gap = middle_gap(places.values())
    if gap >= _ROOMY:
        return Density.ROOMY
    return Density.CLOSE if gap >= _CLOSE else Density.CROWDED


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """One series with its number on the plan."""

    plan: _Plan
    number: int
    series: Series

    def at(self, visit: VisitPoint, pain: float) -> Point:
        return Point(self.plan.x(self.number, visit), self.plan.y(pain))


def _trace(line: _Line) -> Trace:
    taken = [(p, p.before) for p in line.series.points if p.before is not None]
    start, latest = (line.at(*taken[0]), line.at(*taken[-1])) if taken else (None, None)
    if line.plan.density is Density.CROWDED:
        columns = _columns(line)
        joined = (Segment(a.x, a.middle, b.x, b.middle) for a, b in pairwise(columns) if a and b)
        return Trace(
            columns=tuple(column for column in columns if column),
            segments=tuple(joined),
            values=_numbers(line),
            start=start,
            latest=latest,
        )
    return Trace(
        dots=tuple(line.at(visit, pain) for visit, pain in taken),
        segments=_segments(line),
        drops=_drops(line),
        lone_afters=tuple(
            line.at(p, p.after)
            for p in line.series.points
            if p.before is None and p.after is not None
        ),
        values=_numbers(line),
        start=start,
        latest=latest,
    )


def _between(a: Point, b: Point) -> Segment:
    return Segment(a.x, a.y, b.x, b.y)


def _segments(line: _Line) -> tuple[Segment, ...]:
    return tuple(
        _between(line.at(a, a.before), line.at(b, b.before))
        for a, b in pairwise(line.series.points)
        if a.before is not None and b.before is not None
    )


def _drops(line: _Line) -> tuple[Segment, ...]:
    return tuple(
        _between(line.at(p, p.before), line.at(p, p.after))
        for p in line.series.points
        if p.before is not None and p.after is not None
    )


def _columns(line: _Line) -> list[Column | None]:
    """Gather crowded visits; None marks a gap: a stretch in which no visit has a value."""
    plan = line.plan
    cells: dict[int, list[int | None]] = {}
    for point in line.series.points:
        cell = int(plan.x(line.number, point) // _COLUMN)
        cells.setdefault(cell, []).append(point.before)
    columns: list[Column | None] = []
    for cell, scores in cells.items():
        pains = [score for score in scores if score is not None]
        x = min(max((cell + 0.5) * _COLUMN, plan.frame.left), plan.frame.right)
        columns.append(
            Column(x, plan.y(min(pains)), plan.y(max(pains)), plan.y(median(pains)))
            if pains
            else None
        )
    return columns


def _numbers(line: _Line) -> tuple[Value, ...]:
    """Give the first, the latest and then every other dot its number while there is room.

    Several series go without: their numbers would not say which dot they belong to.
    """
    taken = line.series.recorded
    if line.plan.count > 1 or not taken:
        return ()
    order = [0, *range(len(taken) - 1, 0, -1)]
    if line.plan.density is not Density.ROOMY:
        order = order[:2]
    kept: list[Value] = []
    for index in order:
        value = _number(line, index)
        if all(abs(value.dot.x - other.dot.x) >= _NUMBER for other in kept):
            kept.append(value)
    return tuple(kept)


def _number(line: _Line, index: int) -> Value:
    taken = line.series.recorded
    pains = [point.before or 0 for point in taken[max(0, index - 1) : index + 2]]
    pain = taken[index].before or 0
    falls = pains[0] >= pain >= pains[-1] and pains[0] > pains[-1]
    rises = pains[0] <= pain <= pains[-1] and pains[0] < pains[-1]
    return Value(
        line.at(taken[index], pain),
        pain,
        lean=int(falls) - int(rises),
        is_below=(taken[index].drop or 0) > 0,
    )


def _targets(plan: _Plan, series: Sequence[Series]) -> list[Target]:
    return [
        Target(
            series=number,
            visit=order,
            x=plan.x(number, point),
            y=plan.frame.bottom if point.before is None else plan.y(point.before),
        )
        for number, one in enumerate(series)
        for order, point in enumerate(one.points)
    ]


def _end_labels(plan: _Plan, series: Sequence[Series], *, sheet: Sheet) -> tuple[EndLabel, ...]:
    """Put each name level with its latest value, pushed apart where they would overlap."""
    wanted = sorted(
        (plan.y(one.recorded[-1].before or 0) if one.recorded else plan.frame.bottom, number)
        for number, one in enumerate(series)
    )
    top, bottom = plan.frame.top, plan.frame.bottom
    room = (bottom - top) / max(1, len(wanted))
    height = min(2.4 * sheet.line, room)
    ys: list[float] = []
    for index, (y, _) in enumerate(wanted):
        lowest = bottom - (len(wanted) - index - 0.5) * height
        floor = ys[-1] + height if ys else top + height / 2
        ys.append(max(floor, min(y, lowest)))
    return tuple(EndLabel(series=number, y=y) for (_, number), y in zip(wanted, ys, strict=True))


def _restarts(plan: _Plan, series: Sequence[Series]) -> tuple[Restart, ...]:
    """Mark where a later episode begins; the first one begins the chart."""
    openings: dict[object, tuple[float, int]] = {}
    for number, one in enumerate(series):
        if one.points and one.episode_id not in openings:
            openings[one.episode_id] = (plan.places[one.points[0].note_id], number)
    ordered = sorted(openings.values())
    first = ordered[0][0]
    return tuple(Restart(series=number, x=x) for x, number in ordered if x > first)


def _threshold_line(line: _Line, threshold: Threshold) -> ThresholdLine | None:
    taken = line.series.recorded
    pain = threshold.below(taken[0].before or 0) if taken else None
    if pain is None:
        return None
    start = line.at(taken[0], pain)
    last = line.at(line.series.points[-1], pain)
    end = max(last.x, min(start.x + 48, line.plan.frame.right))
    return ThresholdLine(
        series=line.number, segment=Segment(start.x, start.y, end, start.y), pain=pain
    )
