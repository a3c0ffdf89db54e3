import pytest

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage import connections, convert, keys
from ims_notes.storage.check import check_record
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import is_encrypted, record_path
from tests.storage.given import Clinic

KEY = bytes(range(32))
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"


@pytest.fixture
def wrapped():
    return keys.new_keys(keys.Cost(memory_kib=8, passes=1)).with_slot(KEY, "words")


@pytest.fixture
def plain(folder):
    """A plain record with a signed note and a draft, and the copy of an earlier migration."""
    with Record.create(folder) as record:
        clinic = Clinic(record)
        clinic.sign()
        with clinic.begin() as work:
            work.notes.put_draft(clinic.draft())
    copy = record_path(folder).with_name("ims-notes.record.before-0002")
    copy.write_bytes(record_path(folder).read_bytes())
    return folder


def contents(folder, key=None):
    connection = connections.connect(record_path(folder), writing=False, key=key)
    names = [row[0] for row in connection.execute(TABLES)]
    schema = connection.execute("SELECT name, sql FROM sqlite_master ORDER BY name").fetchall()
    rows = {name: connection.execute(f"SELECT * FROM {name}").fetchall() for name in names}
    facts = [
        connection.execute(f"PRAGMA {n}").fetchone() for n in ("application_id", "user_version")
    ]
    connection.close()
    return schema, rows, facts


def test_a_plain_record_is_encrypted_with_all_it_holds_and_made_plain_again(plain, wrapped):
    before = contents(plain)
    convert.encrypt_record(plain, key=KEY, keys=wrapped)
    assert is_encrypted(record_path(plain))
    assert contents(plain, KEY) == before
    assert check_record(plain, key=KEY).problems == ()
    convert.decrypt_record(plain, key=KEY)
    assert contents(plain) == before
    assert check_record(plain).problems == ()
    assert not keys.keys_path(plain).exists()


def test_no_file_in_the_folder_stays_readable(plain, wrapped):
    convert.encrypt_record(plain, key=KEY, keys=wrapped)
    for file in plain.iterdir():
        assert b"SQLite format 3" not in file.read_bytes()
        assert b"signed_note" not in file.read_bytes()


def test_a_record_in_use_is_left_as_it_is(plain, wrapped):
    before = record_path(plain).read_bytes()
    with Record.open(plain), pytest.raises(RecordUnavailable) as caught:
        convert.encrypt_record(plain, key=KEY, keys=wrapped)
    assert caught.value.trouble is Trouble.LOCKED
    with Record.read(plain) as record, record.look(), pytest.raises(RecordUnavailable) as caught:
        convert.encrypt_record(plain, key=KEY, keys=wrapped)
    assert caught.value.trouble is Trouble.BUSY
    assert record_path(plain).read_bytes() == before
    Record.open(plain).close()


def test_another_key_makes_nothing_plain(plain, wrapped):
    convert.encrypt_record(plain, key=KEY, keys=wrapped)
    before = record_path(plain).read_bytes()
    with pytest.raises(RecordUnavailable):
        convert.decrypt_record(plain, key=bytes(32))
    assert record_path(plain).read_bytes() == before
    assert keys.keys_path(plain).exists()


def test_a_copy_that_is_not_whole_takes_nobodys_name(plain, wrapped, monkeypatch):
    before = contents(plain)
    monkeypatch.setattr(convert, "stated_in", lambda path, key: ("ok", 0))
    with pytest.raises(RecordUnavailable) as caught:
        convert.encrypt_record(plain, key=KEY, keys=wrapped)
    assert caught.value.trouble is Trouble.DAMAGED
    assert contents(plain) == before
    Record.open(plain).close()
