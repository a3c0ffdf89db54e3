"""What a power cut, a kill or a faulty disk leaves in a record's folder stands in nobody's way."""

import pytest

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage import connections, convert, keys
from ims_notes.storage.check import check_record
from ims_notes.storage.lock import WriterLock
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import FILE_NAME, LOCK_NAME, record_path
from tests.storage.given import Clinic

KEY = bytes(range(32))


@pytest.fixture
def closed(record, folder):
    record.close()
    return folder


def test_a_lock_that_a_power_cut_left_empty_is_taken(closed):
    (closed / LOCK_NAME).write_bytes(b"")
    Record.open(closed).close()


def test_a_lock_of_our_own_that_could_not_be_removed_is_taken_again(closed):
    held = WriterLock(closed)
    said = (closed / LOCK_NAME).read_bytes()
    held.release()
    (closed / LOCK_NAME).write_bytes(said)
    Record.open(closed).close()


def test_a_lock_that_is_held_in_this_process_is_not_taken(closed):
    with WriterLock(closed), pytest.raises(RecordUnavailable) as caught:
        Record.open(closed)
    assert caught.value.trouble is Trouble.LOCKED


def test_what_a_killed_conversion_left_legible_is_swept_at_the_next_start(closed):
    wrapped = keys.new_keys(keys.Cost(memory_kib=8, passes=1)).with_slot(KEY, "words")
    plain = record_path(closed).read_bytes()
    convert.encrypt_record(closed, key=KEY, keys=wrapped)
    left = [closed / f".{FILE_NAME}.new", closed / f".{FILE_NAME}.before-0002.new-wal"]
    for each in left:
        each.write_bytes(plain)
    Record.open(closed, key=KEY).close()
    assert not any(each.exists() for each in left)


def test_a_record_that_a_killed_conversion_left_in_another_mode_is_mended_by_opening(closed):
    connection = connections.connect(record_path(closed), writing=True)
    connection.execute("PRAGMA journal_mode=DELETE")
    connection.close()
    assert [each.code for each in check_record(closed).problems] == ["journal_mode"]
    Record.open(closed).close()
    assert check_record(closed).problems == ()


def test_a_record_that_could_not_be_folded_together_never_gets_its_name(folder):
    """As on a full disk, where SQLite closes without a word and leaves a part in the log."""
    held = []

    def begun(record):
        looking = connections.connect(record.path, writing=False)
        looking.execute("BEGIN")
        looking.execute("SELECT count(*) FROM patient").fetchone()
        held.append(looking)
        Clinic(record).sign()

    with pytest.raises(RecordUnavailable) as caught:
        Record.create(folder, begun=begun)
    held.pop().close()
    assert caught.value.trouble is Trouble.DISK_FULL
    assert not record_path(folder).exists()
    assert not list(folder.glob(".*"))
    Record.create(folder).close()
