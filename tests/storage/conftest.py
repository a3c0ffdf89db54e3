"""A record in a folder of its own, ready to work on."""

import pytest

from ims_notes.storage.record import Record
from tests.storage.given import Clinic


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "record"


@pytest.fixture
def record(folder):
    with Record.create(folder) as made:
        yield made


@pytest.fixture
def clinic(record):
    return Clinic(record)
