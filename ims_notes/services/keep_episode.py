"""Open an episode of care, change it, discharge it, open it again."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ims_notes.domain.audit import Deed
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.ids import EpisodeId
from ims_notes.services.ports.work import Changes

if TYPE_CHECKING:
    from datetime import date

    from ims_notes.domain.episodes import Episode
    from ims_notes.services.clock import Clock
    from ims_notes.services.ports.work import BeginWork, Work


def open_episode(episode: Episode, *, begin: BeginWork, clock: Clock) -> Changes:
    """Open an episode under a fresh identifier.

    Raises:
        RuleBroken: no region, or a text too long.
    """
    with begin() as work:
        return _keep(work, replace(episode, id=EpisodeId(clock.new_id())), deed=Deed.EPISODE_OPENED)


def change_episode(episode: Episode, *, begin: BeginWork) -> Changes:
    """Keep an episode's changed details.

    Raises:
        RuleBroken: no such episode, no region, a text too long, or discharged before it began.
    """
    with begin() as work:
        work.episodes.get(episode.id)
        return _keep(work, episode, deed=Deed.EPISODE_CHANGED)


def discharge_episode(
    episode_id: EpisodeId,
    *,
    summary: str,
    begin: BeginWork,
    clock: Clock,
    on: date | None = None,
) -> Changes:
    """Close an episode on a day; without one, today.

    Raises:
        RuleBroken: no such episode, it is closed already, or the day lies before it began or
            after today.
    """
    with begin() as work:
        today = clock.today(work.clinic.get().zone)
        if on is not None and on > today:
            raise RuleBroken(Rule.DISCHARGE_DAY, field="discharged_on")
        episode = work.episodes.get(episode_id).discharged(on=on or today, summary=summary)
        return _keep(work, episode, deed=Deed.EPISODE_DISCHARGED)


def reopen_episode(episode_id: EpisodeId, *, begin: BeginWork) -> Changes:
    """Take a discharge back; signed notes stay as they are, an open episode too.

    Raises:
        RuleBroken: no such episode.
    """
    with begin() as work:
        episode = work.episodes.get(episode_id)
        if episode.is_open:
            return Changes(patient_id=episode.patient_id, topics=frozenset())
        return _keep(work, episode.reopened(), deed=Deed.EPISODE_REOPENED)


def _keep(work: Work, episode: Episode, *, deed: Deed) -> Changes:
    kept = episode.tidied()
    work.episodes.put(kept)
    work.audit.record(deed, patient_id=kept.patient_id, on=kept.id)
    return Changes(patient_id=kept.patient_id, topics=frozenset({"episodes", "notes"}))
