"""What a fault harness found, and the table it is shown in.

Every harness is a function ``run(n, seed, folder) -> Outcome``: at most `n` faults, drawn from
`seed`, on records in `folder`, which is its own. Each has a control: the same faults met by a
program that is broken on purpose, which must fail, or the harness sees nothing.
"""

import time
from dataclasses import dataclass, field

CHANCE_S = 60.0
"""How long one harness goes on at most, whatever `n` says, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a harness.

    Attributes:
        n: how many faults were really met.
        failures: what went wrong, one sentence each; none is what is promised.
        control_failures: how often the control failed; it must.
        seconds: how long it took.
        note: what the reader should know.
        skipped: why nothing was tried; empty when it was.
    """

    name: str
    n: int
    failures: tuple[str, ...] = ()
    control_failures: int = 0
    seconds: float = 0.0
    note: str = ""
    skipped: str = ""

    @property
    def bound(self):
        """Bound the rate of failures with 95 % confidence: 3/n for none of n."""
        return 3 / self.n if self.n and not self.failures else None

    @property
    def verdict(self):
        if self.skipped:
            return "skipped"
        if self.failures:
            return "FAILED"
        return "kept" if self.control_failures and self.n else "PROVES NOTHING"


@dataclass(slots=True)
class Tally:
    """Counts while a harness runs, up to `n` and as long as there is time."""

    name: str
    most: int
    seconds: float = CHANCE_S
    n: int = 0
    failures: list = field(default_factory=list)
    control_failures: int = 0
    began: float = field(default_factory=time.monotonic)

    def rounds(self):
        """Count the faults: yield 0, 1, 2 ... until there were enough or the time is over."""
        while self.n < self.most and time.monotonic() - self.began < self.seconds:
            yield self.n
            self.n += 1

    def expect(self, is_so, what):
        """Note a failure unless something is so."""
        if not is_so:
            self.failures.append(what)

    def outcome(self, *, note=""):
        return Outcome(
            name=self.name,
            n=self.n,
            failures=tuple(self.failures),
            control_failures=self.control_failures,
            seconds=time.monotonic() - self.began,
            note=note,
        )


def skipped(name, reason):
    return Outcome(name=name, n=0, skipped=reason)


def expect_kept(outcome):
    """Fail the test unless the harness met faults, nothing failed, and its control did."""
    assert outcome.failures == ()
    assert outcome.verdict == "kept", outcome
    print(f"{outcome.name}: 0 of {outcome.n}, so at most {outcome.bound:.2g}; {outcome.note}")


_HEADS = ("fault", "n", "failures", "at most", "control failed", "seconds", "")


def table(outcomes):
    """Return the outcomes as lines of text in columns, then what is to be said about them."""
    rows = [_HEADS, *map(_cells, outcomes)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = []
    for first, *rest in rows:
        cells = [cell.rjust(width) for cell, width in zip(rest, widths[1:], strict=True)]
        lines.append("  ".join([first.ljust(widths[0]), *cells]).rstrip())
    lines.insert(1, "-" * max(map(len, lines)))
    said = [f"{each.name}: {each.skipped or each.note}" for each in outcomes if _words(each)]
    wrong = [f"{each.name}: {what}" for each in outcomes for what in each.failures[:5]]
    return "\n".join([*lines, "", *said, *wrong])


def _words(outcome):
    return outcome.skipped or outcome.note


def _cells(outcome):
    bound = "" if outcome.bound is None else f"{outcome.bound:.2g}"
    control = "" if outcome.skipped else str(outcome.control_failures)
    return (
        outcome.name,
        str(outcome.n),
        str(len(outcome.failures)),
        bound,
        control,
        f"{outcome.seconds:.1f}",
        outcome.verdict,
    )
