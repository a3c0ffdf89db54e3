"""The canonical text: each thing written one way, which is read back as the same thing."""

import pytest

from ims_notes.domain.shorthand import render
from tests.domain.shorthand_examples import RN_1, VOCABULARY, clean, read


@pytest.mark.parametrize(
    ("typed", "canonical"),
    [
        ("", ""),
        (
            RN_1,
            "l UT y; r UT y; l LS y; r LS y; l IS y; r IS n; l SS n; r SS n; pain 6>3; "
            "used 2 out 2; ok; last none; ae none; tol well; ex +; ed soreness, activity; next 1w",
        ),
        ("b mult c4-c5 ltr?", "l Mult-C c4 ?; r Mult-C c4 ?; l Mult-C c5 ?; r Mult-C c5 ?"),
        ("(r) c5 scar ns", "r PS-C5 scar ns"),
        ("l brachialis 6>", "l brachialis 6>"),
        ("l ut >3 0,3x40", "l UT >3 .30x40"),
        ("l ut 1x40 d2,50 1.5min", "l UT 1.00x40 d2.5 90s"),
        ("l ut .125x40", "l UT .125x40"),
        ('l ut  "a ""b"""  estim 2 / 100 hz TOL', 'l UT es 2/100hz tol "a ""b"""'),
        ("tw ns; l ut; use pist 90s; r ut", "l UT ns; r UT ns pist 90s"),
        ("pain mvt 5 cervical; pain 6/10", "pain 6; pain neck mvt 5"),
        ('pain 6>- "left, early"', 'pain 6>- "left, early"'),
        ("out 2", "out 2"),
        ('dn declined tired; dn declined "tired"', 'dn declined "tired"'),
        ("dn withheld", "dn withheld"),
        ("ae mild bruising (l)  upper trap", "ae bruise mild l UT"),
        ("ae bruise here, ok resolved", "ae bruise here ok resolved"),
        ("ok,", "ok"),
        ("ae resolved stuck", "ae stuck needle resolved"),
        ("last sore 2/7", "last soreness 48h"),
        ("ex =; ex -2; ex 3 12 reps", "ex =; ex -2; ex 3 12reps"),
        ("ex chin tucks 3x10 5s 2/day", "ex chin tuck 3x10 hold5 bid"),
        ("ex nod 3 sets 6/d", "ex deep neck flexor nod 3sets 6/day"),
        ("mt stm ut 5/60", "mt soft tissue UT 5min"),
        ("mt massage", "mt massage"),
        ("rom neck rot (l) 50 > 65", "rom neck rotation l 50>65"),
        ("rom jaw opening >35mm", "rom jaw opening >35"),
        ("rom jaw opening 28deg", "rom jaw opening 28deg"),
        ("next 14 days; next 2/52", "next 2w"),
        ("next 10 days", "next 10d"),
        ("=", "="),
        ("p go on\ns woke; twice\np and on", "s woke; twice\np go on\np and on"),
    ],
)
def test_each_thing_is_written_one_way(typed, canonical):
    parsed = read(typed)
    text = render(parsed, VOCABULARY)
    assert text == canonical
    again = read(text)
    assert (again.sites, again.visit, again.errors) == (parsed.sites, parsed.visit, ())
    assert render(again, VOCABULARY) == text


def test_rows_of_a_region_stand_under_it():
    typed = "l ls; reg neck; l ut; pain 5; reg shoulder; r inf"
    assert render(clean(typed), VOCABULARY) == (
        "l LS; pain neck 5; reg neck; l UT; reg shoulder; r IS"
    )


def test_own_words_are_quoted_and_stay_ones_own():
    typed = "reg left pinkie; pain now 4; ex moon walk 3x10; ed moon phases, soreness; last odd"
    assert render(read(typed), VOCABULARY) == (
        'pain "left pinkie" now 4; reg "left pinkie"; last "odd"; ex "moon walk" 3x10; '
        'ed "moon phases", soreness'
    )
