"""A record in a folder of its own, ready to work on."""

import shutil

import pytest

from ims_notes.storage.record import Record
from ims_notes.storage.record_file import record_path
from tests.storage.given import Clinic


@pytest.fixture(scope="session")
def new_record(tmp_path_factory):
    """The folder of a record just made; copied, because making one takes its time."""
    folder = tmp_path_factory.mktemp("new") / "record"
    Record.create(folder).close()
    return folder


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "record"


@pytest.fixture
def record(folder, new_record):
    folder.mkdir(mode=0o700)
    shutil.copy(record_path(new_record), record_path(folder))
    with Record.open(folder) as opened:
        yield opened


@pytest.fixture
def clinic(record):
    return Clinic(record)
