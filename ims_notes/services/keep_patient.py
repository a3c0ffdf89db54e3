"""Add a patient, change one, and warn of likely duplicates before a second record is begun."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ims_notes.domain.audit import Deed
from ims_notes.domain.episodes import Episode
from ims_notes.domain.ids import EpisodeId, PatientId
from ims_notes.domain.texts import one_line
from ims_notes.services.ports.work import Changes

if TYPE_CHECKING:
    from ims_notes.domain.patients import Patient
    from ims_notes.services.clock import Clock
    from ims_notes.services.ports.patients import PatientFound
    from ims_notes.services.ports.work import BeginWork


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientKept:
    """The patient as kept, with the first episode if one was begun."""

    patient: Patient
    episode: Episode | None
    changes: Changes


def likely_duplicates(patient: Patient, *, look: BeginWork) -> tuple[PatientFound, ...]:
    """Return patients already in the record who may be the same person."""
    typed = replace(patient, identifier=one_line(patient.identifier))
    with look() as work:
        return work.patients.alike(typed)


def add_patient(
    patient: Patient, *, begin: BeginWork, clock: Clock, region: str = "", complaint: str = ""
) -> PatientKept:
    """Add a patient, and begin a first episode where a region or a complaint is given.

    Raises:
        RuleBroken: no name, a text too long, or born in the future.
    """
    with begin() as work:
        today = clock.today(work.clinic.get().zone)
        kept = replace(patient, id=PatientId(clock.new_id())).tidied(today=today)
        work.patients.put(kept)
        work.audit.record(Deed.PATIENT_ADDED, patient_id=kept.id)
        episode = None
        if region.strip() or complaint.strip():
            episode = Episode(
                id=EpisodeId(clock.new_id()),
                patient_id=kept.id,
                region=region.strip() or "unspecified",
                complaint=complaint,
                opened_on=today,
            ).tidied()
            work.episodes.put(episode)
            work.audit.record(Deed.EPISODE_OPENED, patient_id=kept.id, on=episode.id)
    changes = Changes(patient_id=kept.id, topics=frozenset({"patient", "episodes"}))
    return PatientKept(patient=kept, episode=episode, changes=changes)


def change_patient(patient: Patient, *, begin: BeginWork, clock: Clock) -> PatientKept:
    """Keep a patient's changed details; signed notes keep the name they were signed with.

    Raises:
        RuleBroken: no such patient, no name, a text too long, or born in the future.
    """
    with begin() as work:
        work.patients.get(patient.id)
        kept = patient.tidied(today=clock.today(work.clinic.get().zone))
        work.patients.put(kept)
        work.audit.record(Deed.PATIENT_CHANGED, patient_id=kept.id)
    changes = Changes(patient_id=kept.id, topics=frozenset({"patient"}))
    return PatientKept(patient=kept, episode=None, changes=changes)
