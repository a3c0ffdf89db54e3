"""Every column of every table of a signed note is proved, down to how it lies in the file."""

import json
import shutil
from contextlib import closing, contextmanager
from dataclasses import replace

import pytest
from sqlcipher3 import dbapi2 as sqlite

from ims_notes.domain.note import Addendum
from ims_notes.storage import connections
from ims_notes.storage.check import check_record
from ims_notes.storage.note_tables import PARTS
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import HEAD_NAME, KEYS_NAME, record_path
from tests.storage.given import NOW, Clinic, a_patient

TABLES = (
    *("note", "signed_note", "addendum", "seal", "audit", "tombstone"),
    *(part.__tablename__ for part in PARTS),
)


def sign_full(clinic):
    done = clinic.draft(text="b ut y; pain 6>3", late_reason="power cut").signed(at=NOW)
    with clinic.begin() as work:
        work.notes.sign(done, clinic.full(done))
        work.audit.record("note.signed", patient_id=clinic.patient.id, on=done.id)
        for text in ("Left too.", "Right too."):
            work.notes.amend(
                Addendum(note_id=done.id, author="Kim", added_at=NOW, reason="missed", text=text)
            )
            work.audit.record("note.amended", patient_id=clinic.patient.id, on=done.id)
    return done


@pytest.fixture(scope="module")
def whole(new_record, tmp_path_factory):
    """A record with two full notes and a destroyed one; copied for each tampering."""
    folder = tmp_path_factory.mktemp("whole") / "record"
    folder.mkdir(mode=0o700)
    shutil.copy(record_path(new_record), record_path(folder))
    with Record.open(folder) as record:
        clinic = Clinic(record)
        sign_full(clinic)
        gone = sign_full(clinic)
        with clinic.begin() as work:
            work.notes.destroy(gone.id, by="Kim Doe", at=NOW, reason="asked for, and lawful")
            work.audit.record("note.destroyed", patient_id=clinic.patient.id, on=gone.id)
        sign_full(clinic)
    assert check_record(folder).problems == ()
    return folder


@pytest.fixture
def tampered(whole, tmp_path):
    """Tamper with a copy by one statement as a stranger would; give what `check` finds."""
    folder = shutil.copytree(whole, tmp_path / "record")
    path = record_path(folder)
    with connected(path) as stranger:
        for (name,) in stranger.execute(TRIGGERS).fetchall():
            stranger.execute(f"DROP TRIGGER {name}")
    base = path.read_bytes()

    def tamper(statement, *values):
        path.write_bytes(base)
        with connected(path) as stranger:
            assert stranger.execute(statement, values).rowcount == 1
        return {problem.code for problem in check_record(folder).problems} - {"schema_missing"}

    tamper.path = path
    return tamper


KIND = "'addendum'"
TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"


@contextmanager
def connected(path):
    with closing(connections.connect(path, writing=True)) as stranger:
        stranger.execute("PRAGMA foreign_keys=OFF")
        stranger.execute("PRAGMA ignore_check_constraints=ON")
        yield stranger
        stranger.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def others_than(value):
    """Other values for this one: also such that read the same, and of another kind."""
    if value is None:
        return (0, "x")
    if isinstance(value, int | float):
        return (value + 1, value + 1_000, f"{value}x", None)
    if isinstance(value, bytes):
        return (bytes([value[0] ^ 1]) + value[1:], value[:-1], None)
    return (value + " ", value.swapcase() + ".", value.replace(" ", "T") + "\0", value.encode())


def first_of(path, table):
    """Return the columns of a signed note's row, its values, and how to find it."""
    where = " WHERE state = 'signed'" if table == "note" else ""
    with connected(path) as stranger:
        told = stranger.execute(f"PRAGMA table_info({table})").fetchall()
        row = stranger.execute(f"SELECT * FROM {table}{where} LIMIT 1").fetchone()
    names = [each[1] for each in told]
    keys = [each[1] for each in told if each[5]]
    values = dict(zip(names, row, strict=True))
    only = " AND ".join(f"{key} = ?" for key in keys)
    return values, only, [values[key] for key in keys]


@pytest.mark.parametrize("table", TABLES)
def test_no_change_of_any_value_goes_unnoticed(tampered, table):
    values, only, key = first_of(tampered.path, table)
    tried = set()
    for column, value in values.items():
        for other in others_than(value):
            statement = f"UPDATE {table} SET {column} = ? WHERE {only}"
            try:
                found = tampered(statement, other, *key)
            except sqlite.IntegrityError:
                continue  # NOT NULL and UNIQUE hold without any trigger.
            assert found, (table, column, other)
            tried.add(column)
    assert tried == set(values)


@pytest.mark.parametrize("table", TABLES)
def test_no_row_can_vanish(tampered, table):
    _, only, key = first_of(tampered.path, table)
    assert tampered(f"DELETE FROM {table} WHERE {only}", *key)


def test_nothing_is_found_where_nothing_was_changed(tampered):
    assert tampered("UPDATE note SET revision = revision WHERE id = (SELECT id FROM note)") == set()


def test_addenda_that_change_places_are_found(whole, tmp_path):
    folder = shutil.copytree(whole, tmp_path / "record")
    with connected(record_path(folder)) as stranger:
        for (name,) in stranger.execute(TRIGGERS).fetchall():
            stranger.execute(f"DROP TRIGGER {name}")
        note = "note_id = (SELECT note_id FROM seal WHERE kind = 'addendum' ORDER BY seq LIMIT 1)"
        for table in ("seal", "addendum"):
            only = f"{note} AND {'' if table == 'addendum' else 'kind = ' + KIND + ' AND '}number"
            for old, new in ((1, 9), (2, 1), (9, 2)):
                stranger.execute(f"UPDATE {table} SET number = {new} WHERE {only} = {old}")
    found = {problem.code for problem in check_record(folder).problems}
    assert found - {"schema_missing"} == {"addendum_order"}


def test_a_practitioner_and_a_patient_may_be_renamed(whole, tmp_path):
    folder = shutil.copytree(whole, tmp_path / "record")
    with Record.open(folder) as record, record.begin(who="Kim", now=NOW) as work:
        (practitioner,) = work.practitioners.all()
        work.practitioners.put(replace(practitioner, name="Kim Married"))
        (listed,) = work.patients.listed(None)
        work.patients.put(replace(work.patients.get(listed.id), family_name="Meier"))
        work.audit.record("patient.changed", patient_id=listed.id)
    assert check_record(folder).problems == ()


def test_a_patient_who_vanished_is_found(whole, tmp_path):
    folder = shutil.copytree(whole, tmp_path / "record")
    with Record.open(folder) as record, record.begin(who="Kim", now=NOW) as work:
        patient = a_patient()
        work.patients.put(patient)
        work.audit.record("patient.added", patient_id=patient.id)
    assert check_record(folder).problems == ()
    with connected(record_path(folder)) as stranger:
        stranger.execute("DELETE FROM patient WHERE id = ?", (patient.id.bytes,))
        stranger.execute("DELETE FROM search WHERE patient_id = ?", (patient.id.bytes,))
    (found,) = check_record(folder).problems
    assert (found.code, found.facts["patient"]) == ("patient_missing", patient.id)


def test_a_cut_tail_is_found_by_the_head_beside_the_record(whole, tmp_path):
    folder = shutil.copytree(whole, tmp_path / "record")
    older = record_path(folder).read_bytes()
    with Record.open(folder) as record:
        with record.look() as work:
            (listed,) = work.patients.listed(None)
        with record.begin(who="Kim", now=NOW) as work:
            work.audit.record("patient.changed", patient_id=listed.id)
    record_path(folder).write_bytes(older)
    (found,) = check_record(folder).problems
    assert found.code == "head_ahead"
    assert (found.facts["notes"], found.facts["lines"]) == (0, 1)


def test_a_head_of_another_record_or_no_head_at_all_is_told(whole, new_record, tmp_path):
    folder = shutil.copytree(whole, tmp_path / "record")
    (folder / HEAD_NAME).write_text("{}")
    assert [p.code for p in check_record(folder).problems] == ["head_unreadable"]
    (folder / HEAD_NAME).unlink()
    checked = check_record(folder)
    assert checked.problems == ()
    assert not checked.has_head
    other = shutil.copytree(new_record, tmp_path / "other")
    with Record.open(other) as record:
        Clinic(record)
    shutil.copy(other / HEAD_NAME, folder / HEAD_NAME)
    assert [p.code for p in check_record(folder).problems] == ["head_other"]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"notes": 1}, "head_altered"),
        ({"seals": -1}, "head_unreadable"),
        ({"lines": 2**70}, "head_unreadable"),
        ({"seals": float("inf")}, "head_unreadable"),
        ({"seals": True}, "head_unreadable"),
    ],
)
def test_a_head_that_somebody_wrote_in_is_told(whole, tmp_path, told, code):
    folder = shutil.copytree(whole, tmp_path / "record")
    kept = json.loads((folder / HEAD_NAME).read_bytes())
    (folder / HEAD_NAME).write_text(json.dumps({**kept, **told}))
    assert [p.code for p in check_record(folder).problems] == [code]


def test_a_check_can_be_followed_and_ended(whole):
    told = []
    check_record(whole, progress=lambda done, total: told.append((done, total)))
    assert told == [(2, 2)]

    def enough(done, total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check_record(whole, progress=enough)
    assert check_record(whole).problems == ()


def wrap(folder):
    """Lay a key file beside the record; the storage itself is given the key."""
    (folder / KEYS_NAME).write_text("{}")


def test_an_encrypted_record_is_proved_page_by_page(tmp_path):
    key = bytes(range(32))
    folder = tmp_path / "record"
    Record.create(folder, key=key, begun=lambda made: wrap(made.path.parent)).close()
    with Record.open(folder, key=key) as record:
        sign_full(Clinic(record))
    assert check_record(folder, key=key).problems == ()
    path = record_path(folder)
    asked = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_needling_site_muscle'"
    with closing(connections.connect(path, writing=False, key=key)) as looker:
        page = connections.scalar(looker, asked)
    damaged = bytearray(path.read_bytes())
    damaged[(page - 1) * 4096 + 2000] ^= 1
    path.write_bytes(damaged)
    assert {p.code for p in check_record(folder, key=key).problems} == {"integrity"}
