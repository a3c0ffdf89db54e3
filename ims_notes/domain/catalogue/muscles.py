"""Muscles, paraspinal segments and the words that stand for several of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def _no_levels() -> Mapping[str, str]:
    return MappingProxyType({})


class Practice(StrEnum):
    """How common needling this muscle is in practice."""

    USUAL = "usual"
    ADVANCED = "advanced"
    SPECIALIST = "specialist"


@dataclass(frozen=True, slots=True, kw_only=True)
class Muscle:
    """A muscle, or the paraspinal muscles of one vertebral level, that can be needled.

    ``name`` is what a clinician says and what is shown, such as upper trapezius; ``formal`` is the
    textbook's name where that is another one. ``roots`` are the commonly cited ones; ``roots_alt``
    keeps what another list says. Hazards name structures only. Lengths and depths are quoted as
    their source words them and are never a default; ``warn_depth_mm`` is the lowest figure of a
    sourced maximum depth. ``source`` tags are those of the clinical reference, section 3.
    """

    id: str
    name: str
    region: str
    nerve: str
    roots: tuple[str, ...]
    hazards: tuple[str, ...]
    risk_tier: int
    source: str
    formal: str | None = None
    latin: str | None = None
    abbreviations: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    paired: bool = True
    roots_alt: str | None = None
    pneumothorax: bool = False
    pneumothorax_source: str | None = None
    needle_length_mm: str | None = None
    needle_length_source: str | None = None
    max_depth_mm: str | None = None
    max_depth_source: str | None = None
    warn_depth_mm: int | None = None
    snomed: str | None = None
    snomed_source: str | None = None
    position: str | None = None
    practice: Practice = Practice.USUAL
    level: str | None = None

    @property
    def is_segment(self) -> bool:
        """Say whether this is a paraspinal segment; its ``level`` is then ``c1`` to ``s2``."""
        return self.level is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class MuscleGroup:
    """A word for several muscles, such as hamstrings; it never stands for one of them.

    ``at_level`` maps the letter of a vertebral level (c, t, l, s) to the muscle that the word means
    there, so ``mult c5`` is cervical multifidus; ``{level}`` in it is the level itself (``ps c5``).
    """

    id: str
    name: str
    words: tuple[str, ...]
    parts: tuple[str, ...] = ()
    at_level: Mapping[str, str] = field(default_factory=_no_levels)

    def muscle_at(self, level: str) -> str | None:
        """Return the muscle id this word means at a level such as ``c5``, or None."""
        muscle = self.at_level.get(level[:1])
        return muscle.replace("{level}", level) if muscle else None


@dataclass(frozen=True, slots=True, kw_only=True)
class AmbiguousWord:
    """A short form that reads as two muscles and therefore never resolves by itself."""

    word: str
    candidates: tuple[str, ...]
