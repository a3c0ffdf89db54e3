"""Vertebral levels: one row a level, kept beside the muscle that lies there."""

import pytest

from tests.domain.shorthand_examples import cautions, clean, read


def levels(text):
    return [(site.muscle, site.level) for site in clean(text).sites]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("mult c5", [("multifidus_cervical", "c5")]),
        ("mult t1", [("multifidus_thoracic", "t1")]),
        ("mult l4", [("multifidus_lumbar", "l4")]),
        ("ps c5", [("ps_c5", "c5")]),
        ("c5 paraspinal", [("ps_c5", "c5")]),
        ("C5 paraspinals", [("ps_c5", "c5")]),
        ("c5", [("ps_c5", "c5")]),
        ("PS-C5", [("ps_c5", "c5")]),
        ("ps_c5", [("ps_c5", "c5")]),
        ("t1", [("ps_t1", "t1")]),
        ("t10", [("ps_t10", "t10")]),
        ("ps_t1", [("ps_t1", "t1")]),
        ("mult c4-c7", [("multifidus_cervical", f"c{n}") for n in (4, 5, 6, 7)]),
        ("mult c4-7", [("multifidus_cervical", f"c{n}") for n in (4, 5, 6, 7)]),
        ("mult c4 \N{EN DASH} c5", [("multifidus_cervical", f"c{n}") for n in (4, 5)]),
        ("mult c4 \N{RIGHTWARDS ARROW} c5", [("multifidus_cervical", f"c{n}") for n in (4, 5)]),
        ("c4->5", [("ps_c4", "c4"), ("ps_c5", "c5")]),
        ("mult c4 c6", [("multifidus_cervical", f"c{n}") for n in (4, 6)]),
        ("l4-s1", [("ps_l4", "l4"), ("ps_l5", "l5"), ("ps_s1", "s1")]),
        ("longissimus thoracis t5", [("longissimus_thoracis", "t5")]),
        ("mult-l l4", [("multifidus_lumbar", "l4")]),
        ("ps_c5 c5", [("ps_c5", "c5")]),
    ],
)
def test_levels_are_kept_beside_the_muscle(words, expected):
    assert levels(f"l {words} y") == expected


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("c9", "level_unknown"),
        ("mult l6", "level_unknown"),
        ("mult c7-c4", "level_reversed"),
        ("mult-c l4", "level_conflict"),
        ("ps_c5 t1", "level_conflict"),
        ("paraspinals", "level_missing"),
        ("mult", "muscle_group"),
        ("foozle c5", "muscle_unknown"),
        ("calf c5", "muscle_group"),
        ("ili t5", "muscle_ambiguous"),
    ],
)
def test_impossible_levels_are_errors(words, code):
    parsed = read(f"l {words} y")
    assert ([error.code for error in parsed.errors], parsed.sites) == ([code], ())


def test_the_mends_of_an_unclear_muscle_keep_its_level():
    (error,) = read("l ili t5 y").errors
    replacements = [choice.replacement for choice in error.choices]
    assert replacements == ["iliacus t5", "ICL t5", "ICT t5"]


def test_c8_and_a_bare_level_after_a_muscle_are_questioned():
    assert cautions("l ps c8") == []
    assert cautions("l mult c8") == ["level_c8"]
    assert cautions("l c7-t1") == ["level_c8"]
    (warning,) = read("b mult c4, c5 y").warnings
    assert (warning.code, warning.choices[0].replacement) == ("level_alone", "mult c5")
