"""The short lists a visit is described with: regions, motions, reactions, techniques."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ReactionCategory(StrEnum):
    """Whether a reaction is expected, an adverse event, or an accident of the staff."""

    EXPECTED = "expected"
    ADVERSE = "adverse"
    STAFF = "staff"


class Phase(StrEnum):
    """When a reaction usually shows itself."""

    DURING = "during"
    IMMEDIATE = "immediate"
    WITHIN_72H = "within_72h"
    LATER = "later"


class Severity(StrEnum):
    """Severity of an adverse event in the three levels of White 2001 (reference 2.2)."""

    MILD = "mild"
    SIGNIFICANT = "significant"
    SERIOUS = "serious"


class Unit(StrEnum):
    """What a range of movement is measured in."""

    DEGREES = "deg"
    MILLIMETRES = "mm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Topic:
    """Something a patient is taught; ``source`` is a reference tag or ``background`` (editable)."""

    id: str
    title: str
    words: tuple[str, ...]
    body: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A part of the body that hurts or is treated; it names the muscle regions within it."""

    id: str
    name: str
    words: tuple[str, ...]
    muscle_regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """A movement whose range is measured, in degrees unless said otherwise."""

    id: str
    name: str
    words: tuple[str, ...]
    unit: Unit = Unit.DEGREES


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseEventKind:
    """A reaction to needling, with its usual phase, default severity and source of these."""

    id: str
    name: str
    words: tuple[str, ...]
    category: ReactionCategory
    phase: Phase
    severity: Severity
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HandsOnTechnique:
    """A hands-on treatment other than needling."""

    id: str
    name: str
    words: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One entry of a short list: a position, a tolerance, a place of visit."""

    id: str
    name: str
    words: tuple[str, ...]
