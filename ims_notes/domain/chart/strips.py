"""The rows of marks under the plot: twitch by region, and reactions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ims_notes.domain.chart.shapes import Mark, MarkKind, Strip
from ims_notes.domain.sites import Twitch

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from ims_notes.domain.chart.shapes import Frame
    from ims_notes.domain.ids import NoteId
    from ims_notes.domain.progress import Series, VisitPoint

_CELL = 9.0
"""Width of a mark, in pixels; visits closer than this share one."""

_MOST_ROWS = 4
"""Twitch rows at most; further regions are in the table."""


def twitch_rows(series: Sequence[Series]) -> tuple[int, ...]:
    """Return the numbers of the series that have a twitch row: one per episode and region."""
    seen: dict[tuple[object, str], int] = {}
    for number, one in enumerate(series):
        seen.setdefault((one.episode_id, one.region), number)
    return tuple(seen.values())[:_MOST_ROWS]


def strip_count(series: Sequence[Series]) -> int:
    """Return how many rows stand under the plot, the row of reactions included."""
    return len(twitch_rows(series)) + 1


def strips(
    series: Sequence[Series], places: Mapping[NoteId, float], *, frame: Frame, row: float
) -> tuple[Strip, ...]:
    """Return the rows from top to bottom; the last one holds the reactions."""
    rows = [
        Strip(
            y=frame.bottom + (order + 0.5) * row,
            series=number,
            marks=_twitch_marks(series[number].points, places),
        )
        for order, number in enumerate(twitch_rows(series))
    ]
    visits = {p.note_id: p for one in series for p in one.points if p.reactions}
    y = frame.bottom + (len(rows) + 0.5) * row
    cells = _cells(visits.values(), places)
    marks = tuple(Mark(x=x, kind=MarkKind.REACTION, visits=len(together)) for x, together in cells)
    return (*rows, Strip(y=y, series=None, marks=marks))


def _twitch_marks(points: Sequence[VisitPoint], places: Mapping[NoteId, float]) -> tuple[Mark, ...]:
    """Give each visit its mark, or each crowd of visits its share with a twitch.

    One look for a whole row: where more than a third of the marks stand for several visits,
    all of them are shares. A crowd of unlike visits is always a share, so that one twitch
    among many visits does not pass for all of them.
    """
    told = [point for point in points if _kind(point) is not None]
    cells = _cells(told, places)
    shares = sum(len(together) > 1 for _, together in cells) > len(cells) / 3
    return tuple(_mark(x, together, shares=shares) for x, together in cells)


def _mark(x: float, together: Sequence[VisitPoint], *, shares: bool) -> Mark:
    kinds = {kind for point in together if (kind := _kind(point))}
    twitched = sum(point.twitch is Twitch.PRESENT for point in together)
    return Mark(
        x=x,
        kind=MarkKind.SHARE if shares or len(kinds) > 1 else kinds.pop(),
        visits=len(together),
        share=twitched / len(together),
    )


def _kind(point: VisitPoint) -> MarkKind | None:
    if not point.needled:
        return MarkKind.NO_NEEDLING
    return MarkKind(point.twitch.value) if point.twitch else None


def _cells(
    points: Iterable[VisitPoint], places: Mapping[NoteId, float]
) -> list[tuple[float, list[VisitPoint]]]:
    """Gather neighbours that would overlap; a cell lies at the middle of its visits."""
    cells: list[tuple[float, list[VisitPoint]]] = []
    starts: list[float] = []
    for point in sorted(points, key=lambda p: places[p.note_id]):
        x = places[point.note_id]
        if starts and x - starts[-1] < _CELL:
            cells[-1][1].append(point)
        else:
            starts.append(x)
            cells.append((x, [point]))
    return [
        ((start + places[together[-1].note_id]) / 2, together)
        for start, (_, together) in zip(starts, cells, strict=True)
    ]
