"""An exported audit has its name only when it is whole; an older one stays until then."""

import errno
import os

import pytest

from ims_notes.app import audit_file
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.interchange.audit_csv import audit_head
from tests.ui.audit_stage import LINES


@pytest.fixture
def path(tmp_path):
    (tmp_path / "audit.csv").write_text("older")
    return tmp_path / "audit.csv"


def test_the_file_gets_its_name_when_it_is_whole(path):
    audit_file.begin_file(path, with_names=True)
    for line in LINES:
        audit_file.add_lines(path, [line], with_names=True)
        assert path.read_text() == "older"
    audit_file.end_file(path)
    written = path.read_bytes()
    assert written.startswith(audit_head(with_names=True))
    assert written.count(b"\r\n") == len(LINES) + 1
    assert os.listdir(path.parent) == ["audit.csv"]


def test_a_stopped_export_leaves_the_older_file_and_nothing_else(path):
    audit_file.begin_file(path, with_names=False)
    audit_file.drop_file(path)
    audit_file.drop_file(path)
    assert path.read_text() == "older"
    assert os.listdir(path.parent) == ["audit.csv"]


def test_one_that_was_cut_short_is_begun_anew(path):
    for _ in range(2):
        audit_file.begin_file(path, with_names=False)
        audit_file.add_lines(path, LINES[:1], with_names=False)
    audit_file.end_file(path)
    assert path.read_bytes().count(b"\r\n") == 2


@pytest.mark.parametrize(
    ("number", "trouble"),
    [(errno.ENOSPC, Trouble.DISK_FULL), (errno.EACCES, Trouble.NOT_WRITABLE)],
)
def test_what_the_disk_says_is_told_as_trouble(path, monkeypatch, number, trouble):
    def refuse(*given):
        raise OSError(number, "no")

    monkeypatch.setattr(audit_file.os, "replace", refuse)
    audit_file.begin_file(path, with_names=False)
    with pytest.raises(RecordUnavailable) as told:
        audit_file.end_file(path)
    assert told.value.trouble is trouble
    assert path.read_text() == "older"
