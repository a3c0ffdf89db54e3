"""Passphrases that would be guessed are refused; rating one never keeps anybody waiting."""

import itertools
import random
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.passphrase import Fit
from ims_notes.services.choose_passphrase import fitting, offer_words, strength

GOOD = "the heron waits by the mill"


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        (GOOD, Fit.FITS),
        ("", Fit.TOO_SHORT),
        ("Tr0ub4dor&3", Fit.TOO_SHORT),
        ("passwordpassword", Fit.COMMON),
        ("password password password", Fit.COMMON),
        ("1234567890123456", Fit.COMMON),
        ("qwertyuiopasdfgh", Fit.COMMON),
        ("a" * 128, Fit.COMMON),
        ("abcabcabcabcabcabc", Fit.COMMON),
        ("x" * 129, Fit.TOO_LONG),
        ("a" * 64 + GOOD, Fit.FITS),
        (GOOD + "a" * 64, Fit.FITS),
    ],
)
def test_common_short_and_overlong_passphrases_are_told_apart(text, verdict):
    assert strength(text).verdict is verdict


def test_ones_own_name_is_tried_first():
    names = ("Annegret Wiesendanger", "Praxis am Mühlebach")
    alone, known = strength("annegretwiesendanger"), strength("annegretwiesendanger", names=names)
    assert alone.verdict is Fit.FITS
    assert known.verdict is Fit.COMMON
    assert strength("Wiesendanger Annegret", names=names).verdict is Fit.COMMON
    assert strength("annegretwiesendanger").verdict is Fit.FITS


@given(st.integers(min_value=0))
@settings(max_examples=25)
def test_five_words_on_offer_always_fit(seed):
    words = offer_words(random.Random(seed).randrange)
    assert len(words.split(" ")) == 5
    assert strength(words).verdict is Fit.FITS
    assert fitting(words, repeat=words) == words


def test_offered_words_come_from_the_whole_list_and_never_twice_the_same():
    assert offer_words(lambda n: n - 1) == " ".join(["zoom"] * 5)
    assert offer_words(lambda _n: 0) == " ".join(["abacus"] * 5)
    assert len({offer_words() for _ in range(20)}) == 20


@given(st.text(max_size=140))
@settings(max_examples=60)
def test_anything_typed_is_rated(text):
    rated = strength(text)
    assert 0 <= rated.score <= 4
    assert rated.guesses_log10 >= 0


def test_longer_is_not_weaker():
    piece = "kq7vz0trm2xw9bnh"
    rated = [strength(piece * n).guesses_log10 for n in (1, 4, 8)]
    assert min(rated[1:]) >= rated[0]


def steps_of(deed):
    """Count the functions that a deed calls, of Python and of C: the same on every machine."""
    counted = itertools.count()
    sys.setprofile(lambda _frame, event, _given: next(counted) if "return" not in event else None)
    try:
        deed()
    finally:
        sys.setprofile(None)
    return next(counted)


def test_ten_megabytes_and_the_worst_128_characters_take_no_more_work_than_a_long_passphrase():
    strength("warm up")
    rng = random.Random(3)
    worst = "".join(rng.choice("abcdefghijklmnop4@8({[<3$5!1|0") for _ in range(128))
    names = ["n" * 10_000_000] * 3
    for text in ("x" * 10_000_000, worst, "4@8({[<3" * 16, "0123456789/.-" * 9):
        assert steps_of(lambda text=text: strength(text, names=names)) < 250_000


def test_the_rating_is_given_little_at_a_time(monkeypatch):
    given = []

    def rated(text, user_inputs):
        given.append((len(text), len(user_inputs), max(map(len, user_inputs))))
        return {"score": 4, "guesses_log10": 20.0}

    monkeypatch.setattr("zxcvbn.zxcvbn", rated)
    strength("kq7vz0trm2xw9bnh" * 8, names=["n" * 10_000_000, *["abc", "def", "ghi", "jkl"] * 40])
    strength("x" * 10_000_000, names=["n" * 10_000_000])
    assert len(given) == 2
    assert all(each[0] <= 64 and each[1] <= 50 and each[2] <= 128 for each in given)


@pytest.mark.parametrize(
    ("text", "repeat", "rule"),
    [
        ("short", "short", Rule.PASSPHRASE_TOO_SHORT),
        ("x" * 200, "x" * 200, Rule.PASSPHRASE_TOO_LONG),
        ("passwordpassword", None, Rule.PASSPHRASE_COMMON),
        (GOOD, GOOD.title(), Rule.PASSPHRASE_DIFFERS),
        (GOOD, "", Rule.PASSPHRASE_DIFFERS),
    ],
)
def test_a_new_passphrase_that_will_not_do_is_refused_by_its_rule(text, repeat, rule):
    with pytest.raises(RuleBroken) as told:
        fitting(text, repeat=repeat)
    assert told.value.rule is rule
    assert told.value.field == ("repeat" if rule is Rule.PASSPHRASE_DIFFERS else "passphrase")


def test_what_is_kept_is_the_same_on_every_system():
    assert fitting("  Zu\u0308rich im  Fru\u0308hling") == "Zürich im Frühling"
    assert fitting(GOOD, repeat=f" {GOOD}\n") == GOOD
