"""Pain over time: what the progress chart, its table and its sentence are made of.

Only signed notes count. One series is one episode, region and pain context; a new episode is
a new series, so it starts from its own baseline. A missed or cancelled appointment is not a
visit and does not appear. ``None`` is not recorded, never zero.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.sites import Twitch

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ims_notes.domain.ids import EpisodeId, NoteId, PatientId
    from ims_notes.domain.visit import PainContext

PAIN_MOST = 10
"""Top of the numeric pain rating scale; its foot is 0."""

FEW_VALUES = 3
"""With fewer recorded values than this, a change says next to nothing."""

LOW_BASELINE = 3
"""Below this start the scale leaves no room (Kovacs 2008 enrolled from 3 upwards) [S85]."""


class ReactionTime(StrEnum):
    """When a reaction was noticed."""

    SINCE_LAST = "since_last"
    AT_VISIT = "at_visit"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reaction:
    """Something unwanted. ``event`` is a catalogue id or the typed words, never ``none``."""

    event: str
    time: ReactionTime
    hours: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TwitchCounts:
    """How many needled sites of a visit had which twitch state."""

    present: int = 0
    absent: int = 0
    uncertain: int = 0
    not_sought: int = 0
    not_recorded: int = 0

    @classmethod
    def of(cls, states: Iterable[Twitch | None]) -> TwitchCounts:
        """Count the states of the sites; None is a site without a recorded state."""
        seen = Counter("not_recorded" if state is None else state.value for state in states)
        return cls(**seen)

    @property
    def overall(self) -> Twitch | None:
        """The visit's one mark: present if any was, else uncertain, absent, not sought.

        None when no site has a recorded state.
        """
        if self.present:
            return Twitch.PRESENT
        if self.uncertain:
            return Twitch.UNCERTAIN
        if self.absent:
            return Twitch.ABSENT
        return Twitch.NOT_SOUGHT if self.not_sought else None


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitPoint:
    """One signed visit as one series sees it.

    Attributes:
        on: the day of the visit where it took place.
        visit_number: place among the patient's visits, from 1; orders visits of one day.
        before, after: pain 0-10 at the start and the end of the visit.
        after_not_taken: the therapist gave a reason for having no end value.
        twitches: the sites needled for this series' region.
        reactions: None is not asked; empty is asked, and there were none.
        kind: note kind, e.g. ``follow_up``.

    Raises:
        RuleBroken: a pain value is outside 0-10.
    """

    note_id: NoteId
    on: date
    visit_number: int
    before: int | None = None
    after: int | None = None
    after_not_taken: bool = False
    twitches: TwitchCounts = TwitchCounts()
    needled: bool = True
    reactions: tuple[Reaction, ...] | None = None
    kind: str = "follow_up"

    def __post_init__(self) -> None:
        """Refuse a value off the scale: the chart would draw it outside its frame."""
        for field in ("before", "after"):
            value = getattr(self, field)
            if value is not None and not 0 <= value <= PAIN_MOST:
                raise RuleBroken(Rule.PAIN_RANGE, field=field)

    @property
    def twitch(self) -> Twitch | None:
        """The visit's one twitch mark."""
        return self.twitches.overall

    @property
    def drop(self) -> int | None:
        """After minus before on the same day: negative is less pain, None if either lacks."""
        return None if self.before is None or self.after is None else self.after - self.before


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line of the chart: one episode, region and context, in order of visits.

    ``region`` is a catalogue id or typed words; ``context`` None is pain at the visit,
    unspecified. Every visit of the episode belongs in ``points``, also those without a value.
    """

    episode_id: EpisodeId
    region: str
    context: PainContext | None = None
    complaint: str = ""
    opened_on: date
    points: tuple[VisitPoint, ...] = ()

    def __post_init__(self) -> None:
        """Put the visits in order of time, whatever order they were read in."""
        ordered = sorted(self.points, key=lambda p: (p.on, p.visit_number))
        object.__setattr__(self, "points", tuple(ordered))

    @property
    def recorded(self) -> tuple[VisitPoint, ...]:
        """The visits that have a value from before treatment."""
        return tuple(point for point in self.points if point.before is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """A patient's series, oldest episode first; ``unsigned`` counts drafts left out."""

    patient_id: PatientId
    series: tuple[Series, ...] = ()
    unsigned: int = 0


class Say(StrEnum):
    """Sentences that go with a series; the screen phrases them from the change's facts."""

    NO_VALUES = "no_values"
    ONE_VALUE = "one_value"
    LOWER = "lower"
    HIGHER = "higher"
    SAME = "same"
    TOO_FEW = "too_few"
    LOW_BASELINE = "low_baseline"
    BASELINE_ZERO = "baseline_zero"
    BASELINE_AFTER_FIRST_VISIT = "baseline_after_first_visit"
    LATEST_VISIT_NOT_RECORDED = "latest_visit_not_recorded"
    VALUES_MISSING = "values_missing"
    CANNOT_SAY_WHY = "cannot_say_why"


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """From the baseline to the latest value, with what must be said beside it.

    The baseline is the first recorded value from before treatment in the series; the latest
    is the last such value. Values taken after treatment on the day are left out, for soreness
    comes later. Nothing here says why the pain changed, or that a change is significant.

    Attributes:
        difference: latest minus baseline in points; negative is less pain.
        percent: the same in per cent of the baseline; None at a baseline of 0.
        days: between the two, 0 or more.
        values, visits: how many visits have a value, and how many there were.
        says: sentence codes in the order to say them.
    """

    baseline: VisitPoint | None = None
    latest: VisitPoint | None = None
    difference: int | None = None
    percent: float | None = None
    days: int = 0
    lowest: int | None = None
    highest: int | None = None
    values: int = 0
    visits: int = 0
    says: tuple[Say, ...] = ()


def change_of(series: Series) -> Change:
    """Compare the first and the latest recorded value from before treatment."""
    taken = series.recorded
    says = _sentences(series)
    if not taken:
        return Change(visits=len(series.points), says=says)
    pains = [point.before for point in taken if point.before is not None]
    difference = pains[-1] - pains[0]
    return Change(
        baseline=taken[0],
        latest=taken[-1],
        difference=difference if len(taken) > 1 else None,
        percent=100 * difference / pains[0] if len(taken) > 1 and pains[0] else None,
        days=(taken[-1].on - taken[0].on).days,
        lowest=min(pains),
        highest=max(pains),
        values=len(taken),
        visits=len(series.points),
        says=says,
    )


def _sentences(series: Series) -> tuple[Say, ...]:
    pains = [point.before for point in series.recorded if point.before is not None]
    if not pains:
        return (Say.NO_VALUES,)
    said = [_direction(pains)]
    remarks = {
        Say.TOO_FEW: len(pains) < FEW_VALUES,
        Say.BASELINE_ZERO: pains[0] == 0,
        Say.LOW_BASELINE: 0 < pains[0] < LOW_BASELINE,
        Say.BASELINE_AFTER_FIRST_VISIT: series.points[0].before is None,
        Say.LATEST_VISIT_NOT_RECORDED: series.points[-1].before is None,
        Say.VALUES_MISSING: len(pains) < len(series.points),
    }
    said += [code for code, holds in remarks.items() if holds]
    return (*said, Say.CANNOT_SAY_WHY)


def _direction(pains: list[int]) -> Say:
    if len(pains) == 1:
        return Say.ONE_VALUE
    if pains[-1] == pains[0]:
        return Say.SAME
    return Say.LOWER if pains[-1] < pains[0] else Say.HIGHER
