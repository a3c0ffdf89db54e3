"""The audit in the whole program: looks are told behind the page, read and taken along."""

import csv
import io
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit

from ims_notes.app.desk import check
from ims_notes.services.ports.audit import EVERYTHING, AuditFilter
from ims_notes.storage.connections import connect
from ims_notes.ui.dialogs import audit_export
from ims_notes.ui.widgets.audit_table import AuditTable
from tests.flows.at_work import CTRL, SHIFT, Key
from tests.flows.everybody import what_is_wrong


def deeds(me, patient_id=None):
    """What the audit tells, the oldest first, of everybody or of one patient."""
    me.shell.runner.drain()
    with me.record.look() as work:
        lines = work.audit.lines(AuditFilter(patient_id=patient_id), limit=10_000)
    return [line.deed for line in reversed(lines)]


def to_the_audit(me):
    me.press(Key.Key_K, CTRL)
    dialog = me.wait_for("jump")
    line = dialog.findChild(QLineEdit)
    QTest.keyClicks(line, "audit")
    QTest.keyClick(line, Key.Key_Return)
    me.wait_page("audit_page")
    me.wait(lambda: me.find("audit_count", QLabel).text())
    # Without a window manager nobody gives the keys back when a dialog closes.
    me.frame.activateWindow()
    me.wait(me.frame.isActiveWindow)
    return me.find("audit_table", AuditTable)


def sign_a_note(me):
    me.find_patient("okafor", with_ctrl=True)
    me.wait_for("shorthand_line")
    me.type("l ut y; pain 6>3; used 1 out 1; ok; ae none; tol well; ed soreness")
    me.sign()
    return me.shell.window.page._session.note


def test_a_visit_leaves_one_line_for_each_thing_done(at_work, clinic):
    me = at_work(clinic)
    me.find_patient("okafor")
    me.wait_for("begin_session")
    patient_id = me.shell.navigator.here.patient_id
    before = len(deeds(me, patient_id))
    note = sign_a_note(me)
    me.press(Key.Key_C, CTRL | SHIFT)
    me.press(Key.Key_2, CTRL)
    me.wait_page("patient_page")
    assert note.patient_id == patient_id
    assert deeds(me, patient_id)[before - 1] == "patient.viewed"
    told = deeds(me, patient_id)[before:]
    assert [each for each in told if each != "episode.opened"] == [
        "note.begun", "note.signed", "note.copied",
    ], "the patient was looked at within the minute, the draft by who began it"  # fmt: skip
    assert me.close()
    assert check(clinic).problems == ()


def test_a_busy_record_shows_the_patient_and_tells_the_audit_later(at_work, clinic):
    me = at_work(clinic)
    me.wait_page("today_page")
    other = connect(clinic / "ims-notes.record", writing=True)
    other.execute("BEGIN IMMEDIATE")
    me.find_patient("okafor")
    me.wait_for("begin_session")
    patient_id = me.shell.navigator.here.patient_id
    me.shell.runner.drain()
    assert not me.sees("notice")
    assert "patient.viewed" not in deeds(me, patient_id)
    other.rollback()
    other.close()
    me.find_patient("halloran")
    me.wait_for("begin_session")
    assert deeds(me, patient_id)[-1] == "patient.viewed"


def test_the_audit_is_read_asked_and_taken_along_by_keys_alone(
    at_work, clinic, tmp_path, monkeypatch
):
    me = at_work(clinic)
    me.find_patient("okafor")
    me.wait_for("begin_session")
    table = to_the_audit(me)
    newest = [table.model().index(0, column).data() for column in range(4)]
    assert newest[2:] == ["Opened the patient", "OKAFOR-LINDQVIST, Chidi"]
    out = tmp_path / "audit.csv"
    monkeypatch.setattr(audit_export, "ask", lambda page, count: True)
    me.shell.window.page._asks = replace(
        me.shell.window.page._asks, choose_file=lambda page, name: out
    )
    me.click("audit_export")
    me.wait(lambda: me.sees("notice"))
    rows = list(csv.DictReader(io.StringIO(out.read_text(encoding="utf-8"), newline="")))
    assert len(rows) == len(deeds(me))
    assert [row["deed"] for row in reversed(rows)] == deeds(me)
    assert (rows[0]["deed"], rows[1]["family_name"]) == ("audit.exported", "Okafor-Lindqvist")
    assert out.stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir() if "unfinished" in path.name] == []
    QTest.keyClick(table, Key.Key_Down)
    QTest.keyClick(table, Key.Key_Return)
    me.wait_page("patient_page")


def test_a_folder_that_is_not_there_is_said_calmly(at_work, clinic, tmp_path, monkeypatch):
    me = at_work(clinic)
    me.wait_page("today_page")
    to_the_audit(me)
    monkeypatch.setattr(audit_export, "ask", lambda page, count: False)
    page = me.shell.window.page
    nowhere = tmp_path / "nowhere" / "audit.csv"
    page._asks = replace(page._asks, choose_file=lambda *_given: nowhere)
    me.click("audit_export")
    me.wait_says("Choose another folder")
    assert not nowhere.parent.exists()


@pytest.mark.parametrize("scale", [100, 200])
@pytest.mark.parametrize("look", ["light", "dark"])
def test_the_audit_suits_everybody(at_work, clinic, look, scale):
    me = at_work(clinic)
    me.wait_page("today_page")
    me.shell.keep_settings(replace(me.shell.settings, theme=look, text_scale=scale))
    table = to_the_audit(me)
    me.qtbot.wait(30)
    wrong = what_is_wrong(me.frame)
    page = me.shell.window.page
    page._filters._period.show_value("from_to")
    page._filters._on_period()
    me.fill("audit_first", "32 jan")
    me.qtbot.wait(30)
    wrong += what_is_wrong(me.frame)
    page._filters._who.show_value("Nobody")
    page._filters.changed.emit()
    me.wait(lambda: not table.isVisible())
    wrong += what_is_wrong(me.frame)
    assert not wrong, "\n".join(wrong)


def test_the_question_before_an_export_suits_everybody(at_work, clinic):
    me = at_work(clinic)
    me.wait_page("today_page")
    me.shell.keep_settings(replace(me.shell.settings, text_scale=200))
    to_the_audit(me)
    wrong = []

    def look(dialog):
        wrong.extend(what_is_wrong(dialog))
        QTest.keyClick(dialog, Qt.Key.Key_Escape)

    me.in_dialog(look)
    me.click("audit_export")
    assert not wrong, "\n".join(wrong)
    with me.record.look() as work:
        assert all(line.deed != "audit.exported" for line in work.audit.lines(EVERYTHING))
