"""Everything a patient's page shows: who, episodes, visits, plan and progress."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ims_notes.domain.programme import current

if TYPE_CHECKING:
    from ims_notes.domain.episodes import Episode
    from ims_notes.domain.ids import PatientId
    from ims_notes.domain.patients import Patient
    from ims_notes.domain.programme import Programme
    from ims_notes.domain.progress import Progress
    from ims_notes.services.ports.notes import SignedNote, TimelineLine
    from ims_notes.services.ports.work import BeginWork


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenPatient:
    """A patient's page. ``last`` is the last signed visit; ``programme`` is done at home now."""

    patient: Patient
    episodes: tuple[Episode, ...]
    timeline: tuple[TimelineLine, ...]
    programme: Programme
    progress: Progress
    last: SignedNote | None


def open_patient(patient_id: PatientId, *, look: BeginWork) -> OpenPatient:
    """Return what a patient's page shows.

    Raises:
        RuleBroken: no such patient.
    """
    with look() as work:
        return OpenPatient(
            patient=work.patients.get(patient_id),
            episodes=work.episodes.of(patient_id),
            timeline=work.notes.timeline(patient_id),
            programme=current(work.notes.programme(patient_id)),
            progress=work.notes.progress(patient_id),
            last=work.notes.last_signed(patient_id),
        )
