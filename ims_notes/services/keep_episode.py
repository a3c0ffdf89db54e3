"""Open an episode of care, change it, discharge it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ims_notes.domain.ids import EpisodeId
from ims_notes.services.ports.work import Changes

if TYPE_CHECKING:
    from ims_notes.domain.episodes import Episode
    from ims_notes.services.clock import Clock
    from ims_notes.services.ports.work import BeginWork, Work


def open_episode(episode: Episode, *, begin: BeginWork, clock: Clock) -> Changes:
    """Open an episode under a fresh identifier.

    Raises:
        RuleBroken: no region, or a text too long.
    """
    with begin() as work:
        return _keep(work, replace(episode, id=EpisodeId(clock.new_id())), deed="episode.opened")


def change_episode(episode: Episode, *, begin: BeginWork) -> Changes:
    """Keep an episode's changed details.

    Raises:
        RuleBroken: no such episode, no region, or a text too long.
    """
    with begin() as work:
        work.episodes.get(episode.id)
        return _keep(work, episode, deed="episode.changed")


def discharge_episode(
    episode_id: EpisodeId, *, summary: str, begin: BeginWork, clock: Clock
) -> Changes:
    """Close an episode today.

    Raises:
        RuleBroken: no such episode, or it is closed already.
    """
    with begin() as work:
        today = clock.today(work.clinic.get().zone)
        episode = work.episodes.get(episode_id).discharged(on=today, summary=summary)
        return _keep(work, episode, deed="episode.discharged")


def _keep(work: Work, episode: Episode, *, deed: str) -> Changes:
    kept = episode.tidied()
    work.episodes.put(kept)
    work.audit.record(deed, patient_id=kept.patient_id, on=kept.id)
    return Changes(patient_id=kept.patient_id, topics=frozenset({"episodes", "notes"}))
