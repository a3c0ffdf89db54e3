"""A record of the first day raises no alarm once it is brought up to date."""

import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from ims_notes.storage import connections
from ims_notes.storage.check import check_record
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import record_path

OLD = Path(__file__).parents[1] / "data" / "record-0001.zip"


@pytest.fixture
def old(tmp_path):
    """The folder of the old record as it was."""
    folder = tmp_path / "old"
    with zipfile.ZipFile(OLD) as archive:
        archive.extractall(folder)
    (path,) = folder.rglob(record_path(folder).name)
    return path.parent


def test_an_old_record_checks_clean_and_its_signed_notes_say_what_was_signed(old):
    with closing(connections.connect(record_path(old), writing=True)) as before:
        before.execute("DROP TRIGGER note_update_refused")
        changed = before.execute("UPDATE note SET revision = 7 WHERE state = 'signed'").rowcount
    assert changed > 0
    Record.open(old).close()
    checked = check_record(old)
    assert checked.problems == ()
    assert checked.notes == changed
    with closing(connections.connect(record_path(old), writing=False)) as after:
        asked = "SELECT DISTINCT revision FROM note WHERE state = 'signed'"
        assert after.execute(asked).fetchall() == [(0,)]
