"""Files put beside the record, taken away or put back: noticed, and nothing is made worse."""

import os
import shutil
from contextlib import ExitStack, suppress
from datetime import UTC, datetime

import pytest

from ims_notes.domain.audit import Deed
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage import connections
from ims_notes.storage.audit_beside import Told, tell_beside
from ims_notes.storage.keys import Cost, new_key, new_keys
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import record_path

NOW = datetime(2026, 3, 10, 11, 30, tzinfo=UTC)


def say(record, times=1, who="Mara"):
    for _ in range(times):
        with record.begin(who=who, now=NOW) as work:
            work.audit.record(Deed.RECORD_LISTED)


def crashed(folder, *, key=None, times=30):
    """Make a record whose program died: its newest lines stand in the log alone."""
    live = folder.with_name(folder.name + "-live")
    with Record.create(live, begun=lambda _record: wrapped(key), key=key) as record:
        say(record, times, who=folder.name)
        shutil.copytree(live, folder)
    (folder / "ims-notes.lock").unlink()
    return record_path(folder)


def wrapped(key):
    if key is None:
        return None
    return new_keys(Cost(memory_kib=8, passes=1)).with_slot(key, "five words are quite enough")


def log_of(path):
    return path.with_name(path.name + "-wal")


def kept(path):
    return path.read_bytes(), log_of(path).read_bytes() if log_of(path).exists() else None


def trouble(folder, **how):
    with pytest.raises(RecordUnavailable) as refused:
        Record.open(folder, **how)
    return refused.value


@pytest.fixture(params=["plain", "encrypted"])
def keys(request):
    """The keys of two records."""
    return (None, None) if request.param == "plain" else (new_key(), new_key())


def test_after_a_crash_its_own_log_is_taken_in(tmp_path, keys):
    path = crashed(tmp_path / "a", key=keys[0])
    assert log_of(path).stat().st_size > 0
    with Record.open(tmp_path / "a", key=keys[0]) as record, record.look() as work:
        (n,) = work.connection.exec_driver_sql("SELECT count(*) FROM audit").one()
    assert n >= 30


def test_the_log_of_another_record_is_noticed_and_both_stay_as_they_are(tmp_path, keys):
    ours = crashed(tmp_path / "a", key=keys[0])
    other = crashed(tmp_path / "b", key=keys[1], times=200)
    # Ours was closed properly: all of it is in its file.
    Record.open(tmp_path / "a", key=keys[0]).close()
    shutil.copy(log_of(other), log_of(ours))
    before = kept(ours)
    refused = trouble(tmp_path / "a", key=keys[0])
    assert refused.trouble in {Trouble.LOG_MISPAIRED, Trouble.ENTRIES_MISSING}
    assert kept(ours) == before
    log_of(ours).unlink()
    with Record.open(tmp_path / "a", key=keys[0]) as record:
        say(record)


def test_a_log_that_does_not_fit_is_set_aside_when_that_is_accepted(tmp_path):
    keys = new_key(), new_key()
    ours, other = (crashed(tmp_path / name, key=key) for name, key in zip("ab", keys, strict=True))
    Record.open(tmp_path / "a", key=keys[0]).close()
    shutil.copy(log_of(other), log_of(ours))
    foreign = log_of(ours).read_bytes()
    assert trouble(tmp_path / "a", key=keys[0]).trouble is Trouble.LOG_MISPAIRED
    with Record.open(tmp_path / "a", key=keys[0], accept_loss=True) as record:
        say(record)
    assert (tmp_path / "a" / "ims-notes.record-wal.set-aside-1").read_bytes() == foreign


def test_a_log_cut_short_or_taken_away_is_noticed_and_nothing_is_changed(tmp_path, keys):
    path = crashed(tmp_path / "a", key=keys[0])
    whole = log_of(path).read_bytes()
    for left in (whole[: len(whole) // 2], b"", None):
        shutil.rmtree(tmp_path / "again", ignore_errors=True)
        shutil.copytree(tmp_path / "a", tmp_path / "again")
        again = record_path(tmp_path / "again")
        log_of(again).unlink() if left is None else log_of(again).write_bytes(left)
        before = again.read_bytes()
        refused = trouble(tmp_path / "again", key=keys[0])
        assert refused.trouble is Trouble.ENTRIES_MISSING
        assert refused.facts["lines"] > 0
        assert again.read_bytes() == before


def test_a_wrong_key_is_told_also_beside_a_log(tmp_path):
    crashed(tmp_path / "a", key=new_key())
    assert trouble(tmp_path / "a", key=new_key()).trouble is Trouble.KEYS_MISPAIRED


def test_a_record_that_went_away_is_not_written_to_and_is_found_again(tmp_path):
    folder = tmp_path / "a"
    with Record.create(folder) as record:
        say(record)
        folder.rename(tmp_path / "elsewhere")
        with pytest.raises(RecordUnavailable) as refused:
            say(record)
        assert refused.value.trouble is Trouble.VANISHED
        shutil.copytree(tmp_path / "elsewhere", folder)
        say(record)
        with record.look() as work:
            (n,) = work.connection.exec_driver_sql("SELECT count(*) FROM audit").one()
        assert n == 2


def test_an_older_copy_that_comes_back_in_its_place_is_not_gone_on_with(tmp_path):
    folder = tmp_path / "a"
    with Record.create(folder) as record:
        say(record)
        shutil.copytree(folder, tmp_path / "older")
        say(record)
        folder.rename(tmp_path / "elsewhere")
        (tmp_path / "older").rename(folder)
        with pytest.raises(RecordUnavailable) as refused:
            say(record)
    assert refused.value.trouble is Trouble.VANISHED


def test_a_record_that_goes_away_while_it_is_written_is_not_called_saved(tmp_path):
    folder, going = tmp_path / "a", ExitStack()
    with Record.create(folder) as record:
        work = going.enter_context(record.begin(who="Mara", now=NOW))
        work.audit.record(Deed.RECORD_LISTED)
        folder.rename(tmp_path / "elsewhere")
        with pytest.raises(RecordUnavailable) as refused:
            going.close()
    assert refused.value.trouble is Trouble.VANISHED


def test_looking_at_an_older_copy_does_not_hide_that_it_is_one(tmp_path):
    folder = tmp_path / "a"
    with Record.create(folder) as record:
        say(record)
        shutil.copytree(folder, tmp_path / "older")
        say(record)
    Record.open(tmp_path / "older").close()
    shutil.copy(record_path(tmp_path / "older"), record_path(folder))
    before = record_path(folder).read_bytes()
    with Record.read(folder) as record:
        assert not tell_beside(record, Told(Deed.RECORD_LISTED, "Mara"), now=NOW)
    assert record_path(folder).read_bytes() == before
    assert trouble(folder).trouble is Trouble.ENTRIES_MISSING


def test_looking_at_what_a_crash_left_changes_neither_record_nor_log(tmp_path, keys):
    path = crashed(tmp_path / "a", key=keys[0])
    before = kept(path)
    with Record.read(tmp_path / "a", key=keys[0]) as record, record.look() as work:
        assert work.connection.exec_driver_sql("SELECT count(*) FROM audit").scalar() >= 30
    assert kept(path) == before


def test_looking_at_a_record_with_another_ones_log_changes_neither(tmp_path, keys):
    ours = crashed(tmp_path / "a", key=keys[0])
    other = crashed(tmp_path / "b", key=keys[1], times=200)
    Record.open(tmp_path / "a", key=keys[0]).close()
    shutil.copy(log_of(other), log_of(ours))
    before = kept(ours)
    with (
        suppress(RecordUnavailable),
        Record.read(tmp_path / "a", key=keys[0]) as record,
        record.look() as work,
    ):
        work.connection.exec_driver_sql("SELECT count(*) FROM audit")
    assert kept(ours) == before


@pytest.fixture
def write_protected(monkeypatch):
    """Nothing may be written anywhere; a test run as the system's owner would not notice."""
    allowed = os.access
    monkeypatch.setattr(
        connections.os, "access", lambda path, how: how != os.W_OK and allowed(path, how)
    )


def test_a_write_protected_record_is_read_without_a_file_beside_it(tmp_path, write_protected):
    with Record.create(tmp_path / "a") as record:
        say(record)
    before = sorted(each.name for each in (tmp_path / "a").iterdir())
    with Record.read(tmp_path / "a") as record, record.look() as work:
        assert work.connection.exec_driver_sql("SELECT count(*) FROM audit").scalar() == 1
        assert sorted(each.name for each in (tmp_path / "a").iterdir()) == before


def test_a_write_protected_record_with_a_log_is_not_read_without_it(tmp_path, write_protected):
    path = crashed(tmp_path / "a")
    path.with_name(path.name + "-shm").unlink(missing_ok=True)
    with pytest.raises(RecordUnavailable) as refused:
        Record.read(tmp_path / "a")
    assert refused.value.trouble is Trouble.NEEDS_ROOM
