"""The machine in the way: said plainly, nothing lost, and the next save works."""

import pytest
from sqlalchemy.exc import OperationalError
from sqlcipher3 import dbapi2 as sqlite

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage import connections
from ims_notes.storage.check import check_record
from ims_notes.storage.trouble import in_plain_words
from tests.storage.given import NOW


def pages(clinic, statement):
    with clinic.begin() as work:
        return work.connection.exec_driver_sql(statement).scalar()


def test_a_full_disk_is_said_and_the_next_save_works_once_there_is_space(clinic, folder):
    kept = clinic.sign()
    full = pages(clinic, "PRAGMA page_count")
    pages(clinic, f"PRAGMA max_page_count = {full}")
    note = clinic.draft(text="x" * 50_000)
    with pytest.raises(RecordUnavailable) as caught:
        put(clinic, note)
    assert caught.value.trouble is Trouble.DISK_FULL
    pages(clinic, f"PRAGMA max_page_count = {full + 10_000}")
    put(clinic, note)
    with clinic.look() as work:
        assert work.notes.get(note.id) == note
        assert work.notes.get(kept.id) == kept
    assert check_record(folder).problems == ()


def put(clinic, note):
    with clinic.begin() as work:
        work.notes.put_draft(note)


def test_another_program_that_holds_the_file_is_waited_for_and_then_said(clinic, monkeypatch):
    pages(clinic, "PRAGMA busy_timeout = 50")
    stranger = connections.connect(clinic.record.path, writing=True)
    stranger.execute("BEGIN IMMEDIATE")
    with pytest.raises(RecordUnavailable) as caught:
        put(clinic, clinic.draft())
    assert caught.value.trouble is Trouble.BUSY
    stranger.execute("ROLLBACK")
    stranger.close()
    put(clinic, clinic.draft())


def test_work_inside_work_is_refused_rather_than_waiting_for_ever(folder, monkeypatch):
    from ims_notes.storage.record import Record

    monkeypatch.setattr(connections, "TURN_S", 0.05)
    with Record.create(folder) as record, record.begin(who="Kim", now=NOW):
        inner = record.begin(who="Kim", now=NOW)
        with pytest.raises(RecordUnavailable) as caught:
            inner.__enter__()
    assert caught.value.trouble is Trouble.BUSY


def test_a_text_that_damage_has_made_none_is_said_as_damage(clinic):
    with pytest.raises(RecordUnavailable) as caught, clinic.look() as work:
        work.connection.exec_driver_sql("SELECT CAST(x'ff41' AS TEXT)").fetchall()
    assert caught.value.trouble is Trouble.DAMAGED


def test_a_bug_of_ours_is_not_dressed_up_as_trouble(clinic):
    with pytest.raises(OperationalError), clinic.look() as work:
        work.connection.exec_driver_sql("SELECT nothing")
    with pytest.raises(sqlite.OperationalError), in_plain_words():
        sqlite.connect(":memory:").execute("SELECT nothing")
