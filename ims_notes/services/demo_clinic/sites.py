"""Words the needling rows of an invented visit in the shorthand, and counts their needles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ims_notes.services.demo_clinic.chances import happens

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from ims_notes.services.demo_clinic.material import Chance, Rates, Therapist

_STANDING = (
    "ns static x1 10min",
    "ns static x1 5min",
    "ns es x1 2hz 250us tol 15min",
    "ns es x1 2/100hz 200us 1.5ma 20min",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Needled:
    """Needling entries as typed, the muscle first named, and how many needles they took."""

    entries: tuple[str, ...]
    first: str
    needles: int


def needled(
    sites: Sequence[tuple[str, str]],
    *,
    rates: Rates,
    therapist: Therapist,
    event: Chance | None,
    rng: Random,
) -> Needled:
    """Needle some of a course's muscles (side and muscle as typed), one needle a row.

    The mark of an adverse event stands at the first muscle if that has one side.
    """
    some = [site for site in sites if rng.random() < 0.7] or list(sites[:1])
    words: list[tuple[str, str, str]] = []
    for place, (side, muscle) in enumerate(some[:4]):
        options = [
            _twitches(rng, rates, side=side),
            *_options(rng, rates, insertions=therapist.insertions),
        ]
        if place == 0 and event and event.mark and side != "b":
            options.append(event.mark)
        if place == len(some) - 1 and rng.random() < 0.04:
            options = [rng.choice(_STANDING)]
        words.append((side, muscle, " ".join(options)))
    return Needled(
        entries=tuple(_entries(words)),
        first=some[0][1],
        needles=sum(2 if side == "b" else 1 for side, _, _ in words),
    )


def _twitches(rng: Random, rates: Rates, *, side: str) -> str:
    left = _twitch(rng, rates)
    if side != "b":
        return left
    right = _twitch(rng, rates)
    return left if left == right else f"{left}/{right}"


def _twitch(rng: Random, rates: Rates) -> str:
    found = happens(rng, rates.twitches)
    return found.text if found else "ns"


def _options(rng: Random, rates: Rates, *, insertions: float) -> list[str]:
    options = []
    if rng.random() < insertions:
        options.append(f"i{rng.randint(2, 6)}")
    found = happens(rng, rates.site_options)
    if found:
        options.append(found.text)
    if rng.random() < 0.06:
        before = rng.randint(3, 8)
        options.append(f"{before}>{before - rng.randint(0, 3)}")
    return options


def _entries(words: list[tuple[str, str, str]]) -> list[str]:
    """Write neighbours of one side with the same options as one list: ``b ut, ls y``."""
    entries: list[str] = []
    heads: list[tuple[str, str]] = []
    for side, muscle, options in words:
        if heads and heads[-1] == (side, options):
            entries[-1] += f", {muscle}"
        else:
            heads.append((side, options))
            entries.append(f"{side} {muscle}")
    return [f"{entry} {options}" for entry, (_, options) in zip(entries, heads, strict=True)]
