"""From nothing to a signed note in one's own record, and back the next day."""

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QTableView

from ims_notes.app import records
from ims_notes.app.knowledge import clinic_text, full_text
from ims_notes.settings import chosen_folder, demo_folder
from ims_notes.ui import note_clipboard
from ims_notes.ui.dialogs import confirm
from tests.flows.at_work import PASSPHRASE, Key, everything_said

NOTE = (
    "b ut y; l ls n; pain 7>4; used 3 out 3; ok; last none; ae none; tol well; "
    "ex chin tuck 2x8 bid; ed soreness; next 1w"
)


def create_record(me, *, home="legal_record"):
    me.name_oneself()
    me.click(f"legal_home_{home}")
    me.create_record()


def write_first_note(me):
    me.add_patient("Marlowe", "Iris", begins=True)
    assert me.frame.focusWidget() is me.line
    me.type(NOTE)
    me.wait_saved()


def test_a_record_is_begun_a_patient_treated_and_all_is_there_the_next_day(at_work):
    me = at_work()
    create_record(me)
    write_first_note(me)
    assert "Mara Lindqvist" in me.sign()
    me.find_patient("marlowe")
    me.wait_for("progress_chart")
    assert me.close()

    again = at_work()
    again.unlock()
    again.find_patient("marlowe")
    again.wait_for("progress_chart")
    again.click("progress_as_table")
    table = again.wait_for("progress_table", QTableView).model()
    assert [table.index(0, at).data() for at in (4, 5)] == ["7", "4"]
    again.find("timeline").setFocus()
    again.press(Key.Key_Return)
    again.wait_for("signed_text")
    assert "Levator scapulae, left" in again.find("signed_text").toPlainText()
    assert again.find("signed_state", QLabel).text().endswith("by Mara Lindqvist")
    assert not again.sees("shorthand_line")


def at_the_code(me):
    me.name_oneself()
    me.click("create_record")
    me.wait_for("recovery_card")


def test_putting_the_code_off_says_first_that_it_is_shown_this_once(at_work):
    me = at_work()
    at_the_code(me)
    told = me.find("code_shown_once", QLabel).text()
    assert "this once" in told
    assert "new one on the Safety page" in told
    me.put_code_off()
    me.click("rail_safety")
    me.wait_for("renew_code")
    assert not me.says("There is a recovery code on paper")


def test_closing_the_window_while_the_code_is_shown_asks_and_leaves_a_whole_record(
    at_work, monkeypatch
):
    answers = [False, True]
    monkeypatch.setattr(confirm, "ask", lambda *_a, **_told: answers.pop(0))
    me = at_work()
    at_the_code(me)
    assert not me.close()
    assert me.sees("recovery_card")
    assert me.close()
    assert answers == []
    again = at_work()
    again.unlock()
    assert again.record.who() == "Mara Lindqvist"


def test_a_code_left_on_the_screen_is_locked_away(at_work, monkeypatch):
    monkeypatch.setattr(confirm, "ask", lambda *_a, **_told: True)
    me = at_work()
    at_the_code(me)
    code = me.find("recovery_code").accessibleName()
    me.shell.lock.watch.idle.emit()
    me.wait_for("lock_passphrase")
    assert code not in everything_said(me.frame)
    me.type(PASSPHRASE)
    me.press(Key.Key_Return)
    me.wait(lambda: not me.shell.lock.is_locked)
    assert me.frame.focusWidget().objectName() == "last_group"
    me.put_code_off()


def test_the_record_may_lie_in_a_folder_of_ones_choice(at_work, tmp_path):
    me = at_work()
    me.wait_page("first_start_page")
    me.fill("record_folder", str(tmp_path / "my practice"))
    create_record(me)
    assert chosen_folder() == tmp_path / "my practice"
    assert me.close()
    again = at_work()
    again.unlock()
    assert again.record.folder == tmp_path / "my practice"


@pytest.fixture
def short_memory(monkeypatch):
    """The clipboard keeps a note for a blink instead of half a minute."""
    assert note_clipboard.CLEARED_AFTER_MS == 30_000
    monkeypatch.setattr(note_clipboard, "CLEARED_AFTER_MS", 400)


def copied():
    return QGuiApplication.clipboard().text()


def test_a_companion_hands_the_signed_note_over_for_half_a_minute(at_work, short_memory):
    me = at_work()
    create_record(me, home="companion")
    write_first_note(me)
    me.sign()
    me.wait(lambda: "clipboard" in me.find("notice_sentence", QLabel).text())
    with me.record.look() as work:
        patient = work.patients.listed(None)[0]
        content = work.notes.signed(patient.session_ids[0]).content
    assert copied() == clinic_text(content, me.record.clinic())
    assert copied() != full_text(content)
    me.wait(lambda: copied() == "")


def test_what_somebody_else_copied_meanwhile_stays(at_work, short_memory):
    me = at_work()
    create_record(me, home="companion")
    write_first_note(me)
    me.sign()
    me.wait(copied)
    QGuiApplication.clipboard().setText("a shopping list")
    me.qtbot.wait(600)
    assert copied() == "a shopping list"


def test_a_legal_record_copies_nothing_unasked(at_work, short_memory):
    me = at_work()
    create_record(me)
    write_first_note(me)
    me.sign()
    assert copied() == ""
    me.click("copy_note")
    me.wait(copied)


def test_the_demo_clinic_is_looked_at_left_and_found_again(at_work, monkeypatch):
    monkeypatch.setattr(records, "DEMO_PATIENTS", 12)
    monkeypatch.setattr(records, "DEMO_SESSIONS", 40)
    me = at_work()
    me.wait_page("first_start_page")
    me.click("look_around")
    me.wait_page("today_page")
    me.wait_says("every person here is invented")
    assert me.record.folder == demo_folder()
    me.add_patient("Marlowe", "Iris")
    me.click("start_own")
    me.wait_page("first_start_page")
    assert not me.says("every person here is invented")
    create_record(me)
    assert me.record.folder == chosen_folder() != demo_folder()
    assert not me.says("every person here is invented")
    with me.record.look() as work:
        assert work.patients.listed(None) == ()
    assert me.close()
    again = at_work(demo=True)
    again.find_patient("marlowe")
    again.wait_says("every person here is invented")
