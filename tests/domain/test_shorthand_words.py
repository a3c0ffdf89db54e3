"""The therapist's own words are kept, and what is said twice never overwrites."""

import pytest

from ims_notes.domain.visit import HandsOn, SinceLast
from tests.domain.shorthand_examples import cautions, codes, read, visit


def test_own_words_are_kept_as_typed():
    seen = read(
        'reg Left  pinkie; pain "My spot" now 4; pos Upside down; ae Odd  feeling mild; '
        'last "Odd, really" 2h; ex Moon walk 3x; ed Moon phases, "a, b"; mt Glass bells; '
        'rom "L pinkie" "wob ble" 5'
    ).visit
    assert seen.region == "Left pinkie"
    assert seen.pains[0].region == "My spot"
    assert seen.position == "Upside down"
    assert seen.adverse_events[0].event == "Odd feeling"
    assert seen.since_last == SinceLast(event="Odd, really", hours=2)
    assert seen.exercises[0].name == "Moon walk"
    assert seen.education == ("Moon phases", "a, b")
    assert seen.hands_on[0].technique == "Glass bells"
    assert (seen.range[0].region, seen.range[0].motion) == ("L pinkie", "wob ble")


def test_quotes_keep_words_that_would_mean_something_by_their_beginning():
    assert read("ed sore").visit.education == ("soreness",)
    assert read('ed "so"').visit.education == ("so",)
    assert read('mt "cup" ut 5min').visit.hands_on == (
        HandsOn(technique="cup", muscle="upper_trapezius", minutes=5),
    )


def test_words_that_mean_several_things_offer_them():
    (warning,) = read("ex band 3x10").warnings
    assert warning.code == "term_ambiguous"
    name = warning.choices[0].replacement
    assert visit(f"ex {name} 3x10")["exercises"][0].name == name


@pytest.mark.parametrize(
    ("first", "again", "other"),
    [
        ("pain 6>3", "pain 6>3", "pain 6>2"),
        ("pain neck 6", "pain neck 6", "pain neck 5"),
        ("used 2", "used 2", "used 3"),
        ("tol well", "tol well", "tol poor"),
        ("next 1w", "next 7d", "next 2w"),
        ("last none", "last none", "last bruise"),
        ("dn declined", "dn declined", "dn withheld"),
        ("pos prone", "pos prone", "pos supine"),
        ("ex +", "ex +", "ex ="),
        ("ex 1 3x12", "ex 1 3x12", "ex -1"),
        ("ae bruise mild", "ae bruise mild", "ae bruise serious"),
        ("rom neck rot l 5>6", "rom neck rot l 5>6", "rom neck rot l 5>7"),
    ],
)
def test_saying_a_thing_twice_is_marked_at_the_later_place_and_never_overwrites(
    first, again, other
):
    text = f"{first}; {again}"
    parsed = read(text)
    assert (parsed.errors, parsed.visit) == ((), read(first).visit)
    assert [w.code for w in parsed.warnings] == ["said_again"]
    parsed = read(f"{first}; {other}")
    assert parsed.visit == read(first).visit
    (error,) = parsed.errors
    assert error.code == "said_twice"
    assert error.start > len(first)


def test_a_count_in_words_is_marked_whole():
    assert codes("used two") == ["value_missing", "option_unknown"]


def test_repeated_topics_ticks_and_equals_signs_are_harmless():
    for line in ("ok; ok", "=; =", "ae none; ae none", "ed soreness, soreness"):
        assert cautions(line) == ["said_again"]


def test_mends_of_a_pain_pair_and_of_a_choice_can_be_typed():
    (error,) = read("pain 6-3").errors
    assert error.choices[0].replacement == "6>3"
    for line in ("dn", 'dn "tired"'):
        (error,) = read(line).errors
        assert (error.start, error.end) == (0, 2)
        assert [choice.replacement for choice in error.choices] == [
            "dn declined",
            "dn withheld",
            "dn unsuitable",
        ]
    (error,) = read("tol bla").errors
    assert (error.start, error.end, error.choices[0].replacement) == (4, 7, "well")


@pytest.mark.parametrize(
    "line",
    ['mt ""', 'ed " "', 'ae ""', 'pos ""', 'last "" 2h', 'ex "" 3x10', 'rom "" "" 5', 'reg ""'],
)
def test_empty_quotes_say_nothing_and_are_marked(line):
    parsed = read(line)
    assert [warning.code for warning in parsed.warnings][:1] == ["note_empty"]
    assert len(parsed.errors) == 1
    assert parsed.visit == read("").visit


def test_empty_quotes_beside_something_are_only_marked():
    assert cautions('ok ""') == ["note_empty"]
    assert cautions('dn declined ""') == ["note_empty"]


def test_long_words_are_kept_whole():
    line = "soreness" + " " * 300 + "and more"
    assert read(f'ed "{line}"').visit.education == (line,)
