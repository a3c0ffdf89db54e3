"""A visit to word: the shorthand is read as the program reads it, then said as prose."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from ims_notes.app.knowledge import rulebook
from ims_notes.domain.clinic import Clinic
from ims_notes.domain.draft import DraftSetting, read_draft
from ims_notes.domain.episodes import Episode
from ims_notes.domain.note import Note
from ims_notes.domain.patients import Patient
from ims_notes.domain.practitioners import Practitioner
from ims_notes.domain.programme import ProgrammeItem

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
NECK = Episode(
    id=UUID(int=9),
    patient_id=UUID(int=1),
    region="neck",
    complaint="Stiff since a long drive",
    opened_on=date(2026, 10, 1),
)
CLINIC = Clinic(
    name="Riverside Physiotherapy",
    routine="Hands cleaned, skin prepared, needles single-use, sharps binned.",
    zone="Europe/London",
)
SETTING = DraftSetting(
    patient=Patient(
        id=UUID(int=1),
        family_name="Meier",
        given_name="Anna",
        born=date(1985, 7, 14),
        identifier="A-17",
    ),
    practitioner=Practitioner(
        id=UUID(int=2), name="Ada King", credentials="PT", registration="123"
    ),
    clinic=CLINIC,
    vocabulary=rulebook().vocabulary(CLINIC),
    profile=rulebook().profile(CLINIC),
    episodes=(NECK, replace(NECK, id=UUID(int=8), region="low_back", complaint="")),
    last_programme=(ProgrammeItem(name="chin_tuck", sets=2, reps=8),),
)


@pytest.fixture
def read():
    """Read a typed visit, signed unless said otherwise."""

    def _read(text, setting=SETTING, **more):
        about = {
            "id": UUID(int=3),
            "patient_id": UUID(int=1),
            "practitioner_id": UUID(int=2),
            "episode_id": NECK.id,
            "started_at": NOW,
            "created_at": NOW,
            "saved_at": NOW,
            "signed_at": NOW,
            "zone": "Europe/London",
            "place": "clinic",
        }
        found = read_draft(Note(**{**about, "text": text, **more}), setting)
        assert not found.parsed.errors
        return found

    return _read
