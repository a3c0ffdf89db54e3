import errno
import os
import sqlite3
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile
from sqlalchemy.exc import IntegrityError

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage import connections
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import (
    APPLICATION_ID,
    HEAD_NAME,
    KEYS_NAME,
    LOCK_NAME,
    NEW_NAME,
    record_path,
)
from tests.storage.given import NOW, Clinic, a_patient

posix = pytest.mark.skipif(os.name != "posix", reason="rights of files are POSIX's")


def trouble_of(deed, *given):
    with pytest.raises(RecordUnavailable) as caught:
        deed(*given)
    return caught.value.trouble


def state_of(folder):
    """Everything about a folder that a refusal must leave as it was."""
    return {f.name: (f.read_bytes(), f.stat().st_mtime_ns) for f in folder.iterdir()}


@posix
def test_the_record_is_closed_to_other_people(clinic, folder):
    modes = {f.name: stat.S_IMODE(f.stat().st_mode) for f in folder.glob("*.record*")}
    assert modes.keys() == {f"ims-notes.record{end}" for end in ("", "-wal", "-shm")}
    assert set(modes.values()) == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@posix
def test_a_record_left_open_to_others_is_closed_when_opened(folder):
    Record.create(folder).close()
    record_path(folder).chmod(0o644)
    Record.open(folder).close()
    assert stat.S_IMODE(record_path(folder).stat().st_mode) == 0o600


@pytest.mark.parametrize("writing", [True, False])
def test_every_connection_has_the_pragmas_of_the_house(record, writing):
    connection = connections.connect(record.path, writing=writing)
    for name, (_, wanted) in connections.PRAGMAS.items():
        assert connections.scalar(connection, f"PRAGMA {name}") == wanted
    assert connections.scalar(connection, "PRAGMA query_only") == (not writing)
    connection.close()


def test_a_pragma_that_does_not_take_is_not_passed_over(record, monkeypatch):
    monkeypatch.setitem(connections.PRAGMAS, "synchronous", ("FULL", 3))
    assert trouble_of(lambda: connections.connect(record.path, writing=True)) is Trouble.DISK_FAULT


def test_a_reading_connection_refuses_to_write(clinic):
    with clinic.look() as work:
        assert trouble_of(lambda: refuse_plainly(work)) is Trouble.NOT_WRITABLE


def refuse_plainly(work):
    from ims_notes.storage.trouble import in_plain_words

    with in_plain_words():
        work.patients.put(a_patient())


def test_a_record_is_only_made_where_there_is_nothing(folder):
    folder.mkdir()
    (folder / "thesis.txt").write_text("mine")
    assert trouble_of(Record.create, folder) is Trouble.NOT_EMPTY
    assert [f.name for f in folder.iterdir()] == ["thesis.txt"]


def test_a_creation_that_was_cut_short_is_no_obstacle(folder):
    folder.mkdir()
    (folder / NEW_NAME).write_bytes(b"half")
    (folder / f"{NEW_NAME}-wal").write_bytes(b"half")
    (folder / KEYS_NAME).write_bytes(b"keys of a record that never was")
    Record.create(folder).close()
    assert {f.name for f in folder.iterdir()} == {"ims-notes.record", HEAD_NAME}


@posix
@pytest.mark.skipif(os.name == "posix" and os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_said(tmp_path):
    tmp_path.chmod(0o500)
    assert trouble_of(Record.create, tmp_path / "record") is Trouble.NOT_WRITABLE
    tmp_path.chmod(0o700)


def test_a_file_in_place_of_the_folder_is_said(tmp_path):
    (tmp_path / "record").write_text("a file")
    assert trouble_of(Record.create, tmp_path / "record") is Trouble.NOT_WRITABLE


@pytest.mark.parametrize("deed", [Record.open, Record.read])
def test_no_record_is_said_and_no_folder_made(folder, deed):
    assert trouble_of(deed, folder) is Trouble.NO_RECORD
    assert not folder.exists()


def test_a_folder_in_place_of_the_file_is_no_record(folder):
    record_path(folder).mkdir(parents=True)
    assert trouble_of(Record.open, folder) is Trouble.NOT_A_RECORD


def test_a_disk_that_does_not_answer_is_said(folder, monkeypatch):
    Record.create(folder).close()

    def fails(*given):
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(Path, "open", fails)
    assert trouble_of(Record.open, folder) is Trouble.DISK_FAULT


@pytest.mark.parametrize(
    ("number", "trouble"),
    [(errno.ENOSPC, Trouble.DISK_FULL), (errno.EROFS, Trouble.NOT_WRITABLE)],
)
def test_a_disk_that_takes_no_new_record_is_said(folder, monkeypatch, number, trouble):
    def fails(*given):
        raise OSError(number, "refused")

    monkeypatch.setattr(os, "fsync", fails)
    assert trouble_of(Record.create, folder) is trouble
    assert not record_path(folder).exists()


@posix
def test_the_lock_is_as_closed_to_others_as_the_record(folder):
    before = os.umask(0o022)
    try:
        with Record.create(folder):
            modes = {stat.S_IMODE(each.stat().st_mode) for each in folder.iterdir()}
            assert (folder / LOCK_NAME).exists()
    finally:
        os.umask(before)
    assert modes == {0o600}


def test_a_lock_that_cannot_be_written_is_said(folder, monkeypatch):
    Record.create(folder).close()
    denied = QLockFile.LockError.PermissionError
    monkeypatch.setattr(QLockFile, "tryLock", lambda lock, patience: False)
    monkeypatch.setattr(QLockFile, "error", lambda lock: denied)
    assert trouble_of(Record.open, folder) is Trouble.NOT_WRITABLE


def write(content):
    return lambda path: path.write_bytes(content)


def cut(path):
    path.write_bytes(path.read_bytes()[:-5000])


def foreign(path):
    path.unlink()
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE bookmarks (url)")
    connection.close()


def patched(offset, number):
    def patch(path):
        content = bytearray(path.read_bytes())
        content[offset : offset + 4] = number.to_bytes(4, "big")
        path.write_bytes(content)

    return patch


def garbled(path):
    content = bytearray(path.read_bytes())
    content[100:4096] = b"\xff" * 3996
    path.write_bytes(content)


@pytest.mark.parametrize("deed", [Record.open, Record.read])
@pytest.mark.parametrize(
    ("spoil", "trouble"),
    [
        (write(b""), Trouble.DAMAGED),
        (write(b"Dear diary, this is no database at all." * 9), Trouble.NOT_A_RECORD),
        (write(os.urandom(8192)), Trouble.KEYS_MISSING),
        (write(b"SQLite format 3\0"), Trouble.DAMAGED),
        (cut, Trouble.DAMAGED),
        (foreign, Trouble.FOREIGN),
        (patched(68, APPLICATION_ID + 1), Trouble.FOREIGN),
        (patched(60, 999), Trouble.NEWER),
        (garbled, Trouble.DAMAGED),
    ],
    ids=lambda value: getattr(value, "__name__", str(value)),
)
def test_a_file_that_is_no_record_of_ours_is_refused_untouched(folder, spoil, trouble, deed):
    Record.create(folder).close()
    spoil(record_path(folder))
    before = state_of(folder)
    assert trouble_of(deed, folder) is trouble
    assert state_of(folder) == before


@pytest.mark.parametrize("deed", [Record.open, Record.read])
def test_a_record_of_a_newer_migration_is_refused_untouched(folder, deed):
    Record.create(folder).close()
    connection = connections.connect(record_path(folder), writing=True)
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    before = state_of(folder)
    assert trouble_of(deed, folder) is Trouble.NEWER
    assert state_of(folder) == before


def test_looking_into_an_older_record_asks_for_the_window_and_leaves_it_untouched(folder):
    Record.create(folder).close()
    connection = connections.connect(record_path(folder), writing=True)
    connection.execute("UPDATE alembic_version SET version_num = '0000'")
    connection.close()
    before = state_of(folder)
    assert trouble_of(Record.read, folder) is Trouble.OLDER
    assert state_of(folder) == before


def test_looking_leaves_the_file_and_its_folder_as_they_were(clinic, folder):
    clinic.record.close()
    before = state_of(folder)
    with Record.read(folder) as record, record.look() as work:
        assert work.patients.get(clinic.patient.id) == clinic.patient
    assert state_of(folder) == before


def test_a_second_writer_is_told_who_holds_the_record(record, folder):
    began = time.monotonic()
    with pytest.raises(RecordUnavailable) as caught:
        Record.open(folder)
    assert time.monotonic() - began < 2
    assert caught.value.trouble is Trouble.LOCKED
    assert caught.value.facts["pid"] == os.getpid()


def test_a_late_piece_of_work_writes_nothing_once_the_record_is_closed(folder):
    """Another window may have it by then."""
    mine = Record.create(folder)
    mine.close()
    with Record.open(folder) as theirs:

        def late():
            with mine.begin(who="a late save", now=NOW):
                pass

        assert trouble_of(late) is Trouble.NOT_WRITABLE
        assert theirs.may_write


def test_one_may_look_beside_a_writer_and_sees_what_is_committed(clinic, folder):
    with Record.read(folder) as beside:
        with clinic.begin() as work:
            work.patients.put(a_patient(family_name="Later"))
            with beside.look() as looked:
                assert len(looked.patients.listed(None)) == 1
        with beside.look() as looked:
            assert len(looked.patients.listed(None)) == 2


def test_a_record_opened_for_looking_takes_no_work(folder):
    Record.create(folder).close()
    with Record.read(folder) as record:
        begun = record.begin(who="Kim", now=NOW)
        assert trouble_of(begun.__enter__) is Trouble.NOT_WRITABLE


def test_an_exception_takes_back_everything(clinic):
    with pytest.raises(ZeroDivisionError):
        add_and_fail(clinic)
    with clinic.look() as work:
        assert [p.family_name for p in work.patients.listed(None)] == ["Müller"]
        assert work.connection.exec_driver_sql("SELECT count(*) FROM audit").scalar() == 3
        assert work.connection.exec_driver_sql("SELECT count(*) FROM search").scalar() == 1


def add_and_fail(clinic):
    with clinic.begin() as work:
        work.patients.put(a_patient(family_name="Nobody"))
        work.audit.record("patient.added")
        raise ZeroDivisionError


def test_an_error_of_the_database_holds_no_patient_text(clinic):
    with pytest.raises(IntegrityError) as caught, clinic.begin() as work:
        work.patients.add([a_patient(family_name="Geheim" * 50)])
    assert "Geheim" not in str(caught.value)


def test_what_was_committed_is_there_after_reopening(folder):
    with Record.create(folder) as record:
        clinic = Clinic(record)
        note = clinic.sign()
    with Record.open(folder) as record, record.look() as work:
        assert work.notes.get(note.id) == note


def test_opening_an_up_to_date_record_imports_no_alembic(folder):
    Record.create(folder).close()
    script = (
        "import sys, pathlib; from ims_notes.storage.record import Record\n"
        "Record.read(pathlib.Path(sys.argv[1])).close()\n"
        "assert not {'alembic', 'PySide6'} & set(sys.modules), 'for looking'\n"
        "Record.open(pathlib.Path(sys.argv[1])).close()\n"
        "assert 'alembic' not in sys.modules, 'for writing'\n"
    )
    subprocess.run([sys.executable, "-c", script, str(folder)], check=True)
