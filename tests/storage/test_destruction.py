"""Lawful destruction: the note is gone from the file, its seal and a tombstone stay."""

import json

import pytest
from sqlcipher3 import dbapi2 as sqlite

from ims_notes.domain.canonical import content_hash
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.note import Addendum
from ims_notes.storage import connections
from ims_notes.storage.check import check_record
from ims_notes.storage.destruction import leave_no_trace
from ims_notes.storage.note_tables import PARTS
from tests.storage.given import NOW

SECRET = "cervicogenic lament"
WHY = {"by": "Kim Doe", "at": NOW, "reason": "retention period over"}
OF_A_NOTE = ("signed_note", "addendum", *(part.__tablename__ for part in PARTS))


@pytest.fixture
def signed(clinic):
    """A signed note that states something in every table, with an addendum."""
    done = clinic.draft(text=SECRET).signed(at=NOW)
    with clinic.begin() as work:
        work.notes.sign(done, clinic.full(done))
        work.audit.record("note.signed", patient_id=clinic.patient.id, on=done.id)
        work.notes.amend(
            Addendum(note_id=done.id, author="Kim", added_at=NOW, reason="missed", text=SECRET)
        )
        work.audit.record("note.amended", patient_id=clinic.patient.id, on=done.id)
    return done


@pytest.fixture
def destroyed(signed, clinic):
    with clinic.begin() as work:
        work.notes.destroy(signed.id, **WHY)
        work.audit.record("note.destroyed", patient_id=clinic.patient.id, on=signed.id)
    return signed


@pytest.fixture
def stranger(record):
    """Somebody who opens the file with another program."""
    connection = connections.connect(record.path, writing=True)
    yield connection
    connection.close()


def files(record):
    return b"".join(each.read_bytes() for each in record.path.parent.iterdir())


def test_a_destroyed_note_leaves_a_tombstone_and_a_record_that_checks_clean(
    destroyed, clinic, folder, stranger
):
    clinic.sign()
    checked = check_record(folder)
    assert checked.problems == ()
    assert (checked.notes, checked.tombstones) == (1, 1)
    (text,) = stranger.execute("SELECT canonical_json FROM tombstone").fetchone()
    said = json.loads(text)
    assert {n: said[n] for n in ("by", "reason", "note_id")} == {
        "by": "Kim Doe",
        "reason": "retention period over",
        "note_id": str(destroyed.id),
    }
    assert "Müller" not in text
    sealed = stranger.execute("SELECT kind, content_sha256 FROM seal ORDER BY seq").fetchall()
    assert [kind for kind, _ in sealed] == ["note", "addendum", "tombstone", "note"]
    assert sealed[2][1] == content_hash(text)
    assert said["content_sha256"] == sealed[0][1].hex()


def test_no_word_of_it_stays_in_any_file_of_the_record(signed, clinic, record):
    name = clinic.patient.family_name.encode()
    # Positive control: before, the words are there.
    assert SECRET.encode() in files(record)
    with clinic.begin() as work:
        work.notes.destroy(signed.id, **WHY)
        work.patients.destroy(clinic.patient.id)
    assert leave_no_trace(record.path, key=None)
    left = files(record)
    assert SECRET.encode() not in left
    assert name not in left
    assert name.lower() not in left.lower()


def test_a_reader_beside_us_delays_the_emptying_and_is_told(destroyed, record, stranger):
    stranger.execute("BEGIN")
    stranger.execute("SELECT count(*) FROM note").fetchone()
    assert not leave_no_trace(record.path, key=None)
    stranger.execute("COMMIT")
    assert leave_no_trace(record.path, key=None)


def test_without_a_reason_nothing_is_destroyed(signed, clinic, folder):
    for reason in ("", "  \n "):
        with pytest.raises(RuleBroken) as refused, clinic.begin() as work:
            work.notes.destroy(signed.id, by="Kim Doe", at=NOW, reason=reason)
        assert refused.value.rule is Rule.DESTRUCTION_REASON_MISSING
    assert check_record(folder).problems == ()
    with clinic.look() as work:
        assert work.notes.signed(signed.id).content.text == SECRET


def test_a_draft_and_a_destroyed_note_cannot_be_destroyed(destroyed, clinic):
    draft = clinic.draft()
    with clinic.begin() as work:
        work.notes.put_draft(draft)
    for note in (draft, destroyed):
        with pytest.raises(RuleBroken) as refused, clinic.begin() as work:
            work.notes.destroy(note.id, **WHY)
        assert refused.value.rule is Rule.NOTE_NOT_FOUND


def test_a_destroyed_note_does_not_come_back(destroyed, clinic):
    with pytest.raises(Exception, match="sealed: note"), clinic.begin() as work:
        work.notes.put_draft(clinic.draft(id=destroyed.id))


def hexed(note):
    return f"x'{note.id.hex}'"


NEXT = "(SELECT max(seq) + 1 FROM seal)"


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("seal", "{next}, 'note', {id}, 1, x'02', x'03'"),
        ("seal", "{next}, 'addendum', {id}, 9, x'02', x'03'"),
        ("seal", "{next}, 'tombstone', {id}, 0, x'02', x'03'"),
        ("seal", "{next}, 'tombstone', {id}, 1, x'02', x'03'"),
        ("seal", "{next}, 'tombstone', {other}, 0, x'02', x'03'"),
        ("signed_note", "{id}, x'00', '{{}}'"),
        ("addendum", "{id}, 1, x'00', '{{}}'"),
        ("tombstone", '{id}, \'{{"reason":"again"}}\''),
        ("tombstone", '{other}, \'{{"reason":"never sealed"}}\''),
    ],
)
@pytest.mark.parametrize("insert", ["INSERT", "INSERT OR REPLACE"])
def test_nothing_takes_the_place_of_a_destroyed_note(destroyed, stranger, insert, table, values):
    stranger.execute("PRAGMA foreign_keys=OFF")
    row = values.format(next=NEXT, id=hexed(destroyed), other="x'77'")
    with pytest.raises(sqlite.IntegrityError, match=f"sealed: {table}"):
        stranger.execute(f"{insert} INTO {table} VALUES ({row})")


@pytest.mark.parametrize("told", ["{}", '{"reason":""}', '{"reason":null}', "[]", "gone"])
def test_a_tombstone_without_a_reason_is_refused_and_frees_nothing(signed, stranger, told):
    stranger.execute(
        f"INSERT INTO seal VALUES ({NEXT}, 'tombstone', {hexed(signed)}, 0, x'02', x'03')"
    )
    with pytest.raises((sqlite.IntegrityError, sqlite.OperationalError)):
        stranger.execute(f"INSERT INTO tombstone VALUES ({hexed(signed)}, ?)", (told,))
    for table in OF_A_NOTE:
        with pytest.raises(sqlite.IntegrityError, match=f"sealed: {table}"):
            stranger.execute(f"DELETE FROM {table} WHERE note_id = {hexed(signed)}")


@pytest.mark.parametrize("table", ["tombstone", "seal", "audit"])
def test_a_tombstone_and_what_tells_of_it_cannot_be_changed_or_taken_away(
    destroyed, stranger, table
):
    columns = [row[1] for row in stranger.execute(f"PRAGMA table_info({table})")]
    for column in columns:
        with pytest.raises(sqlite.IntegrityError, match="sealed: "):
            stranger.execute(f"UPDATE {table} SET {column} = {column}")
    with pytest.raises(sqlite.IntegrityError, match="sealed: "):
        stranger.execute(f"DELETE FROM {table}")


def test_destroying_one_note_frees_no_other(destroyed, clinic, stranger):
    other = clinic.sign()
    for table in ("needling_site", "pain_score", "note_episode", "signed_note"):
        with pytest.raises(sqlite.IntegrityError, match=f"sealed: {table}"):
            stranger.execute(f"DELETE FROM {table} WHERE note_id = {hexed(other)}")
        with pytest.raises(sqlite.IntegrityError, match=f"sealed: {table}"):
            stranger.execute(f"UPDATE {table} SET note_id = {hexed(destroyed)}")
    with pytest.raises(sqlite.IntegrityError, match="sealed: note"):
        stranger.execute(f"DELETE FROM note WHERE id = {hexed(other)}")


@pytest.mark.parametrize("kind", ["note", "tombstone"])
def test_an_imported_chain_once_linked_takes_no_further_seal(signed, stranger, kind):
    chain = "x'99999999999949998999999999999999'"
    row = f"{chain}, {{}}, '{kind}', x'78', 0, x'00', x'00'"
    stranger.execute(f"INSERT INTO imported_seal VALUES ({row.format(1)})")
    for seq in (1, 3):
        with pytest.raises(sqlite.IntegrityError, match="sealed: imported_seal"):
            stranger.execute(f"INSERT OR REPLACE INTO imported_seal VALUES ({row.format(seq)})")
    stranger.execute(f"INSERT INTO seal VALUES ({NEXT}, 'import', {chain}, 0, x'02', x'03')")
    with pytest.raises(sqlite.IntegrityError, match="sealed: imported_seal"):
        stranger.execute(f"INSERT INTO imported_seal VALUES ({row.format(2)})")


def test_an_imported_chain_cannot_destroy_what_stands_here(signed, stranger):
    values = f"x'99', 1, 'tombstone', {hexed(signed)}, 0, x'00', x'00'"
    with pytest.raises(sqlite.IntegrityError, match="sealed: imported_seal"):
        stranger.execute(f"INSERT INTO imported_seal VALUES ({values})")
