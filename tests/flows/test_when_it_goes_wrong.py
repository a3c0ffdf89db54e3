"""Something is in the way of the record: a calm page or notice, the next step, nothing lost."""

import os
import shutil
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from ims_notes.app import desk
from ims_notes.domain.audit import Deed
from ims_notes.services.clock import Clock
from ims_notes.services.ports.audit import EVERYTHING
from ims_notes.settings import Settings, read_settings, settings_folder, write_settings
from ims_notes.storage import connections, lock
from ims_notes.storage.record import Record
from ims_notes.ui import folders
from ims_notes.ui.dialogs import confirm
from tests.flows.at_work import CTRL, Key
from tests.flows.conftest import NOW

NAME = "ims-notes.record"
GB = 1024**3


@pytest.fixture
def agreed(monkeypatch):
    """Whoever is asked says yes; returns what was asked."""
    asked = []
    monkeypatch.setattr(confirm, "ask", lambda _on, **words: not asked.append(words["question"]))
    return asked


def make_real(clinic):
    """Take the label of the demo clinic off, so that it counts as somebody's record."""
    with Record.open(clinic) as record, record.begin(who="Mara", now=NOW) as work:
        work.clinic.put(replace(work.clinic.get(), is_demo=False))
    return clinic


@pytest.mark.parametrize("page", [bytes(4096), os.urandom(4096)], ids=["zeros", "noise"])
def test_a_huge_file_that_is_no_record_is_told_at_once(at_work, clinic, page):
    with (clinic / NAME).open("wb") as file:
        file.write(page)
        file.truncate(GB)
    began = time.monotonic()
    me = at_work(clinic)
    me.wait_page("cannot_open_page")
    assert time.monotonic() - began < 3
    assert (clinic / NAME).stat().st_size == GB
    (clinic / NAME).unlink()


def test_beside_another_window_one_may_look_and_write_as_soon_as_it_is_closed(at_work, clinic):
    with Record.open(clinic):
        me = at_work(clinic)
        me.wait_page("cannot_open_page")
        assert f"process {os.getpid()}" in me.find("trouble_happened", QLabel).text()
        me.click("look_only")
        me.wait_page("today_page")
        assert me.says("another window has the record open")
        assert not me.find("add_patient").isEnabled()
        me.find_patient("halloran")
        me.wait_for("begin_session")
        assert not me.find("begin_session").isEnabled()
        assert not me.find("edit_patient").isEnabled()
        me.press(Key.Key_Return, CTRL)
        assert me.page() == "patient_page"
    me.click("stop_looking")
    me.wait_page("today_page")
    assert not me.sees("looking_strip")
    me.wait(lambda: me.find("add_patient").isEnabled())
    me.add_patient("Marlowe", "Nell")
    assert me.find("begin_session").isEnabled()


def test_a_draft_that_is_only_looked_at_takes_no_typing(at_work, clinic):
    with Record.open(clinic) as held:
        with held.look() as work:
            draft = work.notes.drafts()[0].id
            text = work.notes.get(draft).text
        me = at_work(clinic)
        me.wait_page("cannot_open_page")
        me.click("look_only")
        me.wait_page("today_page")
        me.wait_for("draft_rows").setFocus()
        me.press(Key.Key_Return)
        me.wait_page("session_page")
        me.wait_for("shorthand_line")
        before = me.line.text()
        me.type("b ut y")
        assert me.line.text() == before
        assert not me.find("sign_button").isEnabled()
        assert not me.find("pain_before").isEnabled()
        me.go_today()
        assert me.close()
        with held.look() as work:
            assert work.notes.get(draft).text == text


def test_what_looking_beside_a_window_saw_stands_in_the_audit(at_work, clinic):
    with Record.open(clinic) as held:
        me = at_work(clinic)
        me.wait_page("cannot_open_page")
        me.click("look_only")
        me.wait_page("today_page")
        me.find_patient("halloran")

        def is_told():
            with held.look() as work:
                (line,) = work.audit.lines(EVERYTHING, limit=1)
            return line.deed == Deed.PATIENT_VIEWED

        me.wait(is_told)
        assert me.close()


def test_a_lock_of_another_computer_is_taken_over_once_somebody_looked(at_work, clinic, agreed):
    (clinic / lock.LOCK_NAME).write_text("4711\nims-notes\nfront-desk\nid\nboot\n")
    me = at_work(clinic)
    me.wait_page("cannot_open_page")
    assert "front-desk" in me.find("trouble_happened", QLabel).text()
    me.click("take_over")
    me.wait_page("today_page")
    assert agreed == ["Does nobody work with it there?"]


@pytest.fixture
def put_back(at_work, clinic, tmp_path):
    """A note was signed, and then the record of before was copied over this one."""
    older = shutil.copytree(clinic, tmp_path / "older")
    me = at_work(clinic)
    me.wait_page("today_page")
    me.find_patient("halloran", with_ctrl=True)
    me.wait_for("shorthand_line")
    me.type("l ut y; pain 6>3; used 1 out 1; ok; last none; ae none; tol well; ex +; ed soreness")
    me.type("; next 1w")
    me.wait_saved()
    me.sign()
    assert me.close()
    shutil.copy(older / NAME, clinic / NAME)
    return clinic


def test_an_older_copy_put_back_is_noticed_counted_and_may_be_looked_at(at_work, put_back):
    before = (put_back / NAME).read_bytes()
    me = at_work(put_back)
    me.wait_page("cannot_open_page")
    assert "signed notes 1" in me.find("trouble_happened", QLabel).text()
    assert (put_back / NAME).read_bytes() == before
    me.click("look_only")
    me.wait_page("today_page")
    assert me.says("entries are missing")
    me.click("stop_looking")
    me.wait_page("cannot_open_page")
    assert (put_back / NAME).read_bytes() == before


def test_what_is_missing_is_accepted_once_and_the_audit_says_so(at_work, put_back, agreed):
    me = at_work(put_back)
    me.wait_page("cannot_open_page")
    me.click("open_as_it_is")
    me.wait_page("today_page")
    assert agreed == ["Open it as it is?"]
    with me.record.look() as work:
        assert Deed.LOSS_ACCEPTED in [line.deed for line in work.audit.lines(EVERYTHING, limit=5)]
    assert me.close()
    at_work(put_back).wait_page("today_page")


def test_a_record_on_a_drive_that_is_not_plugged_in_is_waited_for(at_work, clinic, tmp_path):
    write_settings(Settings(record_folder=str(clinic)), settings_folder())
    clinic.rename(tmp_path / "pulled out")
    me = at_work()
    me.wait_page("cannot_open_page")
    assert me.says("not where it was")
    (tmp_path / "pulled out").rename(clinic)
    me.click("try_again")
    me.wait_page("today_page")


def test_a_record_that_was_moved_is_opened_where_it_lies_now(at_work, clinic, tmp_path):
    write_settings(Settings(record_folder=str(clinic)), settings_folder())
    make_real(clinic).rename(tmp_path / "moved")
    me = at_work()
    me.wait_page("cannot_open_page")
    me.shell.window.page.other_folder.emit(str(tmp_path / "moved"))
    me.wait_page("today_page")
    assert read_settings(settings_folder()).record_folder == str(tmp_path / "moved")


def test_where_nothing_can_be_written_one_may_look(at_work, clinic, monkeypatch):
    allowed = os.access
    # A test run as the system's owner may write everywhere.
    monkeypatch.setattr(
        connections.os, "access", lambda path, how: how != os.W_OK and allowed(path, how)
    )
    monkeypatch.setattr(lock, "LOCK_NAME", "no such folder/ims-notes.lock")
    me = at_work(clinic)
    me.wait_page("cannot_open_page")
    assert me.says("Nothing can be written in the record's folder")
    assert me.frame.focusWidget() is me.find("look_only", QPushButton)
    me.press(Key.Key_Space)
    me.wait_page("today_page")
    assert me.says("write-protected")
    me.find_patient("halloran")
    me.wait_for("begin_session")


def test_the_report_of_a_trouble_names_nobody(at_work, clinic, qapp):
    (clinic / NAME).write_text("Dear diary, Aiko Nakamura was here")
    (clinic / "Nakamura, Aiko.pdf").write_text("a letter")
    me = at_work(clinic)
    me.wait_page("cannot_open_page")
    me.click("copy_report")
    said = qapp.clipboard().text()
    assert "trouble: not_a_record" in said
    assert "ims-notes.record: 34 bytes" in said
    assert "Nakamura" not in said
    assert str(clinic) not in said


def begin(me):
    me.wait_page("today_page")
    me.find_patient("halloran", with_ctrl=True)
    me.wait_for("shorthand_line")
    me.type("ok; ")
    me.wait_saved()


def kept_text(me):
    note = me.desk.keeper.draft.id
    with me.record.look() as work:
        return work.notes.get(note).text


def test_on_a_full_disk_the_text_stays_and_is_kept_once_there_is_space(at_work, clinic):
    me = at_work(clinic)
    begin(me)
    writer = me.record.record._writer
    with writer.connect() as connection:
        most = connection.exec_driver_sql("PRAGMA max_page_count").scalar()
        connection.exec_driver_sql("PRAGMA max_page_count=1")
    me.type("tol well; s " + "it hurts when I lift my arm " * 400)
    me.wait(lambda: me.state == "Not saved")
    assert me.says("The disk is full")
    typed = me.line.text()
    with writer.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA max_page_count={most}")
    me.type(" again")
    me.wait_saved()
    assert kept_text(me) == typed + " again"


def test_a_folder_that_vanishes_while_one_types_costs_nothing(at_work, clinic, tmp_path):
    me = at_work(clinic)
    begin(me)
    clinic.rename(tmp_path / "pulled out")
    me.type("tol well")
    me.wait(lambda: me.state == "Not saved")
    assert me.says("The record's folder is not there any more")
    assert me.line.text() == "ok; tol well"
    (tmp_path / "pulled out").rename(clinic)
    me.type("; next 1w")
    me.wait_saved()
    assert kept_text(me) == "ok; tol well; next 1w"


def moved(monkeypatch, by):
    monkeypatch.setattr(desk, "Clock", lambda: Clock(now=lambda: NOW + by))


@pytest.mark.parametrize(
    ("by", "says"),
    [
        (timedelta(days=-3), "07-Mar-2026, but the last entry here is of 10-Mar-2026"),
        (timedelta(days=5 * 365), "09-Mar-2031; the last entry here is of 10-Mar-2026"),
    ],
)
def test_a_clock_that_cannot_be_right_is_told_and_nothing_is_refused(
    at_work, clinic, monkeypatch, by, says
):
    make_real(clinic)
    with Record.open(clinic) as record, record.begin(who="Mara", now=NOW) as work:
        work.audit.record(Deed.RECORD_LISTED)
    moved(monkeypatch, by)
    me = at_work(clinic)
    me.wait_says(says)
    begin(me)
    me.type("l ut y; pain 6>3; used 1 out 1; last none; ae none; tol well; ex +; ed soreness")
    me.type("; next 1w")
    me.wait_saved()
    me.sign()
    assert me.close()
    assert desk.check(clinic).problems == ()


def test_the_clock_of_the_last_entry_is_no_matter_of_notice(at_work, clinic):
    make_real(clinic)
    me = at_work(clinic)
    me.wait_page("today_page")
    me.find_patient("halloran")
    assert not me.sees("notice")


@pytest.mark.parametrize(
    ("where", "says"),
    [("synced_by", "Dropbox synchronises"), ("is_on_network", "another computer")],
)
def test_a_folder_that_is_no_safe_place_is_told_once(at_work, clinic, monkeypatch, where, says):
    make_real(clinic)
    monkeypatch.setattr(folders, where, lambda _folder: "Dropbox")
    me = at_work(clinic)
    me.wait_says(says)
    assert me.close()
    me = at_work(clinic)
    me.wait_page("today_page")
    me.find_patient("halloran")
    assert not me.says(says)
