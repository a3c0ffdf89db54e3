"""A new passphrase: rated in words while it is typed, five words on offer, typed twice."""

import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QProgressBar, QPushButton

from ims_notes.services.choose_passphrase import strength
from ims_notes.ui import theme
from ims_notes.ui.runner import InPlaceRunner, Runner
from ims_notes.ui.theme import Mode
from ims_notes.ui.widgets.new_passphrase import NewPassphrase

GOOD = "the heron waits by the mill"
WORDS = "abacus heron mill poplar zoom"


def rated(text, names):
    return strength(text, names=names)


@pytest.fixture
def show(qtbot, qapp):
    theme.apply_theme(qapp, Mode.LIGHT)

    def show_it(runner=None, ask=rated):
        new = NewPassphrase(
            runner=runner or InPlaceRunner(), strength=ask, offer_words=lambda: WORDS
        )
        qtbot.addWidget(new)
        new.chosen_ones, new.refusals = [], []
        new.chosen.connect(new.chosen_ones.append)
        new.refused.connect(lambda: new.refusals.append(True))
        new.show()
        qtbot.waitUntil(new.isActiveWindow)
        new.take_focus()
        return new

    return show_it


def line(new, name):
    return new.findChild(QLineEdit, f"{name}_passphrase")


def said(new):
    return new.findChild(QLabel, "passphrase_strength_words").text()


def filled(new):
    return new.findChild(QProgressBar, "passphrase_strength_bar").value()


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("", "15 characters or more, or five words."),
        ("heron", "Too short: 10 more characters, or five words."),
        ("heronheronhero", "Too short: 1 more character, or five words."),
        ("passwordpassword", "Too easy to guess."),
        ("password password", "Too easy to guess."),
        ("y" * 129, "Too long: 128 characters at most."),
        ("x" * 10_000_000, "Too long: 128 characters at most."),
        (GOOD, "Strong."),
        (WORDS, "Strong."),
    ],
)
def test_the_meter_says_in_words_how_good_it_is(show, typed, words):
    new = show()
    line(new, "new").setText(typed)
    assert said(new) == words
    bar = new.findChild(QProgressBar, "passphrase_strength_bar")
    assert bar.accessibleDescription() == words
    assert (filled(new) > 33) is (words == "Strong.")


def test_the_bar_grows_with_every_word(show):
    new, seen = show(), []
    for word in GOOD.split():
        QTest.keyClicks(line(new, "new"), word + " ")
        seen.append(filled(new))
    assert seen == sorted(seen)
    assert seen[0] > 0
    assert seen[-1] == 100


def test_typed_twice_alike_it_is_chosen(show):
    new = show()
    QTest.keyClicks(line(new, "new"), GOOD)
    assert new.value is None
    QTest.keyClick(line(new, "new"), Qt.Key.Key_Return)
    assert new.focusWidget() is line(new, "repeat")
    QTest.keyClicks(line(new, "repeat"), GOOD)
    assert new.value == GOOD
    QTest.keyClick(line(new, "repeat"), Qt.Key.Key_Return)
    assert new.chosen_ones == [GOOD]
    assert new.refusals == []


def test_ones_own_name_will_not_do(show):
    new = show()
    line(new, "new").setText("Wiesendanger Annegret")
    line(new, "repeat").setText("Wiesendanger Annegret")
    assert new.value is not None
    new.set_names("Annegret Wiesendanger", " ")
    assert said(new) == "Too easy to guess."
    assert new.value is None
    new.choose()
    assert new.chosen_ones == []
    assert new.refusals == [True]
    assert new.focusWidget() is line(new, "new")


def test_five_words_fill_in_visibly_and_are_typed_once_more(show):
    new = show()
    line(new, "repeat").setText("old")
    button = new.findChild(QPushButton, "five_words")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert line(new, "new").displayText() == WORDS
    assert line(new, "repeat").text() == ""
    assert new.focusWidget() is line(new, "repeat")
    assert "Write the five words down" in new.findChild(QLabel, "repeat_passphrase_note").text()
    QTest.keyClicks(line(new, "repeat"), WORDS)
    QTest.keyClick(line(new, "repeat"), Qt.Key.Key_Return)
    assert new.chosen_ones == [WORDS]


def test_an_answer_that_comes_late_is_waited_for_and_only_the_newest_counts(show, qtbot):
    runner, gate = Runner(), threading.Event()

    def slow(text, names):
        gate.wait(10)
        return rated(text, names)

    new = show(runner, slow)
    for part in ("passwordpass", "word"):
        QTest.keyClicks(line(new, "new"), part)
    line(new, "new").setText(GOOD)
    line(new, "repeat").setText(GOOD)
    new.choose()
    assert new.chosen_ones == []
    gate.set()
    qtbot.waitUntil(lambda: new.chosen_ones == [GOOD])
    assert said(new) == "Strong."
    runner.shutdown()


def test_what_is_typed_after_choosing_takes_the_choice_back(show, qtbot):
    runner, gate = Runner(), threading.Event()

    def slow(text, names):
        gate.wait(10)
        return rated(text, names)

    new = show(runner, slow)
    line(new, "new").setText(GOOD)
    line(new, "repeat").setText(GOOD)
    new.choose()
    QTest.keyClicks(line(new, "repeat"), "s")
    gate.set()
    qtbot.waitUntil(lambda: said(new) == "Strong.")
    assert new.chosen_ones == []
    runner.shutdown()


NONE, SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.mark.parametrize(
    ("keys", "is_on"),
    [
        ([("a", NONE)], False),
        ([("A", SHIFT)], False),
        ([("A", NONE)], True),
        ([("a", SHIFT)], True),
        ([("É", NONE)], True),
        ([("1", NONE), ("字", NONE)], False),
        ([("A", NONE), ("1", NONE)], True),
        ([("A", NONE), ("b", NONE)], False),
        ([("A", NONE), ("B", SHIFT)], True),
    ],
)
def test_caps_lock_is_seen_from_what_is_typed(show, qapp, keys, is_on):
    new = show()
    for letter, modifier in keys:
        QTest.sendKeyEvent(
            QTest.KeyAction.Press, line(new, "new"), Qt.Key.Key_unknown, letter, modifier
        )
    assert new.findChild(QLabel, "new_passphrase_caps").isVisible() is is_on


def test_turning_caps_lock_off_takes_the_hint_away(show):
    new = show()
    field = line(new, "new")
    QTest.sendKeyEvent(QTest.KeyAction.Press, field, Qt.Key.Key_unknown, "A", NONE)
    QTest.keyClick(field, Qt.Key.Key_CapsLock)
    assert not new.findChild(QLabel, "new_passphrase_caps").isVisible()


def test_cleared_it_holds_nothing_and_hides_what_comes_next(show):
    new = show()
    new.findChild(QPushButton, "five_words").click()
    new.clear()
    assert line(new, "new").text() == line(new, "repeat").text() == ""
    assert line(new, "new").echoMode() is QLineEdit.EchoMode.Password
    assert new.value is None
