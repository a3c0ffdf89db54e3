"""A backup comes back as the record it was; what it replaces is kept, byte for byte."""

import os
import shutil
import subprocess
import sys
import textwrap
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage import backup_file, backups, restoring
from ims_notes.storage.check import check_record
from ims_notes.storage.convert import encrypt_record
from ims_notes.storage.heads import read_head
from ims_notes.storage.keys import new_key, new_keys, read_keys, unwrap
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import FILE_NAME, KEYS_NAME, record_path
from ims_notes.storage.swapping import SWAP_NAME
from tests.storage.backup_stage import (
    CHEAP,
    SECRET,
    back_up,
    busy,
    deeds_of,
    drafts_of,
    encrypted,
    keep_draft,
    put_back,
)
from tests.storage.given import NOW


@pytest.fixture
def shelf(tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


@pytest.fixture(params=["plain", "encrypted"])
def opened(request, tmp_path, new_record):
    """A record in use, and its key."""
    folder = tmp_path / "record"
    if request.param == "encrypted":
        key = encrypted(folder)
    else:
        key = None
        shutil.copytree(new_record, folder)
    with Record.open(folder, key=key) as record:
        yield record


def test_a_backup_brings_the_draft_back_into_an_empty_folder(opened, shelf, tmp_path):
    busy(opened)
    made = back_up(opened, shelf)
    other = tmp_path / "other"
    restored = put_back(made, other, key=opened.key)
    assert restored.kept_at is None
    assert drafts_of(other, opened.key) == ["b ut y; typed last"]
    assert check_record(other, key=opened.key).problems == ()
    assert deeds_of(other, opened.key)[-1] == "record.restored"
    assert (other / KEYS_NAME).exists() == (opened.key is not None)


def test_the_replaced_record_is_kept_byte_for_byte(opened, shelf):
    clinic = busy(opened)
    made = back_up(opened, shelf)
    keep_draft(clinic, "typed after the backup")
    opened.close()
    folder = opened.path.parent
    before = opened.path.read_bytes()
    restored = put_back(made, folder, key=opened.key, replace=True)
    assert restored.kept_at == folder / "before-restore-2026-03-02-093000"
    assert record_path(restored.kept_at).read_bytes() == before
    assert drafts_of(folder, opened.key) == ["b ut y; typed last"]
    assert len(drafts_of(restored.kept_at, opened.key)) == 2
    with Record.open(folder, key=opened.key):  # Its head was reset knowingly.
        assert read_head(folder).notes == 1


def test_a_damaged_record_is_replaced_and_kept_as_it_is(opened, shelf):
    busy(opened)
    made = back_up(opened, shelf)
    opened.close()
    opened.path.write_bytes(b"noise, and no record any more")
    restored = put_back(made, opened.path.parent, key=opened.key, replace=True)
    assert record_path(restored.kept_at).read_bytes() == b"noise, and no record any more"
    assert drafts_of(opened.path.parent, opened.key) == ["b ut y; typed last"]


def test_a_record_is_only_replaced_when_asked_to(opened, shelf):
    made = back_up(opened, shelf)
    opened.close()
    with pytest.raises(RecordUnavailable) as refused:
        put_back(made, opened.path.parent, key=opened.key)
    assert refused.value.trouble is Trouble.NOT_EMPTY


def test_nobody_replaces_a_record_that_is_open(opened, shelf):
    made = back_up(opened, shelf)
    script = textwrap.dedent(f"""
        from pathlib import Path
        from datetime import datetime, UTC
        from ims_notes.storage import restoring
        from ims_notes.domain.errors import RecordUnavailable
        try:
            restoring.restore(Path({str(made.path)!r}), Path({str(opened.path.parent)!r}),
                key=None, replace=True, who="", now=datetime.now(UTC))
        except RecordUnavailable as refused:
            print(refused.trouble)
    """)
    said = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=60, check=True
    )
    assert said.stdout.strip() == "locked"


def test_an_older_passphrase_opens_the_backup_of_its_day(tmp_path, shelf):
    key = encrypted(tmp_path / "record")
    with Record.open(tmp_path / "record", key=key) as record:
        made = back_up(record, shelf)
    keys = restoring.keys_in(made.path)
    assert unwrap(keys, SECRET).key == key
    with pytest.raises(RecordUnavailable) as refused:
        unwrap(keys, "the new passphrase of today")
    assert refused.value.trouble is Trouble.KEY_WRONG


@pytest.mark.parametrize("wrong", [None, bytes(32)])
def test_without_its_key_nothing_is_restored(tmp_path, shelf, wrong):
    key = encrypted(tmp_path / "record")
    with Record.open(tmp_path / "record", key=key) as record:
        made = back_up(record, shelf)
    with pytest.raises(RecordUnavailable) as refused:
        put_back(made, tmp_path / "other", key=wrong)
    assert refused.value.trouble in (Trouble.KEY_NEEDED, Trouble.KEYS_MISPAIRED)
    assert not (tmp_path / "other").exists()


def test_a_plain_backup_can_become_an_encrypted_record(record, shelf, tmp_path):
    busy(record)
    made = back_up(record, shelf)
    key = new_key()
    keys = new_keys(CHEAP).with_slot(key, SECRET)
    put_back(made, tmp_path / "other", encrypt=(key, keys))
    other = tmp_path / "other"
    assert drafts_of(other, key) == ["b ut y; typed last"]
    assert unwrap(read_keys(other / KEYS_NAME), SECRET).key == key
    assert b"Anna" not in record_path(other).read_bytes()


def test_a_plain_backup_replaces_an_encrypted_record_and_its_keys(record, shelf):
    made = back_up(record, shelf)
    folder = record.path.parent
    record.close()
    key = new_key()
    encrypt_record(folder, key=key, keys=new_keys(CHEAP).with_slot(key, SECRET))
    restored = put_back(made, folder, replace=True)
    assert not (folder / KEYS_NAME).exists()
    assert (restored.kept_at / KEYS_NAME).exists()
    assert drafts_of(folder) == []


def test_trying_a_backup_checks_everything_and_leaves_nothing(opened, shelf):
    busy(opened)
    made = back_up(opened, shelf)
    tried = restoring.try_restore(made.path, shelf, key=opened.key)
    assert (tried.checked.problems, tried.checked.notes) == ((), 1)
    assert tried.manifest.counts.drafts == 1
    assert [each.name for each in shelf.iterdir()] == [made.path.name]


def test_a_backup_of_an_older_program_is_brought_up_to_date(tmp_path, shelf):
    first_day = tmp_path / "first_day"
    with zipfile.ZipFile(Path(__file__).parents[1] / "data" / "record-0001.zip") as packed:
        packed.extractall(first_day)
    path = next(each for each in first_day.rglob("*") if each.suffix == ".record")
    said = backups.facts_of(path, key=None, now=NOW, zone="UTC")
    target = shelf / "old.backup"
    backup_file.pack(target, files={FILE_NAME: path}, manifest=said, told=lambda _count: None)
    assert restoring.try_restore(target, shelf, key=None).checked.problems == ()
    put_back(backups.look_at(target), tmp_path / "other")
    with Record.open(tmp_path / "other"):
        assert check_record(tmp_path / "other").problems == ()


_RESTORE = """
import os, sys
from datetime import datetime, UTC
from pathlib import Path
from ims_notes.storage import restoring
made, folder, last = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
deeds = ("os.rename", "os.remove", "os.rmdir", "os.link", "os.mkdir", "open")
count = 0
def die(event, what):
    global count
    if event in deeds and str(folder) in str(what[0]):
        count += 1
        if count == last:
            os.kill(os.getpid(), 9)
sys.addaudithook(die)
now = datetime(2026, 3, 2, tzinfo=UTC)
restoring.restore(made, folder, key=None, replace=True, who="", now=now)
print(count)
"""


def restored_until(made, record, folder, last):
    """Restore over a copy of the record's folder, killed at a step; 0 for none."""
    shutil.copytree(record.path.parent, folder)
    words = [sys.executable, "-c", _RESTORE, str(made.path), str(folder), str(last)]
    return subprocess.run(words, capture_output=True, text=True, timeout=60)


def found_in(folder):
    """What the record holds after a kill; everything else must be well too."""
    with Record.open(folder):
        found = drafts_of(folder)
    assert not (folder / SWAP_NAME).exists()
    assert check_record(folder).problems == ()
    backups.sweep(folder)
    assert not list(folder.glob(".ims-notes-working-*"))
    return found


def test_a_restore_killed_at_any_step_leaves_the_old_record_or_the_new(record, shelf, tmp_path):
    clinic = busy(record)
    made = back_up(record, shelf)
    keep_draft(clinic, "typed after the backup", started_at=NOW + timedelta(hours=1))
    record.close()
    steps = int(restored_until(made, record, tmp_path / "whole", 0).stdout)
    assert steps > 20, "the harness saw nothing"
    old, new = ["b ut y; typed last", "typed after the backup"], ["b ut y; typed last"]
    found = []
    for last in _some(steps):
        folder = tmp_path / f"killed-{last}"
        assert restored_until(made, record, folder, last).returncode == -9
        found.append(found_in(folder))
        if found[-1] == new:
            assert drafts_of(next(folder.glob("before-restore-*"))) == old
        shutil.rmtree(folder)
    assert old in found
    assert new in found
    assert all(each in (old, new) for each in found)


def _some(steps):
    """Every step by hand (IMS_NOTES_LONG=1), else every third; always the last ones."""
    if os.environ.get("IMS_NOTES_LONG"):
        return range(1, steps + 1)
    return sorted({*range(1, steps + 1, 4), *range(max(1, steps - 12), steps + 1, 2)})
