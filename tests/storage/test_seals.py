"""A signed note never changes: the file itself refuses, whoever asks."""

import pytest
from sqlcipher3 import dbapi2 as sqlite

from ims_notes.domain.note import Addendum
from ims_notes.storage import connections
from ims_notes.storage.note_tables import PARTS
from tests.storage.given import NOW

TABLES = ("note", "signed_note", "addendum", "seal", "audit", *(p.__tablename__ for p in PARTS))
KEYS = {"note": "id", "audit": "seq", "seal": "seq"}


@pytest.fixture
def signed(clinic):
    """A signed note that states something in every table, with an addendum."""
    note = clinic.draft()
    done = note.signed(at=NOW)
    with clinic.begin() as work:
        work.notes.sign(done, clinic.full(done))
        work.audit.record("note.signed", on=note.id)
        work.notes.amend(
            Addendum(note_id=note.id, author="Kim", added_at=NOW, reason="missed", text="Left too.")
        )
    return done


@pytest.fixture
def stranger(record):
    """Somebody who opens the file with another program."""
    connection = connections.connect(record.path, writing=True)
    yield connection
    connection.close()


def columns(stranger, table):
    return [row[1] for row in stranger.execute(f"PRAGMA table_info({table})")]


def refused(stranger, statement, *values):
    with pytest.raises(sqlite.IntegrityError, match="sealed: "):
        stranger.execute(statement, values)
    return True


@pytest.mark.parametrize("table", TABLES)
def test_no_column_of_a_signed_note_can_be_updated(signed, stranger, table):
    assert stranger.execute(f"SELECT count(*) FROM {table}").fetchone()[0] > 0
    for column in columns(stranger, table):
        assert refused(stranger, f"UPDATE {table} SET {column} = {column}")
        assert refused(stranger, f"UPDATE OR REPLACE {table} SET {column} = 1")


@pytest.mark.parametrize("table", TABLES)
def test_nothing_of_a_signed_note_can_be_deleted(signed, stranger, table):
    assert refused(stranger, f"DELETE FROM {table}")


@pytest.mark.parametrize("table", TABLES)
def test_nothing_of_a_signed_note_can_be_replaced(signed, stranger, table):
    assert refused(stranger, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table} LIMIT 1")


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.__tablename__)
def test_no_row_can_be_added_to_a_signed_note(signed, stranger, part):
    table = part.__tablename__
    others = ", ".join(c for c in columns(stranger, table) if c not in ("note_id", "place"))
    added = f"SELECT note_id, 99, {others} FROM {table} LIMIT 1"
    assert refused(stranger, f"INSERT INTO {table} (note_id, place, {others}) {added}")


def test_a_draft_cannot_take_the_place_of_a_signed_note(signed, clinic, stranger):
    draft = clinic.draft()
    with clinic.begin() as work:
        work.notes.put_draft(draft)
    taken = (signed.id.bytes, draft.id.bytes)
    assert refused(stranger, "UPDATE OR REPLACE note SET id = ? WHERE id = ?", *taken)


@pytest.mark.parametrize(
    ("table", "values"),
    [
        ("seal", "7, 'note', x'01', 0, x'02', x'03'"),
        ("seal", "3, 'note', (SELECT note_id FROM seal WHERE seq = 1), 0, x'02', x'03'"),
        ("audit", "9, '2026-01-01 00:00:00.000000', 'Kim', 'note.signed', NULL, NULL, x'00'"),
        ("addendum", "(SELECT note_id FROM addendum), 7, x'00', '{}'"),
        ("addendum", "x'77', 1, x'00', '{}'"),
    ],
)
def test_a_chain_only_grows_by_its_next_line(signed, stranger, table, values):
    assert refused(stranger, f"INSERT INTO {table} VALUES ({values})")


def test_a_draft_may_still_be_changed_and_deleted(clinic, stranger):
    with clinic.begin() as work:
        work.notes.put_draft(clinic.draft())
    assert stranger.execute("UPDATE note SET text = 'changed'").rowcount == 1
    assert stranger.execute("DELETE FROM note").rowcount == 1


@pytest.mark.parametrize(
    ("table", "column", "value"),
    [
        ("needling_site", "pain_before", 11),
        ("needling_site", "pain_after", -1),
        ("needling_site", "twitch_count", 0),
        ("needling_site", "needles", 0),
        ("needling_site", "insertions", 0),
        ("needling_site", "side", "both"),
        ("needling_site", "twitch", "success"),
        ("needling_site", "twitch", "absent"),
        ("needling_site", "depth_mm", 41),
        ("pain_score", "before", 11),
        ("pain_score", "after", -1),
        ("pain_score", "context", "sometimes"),
        ("exercise", "status", "better"),
        ("range_of_movement", "unit", "inch"),
        ("note", "kind", "chat"),
        ("note", "state", "final"),
        ("note", "revision", -1),
        ("note", "tolerance", "brave"),
        ("note", "no_needling", "bored"),
        ("note", "text", "x" * 100_001),
        ("note", "patient_id", b"\0" * 16),
        ("patient", "family_name", "x" * 201),
        ("episode", "status", "gone"),
        ("episode", "region", ""),
        ("practitioner", "name", ""),
        ("clinic", "id", 2),
    ],
)
def test_the_file_keeps_the_limits_that_the_domain_knows(
    signed, clinic, stranger, table, column, value
):
    with clinic.begin() as work:
        work.clinic.put(work.clinic.get())
    for (name,) in stranger.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'"):
        stranger.execute(f"DROP TRIGGER {name}")
    with pytest.raises(sqlite.IntegrityError, match=r"CHECK|FOREIGN KEY"):
        stranger.execute(f"UPDATE {table} SET {column} = ?", (value,))
