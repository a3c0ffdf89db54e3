"""A backup is whole or it is not there; what is no backup harms nobody."""

import errno
import io
import json
import os
import struct
import subprocess
import sys
import threading
import time
import tracemalloc
import zipfile
from datetime import timedelta

import pytest

from ims_notes.domain.backups import Relation
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage import backup_file, backups, restoring
from ims_notes.storage.backup_facts import difference
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import FILE_NAME, KEYS_NAME
from tests.storage.backup_stage import back_up, busy, encrypted, keep_draft
from tests.storage.given import NOW, Clinic


@pytest.fixture
def shelf(tmp_path):
    folder = tmp_path / "backups"
    folder.mkdir()
    return folder


@pytest.fixture
def made(record, shelf):
    busy(record)
    return back_up(record, shelf)


def refusal(path):
    with pytest.raises(RecordUnavailable) as refused:
        backup_file.read_manifest(path)
    return refused.value.trouble


def test_a_backup_says_what_it_holds_and_nothing_about_anybody(made):
    manifest = made.manifest
    counts = manifest.counts
    assert (counts.patients, counts.notes, counts.drafts) == (1, 1, 1)
    assert made.path.name == "ims-notes-2026-03-02-113000.backup"
    with zipfile.ZipFile(made.path) as pack:
        said = pack.read("manifest.json").decode()
        assert pack.testzip() is None
    assert not any(name in said for name in ("Müller", "Anna", "typed last", "Kim"))
    assert backups.look_at(made.path).manifest == manifest


def test_a_backup_is_closed_to_others_and_leaves_nothing_beside_it(made, shelf):
    assert [each.name for each in shelf.iterdir()] == [made.path.name]
    if os.name == "posix":
        assert made.path.stat().st_mode & 0o077 == 0


def test_an_encrypted_record_is_noise_in_its_backup_too(tmp_path, shelf):
    key = encrypted(tmp_path / "record")
    with Record.open(tmp_path / "record", key=key) as record:
        busy(record)
        made = back_up(record, shelf)
    with zipfile.ZipFile(made.path) as pack:
        assert set(pack.namelist()) == {FILE_NAME, KEYS_NAME, "manifest.json"}
        packed = pack.read(FILE_NAME)
    assert len(set(packed[:4096])) > 240
    assert b"Anna" not in packed
    assert key.hex() not in made.path.read_bytes().decode("latin-1")


def test_writers_go_on_while_a_backup_is_made(record, shelf):
    clinic = busy(record)
    begun, kept = threading.Event(), []

    def write():
        begun.wait(5)
        kept.append(keep_draft(clinic, "typed meanwhile"))

    writer = threading.Thread(target=write)
    writer.start()
    made = back_up(record, shelf, progress=lambda done, total: begun.set())
    writer.join()
    assert kept
    assert made.manifest.counts.drafts == 1


def test_stopped_half_way_nothing_is_left(record, shelf):
    class Stopped(Exception):
        pass

    def stop(done, _total):
        if done > 50:
            raise Stopped

    with pytest.raises(Stopped):
        back_up(record, shelf, progress=stop)
    assert list(shelf.iterdir()) == []


def test_killed_half_way_the_next_start_sweeps_and_lets_works_under_way_be(shelf):
    script = (
        "import os, sys; from pathlib import Path; from ims_notes.storage import backups\n"
        "with backups.working(Path(sys.argv[1])) as room:\n"
        "    (room / 'packed').write_bytes(b'half')\n"
        "    os._exit(9)\n"
    )
    subprocess.run([sys.executable, "-c", script, str(shelf)], check=False, timeout=60)
    assert len(list(shelf.iterdir())) == 1
    with backups.working(shelf) as room:
        backups.sweep(shelf)
        assert list(shelf.iterdir()) == [room]
    assert list(shelf.iterdir()) == []


def test_a_folder_that_is_not_there_is_never_made_anew(record, tmp_path):
    with pytest.raises(RecordUnavailable) as refused:
        back_up(record, tmp_path / "drive" / "backups")
    assert refused.value.trouble is Trouble.VANISHED
    assert not (tmp_path / "drive").exists()


def test_a_full_drive_is_said_and_keeps_what_it_has(made, record, shelf, monkeypatch):
    def full(*_facts, **_more):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(backup_file, "_some_copied", full)
    with pytest.raises(RecordUnavailable) as refused:
        back_up(record, shelf, now=NOW + timedelta(days=9))
    assert refused.value.trouble is Trouble.DISK_FULL
    assert list(shelf.iterdir()) == [made.path]


def test_what_the_drive_changed_is_noticed_before_the_backup_counts(record, shelf, monkeypatch):
    whole = backup_file.prove

    def flip(path, manifest, **more):
        flip_byte(path, path.stat().st_size // 2)
        whole(path, manifest, **more)

    monkeypatch.setattr(backup_file, "prove", flip)
    with pytest.raises(RecordUnavailable) as refused:
        back_up(record, shelf)
    assert refused.value.trouble is Trouble.BACKUP_DAMAGED
    assert list(shelf.iterdir()) == []


def flip_byte(path, place):
    with path.open("r+b") as file:
        file.seek(place)
        byte = file.read(1)
        file.seek(place)
        file.write(bytes([byte[0] ^ 1]))


def test_one_flipped_bit_anywhere_in_a_backup_is_found(made, tmp_path):
    size = made.path.stat().st_size
    whole = made.path.read_bytes()
    places = [*range(0, size, max(1, size // 150)), *range(size - 600, size, 7)]
    unnoticed = []
    for place in places:
        flip_byte(made.path, place)
        try:
            out = tmp_path / "out"
            out.mkdir()
            manifest = backup_file.unpack(made.path, out)
            # What the zip says beside the members changes nothing of what is restored.
            if manifest != made.manifest or (out / FILE_NAME).read_bytes() not in whole:
                unnoticed.append(place)
        except RecordUnavailable:
            pass
        finally:
            for each in out.iterdir():
                each.unlink()
            out.rmdir()
            made.path.write_bytes(whole)
    # The manifest's own words (a version, a zone) carry no hash; its hashes and counts do.
    assert [each for each in unnoticed if each < size - 2000] == []


@pytest.mark.parametrize("kept", [0, 10, 5000, -1, -30, -400])
def test_a_truncated_backup_is_no_backup(made, kept):
    whole = made.path.read_bytes()
    made.path.write_bytes(whole[:kept])
    assert refusal(made.path) in (Trouble.BACKUP_DAMAGED, Trouble.NOT_A_BACKUP)
    assert backups.listed(made.path.parent)[0].manifest is None


def a_zip(path, members, **how):
    with zipfile.ZipFile(path, "w", **how) as pack:
        for name, content in members:
            pack.writestr(name, content)
    return path


GOOD = [(FILE_NAME, b"x" * 4096), ("manifest.json", "{}")]
HOSTILE = {
    "bomb": ([(FILE_NAME, bytes(200_000_000)), GOOD[1]], {"compression": zipfile.ZIP_DEFLATED}),
    "big manifest": ([GOOD[0], ("manifest.json", " " * 80_000)], {}),
    "deep json": ([GOOD[0], ("manifest.json", "[" * 60_000)], {}),
    "not json": ([GOOD[0], ("manifest.json", b"\xff\xfe")], {}),
    "infinite": ([GOOD[0], ("manifest.json", '{"format": 1e400}')], {}),
    "huge integer": ([GOOD[0], ("manifest.json", '{"format": ' + "9" * 5000 + "}")], {}),
    "traversal": ([("../../" + FILE_NAME, b"x"), GOOD[1]], {}),
    "absolute": ([("/" + FILE_NAME, b"x"), GOOD[1]], {}),
    "twice": ([GOOD[0], GOOD[0], GOOD[1]], {}),
    "one more": ([*GOOD, ("readme.txt", b"x")], {}),
    "many": ([(f"{each}", b"") for each in range(70_000)], {"allowZip64": True}),
}


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("kind", HOSTILE)
def test_hostile_zips_are_refused_quickly_and_in_little_memory(tmp_path, kind):
    members, how = HOSTILE[kind]
    path = a_zip(tmp_path / "x.backup", members, **how)
    del members
    tracemalloc.start()
    began = time.perf_counter()
    trouble = refusal(path)
    seconds, (_now, peak) = time.perf_counter() - began, tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert trouble in (Trouble.NOT_A_BACKUP, Trouble.BACKUP_DAMAGED)
    assert seconds < 1
    assert peak < 64e6


def test_an_end_that_lies_about_numbers_is_refused(made):
    whole = bytearray(made.path.read_bytes())
    for at, value in ((10, 60_000), (12, 0x7FFFFFFF), (16, 0x7FFFFFFF)):
        lying = bytearray(whole)
        end = len(whole) - 22
        lying[end + at : end + at + 2] = struct.pack("<L", value)[:2]
        lying[end + at : end + at + (4 if at > 10 else 2)] = struct.pack("<L", value)[
            : 4 if at > 10 else 2
        ]
        made.path.write_bytes(lying)
        assert refusal(made.path) in (Trouble.NOT_A_BACKUP, Trouble.BACKUP_DAMAGED)


def test_a_manifest_that_names_other_hashes_is_found_out_when_unpacked(made, tmp_path):
    with zipfile.ZipFile(made.path) as pack:
        said = json.loads(pack.read("manifest.json"))
        content = pack.read(FILE_NAME)
    said["members"][FILE_NAME]["sha256"] = "0" * 64
    forged = a_zip(
        tmp_path / "x.backup", [(FILE_NAME, content), ("manifest.json", json.dumps(said))]
    )
    out = tmp_path / "out"
    out.mkdir()
    with pytest.raises(RecordUnavailable) as refused:
        backup_file.unpack(forged, out)
    assert refused.value.trouble is Trouble.BACKUP_DAMAGED


def test_a_backup_of_more_than_four_gigabytes_can_be_read(tmp_path):
    # What zipfile writes for one is judged without writing four gigabytes: the end alone counts.
    end_64 = struct.pack("<4sQ2H2L4Q", b"PK\6\6", 44, 45, 45, 0, 0, 2, 2, 300, 5 << 30)
    locator = struct.pack("<4sLQL", b"PK\6\7", 0, (5 << 30) + 300, 1)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, 2, 2, 300, 0xFFFFFFFF, 0)

    class Large(io.BytesIO):
        def seek(self, place, whence=0):
            reach = super().seek(0, 2)
            size = (5 << 30) + 300 + reach
            if whence == 2:
                return size
            return super().seek(place - size + reach)

    backup_file._judge_end(Large(end_64 + locator + end), tmp_path)


def test_the_second_copy_is_the_same_byte_for_byte(made, tmp_path):
    second = tmp_path / "second"
    second.mkdir()
    copy = backups.copy_to(made, second)
    assert copy.path.read_bytes() == made.path.read_bytes()
    assert copy.manifest == made.manifest


def test_only_what_need_not_be_kept_goes_and_only_of_this_record(record, shelf, tmp_path):
    Record.create(tmp_path / "other").close()
    with Record.open(tmp_path / "other") as another:
        with another.begin(who="", now=NOW) as work:
            work.audit.record("record.begun")
        others = back_up(another, shelf, now=NOW - timedelta(days=900))
    busy(record)
    (shelf / "mine.backup").write_bytes(b"something else")
    days = [back_up(record, shelf, now=NOW - timedelta(days=day)) for day in range(40, 0, -1)]
    newest = back_up(record, shelf)
    gone = backups.let_go(newest, now=NOW + timedelta(hours=2))
    assert len(gone) >= 15
    left = {each.path for each in backups.listed(shelf)}
    assert {newest.path, days[-1].path, others.path, shelf / "mine.backup"} <= left
    # A clock put forward or back by years never takes the last one away.
    for moved in (NOW.replace(year=2046), NOW.replace(year=1999)):
        last = back_up(record, shelf, now=moved)
        backups.let_go(last, now=moved)
        left = {each.path for each in backups.listed(shelf)}
        assert {last.path, newest.path, others.path} <= left


def test_it_is_said_how_a_backup_differs_from_now(made, record):
    def now():
        with record.look() as work:
            return difference(work.connection, made.manifest)

    assert now().relation is Relation.SAME
    with record.begin(who="", now=NOW) as work:
        work.audit.record("backup.made")
    assert now().relation is Relation.SAME
    busy_again(record)
    found = now()
    assert found.relation is Relation.NOW_AHEAD
    assert (found.missing.notes, found.missing.drafts, found.missing.patients) == (2, 1, 1)


def busy_again(record):
    """Sign two more notes and leave a draft, all after the backup."""
    clinic = Clinic(record)
    for hour in (5, 6):
        clinic.sign(started_at=NOW + timedelta(hours=hour))
    keep_draft(clinic, "later", saved_at=NOW + timedelta(hours=7))


def test_an_older_record_or_another_one_is_told_apart(made, record, tmp_path, shelf):
    busy_again(record)
    later = back_up(record, shelf, now=NOW + timedelta(hours=8))
    restoring.restore(made.path, tmp_path / "old", key=None, replace=False, who="", now=NOW)
    with Record.open(tmp_path / "old") as old, old.look() as work:
        found = difference(work.connection, later.manifest)
        assert (found.relation, found.extra.notes) == (Relation.BACKUP_AHEAD, 2)
    Record.create(tmp_path / "another").close()
    with Record.open(tmp_path / "another") as another, another.look() as work:
        assert difference(work.connection, later.manifest).relation is Relation.OTHER
