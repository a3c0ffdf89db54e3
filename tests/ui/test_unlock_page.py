"""A cold start: the caret is ready, a wrong passphrase is told kindly, nobody is locked out."""

import threading
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QWidget,
)

from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble
from ims_notes.domain.passphrase import RecoveryCode
from ims_notes.services.choose_passphrase import strength
from ims_notes.ui import theme
from ims_notes.ui.pages.unlock import UnlockAsks, UnlockPage, WhoIsIt, with_passphrase
from ims_notes.ui.runner import InPlaceRunner, Runner
from ims_notes.ui.theme import Mode

RIGHT = "the heron waits on us"
NEW = "two otters below the weir"
CODE = RecoveryCode(bits=bytes(range(40, 57)))


class Door:
    """An encrypted record that one passphrase and one code open."""

    def __init__(self):
        self.opened, self.tried = [], []
        self.people, self.who = (), None
        self.problem = RecordUnavailable(Trouble.KEY_WRONG)

    def open(self, passphrase, is_remembered):
        self.tried.append((passphrase, is_remembered))
        if passphrase != RIGHT:
            raise self.problem
        return "desk"

    def recover(self, typed):
        self.tried.append((typed.code, typed.passphrase))
        if self.people and not typed.who:
            return WhoIsIt(people=self.people)
        self.who = typed.who
        if typed.code != CODE.text:
            raise self.problem
        return "recovered"

    def asks(self, **more):
        return UnlockAsks(
            open=self.open,
            recover=self.recover,
            opened=self.opened.append,
            folder=Path("/somewhere/IMS Notes/record"),
            strength=lambda text, names: strength(text, names=names),
            offer_words=lambda: "abacus heron mill poplar zoom",
            **{"can_remember": lambda: False, **more},
        )


@pytest.fixture
def door():
    return Door()


@pytest.fixture
def show(qtbot, qapp, door):
    theme.apply_theme(qapp, Mode.LIGHT)

    def show_it(runner=None, **more):
        page = UnlockPage(runner=runner or InPlaceRunner(), asks=door.asks(**more))
        qtbot.addWidget(page)
        page.resize(1280, 690)
        page.show()
        qtbot.waitUntil(page.isActiveWindow)
        page.setFocus()
        return page

    return show_it


def type_in(page, text, key=Qt.Key.Key_Return):
    QTest.keyClicks(page.focusWidget(), text)
    QTest.keyClick(page.focusWidget(), key)
    QApplication.processEvents()


def line(page, name="passphrase"):
    return page.findChild(QLineEdit, name)


def button(page, name):
    return page.findChild(QPushButton, name)


def note(page, name="passphrase"):
    return page.findChild(QLabel, f"{name}_note").text()


def shown_words(page):
    return "\n".join(each.text() for each in page.findChildren(QLabel) if each.isVisible())


def test_the_passphrase_is_typed_at_once_and_enter_opens(show, door):
    page = show()
    assert page.focusWidget() is line(page)
    assert "/somewhere/IMS Notes/record" in shown_words(page)
    type_in(page, RIGHT)
    assert door.opened == ["desk"]
    assert line(page).text() == ""


def test_what_is_typed_is_hidden_until_it_is_shown_and_hidden_again(show, door):
    page = show()
    QTest.keyClicks(page.focusWidget(), "wrong")
    assert "wrong" not in line(page).displayText()
    show_it = page.findChild(QWidget, "passphrase_show")
    assert show_it.accessibleName() == "Show: Passphrase"
    show_it.click()
    assert line(page).displayText() == "wrong"
    assert show_it.accessibleName() == "Hide: Passphrase"
    QTest.keyClick(line(page), Qt.Key.Key_Return)
    assert "wrong" not in line(page).displayText()


def test_a_pasted_passphrase_of_another_system_is_the_same(show, door, qapp):
    page = show()
    qapp.clipboard().setText(f" {RIGHT}".replace(" ", "\u00a0"))
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    assert door.opened == ["desk"]
    qapp.clipboard().clear()


def test_wrong_passphrases_are_counted_kindly_and_the_caret_stays(show, door):
    page = show(wrong_before=1)
    type_in(page, "not this one")
    assert "2 wrong tries so far" in note(page)
    assert "Caps Lock" in note(page)
    assert page.focusWidget() is line(page)
    assert button(page, "open_record").isEnabled()
    type_in(page, RIGHT)
    assert door.opened == ["desk"]


def test_after_five_wrong_ones_the_next_try_waits_and_then_goes(show, door, qtbot, monkeypatch):
    monkeypatch.setattr(with_passphrase, "SECOND_MS", 40)
    page = show(wrong_before=5)
    type_in(page, "wrong")
    opening = button(page, "open_record")
    assert opening.text() == "Open in 2 s"
    assert not opening.isEnabled()
    type_in(page, RIGHT)
    assert door.opened == []
    qtbot.waitUntil(lambda: opening.text() == "Open in 1 s")
    qtbot.waitUntil(opening.isEnabled)
    assert opening.text() == "Open"
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return)
    assert door.opened == ["desk"]


def test_nothing_typed_is_no_try(show, door):
    page = show()
    type_in(page, "   ")
    assert door.tried == []
    assert "Type the passphrase" in note(page)


def test_ten_megabytes_pasted_are_answered_at_once(show, door, qapp):
    page = show()
    line(page).setText("x" * 10_000_000)
    QTest.keyClick(line(page), Qt.Key.Key_Return)
    assert door.opened == []
    assert "wrong try" in note(page) or "at most 128" in note(page)


def test_what_else_is_in_the_way_is_said_and_told(show, door, qtbot):
    page = show()
    door.problem = RecordUnavailable(Trouble.LOCKED)
    with qtbot.waitSignal(page.cannot_open) as told:
        type_in(page, "wrong")
    assert told.args == [door.problem]
    assert "open in another window" in note(page)
    assert "wrong tr" not in note(page)


def test_opening_takes_its_time_without_freezing_the_window(show, door, qtbot):
    runner, gate = Runner(), threading.Event()
    page = show(runner)
    door_open = door.open

    def slowly(*typed):
        gate.wait(10)
        return door_open(*typed)

    page._asks = door.asks(can_remember=lambda: True)
    object.__setattr__(page._asks, "open", slowly)
    type_in(page, RIGHT)
    bar = page.findChild(QProgressBar, "opening")
    assert bar.isVisible()
    assert not line(page).isEnabled()
    assert not button(page, "other_ways").isEnabled()
    gate.set()
    qtbot.waitUntil(lambda: door.opened == ["desk"])
    assert not bar.isVisible()
    runner.shutdown()


def tick_remember(page):
    box = page.findChild(QCheckBox, "remember")
    box.setFocus()
    QTest.keyClick(box, Qt.Key.Key_Space)
    return box


def test_remembering_says_what_it_means_when_it_is_wished_for(show, door):
    page = show(can_remember=lambda: True)
    box = page.findChild(QCheckBox, "remember")
    assert not box.isChecked()
    assert "keyring" in box.accessibleDescription()
    assert box.accessibleDescription() not in shown_words(page)
    tick_remember(page)
    assert box.accessibleDescription() in shown_words(page)
    line(page).setFocus()
    type_in(page, RIGHT)
    assert door.tried == [(RIGHT, True)]


def test_without_a_keyring_remembering_says_so_and_the_passphrase_goes_on(show, door):
    page = show()
    box = tick_remember(page)
    assert not box.isChecked()
    assert not box.isEnabled()
    assert "has no keyring" in shown_words(page)
    assert page.focusWidget() is line(page)
    type_in(page, RIGHT)
    assert door.tried == [(RIGHT, False)]


def test_nobody_looks_for_a_keyring_unless_remembering_is_wished_for(show, door):
    asked = []
    page = show(can_remember=lambda: asked.append(1) or True)
    type_in(page, RIGHT)
    assert door.opened == ["desk"]
    assert asked == []


def test_other_ways_to_begin_are_there(show, qtbot):
    page = show()
    with qtbot.waitSignal(page.other_ways):
        button(page, "other_ways").click()


def forgotten(page):
    button(page, "forgot_passphrase").setFocus()
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Space)


def test_a_forgotten_passphrase_is_replaced_with_the_code_by_keys_alone(show, door):
    page = show()
    forgotten(page)
    assert page.focusWidget() is line(page, "recovery_code")
    type_in(page, CODE.text.lower().replace("-", " ").replace("0", "o"))
    assert page.focusWidget() is line(page, "new_passphrase")
    type_in(page, NEW)
    type_in(page, NEW)
    assert door.tried == [(CODE.text, NEW)]
    assert door.opened == ["recovered"]
    assert line(page, "recovery_code").text() == ""
    assert line(page, "new_passphrase").text() == ""


def test_where_several_work_the_code_asks_whose_passphrase_it_is(show, door):
    door.people = (("1", "Anna Lind"), ("2", "Ben Osei"))
    page = show()
    forgotten(page)
    type_in(page, CODE.text)
    type_in(page, NEW)
    type_in(page, NEW)
    assert door.opened == []
    assert "Whose passphrase" in shown_words(page)
    assert page.focusWidget().text() == "Anna Lind"
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Right)
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Space)
    assert door.who == "2"
    assert door.opened == ["recovered"]
    assert "Whose passphrase" not in shown_words(page)


def test_a_slip_in_the_code_is_said_by_its_group(show, door):
    page = show()
    forgotten(page)
    groups = list(CODE.groups)
    groups[3] = groups[3][::-1]
    type_in(page, "-".join(groups))
    assert "Group 4" in note(page, "recovery_code")
    assert page.focusWidget() is line(page, "recovery_code")
    line(page, "recovery_code").clear()
    button(page, "recover_record").click()
    assert "Type the code" in note(page, "recovery_code")
    assert door.tried == []


@pytest.mark.parametrize(
    ("problem", "field", "said"),
    [
        (RecordUnavailable(Trouble.KEY_WRONG), "recovery_code", "another record"),
        (RuleBroken(Rule.PASSPHRASE_COMMON, field="passphrase"), "new_passphrase", "guessed"),
        (RecordUnavailable(Trouble.DISK_FULL), "recovery_code", "disk is full"),
    ],
)
def test_a_code_that_does_not_open_says_why_and_keeps_what_was_typed(
    show, door, problem, field, said
):
    page = show()
    forgotten(page)
    door.problem = problem
    type_in(page, RecoveryCode(bits=bytes(17)).text)
    type_in(page, NEW)
    type_in(page, NEW)
    assert said in note(page, field)
    assert page.focusWidget() is line(page, field)
    assert line(page, "new_passphrase").text() == NEW
    assert door.opened == []


def test_there_is_a_way_back_from_the_code(show, door):
    page = show()
    forgotten(page)
    button(page, "back_to_passphrase").click()
    assert page.focusWidget() is line(page)
    type_in(page, RIGHT)
    assert door.opened == ["desk"]


@pytest.mark.parametrize("is_forgotten", [False, True])
def test_nothing_that_takes_focus_is_unnamed_small_or_beyond_tab(show, is_forgotten):
    page = show(can_remember=lambda: True)
    if is_forgotten:
        forgotten(page)
    takers = [
        each
        for each in page.findChildren(QWidget)
        if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    for taker in takers:
        assert taker.objectName(), taker
        assert taker.accessibleName(), taker.objectName()
        assert min(taker.width(), taker.height()) >= 24, taker.objectName()
    seen = set()
    for _ in range(2 * len(takers)):
        seen.add(page.focusWidget())
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Tab)
    assert seen == set(takers)
