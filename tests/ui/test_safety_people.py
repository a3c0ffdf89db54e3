"""Lock and people on the safety page: minutes, one's own PIN, who can open the record."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt

from ims_notes.ui import theme
from ims_notes.ui.theme import Mode
from tests.ui.safety_stage import ANNA, BEN, CARLA, ENCRYPTED, MINE, NEW, PLAIN, Screen

Key = Qt.Key


@pytest.fixture
def at(qtbot, qapp):
    theme.apply_theme(qapp, Mode.LIGHT)
    return lambda state=ENCRYPTED: Screen(qtbot, state).open("lock")


def test_the_minutes_are_kept_at_once(at):
    screen = at()
    assert screen.find("lock_minutes").currentText() == "5 minutes"
    assert [screen.find("lock_minutes").itemData(row) for row in (0, 14)] == [1, 15]
    screen.press(Key.Key_Up)
    assert screen.record.state.lock_minutes == 4
    assert screen.said[-1] == "The screen locks after 4 minutes"
    for _ in range(5):
        screen.press(Key.Key_Up)
    assert screen.record.state.lock_minutes == 1
    assert screen.said[-1] == "The screen locks after 1 minute"


def test_the_screen_is_locked_from_here_too(at):
    screen = at()
    screen.choose("lock_now")
    assert screen.record.done == ["locked"]


def test_a_pin_is_set_changed_and_removed_by_keys(at):
    screen = at()
    assert not screen.sees("remove_pin")
    screen.choose("set_pin")
    screen.type("2714")
    screen.enter()
    screen.type("2714")
    screen.enter()
    assert screen.record.done == ["2714"]
    assert screen.said[-1] == "PIN set"
    assert screen.find("set_pin").text() == "Change my PIN …"
    assert screen.focus == "set_pin"
    screen.choose("remove_pin")
    assert screen.said[-1] == "PIN removed"
    assert not screen.sees("remove_pin")


@pytest.mark.parametrize(
    ("pin", "again", "field", "words"),
    [
        ("12", "12", "new_pin", "4 to 12 digits"),
        ("1234", "1234", "new_pin", "soon guessed"),
        ("2714", "2741", "repeat_pin", "differ"),
    ],
)
def test_a_pin_that_will_not_do_is_refused_at_its_field(at, pin, again, field, words):
    screen = at()
    screen.choose("set_pin")
    screen.type(pin)
    screen.find("repeat_pin").setFocus()
    screen.type(again)
    screen.find("pin_go_on").click()
    assert words in screen.words(f"{field}_note")
    assert screen.focus == field
    assert screen.record.done == []


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (ENCRYPTED, "with your passphrase"),
        (replace(ENCRYPTED, at_work=BEN.id), "Your PIN reopens"),
        (PLAIN, "only a colleague"),
        (replace(PLAIN, people=(replace(ANNA, has_passphrase=False),)), "any key"),
        (replace(PLAIN, at_work=None), "Say in Settings"),
    ],
)
def test_it_says_what_reopens_the_screen(at, state, words):
    assert words in at(state).words("pin_now")


def test_everybody_is_shown_with_what_they_can_open(at):
    screen = at()
    told = [screen.words(f"person_{n}") for n in range(1, 5)]
    assert told == [
        "at work now · passphrase · no PIN",
        "no passphrase · PIN",
        "passphrase · no PIN",
        "no longer here · can still open the record with a passphrase",
    ]
    assert not screen.sees("person_1_passphrase")


def test_a_plain_record_has_no_passphrases_to_give(at):
    screen = at(PLAIN)
    assert screen.words("person_2") == "PIN"
    assert not screen.sees("person_2_passphrase")


def test_a_colleague_types_a_passphrase_of_their_own(at):
    screen = at()
    button = screen.find("person_2_passphrase")
    assert button.accessibleName() == "Give Ben Okafor a passphrase"
    screen.choose("person_2_passphrase")
    screen.type(MINE)
    screen.enter()
    for _ in range(2):
        screen.type(NEW)
        screen.enter()
    assert screen.record.secrets[BEN.id] == NEW
    assert screen.said[-1] == "Ben Okafor has a passphrase now"
    assert screen.words("person_2") == "passphrase · PIN"
    assert screen.focus == "person_2_passphrase"


def test_a_wrong_own_passphrase_gives_nobody_anything(at):
    screen = at()
    screen.choose("person_2_passphrase")
    screen.type("some other passphrase")
    screen.enter()
    for _ in range(2):
        screen.type(NEW)
        screen.enter()
    assert BEN.id not in screen.record.secrets
    assert "not the passphrase" in screen.words("own_passphrase_note")


def test_a_passphrase_is_taken_away_only_after_its_consequence_is_said(at):
    screen = at()
    screen.choose("person_3_passphrase")
    assert screen.focus == "take_passphrase_back"
    assert "Backups and copies made until now still open with it" in screen.all_words()
    screen.enter()
    assert not screen.sees("take_passphrase_step")
    assert screen.record.state == ENCRYPTED
    screen.choose("person_3_passphrase")
    screen.choose("take_passphrase_go_on")
    assert screen.said[-1] == "Carla Rossi no longer has a passphrase"
    assert screen.words("person_3") == "no passphrase · no PIN"


def test_nobodys_last_passphrase_can_be_taken(at):
    screen = at(replace(ENCRYPTED, at_work=BEN.id, people=(BEN, CARLA)))
    assert not screen.sees("person_2_passphrase")
