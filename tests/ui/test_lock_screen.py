"""The lock covers every window, lets in by PIN or passphrase, and gives everything back."""

from uuid import UUID

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QMenu,
    QMessageBox,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble
from ims_notes.domain.locking import Tries
from ims_notes.ui import theme
from ims_notes.ui.lock_screen import LockAsks, LockScreen
from ims_notes.ui.runner import InPlaceRunner
from ims_notes.ui.theme import Mode
from ims_notes.ui.widgets.blank_screen import BlankScreen
from ims_notes.ui.widgets.covers import Sheet
from ims_notes.ui.widgets.lock_card import Door, Person

ADA, GRACE = UUID(int=1), UUID(int=2)
SECRET = "HALLORAN, Una"
Key = Qt.Key


class Gate:
    """Lets in by made-up PINs and passphrases."""

    def __init__(self):
        self.pins = {ADA: "1985"}
        self.passphrases = {}
        self.names = {ADA: "Ada King"}
        self.tries = Tries()
        self.trouble = None
        self.is_open = False

    def door(self):
        if self.trouble:
            raise RecordUnavailable(self.trouble)
        people = [
            Person(
                id=id,
                name=name,
                has_pin=id in self.pins,
                has_passphrase=id in self.passphrases,
                tries_left=self.tries.left,
            )
            for id, name in self.names.items()
        ]
        return Door(people=tuple(people), at_work=ADA, is_open=self.is_open)

    def try_pin(self, person, pin):
        if self.pins.get(person) == pin and not self.tries.is_used_up:
            return person
        self.tries = self.tries.with_one_wrong()
        raise self.tries.refusal()

    def try_passphrase(self, person, passphrase):
        for holder, each in self.passphrases.items():
            if each == passphrase:
                return holder
        raise RuleBroken(Rule.PASSPHRASE_WRONG, field="passphrase")


class Stage:
    """A window with a patient's name, two fields and a key of its own."""

    def __init__(self, qtbot):
        theme.apply_theme(QApplication.instance(), Mode.LIGHT)
        self.gate, self.let_in, self.ran = Gate(), [], []
        self.window = QWidget()
        self.window.setWindowTitle("IMS Notes")
        self.field, self.other = QLineEdit("pain 6>3"), QLineEdit()
        column = QVBoxLayout(self.window)
        for part in (QLabel(SECRET), self.field, self.other, QPushButton("Sign")):
            column.addWidget(part)
        action = QAction("Jump", self.window)
        action.setShortcut(QKeySequence("Ctrl+K"))
        action.triggered.connect(lambda: self.ran.append("jump"))
        self.window.addAction(action)
        self.window.resize(900, 600)
        qtbot.addWidget(self.window)
        self.show(self.window)
        self.field.setFocus()
        self.lock = LockScreen(
            self.window,
            blank=BlankScreen(self.window),
            asks=LockAsks(
                door=self.gate.door,
                try_pin=self.gate.try_pin,
                try_passphrase=self.gate.try_passphrase,
            ),
            runner=InPlaceRunner(),
        )
        self.lock.unlocked.connect(self.let_in.append)

    def show(self, window):
        window.show()
        window.activateWindow()
        QApplication.processEvents()

    @property
    def card(self):
        return self.lock._card

    def type(self, text):
        if self.card is not None and QApplication.activeWindow() is not self.card.window():
            # Without a window manager nobody gives the keys back when a dialog closes.
            self.card.window().activateWindow()
            QApplication.processEvents()
        for letter in text:
            QTest.keyClicks(QApplication.focusWidget(), letter)
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)

    def part(self, name, kind=QWidget):
        return self.card.findChild(kind, name)

    def says(self):
        labels = [label for label in self.card.findChildren(QLabel) if label.isVisible()]
        return "\n".join(label.text() for label in labels)


@pytest.fixture
def stage(qtbot):
    made = Stage(qtbot)
    yield made
    made.lock._covers.lift()
    QApplication.processEvents()


def readable(accessible):
    """Every name that a screen reader finds below, of what is not invisible."""
    if accessible is None or accessible.state().invisible:
        return []
    said = [accessible.text(QAccessible.Text.Name), accessible.text(QAccessible.Text.Value)]
    for place in range(accessible.childCount()):
        said += readable(accessible.child(place))
    return [words for words in said if words]


def dialog_on(stage, *, modal=True, size=(300, 120)):
    dialog = QDialog(stage.window)
    dialog.setModal(modal)
    dialog.setWindowTitle("IMS Notes")
    column = QVBoxLayout(dialog)
    dialog.field = QLineEdit(SECRET)
    column.addWidget(dialog.field)
    dialog.resize(*size)
    stage.show(dialog)
    dialog.field.setFocus()
    return dialog


def test_nothing_of_the_window_is_seen_reached_or_read_aloud(stage):
    assert SECRET in readable(QAccessible.queryAccessibleInterface(stage.window))
    stage.lock.lock()
    assert stage.window.windowTitle() == "IMS Notes - locked"
    corners = [QPoint(3, 3), stage.window.rect().bottomRight() - QPoint(3, 3)]
    for corner in corners:
        assert stage.window.findChild(Sheet).isAncestorOf(stage.window.childAt(corner))
        assert not stage.field.isVisible()
    said = readable(QAccessible.queryAccessibleInterface(stage.window))
    assert SECRET not in "\n".join(said)
    assert "Ada King" in "\n".join(said)


def test_tab_goes_round_on_the_card_and_no_shortcut_works(stage):
    stage.lock.lock()
    seen = set()
    for _each in range(8):
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
        seen.add(QApplication.focusWidget().objectName())
        assert stage.card.isAncestorOf(QApplication.focusWidget())
    assert {"lock_pin", "lock_unlock"} <= seen
    QTest.keyClick(stage.window.windowHandle(), Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert stage.ran == []
    stage.lock._covers.lift()
    QTest.keyClick(stage.window.windowHandle(), Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert stage.ran == ["jump"], "the key works when nothing is locked"


def test_what_reaches_past_the_sheet_is_swallowed(stage):
    stage.lock.lock()
    QTest.keyClicks(stage.other, "x")
    QTest.mouseClick(stage.other, Qt.MouseButton.LeftButton)
    assert stage.other.text() == ""


def test_the_pin_lets_in_and_gives_selection_and_focus_back(stage):
    stage.field.setSelection(8, -4)
    stage.lock.lock()
    stage.type("1985")
    assert stage.let_in == [ADA]
    assert not stage.lock.is_locked
    assert stage.window.windowTitle() == "IMS Notes"
    assert QApplication.focusWidget() is stage.field
    assert (stage.field.selectedText(), stage.field.cursorPosition()) == (" 6>3"[-4:], 4)


def test_the_field_does_not_hear_that_it_was_left(stage):
    left = []
    QTest.keyClicks(stage.field, "x")
    stage.field.editingFinished.connect(lambda: left.append(1))
    stage.lock.lock()
    stage.type("1985")
    assert left == []
    stage.other.setFocus()
    assert left == [1]


def test_a_wrong_pin_is_told_gently_with_the_tries_left(stage):
    stage.lock.lock()
    stage.type("1986")
    assert "That is not the PIN. Tries left: 4." in stage.says()
    assert stage.part("lock_pin", QLineEdit).text() == ""
    assert QApplication.focusWidget() is stage.part("lock_pin")
    stage.type("1985")
    assert stage.let_in == [ADA]


def test_after_five_wrong_pins_the_passphrase_is_asked_for(stage):
    stage.gate.passphrases = {ADA: "correct horse battery"}
    stage.lock.lock()
    for _each in range(5):
        stage.type("0000")
    assert not stage.part("lock_pin").isVisible()
    assert "The PIN was wrong too often; the passphrase opens." in stage.says()
    stage.type("wrong")
    assert "That is not the passphrase." in stage.says()
    stage.type("correct horse battery")
    assert stage.let_in == [ADA]


def test_without_a_passphrase_the_way_left_is_to_close(stage):
    stage.gate.tries = Tries(wrong=5)
    stage.lock.lock()
    assert "close IMS Notes and open it again" in stage.says()
    assert stage.part("lock_close").isVisible()
    stage.part("lock_close", QPushButton).click()
    assert not stage.window.isVisible()


def test_who_may_use_both_chooses(stage):
    stage.gate.passphrases = {ADA: "correct horse battery"}
    stage.lock.lock()
    other = stage.part("lock_other_way", QPushButton)
    assert other.text() == "Use my passphrase instead"
    QTest.keyClicks(stage.part("lock_pin"), "19")
    other.click()
    assert stage.part("lock_passphrase").isVisible()
    assert stage.part("lock_pin", QLineEdit).text() == ""
    assert QApplication.focusWidget() is stage.part("lock_passphrase")
    stage.part("lock_other_way", QPushButton).click()
    assert QApplication.focusWidget() is stage.part("lock_pin")


def test_several_people_are_chosen_by_arrows_or_first_letter(stage, qtbot):
    stage.gate.names[GRACE] = "Grace Hopper"
    stage.gate.passphrases = {GRACE: "correct horse battery"}
    stage.lock.lock()
    people = stage.part("lock_people", QListWidget)
    assert people.currentItem().text() == "Ada King"
    assert not stage.part("lock_name").isVisible()
    people.setFocus()
    QTest.keyClick(people, Key.Key_Down)
    assert people.currentItem().text() == "Grace Hopper"
    assert stage.part("lock_passphrase").isVisible()
    QTest.keyClicks(people, "a")
    assert people.currentItem().text() == "Ada King"
    qtbot.wait(QApplication.keyboardInputInterval() + 100)
    QTest.keyClicks(people, "g")
    QTest.keyClick(people, Key.Key_Return)
    stage.type("correct horse battery")
    assert stage.let_in == [GRACE]


def test_nothing_is_asked_for_an_empty_field(stage):
    stage.lock.lock()
    stage.type("")
    assert stage.gate.tries == Tries()


def test_a_dialog_that_waits_is_covered_and_has_the_card(stage, qtbot):
    dialog = dialog_on(stage)
    dialog.field.setSelection(0, 5)
    QApplication.processEvents()
    small = dialog.size()
    stage.lock.lock()
    assert {stage.window.windowTitle(), dialog.windowTitle()} == {"IMS Notes - locked"}
    assert stage.card.window() is dialog
    assert not dialog.field.isVisible()
    qtbot.waitUntil(lambda: dialog.height() > stage.card.sizeHint().height())
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert dialog.isVisible(), "Escape did not answer the dialog"
    stage.type("1985")
    assert QApplication.focusWidget() is dialog.field
    assert (dialog.field.selectedText(), dialog.size()) == (SECRET[:5], small)
    assert stage.window.windowTitle() == "IMS Notes"


def test_a_dialog_that_comes_while_locked_is_covered_too(stage, qtbot):
    stage.lock.lock()
    dialog = dialog_on(stage)
    qtbot.waitUntil(lambda: stage.card.window() is dialog)
    assert not dialog.field.isVisible()
    assert dialog.windowTitle() == "IMS Notes - locked"
    dialog.accept()
    qtbot.waitUntil(lambda: stage.card.window() is stage.window)
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    stage.type("1985")
    assert stage.let_in == [ADA]


def test_a_dialog_that_goes_while_it_has_the_card_leaves_the_card(stage, qtbot):
    dialog = dialog_on(stage)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    stage.lock.lock()
    dialog.done(0)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: stage.card.window() is stage.window)
    stage.type("1985")
    assert stage.let_in == [ADA]


def test_a_window_beside_the_main_one_gives_its_selection_back_too(stage):
    side = dialog_on(stage, modal=False)
    side.field.setSelection(0, 5)
    QApplication.processEvents()
    stage.lock.lock()
    assert stage.card.window() is stage.window
    stage.type("1985")
    QApplication.processEvents()
    assert QApplication.focusWidget() is side.field
    assert side.field.selectedText() == SECRET[:5]
    side.close()


def test_windows_of_every_kind_are_covered_and_tell_no_name(stage):
    side = dialog_on(stage, modal=False)
    side.setAccessibleName(SECRET)
    tool = QWidget(stage.window, Qt.WindowType.Tool)
    QLabel(SECRET, tool)
    stage.show(tool)
    stage.lock.lock()
    for window in (side, tool):
        assert window.windowTitle() == "IMS Notes - locked"
        assert SECRET not in readable(QAccessible.queryAccessibleInterface(window))
    stage.type("1985")
    assert side.accessibleName() == SECRET
    for window in (side, tool):
        assert SECRET in readable(QAccessible.queryAccessibleInterface(window))
        window.close()


@pytest.mark.parametrize("comes_while_locked", [False, True])
@pytest.mark.parametrize("kind", [QFileDialog, QMessageBox])
def test_what_may_be_the_system_s_own_window_is_answered_with_no(
    stage, qtbot, *, kind, comes_while_locked
):
    dialog = kind(stage.window)
    if kind is QFileDialog:
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    else:
        dialog.setText(SECRET)
    if comes_while_locked:
        stage.lock.lock()
        stage.show(dialog)
    else:
        stage.show(dialog)
        stage.lock.lock()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    stage.type("1985")
    assert stage.let_in == [ADA]


def test_menus_and_tooltips_are_gone_and_stay_away(stage, qtbot):
    menu = QMenu(stage.window)
    menu.addAction(SECRET)
    menu.popup(QPoint(50, 50))
    tip = QLabel(SECRET, stage.window, Qt.WindowType.ToolTip)
    tip.show()
    stage.lock.lock()
    assert not menu.isVisible()
    assert not tip.isVisible()
    tip.show()
    assert tip.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.waitUntil(lambda: not tip.isVisible())


def test_the_menu_of_the_pin_s_own_field_still_opens(stage):
    stage.lock.lock()
    field = stage.part("lock_pin", QLineEdit)
    menu = field.createStandardContextMenu()
    menu.popup(QPoint(20, 20))
    QApplication.processEvents()
    assert menu.isVisible()
    menu.close()


def test_locking_twice_is_locking_once(stage):
    stage.lock.lock()
    card = stage.card
    stage.lock.lock()
    assert stage.card is card
    stage.type("1985")
    assert stage.field.isVisible()


def test_when_the_record_cannot_say_who_works_here_it_stays_locked(stage):
    stage.gate.trouble = Trouble.BUSY
    stage.lock.lock()
    assert "The record is busy" in stage.says()
    assert QApplication.focusWidget() is stage.part("lock_again")
    stage.gate.trouble = None
    stage.part("lock_again", QPushButton).click()
    stage.type("1985")
    assert stage.let_in == [ADA]


def test_where_nobody_has_a_secret_any_key_returns_and_it_says_why(stage):
    stage.gate.is_open = True
    stage.lock.lock()
    assert not stage.lock.is_locked
    sheet = stage.window.findChild(QWidget, "blank_screen")
    assert "nobody here has a PIN" in sheet.accessibleName()
    assert not stage.field.isVisible()
    QTest.keyClick(QApplication.focusWidget(), Key.Key_X)
    assert stage.field.isVisible()
    assert QApplication.focusWidget() is stage.field
    assert stage.field.text() == "pain 6>3"
    assert stage.let_in == []
