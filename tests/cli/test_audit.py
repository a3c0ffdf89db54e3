"""A command that reads or takes something out tells the audit, and works where it cannot."""

import getpass
import json
from datetime import timedelta

import pytest

from ims_notes.app import desk
from ims_notes.app.desk import check
from ims_notes.services.clock import Clock
from ims_notes.services.ports.audit import EVERYTHING
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import LOCK_NAME
from tests.cli import test_commands

visit = test_commands.visit

ME = f"command line ({getpass.getuser()})"
NOT_TOLD = "This was not recorded in the audit: the record cannot be written.\n"


@pytest.fixture
def told(own, monkeypatch):
    """Return the lines that commands added since; their clock stands still."""
    monkeypatch.setattr(desk, "Clock", lambda: own.clock)

    def lines():
        with own.look() as work:
            found = work.audit.lines(EVERYTHING)
        return [
            (line.deed, line.patient_id, line.on_id) for line in reversed(found) if line.who == ME
        ]

    return lines


def test_what_a_command_shows_is_told_once_in_a_minute(ims, own, visit, told, monkeypatch):
    for _ in range(2):
        assert ims("note", visit.id, "--data", own.folder).err == ""
        assert ims("patients", "--json", "--data", own.folder).err == ""
    looks = [("note.viewed", visit.patient_id, visit.id), ("record.listed", None, None)]
    assert told() == looks
    later = Clock(now=lambda: own.clock.now() + timedelta(seconds=60))
    monkeypatch.setattr(desk, "Clock", lambda: later)
    ims("note", visit.id, "--data", own.folder)
    assert told() == [*looks, looks[0]]


def test_what_a_command_takes_out_is_told_every_time(ims, own, visit, told, tmp_path):
    for _ in range(2):
        out = tmp_path / "note.txt"
        assert ims("note", visit.id, "--data", own.folder, "--out", out).status == 0
    out = tmp_path / "chart.svg"
    assert ims("chart", visit.patient_id, "--data", own.folder, "--out", out).status == 0
    note = ("note.exported", visit.patient_id, visit.id)
    assert told() == [note, note, ("chart.exported", visit.patient_id, None)]


def test_the_window_goes_on_writing_and_the_chain_stays_whole(ims, own, visit, told, tmp_path):
    for place in range(3):
        ims("note", visit.id, "--data", own.folder, "--out", tmp_path / f"{place}.txt")
        with own.begin() as work:
            work.audit.record("patient.viewed", patient_id=visit.patient_id)
    assert len(told()) == 3
    assert (own.folder / LOCK_NAME).exists()
    found = check(own.folder)
    assert found.problems == ()
    own.close()
    Record.open(own.folder).close()


@pytest.mark.parametrize("busy", [True, False])
def test_an_export_that_cannot_be_told_is_made_and_says_so(
    ims,
    own,
    visit,
    told,
    tmp_path,
    monkeypatch,
    busy,
):
    out = tmp_path / "note.txt"
    if busy:
        with own.begin():
            done = ims("note", visit.id, "--data", own.folder, "--out", out)
    else:
        monkeypatch.setattr(desk, "tell_beside", lambda *given, **more: False)
        done = ims("note", visit.id, "--data", own.folder, "--out", out)
    assert (done.status, done.err) == (0, NOT_TOLD)
    assert "DRAFT" in out.read_text()
    assert told() == []


def test_a_look_that_cannot_be_told_says_nothing(ims, own, visit, told):
    with own.begin():
        shown = ims("patients", "--json", "--data", own.folder)
    assert (shown.status, shown.err) == (0, "")
    assert len(json.loads(shown.out)) == 1
    assert told() == []


def test_what_is_refused_is_not_told(ims, own, visit, told, tmp_path):
    assert ims("note", "1", "--data", own.folder, "--out", tmp_path / "x").status == 1
    assert ims("chart", "1", "--data", own.folder, "--out", tmp_path / "x.svg").status == 1
    assert told() == []


def test_a_user_whom_the_system_cannot_name_is_the_command_line(ims, own, visit, told, monkeypatch):
    def nobody():
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.setattr(getpass, "getuser", nobody)
    assert ims("patients", "--data", own.folder).status == 0
    with own.look() as work:
        assert "command line" in work.audit.people()
