"""Drawing by chance, always from a given random source, so that a seed fixes everything."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from random import Random

    from ims_notes.services.demo_clinic.material import Chance


class _Shared(Protocol):
    @property
    def share(self) -> int: ...


_One = TypeVar("_One")
_SharedOne = TypeVar("_SharedOne", bound=_Shared)


def by_share(rng: Random, choices: Sequence[_SharedOne]) -> _SharedOne:
    """Return one of the choices, each as often as its share says."""
    return rng.choices(choices, weights=[choice.share for choice in choices])[0]


def dealt(rng: Random, choices: Sequence[_SharedOne]) -> Iterator[_SharedOne]:
    """Deal the choices for ever from a shuffled deck, so that even few draws keep the shares."""
    while True:
        deck = [choice for choice in choices for _ in range(choice.share)]
        rng.shuffle(deck)
        yield from deck


def happens(rng: Random, chances: Sequence[Chance]) -> Chance | None:
    """Return what happens, or None for the rest of the rates up to 1."""
    spot = rng.random()
    for chance in chances:
        spot -= chance.rate
        if spot < 0:
            return chance
    return None


def one_or_none(rng: Random, choices: Sequence[_One], *, rate: float) -> _One | None:
    """Return one of the choices this often, else None."""
    return rng.choice(choices) if choices and rng.random() < rate else None


def shared_out(rng: Random, total: int, *, among: int) -> list[int]:
    """Share a number out unevenly: exactly the total, at least 1 each where it goes round."""
    if total <= among:
        return [1] * total + [0] * (among - total)
    weights = [rng.gammavariate(3.0, 1.0) for _ in range(among)]
    scale = (total - among) / sum(weights)
    parts = [1 + int(weight * scale) for weight in weights]
    left = total - sum(parts)
    for place in rng.sample(range(among), min(left, among)):
        parts[place] += 1
    return parts
