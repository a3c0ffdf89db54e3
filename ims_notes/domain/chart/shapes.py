"""The shapes a progress chart is made of, in pixels; y grows downwards as on a screen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class Unit(StrEnum):
    """What a date tick stands for, and so how it is written: dd-Mmm-yyyy, Mmm-yyyy or yyyy."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


class Density(StrEnum):
    """How much room a visit has: dots and marks, small dots, or columns of several visits."""

    ROOMY = "roomy"
    CLOSE = "close"
    CROWDED = "crowded"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """The paper: its size, the margins that words need, and how large those words are.

    ``line`` is the height of a text line; ``day``, ``month`` and ``year`` are the widths of the
    widest date label of each kind.
    """

    width: float
    height: float
    left: float = 36
    right: float = 120
    top: float = 20
    line: float = 16
    day: float = 78
    month: float = 58
    year: float = 32


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the sheet."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A straight line between two places."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Frame:
    """The plot: pain 10 lies on ``top``, pain 0 on ``bottom``."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True, slots=True)
class DateTick:
    """A date on the time axis."""

    x: float
    on: date
    unit: Unit


@dataclass(frozen=True, slots=True)
class PainTick:
    """A whole pain value on the upright axis."""

    y: float
    pain: int


@dataclass(frozen=True, slots=True)
class Value:
    """A pain number beside its dot.

    ``lean`` says to which side the line leaves room: -1 left, 1 right, 0 the middle;
    ``is_below`` that a rise during the visit takes the place above the dot.
    """

    dot: Point
    pain: int
    lean: int = 0
    is_below: bool = False


@dataclass(frozen=True, slots=True)
class Column:
    """Several crowded visits together: lowest, highest and middle value."""

    x: float
    low: float
    high: float
    middle: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """One series drawn.

    Attributes:
        dots: recorded values from before treatment.
        segments: between neighbouring visits that both have a value, so a gap stays a gap.
        drops: the change during a visit, from before to after.
        lone_afters: an end value whose visit has no start value.
        columns: instead of dots and drops where visits are crowded.
        values: the numbers that find room; the first and the latest come first.
        start, latest: the baseline and the last recorded value.
    """

    dots: tuple[Point, ...] = ()
    segments: tuple[Segment, ...] = ()
    drops: tuple[Segment, ...] = ()
    lone_afters: tuple[Point, ...] = ()
    columns: tuple[Column, ...] = ()
    values: tuple[Value, ...] = ()
    start: Point | None = None
    latest: Point | None = None


class MarkKind(StrEnum):
    """A mark under the plot; its shape tells, not its colour."""

    PRESENT = "present"
    ABSENT = "absent"
    UNCERTAIN = "uncertain"
    NOT_SOUGHT = "not_sought"
    NO_NEEDLING = "no_needling"
    SHARE = "share"
    REACTION = "reaction"


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One mark; ``visits`` it stands for, ``share`` of them with a twitch (0-1).

    A mark lies at its visit, or a little beside it where neighbours would overlap.
    """

    x: float
    kind: MarkKind
    visits: int = 1
    share: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Strip:
    """A row of marks under the plot; ``series`` None is the row of reactions."""

    y: float
    series: int | None
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where a visit of a series can be pointed at: its dot, or the foot of the plot."""

    series: int
    visit: int
    x: float
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class EndLabel:
    """Where the name of a series stands, beside the end of its line."""

    series: int
    y: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdLine:
    """The chosen threshold for one series: from its baseline to its last visit."""

    series: int
    segment: Segment
    pain: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Restart:
    """A later episode begins here, with a baseline of its own."""

    series: int
    x: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """Everything to draw, in the order it was asked for.

    ``rug`` has a place for each visit, with or without a value, unless they crowd;
    ``strip_bottom`` is where the rows under the plot end and the dates begin.
    """

    sheet: Sheet
    frame: Frame
    density: Density
    strip_bottom: float
    dates: tuple[DateTick, ...] = ()
    pains: tuple[PainTick, ...] = ()
    traces: tuple[Trace, ...] = ()
    strips: tuple[Strip, ...] = ()
    rug: tuple[float, ...] = ()
    targets: tuple[Target, ...] = ()
    labels: tuple[EndLabel, ...] = ()
    restarts: tuple[Restart, ...] = ()
    threshold: ThresholdLine | None = None
