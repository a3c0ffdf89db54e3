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

_TWITCH_WIDTH, _REACTION_WIDTH = 10.0, 13.0
"""Width of a mark with its air, in pixels."""

_SHIFT = 12.0
"""A mark may stand this far beside its visit to make room, in pixels."""

_AIR = 5.0
"""Between the plot and the first row, in pixels."""

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
    top = frame.bottom + _AIR
    rows = [
        Strip(
            y=top + (order + 0.5) * row,
            series=number,
            marks=_twitch_marks(series[number].points, places, frame=frame),
        )
        for order, number in enumerate(twitch_rows(series))
    ]
    visits = {p.note_id: p for one in series for p in one.points if p.reactions}
    marks = tuple(
        Mark(x=min(x, frame.right), kind=MarkKind.REACTION, visits=len(together))
        for x, together in _cells(visits.values(), places, width=_REACTION_WIDTH)
    )
    return (*rows, Strip(y=top + (len(rows) + 0.5) * row, series=None, marks=marks))


def _twitch_marks(
    points: Sequence[VisitPoint], places: Mapping[NoteId, float], *, frame: Frame
) -> tuple[Mark, ...]:
    """Give each visit its mark; where they would not fit, neighbours become one share.

    One look for a whole row, and always the share of all of them, so that one twitch among
    many visits never passes for all.
    """
    told = [(places[p.note_id], p, kind) for p in points if (kind := _kind(p)) is not None]
    has_room = len(told) * _TWITCH_WIDTH < frame.right - frame.left
    xs = _apart([x for x, _, _ in told], frame) if has_room else []
    if has_room and all(abs(new - x) <= _SHIFT for new, (x, _, _) in zip(xs, told, strict=True)):
        return tuple(Mark(x=x, kind=kind) for x, (_, _, kind) in zip(xs, told, strict=True))
    return tuple(
        Mark(
            x=min(x, frame.right), kind=MarkKind.SHARE, visits=len(together), share=_share(together)
        )
        for x, together in _cells([p for _, p, _ in told], places, width=_TWITCH_WIDTH)
    )


def _kind(point: VisitPoint) -> MarkKind | None:
    if not point.needled:
        return MarkKind.NO_NEEDLING
    return MarkKind(point.twitch) if point.twitch else None


def _share(visits: Sequence[VisitPoint]) -> float:
    return sum(visit.twitch is Twitch.PRESENT for visit in visits) / len(visits)


def _apart(xs: Sequence[float], frame: Frame) -> list[float]:
    """Move marks no further than needed to stand beside each other, in their order."""
    blocks: list[list[float]] = []
    for x in xs:
        block = [x]
        while blocks and _first(block) - _first(blocks[-1]) < len(blocks[-1]) * _TWITCH_WIDTH:
            block = blocks.pop() + block
        blocks.append(block)
    placed = [_first(block) + i * _TWITCH_WIDTH for block in blocks for i in range(len(block))]
    return [min(max(x, frame.left), frame.right) for x in placed]


def _first(block: Sequence[float]) -> float:
    """Return where a row of touching marks begins, centred over their own places."""
    return sum(block) / len(block) - (len(block) - 1) / 2 * _TWITCH_WIDTH


def _cells(
    points: Iterable[VisitPoint], places: Mapping[NoteId, float], *, width: float
) -> list[tuple[float, list[VisitPoint]]]:
    """Gather visits closer than a mark's width; a mark lies at the middle of its visits.

    Or a little later, where it would touch the mark before it.
    """
    cells: list[list[VisitPoint]] = []
    for point in sorted(points, key=lambda p: places[p.note_id]):
        if cells and places[point.note_id] - places[cells[-1][0].note_id] < width:
            cells[-1].append(point)
        else:
            cells.append([point])
    placed: list[tuple[float, list[VisitPoint]]] = []
    for cell in cells:
        middle = (places[cell[0].note_id] + places[cell[-1].note_id]) / 2
        placed.append((max(middle, placed[-1][0] + width) if placed else middle, cell))
    return placed
