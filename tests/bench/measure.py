"""Samples of ours and of the floor, taken in turn, and the table they are shown in."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import perf_counter


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One line of the table.

    Attributes:
        floor: samples of the least that could be done, in the same unit; may be empty.
        reach: the most times the floor's median that ours may be at its median.
        p99: the most that ours may be at its 99th percentile, in the unit.
        note: what the reader should know.
    """

    name: str
    ours: Sequence[float]
    floor: Sequence[float] = ()
    unit: str = "ms"
    reach: float | None = None
    p99: float | None = None
    most: float | None = None
    note: str = ""

    @property
    def ratio(self):
        return middle(self.ours) / middle(self.floor) if self.floor else None

    @property
    def is_met(self):
        """Tell whether everything that is to be reached is; None where nothing is demanded."""
        asked = [
            (self.ratio, self.reach),
            (tail(self.ours), self.p99),
            (max(self.ours), self.most),
        ]
        kept = [found <= limit for found, limit in asked if limit is not None]
        return all(kept) if kept else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What is measured on: the folder of the large record, and how many samples are taken."""

    folder: object
    samples: int


def middle(samples):
    """Return the median."""
    return rank(samples, 0.50)


def tail(samples):
    """Return the 99th percentile; of fewer than 100 samples, the largest."""
    return rank(samples, 0.99)


def rank(samples, part):
    """Return the smallest sample that this part of all samples does not exceed."""
    ordered = sorted(samples)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def timed(deed: Callable[[], object]):
    """Return how long a deed took, in milliseconds."""
    begin = perf_counter()
    deed()
    return (perf_counter() - begin) * 1e3


def in_turn(count: int, *deeds: Callable[[], float]):
    """Take `count` samples of each, one after the other, so that a busy machine slows all alike.

    The first round warms up and is not counted.
    """
    rounds = [[deed() for deed in deeds] for _ in range(count + 1)][1:]
    return [list(each) for each in zip(*rounds, strict=True)]


_HEADS = ("what", "n", "p50", "p99", "floor p50", "floor p99", "ratio", "reach", "")


def table(figures):
    """Return the figures as lines of text in columns."""
    rows = [_HEADS, *(_cells(figure) for figure in figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for cells in rows:
        named, *rest = zip(cells, widths, strict=True)
        aligned = [named[0].ljust(named[1]), *(cell.rjust(width) for cell, width in rest)]
        lines.append("  ".join(aligned).rstrip())
    lines.insert(1, "-" * max(map(len, lines)))
    notes = [f"{each.name}: {each.note}" for each in figures if each.note]
    return "\n".join([*lines, "", *notes])


def _cells(figure):
    floor = [f"{each(figure.floor):.2f}" for each in (middle, tail)] if figure.floor else ["", ""]
    ratio = "" if figure.ratio is None else f"{figure.ratio:.2f} x"
    verdict = {True: "met", False: "MISSED", None: ""}[figure.is_met]
    return (
        f"{figure.name} ({figure.unit})",
        str(len(figure.ours)),
        f"{middle(figure.ours):.2f}",
        f"{tail(figure.ours):.2f}",
        *floor,
        ratio,
        _reach(figure),
        verdict,
    )


def _reach(figure):
    wanted = []
    if figure.reach is not None:
        wanted.append(f"<= {figure.reach:g} x")
    if figure.p99 is not None:
        wanted.append(f"p99 <= {figure.p99:g}")
    if figure.most is not None:
        wanted.append(f"max <= {figure.most:g}")
    return ", ".join(wanted)
