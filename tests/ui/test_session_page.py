"""The session page, typed into and clicked as a therapist does, on a record in memory."""

import time
from dataclasses import replace

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QComboBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QWidget,
)

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.domain.sites import Twitch
from ims_notes.ui import navigator as places
from ims_notes.ui.dialogs import confirm
from ims_notes.ui.pages.session.keeping import EVERY_MS
from ims_notes.ui.runner import Runner
from ims_notes.ui.theme import Mode, apply_theme
from tests.ui.session_stage import (
    DRAFT,
    RN1,
    MemoryRecord,
    Stage,
    agree_to_sign,
    column,
    let_go,
    pick,
)


@pytest.fixture(scope="module", autouse=True)
def _look(qapp):
    apply_theme(qapp, Mode.LIGHT)


@pytest.fixture
def stage(qtbot):
    return lambda text="", **setting: Stage(qtbot, MemoryRecord(text, **setting))


@pytest.fixture
def read_back(monkeypatch):
    return agree_to_sign(monkeypatch)


def test_the_reference_note_is_typed_and_signed_without_a_mouse(stage, read_back):
    session = stage()
    session.type(RN1)
    assert session.table.rows.rowCount() == 8
    assert not [words for words in session.missing if "tolerated" in words]
    assert session.find(QLabel, "missing_heading").text() == "Ready to sign"
    session.do("sign")
    assert session.record.signed_revision == session.record.note.revision
    assert session.record.note.text == RN1
    assert "Infraspinatus" in read_back[0]


def test_focus_waits_in_the_line(stage):
    session = stage()
    assert session.page.focusWidget() is session.line


def test_typing_is_saved_within_a_second_though_typing_goes_on(stage, qtbot):
    session = stage()
    for _ in range(6):
        QTest.keyClicks(session.line, "s")
        qtbot.wait(EVERY_MS // 4)
    assert session.record.saves
    session.wait_saved()
    qtbot.waitUntil(lambda: session.find(QLabel, "save_state").text() == "Saved 14:32")


def test_a_failed_save_keeps_the_text_says_so_once_and_tries_again(stage, qtbot):
    session = stage()
    session.record.trouble = RecordUnavailable(Trouble.DISK_FULL)
    session.type("ok")
    qtbot.waitUntil(lambda: session.find(QLabel, "save_state").text() == "Not saved", timeout=3000)
    session.type("; tol")
    qtbot.wait(EVERY_MS + 100)
    assert len(session.notices) == 1
    assert not session.page.may_leave()
    assert session.line.text() == "ok; tol"
    session.record.trouble = None
    session.notices[0].on_step()
    assert session.record.note.text == "ok; tol"
    assert session.page.may_leave()


def test_a_key_taken_back_before_it_was_saved_leaves_nothing_to_save(stage):
    session = stage()
    session.type("ok")
    assert session.page._desk.keeper.flush()
    state = session.find(QLabel, "save_state")
    QTest.keyClicks(session.line, "s")
    assert state.text() == "Saving \u2026"
    QTest.keyClick(session.line, Qt.Key.Key_Backspace)
    assert state.text() == "Saved 14:32"
    assert len(session.record.saves) == 1


def test_leaving_saves_the_last_key(stage):
    session = stage()
    session.type("ok")
    assert session.page.may_leave()
    assert session.record.note.text == "ok"


def test_leaving_waits_for_a_save_under_way_and_the_one_after_it(qtbot):
    record, runner = MemoryRecord("ok"), Runner()
    kept = record.save
    record.save = lambda note: (time.sleep(0.1), kept(note))[1]
    session = Stage(qtbot, record, runner)
    qtbot.waitUntil(lambda: session.page._desk is not None)
    session.type("; tol well")
    session.page._desk.keeper.try_again()
    session.type("; next 1w")
    assert session.page.may_leave()
    assert record.note.text == "ok; tol well; next 1w"
    runner.shutdown()


def test_a_blocked_signature_leads_to_what_is_missing(stage, read_back):
    session = stage("b ut y; pain 6>3")
    session.do("sign")
    assert read_back == []
    assert session.page.focusWidget() is session.find(QListWidget, "missing_list")
    assert session.said


def test_something_missing_starts_its_entry(stage):
    session = stage("b ut y")
    shown = session.find(QListWidget, "missing_list")
    row = next(i for i, words in enumerate(session.missing) if words == "How it was tolerated")
    shown.setCurrentRow(row)
    QTest.keyClick(shown, Qt.Key.Key_Return)
    assert session.line.text() == "b ut y; tol "
    assert session.page.focusWidget() is session.line


def test_a_missing_twitch_leads_to_its_cell_and_one_key_answers_it(stage):
    session = stage("l ut; r ls y")
    shown = session.find(QListWidget, "missing_list")
    shown.setCurrentRow(next(i for i, w in enumerate(session.missing) if w.startswith("Twitch")))
    QTest.keyClick(shown, Qt.Key.Key_Return)
    QTest.keyClick(session.table, Qt.Key.Key_N)
    assert session.table.rows.sites[0].twitch is Twitch.ABSENT
    assert session.line.text().endswith("; r ls y")


def test_a_cell_rewrites_only_its_own_entry_and_can_be_undone(stage):
    text = "b ut, ls y; pain 6>3;  tol   well"
    session = stage(text)
    session.table.go_to(0, "pain")
    QTest.keyClick(session.table, Qt.Key.Key_F2)
    editor = session.find(QLineEdit, "cell_pain")
    QTest.keyClicks(editor, "5>2")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    session.qtbot.waitUntil(lambda: session.table.rows.sites[0].pain_before == 5)
    assert session.table.rows.sites[0].pain_after == 2
    assert session.line.text().endswith("; pain 6>3;  tol   well")
    QTest.keyClick(session.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert session.line.text() == text


def test_a_cell_that_cannot_be_read_says_how(stage):
    session = stage("l ut y")
    session.table.rows.setData(session.table.rows.index(0, column("pain")), "eleven")
    assert session.line.text() == "l ut y"
    assert "6>3" in session.find(QLabel, "entry_meaning").text()


def test_delete_takes_a_row_away(stage):
    session = stage("l ut y; r ls n")
    session.table.go_to(0, "side")
    QTest.keyClick(session.table, Qt.Key.Key_Delete)
    assert session.line.text() == "r ls n"


def test_what_cannot_be_read_is_underlined_and_mended_by_a_key(stage):
    session = stage()
    session.type("l trap y")
    assert len(session.line.extraSelections()) == 1
    assert session.find(QLabel, "mark_sentence").text()
    QTest.keyClick(session.line, Qt.Key.Key_1, Qt.KeyboardModifier.AltModifier)
    assert session.line.extraSelections() == []
    assert [s.muscle for s in session.table.rows.sites] == ["upper_trapezius"]


def test_a_button_writes_into_the_line_and_takes_back(stage):
    session = stage("b ut y; tol poor; next 1w")
    session.click("tolerance_well")
    assert session.line.text() == "b ut y; tol well; next 1w"
    session.click("tolerance_well")
    assert session.line.text() == "b ut y; next 1w"


def test_pain_and_counts_are_chosen_not_derived(stage):
    session = stage("b ut y x2")
    assert session.find(QComboBox, "needles_used").currentData() is None
    pick(session, "pain_before", 6)
    pick(session, "pain_after", 0)
    pick(session, "needles_used", 2)
    assert session.line.text() == "b ut y x2; pain 6>0; used 2"


def test_no_event_leaves_recorded_events_alone(stage):
    session = stage("ae bruise mild")
    session.click("adverse_events_none")
    assert "ae bruise mild" in session.line.text()


def test_a_muscle_is_added_without_the_shorthand(stage):
    session = stage()
    session.click("add_side_b")
    QTest.keyClicks(session.find(QLineEdit, "add_muscle"), "levator scapulae")
    session.click("add_twitch_n")
    session.click("add_muscle_button")
    assert [(s.muscle, s.side, s.twitch) for s in session.table.rows.sites] == [
        ("levator_scapulae", "left", "absent"),
        ("levator_scapulae", "right", "absent"),
    ]


def test_a_cell_is_picked_by_its_first_letter(stage):
    session = stage("l ut y3")
    session.table.go_to(0, "twitch")
    QTest.keyClick(session.table, Qt.Key.Key_F2)
    editor = session.find(QComboBox, "cell_twitch")
    QTest.keyClick(editor, Qt.Key.Key_U)
    QTest.keyClick(editor, Qt.Key.Key_Return)
    site = session.table.rows.sites[0]
    assert (site.twitch, site.twitch_count) == (Twitch.UNCERTAIN, None)


def test_a_muscle_without_a_side_is_not_added(stage):
    session = stage()
    QTest.keyClicks(session.find(QLineEdit, "add_muscle"), "levator scapulae")
    session.click("add_muscle_button")
    assert session.line.text() == ""
    assert "side" in session.find(QLabel, "entry_meaning").text()


def test_words_in_a_box_are_lines_of_the_note_and_back(stage):
    session = stage("ok")
    box = session.find(QPlainTextEdit, "narrative_s")
    QTest.keyClicks(box, "woke twice ")
    assert session.line.text() == "ok; s woke twice"
    assert box.toPlainText() == "woke twice "
    session.line.go_to(len(session.line.text()))
    session.type(" again")
    assert box.toPlainText() == "woke twice again"


def test_the_last_visit_proposes_muscles_without_findings(stage):
    session = stage("=")
    ghost = session.find(QWidget, "ghost_0")
    assert session.table.rows.rowCount() == 0
    QTest.keyClick(ghost, Qt.Key.Key_Return)
    site = session.table.rows.sites[0]
    assert (site.muscle, site.twitch, site.length_mm) == ("upper_trapezius", None, 40)
    let_go(session)
    QTest.keyClick(session.find(QWidget, "ghost_0"), Qt.Key.Key_Delete)
    session.qtbot.waitUntil(lambda: "=" not in session.line.text())
    assert session.table.rows.rowCount() == 1


def test_an_enormous_paste_is_refused_in_words_and_the_text_stays(stage):
    session = stage("ok")
    paste = QMimeData()
    paste.setText("x" * 10_000_000)
    session.line.insertFromMimeData(paste)
    assert session.line.text() == "ok"
    assert "100 kB" in session.find(QLabel, "entry_meaning").text()


def test_a_text_over_the_limit_stays_and_is_not_saved(stage):
    session = stage("s " + "x" * 99_990)
    session.type(" and twenty more bytes")
    assert "too long" in session.find(QLabel, "save_state").text()
    assert not session.page.may_leave()
    assert session.line.text().endswith("more bytes")


def test_the_kind_of_visit_changes_what_is_missing(stage):
    session = stage("s patient called")
    assert session.find(QLabel, "missing_heading").text() == "Missing for signing"
    pick(session, "note_kind", "contact")
    assert session.find(QLabel, "missing_heading").text() == "Ready to sign"
    session.wait_saved()


def test_a_deleted_draft_can_be_brought_back(stage, monkeypatch):
    session = stage("ok")
    monkeypatch.setattr(confirm, "ask", lambda *_args, **_words: True)
    session.do("delete_draft")
    assert session.record.note is None
    assert session.visited[-1].patient_id == DRAFT.patient_id
    session.notices[-1].on_step()
    assert session.record.note.text == "ok"
    assert session.visited[-1].note_id == DRAFT.id


def test_a_late_answer_about_another_note_is_dropped(stage):
    session = stage("ok")
    other = replace(DRAFT, id=DRAFT.patient_id, text="other")
    session.page._show(replace(session.record.open(other.id), note=other))
    assert session.line.text() == "ok"


def test_a_place_may_name_the_part_to_begin_with(stage):
    session = stage("ok")
    session.page.open(places.session(DRAFT.id, focus="narrative_a"))
    let_go(session)
    assert session.page.focusWidget() is session.find(QPlainTextEdit, "narrative_a")


def test_rows_come_and_go_as_a_table_model_should(stage, qtmodeltester):
    session = stage("l ut y")
    qtmodeltester.check(session.table.rows)
    session.type("; b ls n; r ss ?")
    assert session.table.rows.rowCount() == 4
    session.line.rewrite("b ls n")
    session.page._desk.view.read()
    assert session.table.rows.rowCount() == 2


def test_every_control_has_a_name(stage):
    session = stage(RN1)
    unnamed = [
        (type(w).__name__, w.objectName())
        for w in session.page.findChildren(QWidget)
        if w.focusPolicy() & Qt.FocusPolicy.TabFocus
        and w.isVisible()
        and not (w.objectName().startswith("qt_") or w.accessibleName())
    ]
    assert unnamed == []
