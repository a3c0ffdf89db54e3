"""Lines that hold for the rows after them: use and tw."""

import pytest

from ims_notes.domain.sites import Estim, Technique, Twitch
from tests.domain.shorthand_examples import clean, codes, read, said

PRESENT = Twitch.PRESENT


def test_use_and_tw_hold_for_the_rows_after_them_and_are_written_into_each():
    before, first, second = clean("l ut; tw ns\nuse .25x30 pist\nr ut; l ls y static").sites
    assert said(before) == {}
    held = {"diameter_mm": 0.25, "length_mm": 30}
    assert said(first) == {
        **held,
        "twitch": Twitch.NOT_SOUGHT,
        "techniques": (Technique.PISTONING,),
    }
    assert said(second) == {**held, "twitch": PRESENT, "techniques": (Technique.STATIC,)}


def test_a_row_with_its_own_technique_takes_no_dwell_or_current_from_above():
    first, second = clean("use es 2hz 5min; l ut; r ut pist").sites
    assert (first.dwell_s, first.estim) == (300, Estim(hz=(2,)))
    assert (second.dwell_s, second.estim, second.techniques) == (
        None,
        None,
        (Technique.PISTONING,),
    )


def test_a_needle_from_above_is_checked_against_the_depth_of_the_row():
    text = "use .25x30; l ut d35"
    (error,) = read(text).errors
    assert (error.code, text[error.start : error.end]) == ("depth_over_length", "d35")
    assert codes("use d35; use .25x30; l ut") == ["depth_over_length"]
    assert clean("use .25x30; l ut .30x50 d35").sites[0].length_mm == 50


def test_own_takes_nothing_from_above():
    assert said(clean("tw ns; use .25x30; l ut own").sites[0]) == {}


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("use", "words_missing"),
        ("use fam", "not_held"),
        ("use 6>3", "not_held"),
        ('use "x"', "not_held"),
        ("tw y/n", "not_held"),
        ("use wobble", "option_unknown"),
    ],
)
def test_what_belongs_to_one_row_cannot_hold(line, code):
    assert codes(line) == [code]
