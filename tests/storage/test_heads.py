import shutil

import pytest

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage.heads import Head, head_now, read_head, write_head
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import HEAD_NAME, record_path
from tests.storage.given import Clinic


@pytest.fixture
def older(folder, tmp_path):
    """A record with three signed notes, and a copy of it from when there was one."""
    copy = tmp_path / "older.record"
    with Record.create(folder) as record:
        Clinic(record).sign()
    shutil.copy(record_path(folder), copy)
    sign(folder, 2)
    return copy


def sign(folder, notes):
    with Record.open(folder) as record:
        clinic = Clinic(record)
        for _ in range(notes):
            clinic.sign()


def put_back(folder, copy):
    shutil.copy(copy, record_path(folder))


def lost(folder):
    with pytest.raises(RecordUnavailable) as caught:
        Record.open(folder)
    assert caught.value.trouble is Trouble.ENTRIES_MISSING
    return {name: caught.value.facts[name] for name in ("notes", "seals")}


def test_the_head_follows_every_signature(folder):
    with Record.create(folder) as record:
        clinic = Clinic(record)
        for signed in (1, 2, 3):
            clinic.sign()
            assert read_head(folder).notes == signed
        with record.look() as work:
            assert read_head(folder) == head_now(work.connection)


def test_an_older_copy_put_back_is_noticed_with_what_is_missing(folder, older):
    put_back(folder, older)
    assert lost(folder) == {"notes": 2, "seals": 2}


def test_it_is_said_again_until_somebody_accepts_it(folder, older):
    put_back(folder, older)
    lost(folder)
    lost(folder)
    Record.open(folder, accept_loss=True).close()
    Record.open(folder).close()


def test_another_record_in_its_place_is_noticed(folder, tmp_path):
    with Record.create(folder) as record:
        Clinic(record).sign()
    with Record.create(tmp_path / "other") as other:
        clinic = Clinic(other)
        for _ in range(3):
            clinic.sign()
    put_back(folder, record_path(tmp_path / "other"))
    assert lost(folder)["notes"] is None


def test_a_head_that_lags_behind_is_no_loss(folder, older):
    with Record.open(folder) as record, record.look() as work:
        now = head_now(work.connection)
    write_head(folder, Head())
    sign(folder, 1)
    assert read_head(folder).notes == now.notes + 1


@pytest.mark.parametrize("spoil", [b"", b"{}", b"null", b"\xff" * 512, b"[" * 2_000])
def test_a_head_that_cannot_be_read_is_written_anew(folder, older, spoil):
    (folder / HEAD_NAME).write_bytes(spoil)
    assert read_head(folder) is None
    Record.open(folder).close()
    assert read_head(folder).notes == 3


def test_a_head_that_is_gone_is_written_anew(folder, older):
    (folder / HEAD_NAME).unlink()
    Record.open(folder).close()
    assert read_head(folder).notes == 3


def test_work_that_failed_moves_no_head(folder, older):
    with Record.open(folder) as record:
        clinic = Clinic(record)
        before = read_head(folder)
        with pytest.raises(ZeroDivisionError):
            break_off(clinic)
        assert read_head(folder) == before
        clinic.sign()
        assert read_head(folder).notes == 4


def break_off(clinic):
    with clinic.begin() as work:
        work.audit.record("clinic.changed")
        raise ZeroDivisionError


def test_the_head_says_nothing_about_anybody(folder, older):
    text = (folder / HEAD_NAME).read_text()
    assert set("".join(text.split())) <= set('{}":,0123456789abcdefghijklmnopqrstuvwxyz')
    assert len(text) == 512
