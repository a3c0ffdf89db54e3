"""A backup and its restoring without a window, for whoever scripts them."""

import os
import shutil
import zipfile
from pathlib import Path

import pytest

from ims_notes.storage.record_file import KEYS_NAME, record_path

WORDS = "correct horse battery staple again"


@pytest.fixture
def record(clinic, tmp_path):
    """A fresh record of this test's own."""
    return shutil.copytree(clinic, tmp_path / "record")


@pytest.fixture
def made(ims, record, tmp_path):
    """A backup of it."""
    done = ims("--data", record, "backup", tmp_path / "shelf")
    assert done.status == 0
    return done.out.strip()


def test_backup_prints_the_file_it_made(made, tmp_path):
    assert made.startswith(str(tmp_path / "shelf" / "ims-notes-"))
    assert os.path.exists(made)


def test_without_a_folder_it_goes_where_backups_go(ims, record, home):
    made = ims("backup", "--data", record).out.strip()
    assert made.startswith(str(home))
    assert os.path.exists(made)


def test_a_backup_is_restored_into_an_empty_folder(ims, made, record, tmp_path):
    other = tmp_path / "other"
    done = ims("restore", made, "--data", other)
    assert done.status == 0
    assert "6 patients" in done.out
    assert ims("check", "--data", other).status == 0
    listed = [ims("patients", "--json", "--data", each).out for each in (record, other)]
    assert listed[0] == listed[1]


def test_a_record_is_replaced_only_when_asked_and_kept(ims, made, record):
    refused = ims("restore", made, "--data", record)
    assert refused.status == 1
    assert "--replace" in refused.err
    done = ims("restore", made, "--replace", "--data", record)
    assert done.status == 0
    kept = next(record.glob("before-restore-*"))
    assert str(kept) in done.err
    assert ims("check", "--data", kept).status == 0


def test_a_plain_backup_becomes_an_encrypted_record_where_a_passphrase_is_given(
    ims, made, tmp_path, monkeypatch
):
    monkeypatch.setenv("IMS_NOTES_PASSPHRASE", WORDS)
    other = tmp_path / "other"
    assert ims("restore", made, "--data", other).status == 0
    assert record_path(other).read_bytes()[:6] != b"SQLite"
    assert ims("check", "--data", other).status == 0
    again = ims("backup", tmp_path / "shelf", "--data", other).out.strip()
    assert ims("restore", again, "--data", tmp_path / "third").status == 0
    assert (tmp_path / "third" / KEYS_NAME).exists()
    monkeypatch.delenv("IMS_NOTES_PASSPHRASE")
    refused = ims("restore", again, "--data", tmp_path / "fourth")
    assert refused.status == 1
    assert "passphrase" in refused.err


@pytest.mark.parametrize("secret", ["short", "passwordpassword"])
def test_a_passphrase_that_would_be_guessed_restores_nothing(
    ims, made, tmp_path, monkeypatch, secret
):
    monkeypatch.setenv("IMS_NOTES_PASSPHRASE", secret)
    refused = ims("restore", made, "--data", tmp_path / "new" / "folder")
    assert refused.status == 1
    assert "passphrase" in refused.err
    assert not (tmp_path / "new").exists()


def test_a_damaged_backup_is_named_and_leaves_no_folder(ims, made, tmp_path):
    damaged, content = tmp_path / "damaged.backup", bytearray(Path(made).read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)
    refused = ims("restore", damaged, "--data", tmp_path / "new" / "folder")
    assert refused.status == 1
    assert refused.err.endswith(f"{damaged}\n")
    assert not (tmp_path / "new").exists()


def test_a_backup_that_counts_otherwise_is_named_by_its_own_path(ims, made, tmp_path):
    lying = tmp_path / "lying.backup"
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(lying, "w") as new:
        for each in old.namelist():
            new.writestr(each, old.read(each).replace(b'"patients": 6', b'"patients": 7'))
    refused = ims("restore", lying, "--data", tmp_path / "other")
    assert refused.status == 1
    assert refused.err.endswith(f"{lying}\n")


def test_a_backup_that_is_absent_or_a_folder_is_said_as_such(ims, tmp_path):
    absent = ims("restore", tmp_path / "absent.backup", "--data", tmp_path / "new")
    assert absent.status == 1
    assert absent.err.startswith("No such file")
    folder = ims("restore", tmp_path, "--data", tmp_path / "new")
    assert folder.status == 1
    assert "not a backup" in folder.err


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes here")
@pytest.mark.parametrize("command", ["restore", "import"])
def test_a_pipe_makes_nobody_wait(ims, tmp_path, command):
    os.mkfifo(tmp_path / "pipe")
    assert ims(command, tmp_path / "pipe", "--data", tmp_path / "new").status == 1
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("foreign", [b"", b"PK", b"no backup at all" * 100])
def test_what_is_no_backup_is_refused_and_makes_no_folder(ims, tmp_path, foreign):
    (tmp_path / "x.backup").write_bytes(foreign)
    refused = ims("restore", tmp_path / "x.backup", "--data", tmp_path / "other")
    assert refused.status == 1
    assert "not a backup" in refused.err
    assert not (tmp_path / "other").exists()


def test_a_folder_on_a_drive_that_is_not_there_is_said(ims, record, tmp_path):
    refused = ims("backup", tmp_path / "no" / "drive", "--data", record)
    assert refused.status == 1
    assert not (tmp_path / "no").exists()


def test_beside_a_running_window_a_backup_is_made_and_nothing_restored(process, own, ims, tmp_path):
    folder = own.folder
    made = ims("backup", tmp_path / "shelf", "--data", folder)
    assert made.status == 0
    refused = process("restore", made.out.strip(), "--replace", "--data", folder)
    assert refused.returncode == 1
    assert b"another IMS Notes window" in refused.stderr
    with own.look() as work:
        deeds = work.connection.exec_driver_sql("SELECT deed FROM audit").scalars().all()
    assert deeds[-1] == "backup.made"
