"""The home programme: what the exercise lines of a visit make of the last one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ims_notes.domain.visit import ExerciseAction

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from ims_notes.domain.visit import ExerciseEntry


class ItemStatus(StrEnum):
    """What this visit did to an exercise."""

    NEW = "new"
    SAME = "same"
    PROGRESSED = "progressed"
    CHANGED = "changed"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeItem:
    """One exercise of the home programme. ``None`` in a dose means: not recorded.

    ``name`` is a catalogue id or the therapist's own words.
    """

    name: str
    status: ItemStatus = ItemStatus.NEW
    sets: int | None = None
    reps: int | None = None
    hold_s: int | None = None
    times_per_day: int | None = None


Programme = tuple[ProgrammeItem, ...]

_DOSE = ("sets", "reps", "hold_s", "times_per_day")


def after_visit(
    last: Programme,
    entries: Iterable[ExerciseEntry],
    *,
    progress: Callable[[ProgrammeItem], ProgrammeItem],
) -> tuple[Programme, tuple[int, ...]]:
    """Return the programme after a visit, and the numbers that named no exercise.

    A programme is carried on only by the therapist's own key (``ex =``, ``ex +``, a number);
    with no exercise line the visit records none. Numbers count from 1 in the last programme.
    Stopped exercises are shown at the visit that stopped them and are gone at the next.

    Args:
        last: the programme after the visit before.
        entries: the exercise lines, in the order typed.
        progress: one step harder by the exercise's own rule.
    """
    kept: list[ProgrammeItem | None] = [None] * len(last)
    added: list[ProgrammeItem] = []
    unknown: list[int] = []
    for entry in entries:
        if entry.action in (ExerciseAction.KEEP_ALL, ExerciseAction.PROGRESS_ALL):
            step = progress if entry.action is ExerciseAction.PROGRESS_ALL else _same
            kept = [item or step(one) for item, one in zip(kept, last, strict=True)]
        elif entry.action is ExerciseAction.ADD:
            added.append(ProgrammeItem(name=entry.name or "", **_dose(entry)))
        elif entry.number is not None and 1 <= entry.number <= len(last):
            kept[entry.number - 1] = _answered(last[entry.number - 1], entry)
        else:
            unknown.append(entry.number or 0)
    touched = any(item is not None for item in kept)
    carried = [item or _same(one) for item, one in zip(kept, last, strict=True)] if touched else []
    return (*carried, *added), tuple(unknown)


def current(programme: Programme) -> Programme:
    """Return what the patient does at home now: all that was not stopped."""
    return tuple(item for item in programme if item.status is not ItemStatus.STOPPED)


def _same(item: ProgrammeItem) -> ProgrammeItem:
    return replace(item, status=ItemStatus.SAME)


def _answered(item: ProgrammeItem, entry: ExerciseEntry) -> ProgrammeItem:
    if entry.action is ExerciseAction.STOP:
        return replace(item, status=ItemStatus.STOPPED)
    return replace(item, status=ItemStatus.CHANGED, **_dose(entry))


def _dose(entry: ExerciseEntry) -> dict[str, Any]:
    return {f: value for f in _DOSE if (value := getattr(entry, f)) is not None}
