"""Every page in every look: all is named, large enough, reached by Tab, and nothing is cut."""

from dataclasses import replace

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from ims_notes.settings import Settings, settings_folder, write_settings
from tests.flows.at_work import CTRL, PASSPHRASE, SHIFT, Flashes, Key
from tests.flows.everybody import what_is_wrong

KNOWN = {"FirstWindow", "SignDialog"}
LOOKS = [
    ("light", 100, True),
    ("dark", 100, False),
    ("high_contrast", 100, False),
    ("light", 200, False),
    ("light", 200, True),
]


def on_today(me):
    me.go_today()
    me.wait(lambda: me.rows("day_rows"))


def while_searching(me):
    me.go_today()
    me.find("search").setFocus()
    me.type("ba")
    me.wait(lambda: me.sees("found_rows") and me.rows("found_rows"))


def adding_a_patient(me):
    me.go_today()
    me.press(Key.Key_N, CTRL)
    me.wait_for("family_name")
    me.fill("family_name", "Halloran")
    me.fill("given_name", "Maeve")
    me.wait_for("twin_rows")


def at_a_patient(me):
    me.find_patient("halloran")
    me.wait_for("progress_chart")


def with_the_table(me):
    at_a_patient(me)
    me.click("progress_as_table")
    me.wait_for("progress_table")


def in_a_session(me):
    me.find_patient("halloran", with_ctrl=True)
    me.wait_for("shorthand_line")
    me.type('=; b gmed y; pain 6>3; used 2; ae faint "legs up"; mt soft tissue ut 5min; l trap')
    me.wait(lambda: me.sees("ghost_rows") and me.sees("mark_sentence"))


def at_a_signed_note(me):
    me.find_patient("okafor", with_ctrl=True)
    me.wait_for("shorthand_line")
    me.type("l ut y; pain 6>3; used 1 out 1; ok; ae none; tol well; ed soreness")
    me.sign()
    me.press(Key.Key_A, CTRL | SHIFT)
    me.wait_for("addendum_text")


def in_settings(me):
    me.press(Key.Key_Comma, CTRL)
    me.wait_page("settings_page")


def at_about(me):
    me.click("rail_about")
    me.wait_page("about_page")


def at_safety(me):
    me.click("rail_safety")
    me.wait_page("safety_page")
    me.wait_for("encrypt_record")
    me.wait(lambda: me.find("last_backup_said", QLabel).text())


def while_encrypting(me):
    at_safety(me)
    me.click("encrypt_record")
    me.wait_for("new_passphrase")


def setting_a_pin(me):
    at_safety(me)
    me.click("set_pin")
    me.wait_for("new_pin")


def at_the_audit(me):
    at_safety(me)
    me.click("open_audit")
    me.wait_page("audit_page")
    me.wait_for("audit_table")


def restoring(me):
    at_safety(me)
    me.click("go_restore")
    me.wait_page("restore_page")


WAYS = [
    on_today, while_searching, adding_a_patient, at_a_patient, with_the_table, in_a_session,
    at_a_signed_note, in_settings, at_safety, while_encrypting, setting_a_pin, at_the_audit,
    restoring, at_about,
]  # fmt: skip


@pytest.fixture
def flashes(qapp):
    watching = Flashes(qapp)
    yield watching
    qapp.removeEventFilter(watching)


@pytest.mark.parametrize(("look", "scale", "begins_so"), LOOKS)
def test_every_page_suits_everybody(at_work, clinic, flashes, look, scale, begins_so):
    if begins_so:
        write_settings(Settings(theme=look, text_scale=scale), settings_folder())
    me = at_work(clinic)
    me.wait_page("today_page")
    me.shell.keep_settings(replace(me.shell.settings, theme=look, text_scale=scale))
    wrong = []
    for way in WAYS:
        way(me)
        me.qtbot.wait(30)
        wrong += [f"{way.__name__}: {found}" for found in what_is_wrong(me.frame)]
        if way in (adding_a_patient, at_a_signed_note):
            me.press(Key.Key_Escape)
    assert not wrong, "\n".join(wrong)
    assert not [each for each in flashes.seen if each.split()[0] not in KNOWN]


@pytest.mark.parametrize("scale", [100, 200])
def test_every_dialog_suits_everybody(at_work, clinic, scale):
    me = at_work(clinic)
    me.wait_page("today_page")
    me.shell.keep_settings(replace(me.shell.settings, text_scale=scale))
    wrong, seen = [], []
    for asked in DIALOGS:
        me.find_patient("halloran")
        me.wait_for("progress_chart")

        def look(dialog, asked=asked):
            seen.append(asked)
            wrong.extend(f"{asked.__name__}: {found}" for found in what_is_wrong(dialog))
            if me.frame.size().expandedTo(dialog.size()) != me.frame.size():
                wrong.append(f"{asked.__name__}: {dialog.size()} is larger than the window")
            QTest.keyClick(dialog, Key.Key_Escape)

        me.in_dialog(look)
        asked(me)
        me.wait(lambda asked=asked: asked in seen and QApplication.activeModalWidget() is None)
    assert not wrong, "\n".join(wrong)


def to_jump(me):
    me.press(Key.Key_K, CTRL)


def for_the_keys(me):
    me.press(Key.Key_F1)


def to_edit(me):
    me.click("edit_patient")


def for_an_earlier_visit(me):
    me.click("earlier_visit")


def for_an_episode(me):
    me.click("new_episode")


def to_delete(me):
    me.press(Key.Key_Return, CTRL)
    me.wait_for("shorthand_line")
    me.press(Key.Key_Delete, CTRL | SHIFT)


def to_sign(me):
    me.press(Key.Key_Return, CTRL)
    me.wait_for("shorthand_line")
    me.line.selectAll()
    me.type("l ut y; pain 6>3; used 1 out 1; ok; ae none; tol well; ed soreness")
    me.press(Key.Key_Return, CTRL)


DIALOGS = [to_jump, for_the_keys, to_edit, for_an_earlier_visit, for_an_episode, to_delete, to_sign]


@pytest.mark.parametrize("scale", [100, 200])
def test_the_first_start_and_a_record_that_cannot_be_opened_suit_everybody(
    at_work, clinic, flashes, scale
):
    write_settings(Settings(text_scale=scale), settings_folder())
    me = at_work()
    me.wait_page("first_start_page")
    me.click("create_record")
    me.qtbot.wait(30)
    wrong = what_is_wrong(me.frame)
    (clinic / "ims-notes.record").write_text("Dear diary")
    me = at_work(clinic)
    me.wait_page("cannot_open_page")
    me.qtbot.wait(30)
    assert not wrong + what_is_wrong(me.frame)
    assert {each.split()[0] for each in flashes.seen} == {"FirstWindow"}


@pytest.mark.parametrize(("look", "scale"), [("dark", 100), ("light", 200)])
def test_the_code_the_lock_and_the_cold_start_suit_everybody(at_work, look, scale):
    write_settings(Settings(theme=look, text_scale=scale), settings_folder())
    me = at_work()
    me.name_oneself()
    me.click("create_record")
    me.wait_for("recovery_card")
    wrong = [*what_is_wrong(me.frame)]
    me.put_code_off()
    me.press(Key.Key_L, CTRL)
    me.wait_for("lock_passphrase")
    wrong += what_is_wrong(me.frame)
    me.fill("lock_passphrase", PASSPHRASE)
    me.press(Key.Key_Return)
    me.wait(lambda: not me.shell.lock.is_locked)
    me = at_work()
    me.wait_page("unlock_page")
    me.click("remember")
    me.wait_says("no keyring")
    wrong += what_is_wrong(me.frame)
    me.click("forgot_passphrase")
    me.qtbot.wait(30)
    assert not wrong + what_is_wrong(me.frame)


def test_the_checks_see_what_is_wrong(at_work, clinic):
    me = at_work(clinic)
    on_today(me)
    me.qtbot.wait(30)
    assert what_is_wrong(me.frame) == []
    bad = QPushButton("Words that never fit", me.shell.window.page)
    bad.setGeometry(2000, 5, 20, 20)
    bad.show()
    found = {each.partition(":")[0] for each in what_is_wrong(me.frame)}
    assert found == {"unnamed", "too_small", "cut_off", "out_of_sight"}
