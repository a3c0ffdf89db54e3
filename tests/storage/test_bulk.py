"""A clinic loaded at once is the clinic that was worked in, row for row."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from ims_notes.domain.clinic import Clinic as Settings
from ims_notes.domain.day_list import DayEntry
from ims_notes.domain.ids import DayEntryId
from ims_notes.storage import bulk
from ims_notes.storage.check import check_record
from ims_notes.storage.record import Record
from tests.storage.given import DECLINED, NOW, an_id

TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"


@dataclass
class Whole:
    """What an invented clinic hands over."""

    clinic: object
    practitioners: object
    patients: object
    episodes: object
    signed: object
    drafts: object
    day: object
    sessions: int
    begun_at: object = NOW


def signings(clinic):
    """Three visits an hour apart with all kinds of rows."""
    for number in range(3):
        at = NOW + timedelta(hours=number)
        note = clinic.draft(started_at=at, created_at=at).signed(at=at + timedelta(minutes=40))
        yield note, clinic.full(note)
    facts = {n: v for n, v in DECLINED.items() if n != "states"}
    note = clinic.draft(**facts).signed(at=NOW + timedelta(hours=9))
    yield note, clinic.states(note, **DECLINED["states"])


def whole(clinic):
    signed = list(signings(clinic))
    day = [DayEntry(id=DayEntryId(an_id()), day=date(2026, 3, 2), at=None, name="Anna")]
    return Whole(
        clinic=Settings(name="Praxis", is_demo=True),
        practitioners=[clinic.practitioner],
        patients=[clinic.patient, replace(clinic.patient, id=an_id(), family_name="Zwei")],
        episodes=[clinic.episode],
        signed=iter(signed),
        drafts=[clinic.draft()],
        day=day,
        sessions=5,
    ), signed


def one_by_one(record, invented, signed):
    """Do what `load` does, deed after deed."""
    with record.begin(who="", now=invented.begun_at) as work:
        work.audit.record("record.begun")
        for each in invented.practitioners:
            work.practitioners.put(each)
            work.audit.record("practitioner.kept", on=each.id)
        work.clinic.put(invented.clinic)
        for each in invented.patients:
            work.patients.put(each)
            work.audit.record("patient.added", patient_id=each.id)
        for each in invented.episodes:
            work.episodes.put(each)
            work.audit.record("episode.opened", patient_id=each.patient_id, on=each.id)
    for note, content in signed:
        with record.begin(who=content.practitioner.name, now=note.signed_at) as work:
            work.notes.sign(note, content)
            work.audit.record("note.signed", patient_id=note.patient_id, on=note.id)
    with record.begin(who="", now=invented.begun_at) as work:
        for each in invented.drafts:
            work.notes.put_draft(each)
        work.day.put(invented.day)


def every_row(record):
    with record.look() as work:
        names = work.connection.exec_driver_sql(TABLES).scalars().all()
        ours = [n for n in names if n == "search" or not n.startswith("search")]
        return {n: work.connection.exec_driver_sql(f"SELECT * FROM {n}").all() for n in ours}


def test_loading_at_once_writes_the_rows_that_working_writes(clinic, tmp_path, monkeypatch):
    monkeypatch.setattr(bulk, "BATCH", 3)
    invented, signed = whole(clinic)
    told = []
    with Record.create(tmp_path / "bulk") as fast, Record.create(tmp_path / "slow") as slow:
        bulk.load(fast, invented, progress=lambda done, total: told.append((done, total)))
        one_by_one(slow, invented, signed)
        rows = every_row(fast)
        assert rows == every_row(slow)
    later = {"addendum", "tombstone", "imported_seal", "practitioner_access"}
    assert all(rows[name] for name in rows.keys() - later)
    assert told == [(3, 5), (4, 5), (5, 5)]
    assert check_record(tmp_path / "bulk").problems == ()


def test_an_empty_clinic_can_be_loaded(tmp_path):
    nothing = Whole(Settings(), [], [], [], iter(()), [], [], 0)
    with Record.create(tmp_path / "empty") as record:
        bulk.load(record, nothing)
    assert check_record(tmp_path / "empty").problems == ()
