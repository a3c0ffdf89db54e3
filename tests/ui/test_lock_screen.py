"""The lock lets in by PIN or passphrase, and gives the field that was left back."""

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QListWidget,
    QPushButton,
    QWidget,
)

from ims_notes.domain.errors import Trouble
from ims_notes.domain.locking import Tries
from tests.ui.lock_stage import ADA, GRACE, Key, Stage


@pytest.fixture
def stage(qtbot):
    made = Stage(qtbot)
    yield made
    made.lock._covers.lift()
    QApplication.processEvents()


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


def test_the_arrows_choose_another_name_without_leaving_the_field(stage):
    stage.gate.names[GRACE] = "Grace Hopper"
    stage.gate.passphrases = {GRACE: "correct horse battery"}
    stage.lock.lock()
    assert QApplication.focusWidget() is stage.part("lock_pin")
    for key in (Key.Key_Up, Key.Key_Down, Key.Key_Down):
        QTest.keyClick(QApplication.focusWidget(), key)
    assert QApplication.focusWidget() is stage.part("lock_passphrase")
    stage.type("correct horse battery")
    assert stage.let_in == [GRACE]


def test_several_people_are_chosen_by_arrows_or_first_letter(stage, qtbot):
    stage.gate.names[GRACE] = "Grace Hopper"
    stage.gate.passphrases = {GRACE: "correct horse battery"}
    stage.lock.lock()
    people = stage.part("lock_people", QListWidget)
    assert people.currentItem().text() == "Ada King"
    assert stage.part("lock_name", QLabel).text() == "Ada King"
    people.setFocus()
    QTest.keyClick(people, Key.Key_Down)
    assert people.currentItem().text() == "Grace Hopper"
    assert stage.part("lock_passphrase").accessibleName() == "Passphrase of Grace Hopper"
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
