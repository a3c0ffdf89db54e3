"""Opens the demo clinic's episodes and says how each stands on the last day."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from ims_notes.domain.episodes import Episode, EpisodeStatus
from ims_notes.services.demo_clinic.courses import Ending

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from random import Random

    from ims_notes.domain.ids import EpisodeId, PatientId
    from ims_notes.services.demo_clinic.courses import Course

_CLOSED_AFTER = timedelta(days=42)
"""A course whose patient stays away is closed after six weeks without an answer."""


def opened(
    course: Course, *, episode_id: EpisodeId, patient_id: PatientId, on: date, rng: Random
) -> Episode:
    """Return a course's episode as it was opened."""
    script, words = course.regular, course.complaint
    return Episode(
        id=episode_id,
        patient_id=patient_id,
        region=words.region,
        complaint=script.complaint if script else rng.choice(words.complaints),
        onset=script.onset if script else rng.choice(words.onsets),
        contributing=script.contributing if script else rng.choice(words.contributing),
        opened_on=on,
    )


def as_it_stands(
    episode: Episode, *, course: Course, last: date, until: date, closing: Mapping[str, str]
) -> Episode:
    """Return an episode as it stands on a day, ``last`` being the day of its last visit."""
    if course.ending is Ending.ONGOING:
        return episode
    if course.ending is Ending.DISCHARGED:
        return episode.discharged(on=last, summary=closing[_outcome(course)])
    if last + _CLOSED_AFTER >= until:
        return replace(episode, status=EpisodeStatus.ON_HOLD)
    return episode.discharged(on=last + _CLOSED_AFTER, summary=closing["stayed_away"])


def _outcome(course: Course) -> str:
    if course.shape == "plateau":
        return "plateaued"
    return "lower" if course.pains[-1] < course.pains[0] else "not_lower"
