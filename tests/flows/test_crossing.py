"""Whatever crosses the typing, the draft is the same afterwards; what was done can be undone."""

from contextlib import contextmanager
from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from ims_notes.app.desk import check
from ims_notes.domain.errors import RuleBroken
from tests.flows.at_work import CTRL, SHIFT, Key

TEXT = 'b ut, ls y; pain 6>3; s woke twice, "5 cm" scar; tol well'


def begin(me, name="halloran"):
    me.find_patient(name, with_ctrl=True)
    me.wait_for("shorthand_line")
    return me.desk.keeper.draft.id


def text_of(me, note_id):
    with me.record.look() as work:
        return work.notes.get(note_id).text


def go_today(me):
    me.press(Key.Key_1, CTRL)


def go_by_the_rail(me):
    me.click("rail_settings")


def go_to_another_patient(me):
    me.press(Key.Key_K, CTRL)
    me.wait_for("jump_line")
    QTest.keyClicks(me.find("jump_line", QLineEdit), "baker")
    me.wait(lambda: me.find("jump_list").count() and "BAKER" in me.find("jump_list").item(0).text())
    QTest.keyClick(me.find("jump_line"), Key.Key_Return)
    me.wait_page("patient_page")


def go_back(me):
    me.press(Key.Key_BracketLeft, CTRL)


@pytest.mark.parametrize("leave", [go_today, go_by_the_rail, go_to_another_patient, go_back])
def test_leaving_at_the_last_key_keeps_it(at_work, clinic, leave):
    me = at_work(clinic)
    note = begin(me)
    me.type(TEXT)
    leave(me)
    me.wait(lambda: me.page() != "session_page")
    assert text_of(me, note) == TEXT
    me.press(Key.Key_3, CTRL)
    me.wait_for("shorthand_line")
    assert me.line.text() == TEXT


def test_quitting_at_the_last_key_keeps_it(at_work, clinic):
    me = at_work(clinic)
    note = begin(me)
    me.type(TEXT)
    me.press(Key.Key_Q, CTRL)
    me.wait(lambda: not me.frame.isVisible())
    me.close()
    again = at_work(clinic)
    again.wait_page("today_page")
    assert text_of(again, note) == TEXT


def test_a_blank_screen_and_another_look_change_nothing(at_work, clinic):
    me = at_work(clinic)
    note = begin(me)
    me.type(TEXT[:20])
    me.press(Key.Key_F9)
    assert me.sees("blank_screen")
    assert not me.frame.grab().isNull()
    me.press(Key.Key_X)
    assert not me.sees("blank_screen")
    assert me.frame.focusWidget() is me.line
    me.shell.keep_settings(replace(me.shell.settings, theme="dark", text_scale=150))
    me.type(TEXT[20:])
    me.shell.keep_settings(replace(me.shell.settings, theme="light", text_scale=100))
    assert me.line.text() == TEXT
    me.wait_saved()
    assert text_of(me, note) == TEXT


def test_two_drafts_begun_in_turn_do_not_mix(at_work, clinic):
    me = at_work(clinic)
    first = begin(me)
    me.type("s first")
    second = begin(me, "okafor")
    me.type("s second")
    again = begin(me)
    assert again == first
    assert me.line.text() == "s first"
    assert (text_of(me, first), text_of(me, second)) == ("s first", "s second")


def agree(dialog):
    dialog.findChild(QPushButton, "confirm_yes").click()


def test_a_deleted_draft_comes_back_as_it_was(at_work, clinic):
    me = at_work(clinic)
    note = begin(me)
    me.type(TEXT)
    me.in_dialog(lambda dialog: QTest.keyClick(dialog, Key.Key_Return))
    me.press(Key.Key_Delete, CTRL | SHIFT)
    assert me.line.text() == TEXT, "Enter alone never deletes"
    me.in_dialog(agree)
    me.press(Key.Key_Delete, CTRL | SHIFT)
    me.wait_page("patient_page")
    with pytest.raises(RuleBroken):
        text_of(me, note)
    me.wait(lambda: me.sees("notice_step"))
    me.click("notice_step")
    me.wait_page("session_page")
    me.wait_for("shorthand_line")
    assert me.line.text() == TEXT
    assert text_of(me, note) == TEXT
    assert me.close()
    assert check(clinic).problems == ()


def test_a_signed_note_takes_an_addendum_with_its_reason(at_work, clinic):
    me = at_work(clinic)
    begin(me)
    me.type("l ut y; pain 6>3; used 1 out 1; ok; ae none; tol well; ed soreness")
    me.sign()
    before = me.find("signed_text", QPlainTextEdit).toPlainText()
    me.press(Key.Key_A, CTRL | SHIFT)
    me.wait_for("addendum_text")
    me.type("The right side was meant.")
    me.press(Key.Key_Return, CTRL)
    me.wait(lambda: me.sees("addendum_wrong"))
    assert QApplication.focusWidget() is me.find("addendum_reason")
    me.type("wrong side")
    me.press(Key.Key_Return, CTRL)
    me.wait(lambda: "ADDENDUM" in me.find("signed_text", QPlainTextEdit).toPlainText())
    after = me.find("signed_text", QPlainTextEdit).toPlainText()
    assert after.startswith(before.rstrip())
    assert "The right side was meant." in after
    assert "wrong side" in after
    assert me.close()
    assert check(clinic).problems == ()


def test_an_addendum_half_written_is_not_left_behind(at_work, clinic):
    me = at_work(clinic)
    begin(me)
    me.type("l ut y; pain 6>3; used 1 out 1; ok; ae none; tol well; ed soreness")
    me.sign()
    me.press(Key.Key_A, CTRL | SHIFT)
    me.wait_for("addendum_text")
    me.type("The right")
    go_today(me)
    assert me.page() == "session_page"
    assert "not signed yet" in me.find("notice_sentence", QLabel).text()
    assert not me.frame.close()
    me.type(" side")
    assert me.find("addendum_text", QPlainTextEdit).toPlainText() == "The right side"
    me.press(Key.Key_Escape)
    go_today(me)
    me.wait_page("today_page")


@contextmanager
def full_disk(me):
    """Let the record's file take no further page."""
    writer = me.record.record._writer
    with writer.connect() as connection:
        driver = connection.connection.driver_connection
        pages = driver.execute("PRAGMA page_count").fetchone()[0]
        driver.execute(f"PRAGMA max_page_count={pages}")
    yield
    with writer.connect() as connection:
        connection.connection.driver_connection.execute("PRAGMA max_page_count=1073741823")


def test_on_a_full_disk_the_text_stays_and_the_next_save_works(at_work, clinic):
    me = at_work(clinic)
    note = begin(me)
    long = "s " + "woke twice at night " * 2000
    with full_disk(me):
        me.line.insertPlainText(long)
        me.wait(lambda: me.state == "Not saved")
        assert "disk is full" in me.find("notice_sentence", QLabel).text()
        me.type("x")
        go_today(me)
        assert me.page() == "session_page"
        me.in_dialog(lambda dialog: QTest.keyClick(dialog, Key.Key_Return))
        assert not me.frame.close(), "Enter alone never gives a text up"
        assert me.line.text() == long + "x"
        assert text_of(me, note) == ""
    me.click("save_again")
    me.wait_saved()
    assert text_of(me, note) == long + "x"
    assert me.close()
    assert check(clinic).problems == ()


def test_where_nothing_can_be_saved_the_text_is_taken_along_and_the_program_closes(at_work, clinic):
    me = at_work(clinic)
    note = begin(me)
    me.type("ok; ")
    me.wait_saved()
    long = "s " + "woke twice at night " * 2000
    said = []

    def copy_and_close(dialog):
        dialog.findChild(QPushButton, "copy_unsaved").click()
        said.append(dialog.findChild(QLabel, "copied_unsaved").text())
        dialog.findChild(QPushButton, "confirm_yes").click()

    with full_disk(me):
        me.line.insertPlainText(long)
        me.wait(lambda: me.state == "Not saved")
        me.in_dialog(copy_and_close)
        assert me.close()
    assert "Paste it into another program before you close" in said[0]
    assert QApplication.clipboard().text() == "ok; " + long
    again = at_work(clinic)
    again.wait_page("today_page")
    assert text_of(again, note) == "ok; ", "what was saved before is there"
    assert again.close()
    assert check(clinic).problems == ()
