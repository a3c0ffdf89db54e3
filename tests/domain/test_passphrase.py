"""Passphrases are the same on every system; a slip in the recovery code is found where it is."""

import random
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.passphrase import (
    CODE_BYTES,
    Fit,
    RecoveryCode,
    fit_of,
    five_words,
    length_of,
    normalised,
    pause_after,
    read_code,
    refusal,
)

CODE = RecoveryCode(bits=bytes(range(3, 3 + CODE_BYTES)))


@pytest.mark.parametrize(
    ("text", "fit"),
    [
        ("", Fit.TOO_SHORT),
        ("fourteen signs", Fit.TOO_SHORT),
        ("fifteen letters", Fit.FITS),
        ("ab cd ef gh ij", Fit.FITS),
        ("ab-cd-ef-gh-ij", Fit.FITS),
        ("a b c d e f g", Fit.TOO_SHORT),
        ("   x            ", Fit.TOO_SHORT),
        ("\u200b" * 20, Fit.TOO_SHORT),
        ("é" * 128, Fit.FITS),
        ("e\u0301" * 128, Fit.FITS),
        ("é" * 129, Fit.TOO_LONG),
        ("x" * 10_000_000, Fit.TOO_LONG),
    ],
)
def test_a_passphrase_has_fifteen_characters_or_five_words_and_at_most_128(text, fit):
    assert fit_of(text) is fit


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Zürich im Frühling", "Zu\u0308rich im Fru\u0308hling"),
        ("\uff57\uff49\uff44\uff45 letters", "wide letters"),
        ("a\u00a0blank of a Mac", "a blank of a Mac"),
        ("  pasted with an end\r\n", "pasted with an end"),
        ("two  blanks\tand a tab", "two blanks and a tab"),
        ("\ufeffunseen\u200b marks\u200e", "unseen marks"),
        ("I \u2764\ufe0f hearts", "I \u2764 hearts"),
        ("ﬁne ligature", "fine ligature"),
        ("a lone \ud800surrogate", "a lone surrogate"),
    ],
)
def test_the_same_passphrase_typed_on_two_systems_is_one(one, other):
    assert normalised(one).encode() == normalised(other).encode()


def test_upper_and_lower_case_differ():
    assert normalised("Heron") != normalised("heron")


@given(st.text(max_size=200))
def test_what_was_normalised_stays_as_it_is_and_has_bytes(text):
    once = normalised(text)
    assert normalised(once) == once
    assert once.encode().decode() == once


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=100))
def test_composed_or_taken_apart_makes_no_difference(text):
    apart = unicodedata.normalize("NFD", text)
    assert normalised(apart) == normalised(unicodedata.normalize("NFC", text))


def test_ten_megabytes_are_no_passphrase():
    with pytest.raises(RuleBroken) as told:
        normalised("x" * 10_000_000)
    assert told.value.rule is Rule.PASSPHRASE_TOO_LONG
    assert length_of("x" * 10_000_000) == 129


@pytest.mark.parametrize("fit", [Fit.TOO_SHORT, Fit.TOO_LONG, Fit.COMMON])
def test_what_will_not_do_names_its_rule_and_field(fit):
    told = refusal(fit)
    assert told.rule.value == f"passphrase_{fit.value}"
    assert told.field == "passphrase"


def test_five_words_are_picked_by_the_randomness_given():
    picks = iter([4, 0, 4, 1, 2])
    assert five_words(["a", "b", "c", "d", "e"], lambda n: next(picks) % n) == "e a e b c"


def test_after_five_wrong_tries_the_wait_grows_and_never_locks_out():
    waits = [pause_after(wrong) for wrong in range(13)]
    assert waits == [0, 0, 0, 0, 0, 1, 2, 4, 8, 16, 30, 30, 30]
    assert pause_after(10**9) == 30


def test_the_code_is_seven_groups_without_signs_that_are_mistaken():
    groups = CODE.groups
    assert [len(group) for group in groups] == [5] * 7
    assert not set("".join(groups)) & set("ILOU")
    assert CODE.text == "-".join(groups)


@given(st.binary(min_size=CODE_BYTES, max_size=CODE_BYTES))
def test_every_code_is_read_back(bits):
    code = RecoveryCode(bits=bits)
    assert read_code(code.text) == code


@pytest.mark.parametrize(
    "typed",
    [
        CODE.text.lower(),
        CODE.text.replace("-", ""),
        CODE.text.replace("-", "  "),
        CODE.text.replace("-", " \u2013 ") + "\n",
        CODE.text.replace("0", "o").replace("1", "l"),
        CODE.text.replace("0", "O").replace("1", "i"),
        ".".join(CODE.text),
    ],
)
def test_the_code_is_read_however_it_is_typed(typed):
    assert read_code(typed) == CODE


def slip_in(typed):
    with pytest.raises(RuleBroken) as told:
        read_code(typed)
    assert told.value.rule is Rule.RECOVERY_CODE_MISTYPED
    assert told.value.field == "recovery_code"
    return told.value.facts["group"]


@pytest.mark.parametrize("place", range(7))
def test_every_slip_is_found_in_its_group(place):
    groups = list(CODE.groups)
    for wrong in slips(groups[place]):
        typed = [*groups[:place], wrong, *groups[place + 1 :]]
        assert slip_in("-".join(typed)) == place + 1


def slips(group):
    """Every other sign at every place, neighbours swapped, one too many, one too few."""
    for at, sign in enumerate(group):
        for other in "0123456789ABCDEFGHJKMNPQRSTVWXYZU*é":
            if other != sign:
                yield group[:at] + other + group[at + 1 :]
        yield group[:at] + group[at + 1 :]
        yield group[: at + 1] + group[at:]
        if at and group[at - 1] != sign:
            yield group[: at - 1] + sign + group[at - 1] + group[at + 1 :]


def test_two_groups_in_each_others_place_are_noticed():
    for one in range(7):
        for other in range(one + 1, 7):
            groups = list(CODE.groups)
            groups[one], groups[other] = groups[other], groups[one]
            assert slip_in("-".join(groups)) == one + 1


@pytest.mark.parametrize(
    ("typed", "group"),
    [
        ("", 1),
        ("-" * 50, 1),
        ("-".join(CODE.groups[:3]), 4),
        ("".join(CODE.groups[:6]) + CODE.groups[6][:2], 7),
        (CODE.text + CODE.groups[6], 7),
        (CODE.text + "-0", 7),
        ("0" * 10_000_000, 1),
    ],
)
def test_too_little_or_too_much_is_no_code(typed, group):
    assert slip_in(typed) == group


def test_spare_bits_are_nought():
    rng = random.Random(7)
    alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
    heads = {RecoveryCode(bits=rng.randbytes(CODE_BYTES)).groups[0][0] for _ in range(300)}
    assert heads == set(alphabet)
    lasts = {RecoveryCode(bits=rng.randbytes(CODE_BYTES)).groups[6][3] for _ in range(300)}
    assert lasts == {"0", "G"}
