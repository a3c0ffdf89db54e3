"""Names episodes of care and body regions in plain words, the same on every screen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ims_notes.domain.dates import written
from ims_notes.domain.episodes import EpisodeStatus
from ims_notes.ui.translation import tr
from ims_notes.ui.words import named

if TYPE_CHECKING:
    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.episodes import Episode


def region_name(catalogue: Catalogue, region: str) -> str:
    """Return the catalogue's name of a region, or the therapist's own words."""
    if region == "unspecified":
        return tr("Episode", "Region not specified")
    return named(catalogue.region_by_id, region)


def region_id(catalogue: Catalogue, typed: str) -> str:
    """Return the catalogue's id for a typed region name or word, or the words as typed."""
    words = typed.strip().casefold()
    for region in catalogue.regions:
        if words in (region.id, region.name.casefold(), *(w.casefold() for w in region.words)):
            return region.id
    return typed.strip()


def status_word(status: EpisodeStatus) -> str:
    """Say where an episode stands."""
    return {
        EpisodeStatus.ACTIVE: tr("Episode", "Active"),
        EpisodeStatus.ON_HOLD: tr("Episode", "On hold"),
        EpisodeStatus.DISCHARGED: tr("Episode", "Discharged"),
    }[status]


def episode_facts(episode: Episode) -> list[tuple[str, str]]:
    """Return what is recorded of an episode as pairs of heading and words; gaps are left out."""
    diagnosis = " · ".join(part for part in (episode.diagnosis, episode.diagnosis_code) if part)
    facts = [
        (tr("Episode", "Onset"), episode.onset),
        (tr("Episode", "Contributing"), episode.contributing),
        (tr("Episode", "Diagnosis"), diagnosis),
        # What was written at a discharge taken back waits for the next one.
        (tr("Episode", "At discharge"), "" if episode.is_open else episode.discharge_summary),
    ]
    return [(heading, words) for heading, words in facts if words]


def episode_dates(episode: Episode) -> str:
    """Say since when an episode is open, or from when to when it was."""
    opened = written(episode.opened_on)
    if episode.is_open:
        status = status_word(episode.status)
        return tr("Episode", "{status} · since {day}", status=status, day=opened)
    closed = written(episode.discharged_on) or tr("Episode", "not recorded")
    return tr("Episode", "{first} to {last}", first=opened, last=closed)
