"""When the screen locks, which PINs are taken, and how often one may be wrong."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_notes.domain import locking
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.locking import Tries


@pytest.mark.parametrize("pin", ["1985", "2580", "1357", "0000001", "90817263", "112233445566"])
def test_a_pin_that_is_not_trivial_is_taken(pin):
    assert locking.checked_pin(pin) == pin


@pytest.mark.parametrize(
    ("typed", "pin"),
    [
        (" 19 85 ", "1985"),
        ("\u0661\u0669\u0668\u0665", "1985"),
        ("\uff11\uff19\uff18\uff15", "1985"),
    ],
)
def test_blanks_are_left_out_and_digits_of_every_script_are_digits(typed, pin):
    assert locking.checked_pin(typed) == pin


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("", Rule.PIN_LENGTH),
        ("198", Rule.PIN_LENGTH),
        ("1357913579135", Rule.PIN_LENGTH),
        ("19a5", Rule.PIN_LENGTH),
        ("19-85", Rule.PIN_LENGTH),
        ("½½½½", Rule.PIN_LENGTH),
        ("1111", Rule.PIN_TRIVIAL),
        ("000000000000", Rule.PIN_TRIVIAL),
        ("1234", Rule.PIN_TRIVIAL),
        ("9876543210", Rule.PIN_TRIVIAL),
        ("7890", Rule.PIN_TRIVIAL),
        ("2109", Rule.PIN_TRIVIAL),
    ],
)
def test_a_pin_too_short_too_long_or_soon_guessed_is_refused(typed, rule):
    with pytest.raises(RuleBroken) as refused:
        locking.checked_pin(typed)
    assert (refused.value.rule, refused.value.field) == (rule, "pin")


@given(st.text(max_size=14))
def test_whatever_is_typed_is_either_a_pin_of_digits_or_refused(typed):
    try:
        pin = locking.checked_pin(typed)
    except RuleBroken:
        return
    assert pin.isascii()
    assert 4 <= len(pin) <= 12
    assert len(set(pin)) > 1


def test_five_wrong_pins_leave_only_the_passphrase():
    tries, said = Tries(), []
    for _each in range(5):
        tries = tries.with_one_wrong()
        said.append((tries.refusal().rule, tries.refusal().facts.get("left")))
    assert said == [
        *((Rule.PIN_WRONG, left) for left in (4, 3, 2, 1)),
        (Rule.PIN_USED_UP, None),
    ]
    assert tries.is_used_up
    assert tries.with_one_wrong().left == 0


def test_counting_a_wrong_pin_leaves_the_count_before_as_it_was():
    before = Tries()
    assert before.with_one_wrong().left == 4
    assert before.left == 5


@pytest.mark.parametrize(
    ("seconds", "minutes", "idle"),
    [
        (0, 5, False),
        (299.9, 5, False),
        (300, 5, True),
        (59, 1, False),
        (60, 1, True),
        (900, 15, True),
    ],
)
def test_the_screen_locks_after_so_many_minutes_and_not_before(seconds, minutes, idle):
    assert locking.is_idle(1000.0 + seconds, 1000.0, minutes=minutes) is idle


@pytest.mark.parametrize(
    ("wall", "monotonic", "slept"),
    [
        (5, 5, False),
        (29, 29, False),
        (3600, 5, True),
        (3600, 3600, True),
        (31, 5, True),
        (-3600, 5, False),
        (5, 0, False),
    ],
)
def test_a_jump_of_either_clock_means_that_the_machine_slept(wall, monotonic, slept):
    assert locking.slept(wall_gap=wall, monotonic_gap=monotonic) is slept


@pytest.mark.parametrize(
    ("minutes", "may"),
    [(1, True), (15, True), (0, False), (16, False), (5.0, False), (True, False)],
)
def test_one_to_fifteen_minutes_may_be_chosen(minutes, may):
    assert locking.may_wait(minutes) is may
