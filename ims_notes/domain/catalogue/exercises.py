"""Exercises, their dose and how they get harder."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Purpose(StrEnum):
    """What an exercise is for."""

    MOBILITY = "mobility"
    STRENGTH = "strength"
    MOTOR_CONTROL = "motor_control"
    STRETCH = "stretch"
    NEURODYNAMIC = "neurodynamic"
    AEROBIC = "aerobic"
    RELAXATION = "relaxation"


class DosePart(StrEnum):
    """The part of a dose that a progression step raises."""

    SETS = "sets"
    REPS = "reps"
    HOLD_S = "hold_s"
    TIMES_PER_DAY = "times_per_day"


@dataclass(frozen=True, slots=True, kw_only=True)
class Dose:
    """How much: sets, repetitions, seconds held or kept going, times a day; None = not said."""

    sets: int | None = None
    reps: int | None = None
    hold_s: int | None = None
    times_per_day: int | None = None

    def part(self, which: DosePart) -> int | None:
        """Return one part of the dose."""
        parts: dict[DosePart, int | None] = {
            DosePart.SETS: self.sets,
            DosePart.REPS: self.reps,
            DosePart.HOLD_S: self.hold_s,
            DosePart.TIMES_PER_DAY: self.times_per_day,
        }
        return parts[which]

    def filled_from(self, other: Dose) -> Dose:
        """Return this dose with what it leaves open taken from another."""
        return Dose(
            sets=other.sets if self.sets is None else self.sets,
            reps=other.reps if self.reps is None else self.reps,
            hold_s=other.hold_s if self.hold_s is None else self.hold_s,
            times_per_day=(
                other.times_per_day if self.times_per_day is None else self.times_per_day
            ),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseStep:
    """Raise one part of the dose by an amount, up to a maximum."""

    part: DosePart
    by: int
    up_to: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Progression:
    """The steps in order, what to move on to after the last, and the same in words."""

    steps: tuple[DoseStep, ...]
    then: str | None
    words: str

    def apply(self, dose: Dose) -> Dose | None:
        """Return the dose one step harder, or None when every step is at its maximum."""
        for step in self.steps:
            now = dose.part(step.part)
            if now is not None and now < step.up_to:
                return replace(dose, **{step.part.value: min(now + step.by, step.up_to)})
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exercise:
    """An exercise a patient can repeat at home, in plain words, with the source of what it says."""

    id: str
    name: str
    words: tuple[str, ...]
    regions: tuple[str, ...]
    purpose: Purpose
    position: str
    steps: tuple[str, ...]
    dose: Dose
    progression: Progression
    regression: str
    muscles: tuple[str, ...]
    source: str
    cues: tuple[str, ...] = ()
    equipment: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()

    def progressed(self, dose: Dose) -> Dose | None:
        """Return a patient's dose one step harder, or None when it is time for the next exercise.

        Parts the therapist left open are taken from the starting dose.
        """
        return self.progression.apply(dose.filled_from(self.dose))
