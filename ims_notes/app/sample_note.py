"""An invented note, to show how a template words one."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import cache
from typing import TYPE_CHECKING
from uuid import UUID

from ims_notes.app.knowledge import rulebook
from ims_notes.domain.clinic import Clinic
from ims_notes.domain.draft import DraftSetting, read_draft
from ims_notes.domain.episodes import Episode
from ims_notes.domain.ids import EpisodeId, NoteId, PatientId, PractitionerId
from ims_notes.domain.note import Note
from ims_notes.domain.patients import Patient
from ims_notes.domain.practitioners import Practitioner
from ims_notes.reports.note_text import note_text

if TYPE_CHECKING:
    from ims_notes.domain.note_content import NoteContent

_LINE = (
    "b ut y; l ls y grab; pain 6>3; used 3 out 3; ok; last none; ae none; tol well; "
    "ex chin tuck 2x8 bid; ed soreness; next 1w\ns neck stiff after desk work\na easing"
)
_WHEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)


def sample_text(template: str) -> str:
    """Return the invented note in a template's wording.

    Raises:
        RuleBroken: the template names an unknown field.
    """
    return note_text(_sample(), catalogue=rulebook().catalogue, template=template)


@cache
def _sample() -> NoteContent:
    clinic = Clinic(name="Example Clinic", routine="Hands and skin cleaned; single-use needles.")
    patient = Patient(id=PatientId(UUID(int=1)), family_name="Example", given_name="Robin")
    note = Note(
        id=NoteId(UUID(int=2)),
        patient_id=patient.id,
        practitioner_id=PractitionerId(UUID(int=3)),
        started_at=_WHEN,
        created_at=_WHEN,
        saved_at=_WHEN,
        signed_at=_WHEN,
        text=_LINE,
    )
    setting = DraftSetting(
        patient=patient,
        practitioner=Practitioner(id=note.practitioner_id, name="A. Therapist"),
        clinic=clinic,
        vocabulary=rulebook().vocabulary(clinic),
        profile=rulebook().profile(clinic),
        episodes=(
            Episode(
                id=EpisodeId(UUID(int=4)),
                patient_id=patient.id,
                region="neck",
                opened_on=date(2026, 2, 20),
            ),
        ),
    )
    return read_draft(note, setting).content
