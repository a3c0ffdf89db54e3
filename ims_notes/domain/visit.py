"""What one visit holds besides its needling sites: pain, plan, words and safety facts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PainContext(StrEnum):
    """When the pain was rated; ``None`` in a score means at the visit, unspecified."""

    NOW = "now"
    BEST = "best"
    WORST = "worst"
    MOVEMENT = "movement"


class Tolerance(StrEnum):
    """How the treatment was tolerated."""

    WELL = "well"
    MODERATE = "moderate"
    POOR = "poor"
    STOPPED = "stopped"


class NoNeedlingReason(StrEnum):
    """Why nobody was needled at this visit."""

    DECLINED = "declined"
    WITHHELD = "withheld"
    UNSUITABLE = "unsuitable"


class ExerciseAction(StrEnum):
    """What an exercise line does to the home programme."""

    ADD = "add"
    KEEP_ALL = "keep_all"
    PROGRESS_ALL = "progress_all"
    CHANGE = "change"
    STOP = "stop"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoNeedling:
    """No needling today, and why."""

    reason: NoNeedlingReason
    detail: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PainScore:
    """A pain rating 0-10 for a region and context; None is not recorded, never zero."""

    region: str | None = None
    context: PainContext | None = None
    before: int | None = None
    after: int | None = None
    after_not_taken: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AdverseEvent:
    """One adverse event at this visit. ``event`` is a catalogue id or the typed words.

    ``site`` is a muscle id, with the side in front when one was typed (``left upper_trapezius``),
    or the typed words.
    """

    event: str
    severity: str | None = None
    site: str | None = None
    action: str | None = None
    outcome: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SinceLast:
    """Reaction since the last visit. ``event`` is ``none``, a catalogue id or typed words."""

    event: str
    hours: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseEntry:
    """One exercise line. ``name`` is a catalogue id or the therapist's own words.

    ``number`` is the place in the home programme, counted from 1, for change and stop.
    """

    name: str | None = None
    number: int | None = None
    action: ExerciseAction
    sets: int | None = None
    reps: int | None = None
    hold_s: int | None = None
    times_per_day: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HandsOn:
    """Hands-on treatment: technique (catalogue id or words), muscle id, minutes."""

    technique: str
    muscle: str | None = None
    minutes: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RangeOfMovement:
    """A measured movement; ``unit`` is ``deg`` or ``mm``."""

    region: str
    motion: str
    side: str | None = None
    before: float | None = None
    after: float | None = None
    unit: str = "deg"


@dataclass(frozen=True, slots=True, kw_only=True)
class Narrative:
    """The therapist's own prose, by heading; lines of one heading are joined by line ends."""

    s: str | None = None
    o: str | None = None
    a: str | None = None
    p: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """Everything a visit records that is not a needling site.

    ``pain_before`` / ``pain_after`` are the visit's one unspecified NPRS rating; ratings with
    a region or a context are in ``pains``. ``next_days`` is days to the next visit.
    """

    pain_before: int | None = None
    pain_after: int | None = None
    pain_after_not_taken: bool = False
    pain_after_reason: str | None = None
    pains: tuple[PainScore, ...] = ()
    needles_used: int | None = None
    needles_removed: int | None = None
    consent_and_change_check: bool | None = None
    no_needling: NoNeedling | None = None
    position: str | None = None
    tolerance: Tolerance | None = None
    adverse_events: tuple[AdverseEvent, ...] = ()
    adverse_events_none: bool | None = None
    since_last: SinceLast | None = None
    exercises: tuple[ExerciseEntry, ...] = ()
    education: tuple[str, ...] = ()
    hands_on: tuple[HandsOn, ...] = ()
    range: tuple[RangeOfMovement, ...] = ()
    narrative: Narrative = Narrative()
    next_days: int | None = None
    region: str | None = None
    carry_forward: bool = False


NOTHING_SAID = Visit()
"""A visit of which nothing is recorded."""
