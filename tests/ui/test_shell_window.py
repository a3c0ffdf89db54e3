"""The shell: pages come and go, the rail tells where we are, keys reach everything."""

from uuid import uuid4

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.ui import navigator as places
from ims_notes.ui import theme
from ims_notes.ui.announcer import Announcer, NoticeText
from ims_notes.ui.dialogs import confirm, crash
from ims_notes.ui.dialogs.jump import JumpTarget
from ims_notes.ui.main_window import MainWindow
from ims_notes.ui.navigator import Navigator, PlaceName
from ims_notes.ui.runner import InPlaceRunner
from ims_notes.ui.theme import Mode

IRIS, BEN = uuid4(), uuid4()


class FakePage(QWidget):
    """A page with two fields that remembers what the shell asked of it."""

    def __init__(self, name):
        super().__init__()
        self.opened, self.done = [], []
        self.lets_go = True
        column = QVBoxLayout(self)
        self.line, self.text = QLineEdit(), QPlainTextEdit()
        for part, widget in (("line", self.line), ("text", self.text)):
            widget.setObjectName(f"{name}_{part}")
            widget.setAccessibleName(f"{name} {part}")
            column.addWidget(widget)

    def open(self, place):
        self.opened.append(place)
        self.line.setFocus()

    def may_leave(self):
        return self.lets_go

    def actions_offered(self):
        return {"sign": lambda: self.done.append("sign")} if self.lets_go else {}


@pytest.fixture
def shell(qtbot, qapp):
    theme.apply_theme(qapp, Mode.LIGHT)
    made = {}

    def factory(name):
        def make(_navigator):
            assert name not in made
            made[name] = FakePage(name.value)
            return made[name]

        return make

    navigator = Navigator()
    window = MainWindow(
        pages={name: factory(name) for name in PlaceName},
        navigator=navigator,
        announcer=Announcer(),
        runner=InPlaceRunner(),
    )
    window.made, window.navigator = made, navigator
    qtbot.addWidget(
        window, before_close_func=lambda w: [setattr(p, "lets_go", True) for p in made.values()]
    )
    window.show()
    window.activateWindow()
    window.record_opened(is_demo=True, find=find)
    navigator.go(places.TODAY)
    yield window
    for dialog in window.findChildren(QDialog):
        dialog.close()


def find(text):
    if text.strip().lower() not in "marlowe, iris":
        return ()
    return (JumpTarget(title="MARLOWE, Iris", place=places.patient(IRIS)),)


def press(widget, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(widget, key, modifier)
    QApplication.processEvents()


CTRL = Qt.KeyboardModifier.ControlModifier


def test_a_page_is_made_at_its_first_visit_and_kept(shell):
    assert set(shell.made) == {PlaceName.TODAY}
    shell.navigator.go(places.patient(IRIS))
    shell.navigator.go(places.patient(BEN))
    page = shell.made[PlaceName.PATIENT]
    assert shell.page is page
    assert [place.patient_id for place in page.opened] == [IRIS, BEN]


def test_keys_lead_to_the_last_patient_and_back(shell):
    press(shell, Qt.Key.Key_2, CTRL)
    assert shell.navigator.here == places.TODAY
    shell.navigator.go(places.patient(IRIS))
    press(shell, Qt.Key.Key_1, CTRL)
    assert shell.navigator.here == places.TODAY
    press(shell, Qt.Key.Key_2, CTRL)
    assert shell.navigator.here == places.patient(IRIS)
    press(shell, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert shell.navigator.here == places.TODAY


def test_the_rail_marks_the_place_shown_and_a_click_goes(shell):
    shell.findChild(QToolButton, "rail_settings").click()
    assert shell.navigator.here == places.SETTINGS
    marked = [b.objectName() for b in shell.rail.findChildren(QToolButton) if b.isChecked()]
    assert marked == ["rail_settings"]
    shell.findChild(QToolButton, "rail_settings").click()
    assert shell.findChild(QToolButton, "rail_settings").isChecked()


def test_a_page_that_would_lose_something_keeps_the_therapist(shell):
    page = shell.made[PlaceName.TODAY]
    page.lets_go = False
    assert not shell.navigator.go(places.SETTINGS)
    shell.findChild(QToolButton, "rail_settings").click()
    assert shell.page is page
    assert shell.findChild(QToolButton, "rail_today").isChecked()
    assert not shell.close()
    assert shell.isVisible()
    page.lets_go = True
    assert shell.close()


def test_an_action_works_only_while_the_page_offers_it(shell):
    page = shell.made[PlaceName.TODAY]
    press(page.line, Qt.Key.Key_Return, CTRL)
    assert page.done == ["sign"]
    page.lets_go = False
    shell.navigator.refresh_actions()
    press(page.line, Qt.Key.Key_Return, CTRL)
    assert page.done == ["sign"]
    assert not shell.actions_table["sign"].isEnabled()


def test_without_a_record_nothing_of_it_can_be_reached(shell):
    shell.record_closed()
    assert not shell.rail.isVisible()
    press(shell, Qt.Key.Key_K, CTRL)
    assert shell.findChild(QDialog, "jump") is None
    assert shell.actions_table["quit"].isEnabled()


def test_the_demo_clinic_is_labelled_on_every_page(shell):
    for place in (places.TODAY, places.patient(IRIS), places.SETTINGS):
        shell.navigator.go(place)
        assert shell.strip.isVisible()
    shell.record_opened(is_demo=False)
    assert not shell.strip.isVisible()


@pytest.mark.parametrize("field", ["line", "text"])
def test_keys_of_the_program_work_while_writing(shell, field):
    writing = getattr(shell.made[PlaceName.TODAY], field)
    writing.setFocus()
    press(writing, Qt.Key.Key_K, CTRL)
    dialog = shell.findChild(QDialog, "jump")
    assert dialog.isVisible()
    dialog.close()
    for action in shell.actions_table.possible():
        for keys in action.keys[:1]:
            assert keys.startswith(("Ctrl+", "Alt+", "F")), keys


def test_a_question_mark_can_be_written(shell):
    line = shell.made[PlaceName.TODAY].line
    QTest.keyClicks(line, "pain?")
    assert line.text() == "pain?"
    assert shell.findChild(QDialog, "keys") is None


def test_the_list_of_keys_names_every_key_once(shell):
    press(shell, Qt.Key.Key_F1)
    dialog = shell.findChild(QDialog, "keys")
    words = [label.text() for label in dialog.findChildren(QLabel)]
    assert "Ctrl+K" in words
    assert len(words) == len(set(words))
    press(dialog, Qt.Key.Key_Escape)
    assert QApplication.activeModalWidget() is None


def test_no_two_actions_share_a_key_nor_take_one_from_writing(shell):
    keys = [key for action in shell.actions_table.table for key in action.keys]
    assert len(keys) == len(set(keys))
    # What text fields keep for themselves on any system.
    for letter in "ZYCXVAU":
        assert f"Ctrl+{letter}" not in keys
    for key in ("Ctrl+Shift+Z", "Ctrl+Left", "Ctrl+Right", "Ctrl+Delete", "Ctrl+Home", "Ctrl+End"):
        assert key not in keys


def jump(shell, typed):
    press(shell, Qt.Key.Key_K, CTRL)
    dialog = shell.findChild(QDialog, "jump")
    line = dialog.findChild(QLineEdit, "jump_line")
    QTest.keyClicks(line, typed)
    return dialog, line


def test_jump_goes_to_a_patient_by_keys_alone(shell):
    dialog, line = jump(shell, "iris")
    press(line, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert shell.navigator.here == places.patient(IRIS)


def test_jump_does_a_command_chosen_with_down_and_enter(shell):
    dialog, line = jump(shell, "s")
    shown = dialog.findChild(QListWidget, "jump_list")
    titles = [shown.item(row).text() for row in range(shown.count())]
    wanted = next(row for row, title in enumerate(titles) if title.startswith("Settings"))
    for _ in range(wanted):
        press(line, Qt.Key.Key_Down)
    press(line, Qt.Key.Key_Return)
    assert shell.navigator.here == places.SETTINGS


def test_jump_shows_no_patient_before_something_is_typed(shell):
    dialog, _line = jump(shell, "")
    shown = dialog.findChild(QListWidget, "jump_list")
    assert shown.count()
    assert not any("MARLOWE" in shown.item(row).text() for row in range(shown.count()))


def test_jump_says_when_nothing_is_found_and_escape_changes_nothing(shell):
    dialog, line = jump(shell, "zzz")
    assert "Nothing found." in [label.text() for label in dialog.findChildren(QLabel)]
    press(line, Qt.Key.Key_Return)
    assert dialog.isVisible()
    press(line, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert shell.navigator.here == places.TODAY


def test_jump_says_when_the_record_cannot_be_searched(shell):
    def fails(_text):
        raise RecordUnavailable(Trouble.BUSY)

    shell.record_opened(is_demo=True, find=fails)
    dialog, _line = jump(shell, "settings")
    assert any("busy" in label.text() for label in dialog.findChildren(QLabel))
    assert dialog.findChild(QListWidget).count() == 1


def test_one_key_blanks_everything_and_any_key_returns(shell):
    line = shell.made[PlaceName.TODAY].line
    line.setFocus()
    QTest.keyClicks(line, "ten")
    press(line, Qt.Key.Key_F9)
    assert shell.blank.is_blank
    shell.resize(1400, 900)
    QApplication.processEvents()
    corners = [QPoint(3, 3), shell.rect().bottomRight() - QPoint(3, 3), shell.rect().center()]
    assert {shell.childAt(corner).objectName() for corner in corners} == {"blank_screen"}
    press(shell.findChild(QWidget, "blank_screen"), Qt.Key.Key_1, CTRL)
    assert not shell.blank.is_blank
    assert line.text() == "ten"
    assert shell.focusWidget() is line


def test_blank_covers_open_dialogs_too(shell):
    dialog, _line = jump(shell, "iris")
    shell.blank.cover()
    shell.blank.cover()
    assert dialog.childAt(dialog.rect().center()).objectName() == "blank_screen"
    QTest.mouseClick(dialog.findChild(QWidget, "blank_screen"), Qt.MouseButton.LeftButton)
    assert dialog.childAt(dialog.rect().center()).objectName() != "blank_screen"
    assert shell.findChild(QWidget, "rail_today").isVisible()


def test_a_notice_offers_its_step_once_and_stays_one_move(shell):
    taken = []
    notice = NoticeText(sentence="<b>Deleted</b>", step="Undo", on_step=lambda: taken.append(1))
    shell.announcer.notice(notice)
    shell.navigator.go(places.SETTINGS)
    assert shell.notice.shown is notice
    shell.findChild(QPushButton, "notice_step").click()
    assert taken == [1]
    assert shell.notice.shown is None
    shell.announcer.explain(RecordUnavailable(Trouble.DISK_FULL))
    assert not shell.findChild(QPushButton, "notice_step").isVisible()
    shell.navigator.go(places.TODAY)
    shell.navigator.go(places.SETTINGS)
    assert shell.notice.shown is None


def test_what_was_saved_stands_in_the_status_line(shell):
    shell.announcer.say("Saved 14:32")
    assert shell.findChild(QLabel, "status").text() == "Saved 14:32"


def test_the_title_never_names_a_patient(shell):
    shell.navigator.go(places.patient(IRIS))
    assert shell.windowTitle() == "IMS Notes"
    assert shell.windowFilePath() == ""


def focusable(window):
    shown = [w for w in window.findChildren(QWidget) if w.isVisible()]
    return [w for w in shown if w.focusPolicy() & Qt.FocusPolicy.TabFocus]


def test_nothing_that_takes_focus_is_unnamed_or_small(shell):
    shell.announcer.notice(NoticeText(sentence="Deleted.", step="Undo"))
    jump(shell, "s")
    crash.show_crash("report")
    windows = [w for w in QApplication.topLevelWidgets() if w.isVisible()]
    found = [widget for window in windows for widget in focusable(window)]
    assert len(found) >= 9
    for widget in found:
        assert widget.objectName(), widget
        assert widget.accessibleName(), widget.objectName()
        assert min(widget.width(), widget.height()) >= 24, widget.objectName()
    for window in windows:
        if window is not shell:
            window.close()


def test_the_tab_chain_is_closed(shell):
    shell.announcer.notice(NoticeText(sentence="Deleted.", step="Undo"))
    wanted = {w.objectName() for w in focusable(shell) if w.isEnabled()}
    seen, here = set(), shell.made[PlaceName.TODAY].line
    here.setFocus()
    for _ in range(len(wanted) + 2):
        seen.add(shell.focusWidget().objectName())
        # A text field keeps Tab for itself unless its page says otherwise.
        shell.focusNextChild()
    assert wanted <= seen


def test_a_high_page_scrolls_instead_of_being_clipped(shell):
    shell.made[PlaceName.TODAY].setMinimumHeight(3000)
    shell.resize(640, 360)
    QApplication.processEvents()
    assert shell.size().height() == 360
    about = shell.findChild(QToolButton, "rail_about")
    corner = about.mapTo(shell, about.rect().bottomRight())
    assert QRect(QPoint(0, 0), shell.size()).contains(corner)
    area = shell.stack.currentWidget()
    assert area.verticalScrollBar().maximum() > 0


@pytest.mark.parametrize(("button", "answer"), [("confirm_yes", True), ("confirm_no", False)])
def test_confirm_answers_with_the_button_pressed(qtbot, button, answer):
    from PySide6.QtCore import QTimer

    def press_it():
        QApplication.activeModalWidget().findChild(QPushButton, button).click()

    QTimer.singleShot(0, press_it)
    assert confirm.ask(None, question="Delete?", yes="Delete draft", danger=True) is answer


def test_enter_never_does_a_dangerous_deed(qtbot):
    dialog = confirm.ConfirmDialog(
        None, question="Delete?", detail="", yes="Delete", no="Keep", danger=True
    )
    qtbot.addWidget(dialog)
    dialog.show()
    press(dialog, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Rejected


def test_the_crash_report_can_be_copied_and_comes_once(shell):
    crash.show_crash("IMS Notes 1\nValueError")
    crash.show_crash("a second one")
    shown = [w for w in QApplication.topLevelWidgets() if isinstance(w, crash.CrashDialog)]
    assert len(shown) == 1
    shown[0].findChild(QPushButton, "crash_copy").click()
    assert QApplication.clipboard().text() == "IMS Notes 1\nValueError"
    shown[0].findChild(QPushButton, "crash_close").click()
