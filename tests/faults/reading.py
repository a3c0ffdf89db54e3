"""What is found in a record afterwards."""

from contextlib import closing
from uuid import UUID

from ims_notes.domain.errors import RecordUnavailable
from ims_notes.domain.note import NoteState
from ims_notes.storage import connections
from ims_notes.storage.check import check_record
from ims_notes.storage.keys import Cost, new_keys
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import record_path

SECRET = "five words are quite enough"


def make(folder, key=None):
    """Make a record, with a key file that costs nothing where it is encrypted."""
    keys = key and wrapped(key, SECRET)
    Record.create(folder, begun=lambda _record: keys, key=key).close()


def wrapped(key, secret):
    """Return a key file's content: one passphrase, at next to no cost."""
    return new_keys(Cost(memory_kib=8, passes=1)).with_slot(key, secret)


def signed_ids(folder, key=None):
    """Return the ids of the signed notes, also of a record that knows that it lost some."""
    with Record.open(folder, accept_loss=True, key=key) as record, record.look() as work:
        asked = "SELECT id FROM note WHERE state = ?"
        rows = work.connection.exec_driver_sql(asked, (NoteState.SIGNED.value,))
        return {UUID(bytes=row.id) for row in rows}


def lost(folder, acknowledged, key=None):
    """Return which acknowledged notes (hexadecimal ids) are not there."""
    return {UUID(each) for each in acknowledged} - signed_ids(folder, key)


def wrong(folder, key=None):
    """Return the codes of what opening and `check` find."""
    try:
        Record.open(folder, key=key).close()
        found = check_record(folder, **({"key": key} if key else {})).problems
    except RecordUnavailable as error:
        return [error.trouble.value]
    return [each.code for each in found]


def contents(folder, key=None):
    """Return every row of every table as a reader sees it, and whom a search finds.

    The search index has tables of its own, which nobody reads but the search.
    """
    path = record_path(folder)
    with closing(connections.connect(path, writing=False, key=key)) as connection:
        asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE TABLE%'"
        names = sorted(row[0] for row in connection.execute(asked) if row[0][:7] != "search_")
        seen = {name: connection.execute(f'SELECT * FROM "{name}"').fetchall() for name in names}
        found = "SELECT patient_id FROM search WHERE search MATCH '\"anna\"*'"
        return seen | {"search": connection.execute(found).fetchall()}
