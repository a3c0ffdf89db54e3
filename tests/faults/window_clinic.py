"""A small clinic with a draft for every patient, for the window to be opened on."""

from datetime import UTC, datetime

from ims_notes.app.desk import Desk, build_demo
from ims_notes.services.session import begin_session
from ims_notes.storage.record import Record

PATIENTS = 6


def clinic_at(folder):
    until = datetime.now(UTC).date()
    build_demo(
        folder, patients=PATIENTS, sessions=20, seed=1, until=until, progress=lambda *_: None
    )


def drafts_for(folder):
    """Begin a session for every patient."""
    with Record.open(folder) as record:
        at_desk = Desk(record)
        with record.look() as work:
            patients = [line.id for line in work.patients.listed(None)]
        return [
            begin_session(patient, begin=at_desk.begin, clock=at_desk.clock).note
            for patient in patients
        ]
