"""Finding the muscle: the first tier with a hit decides, and nothing that reads as two resolves."""

import pytest

from ims_notes.domain.shorthand import Vocabulary, parse
from tests.domain.shorthand_examples import CATALOGUE, NEVER_ALONE, VOCABULARY, clean, read


def muscle(words):
    (site,) = clean(f"l {words} y").sites
    return site.muscle


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("UT", "upper_trapezius"),
        ("inf", "infraspinatus"),
        ("is", "infraspinatus"),
        ("Upper Trapezius", "upper_trapezius"),
        ("upper trap", "upper_trapezius"),
        ("upper traps", "upper_trapezius"),
        ("lev scap", "levator_scapulae"),
        ("glute med", "gluteus_medius"),
        ("tib post", "tibialis_posterior"),
        ("tib post.", "tibialis_posterior"),
        ("ext dig long", "extensor_digitorum_longus"),
        ("extensor digitorum", "extensor_digitorum"),
        ("biceps femoris, long head", "biceps_femoris_long"),
        ("piriformiss", "piriformis"),
        ("peroneus longus", "fibularis_longus"),
        ("pect minor", "pectoralis_minor"),
        ("vmo", "vastus_medialis"),
        ("es-l", "iliocostalis_lumborum"),
    ],
)
def test_daily_words_find_their_muscle(words, expected):
    assert muscle(words) == expected


@pytest.mark.parametrize("one", CATALOGUE.muscles, ids=lambda one: one.id)
def test_every_muscle_is_found_by_id_names_synonyms_and_its_short_word(one):
    for words in (
        one.id,
        one.name,
        one.formal or one.name,
        *one.synonyms,
        VOCABULARY.short_words[one.id],
    ):
        assert muscle(words) == one.id


@pytest.mark.parametrize("word", NEVER_ALONE)
def test_what_reads_as_two_muscles_never_resolves_silently(word):
    parsed = read(f"l {word} y")
    (error,) = parsed.errors
    assert (parsed.sites, error.code, error.start, error.end) == (
        (),
        "muscle_ambiguous",
        2,
        2 + len(word),
    )
    found = {muscle(choice.replacement) for choice in error.choices}
    assert len(found) == len(error.choices) >= 2


@pytest.mark.parametrize("word", ["rhomboids", "hamstrings", "quads", "calf", "scalenes", "hams"])
def test_group_words_list_their_parts_as_one_key_choices(word):
    (error,) = read(f"b {word} y").errors
    assert error.code == "muscle_group"
    assert len({muscle(choice.replacement) for choice in error.choices}) >= 2
    by_id = CATALOGUE.muscle_by_id
    assert all(
        choice.label.endswith(by_id[muscle(choice.replacement)].name) for choice in error.choices
    )


def test_an_abbreviation_of_two_muscles_is_ambiguous():
    (error,) = read("l es-t y").errors
    assert error.code == "muscle_ambiguous"
    assert [choice.replacement for choice in error.choices] == ["ICT", "LgTh"]


def test_the_beginning_of_several_names_is_ambiguous():
    assert [e.code for e in read("l vastus l y; l flexor carpi y").errors] == ["muscle_ambiguous"]


@pytest.mark.parametrize(
    "word", ["ut+", "ut?", "ut++", "ut-", "ut!", "-ut", "ut*", "u\N{SNOWMAN}t"]
)
def test_a_sign_at_a_muscle_is_never_dropped(word):
    assert [error.code for error in read(f"l {word} y").errors] == ["muscle_unknown"]


def test_the_longest_run_of_words_is_the_muscle_and_the_rest_is_marked():
    text = "l glute med wobble y"
    parsed = read(text)
    (error,) = parsed.errors
    assert (error.code, text[error.start : error.end]) == ("option_unknown", "wobble")
    assert [site.muscle for site in parsed.sites] == ["gluteus_medius"]


def test_an_unclear_muscle_with_more_words_is_marked_whole():
    assert [e.code for e in read("l tib wobble y").errors] == [
        "muscle_ambiguous",
        "option_unknown",
    ]
    assert [e.code for e in read("l wobble wabble y").errors] == ["muscle_unknown"]
    assert [e.code for e in read("l \N{SNOWMAN} y").errors] == ["muscle_unknown"]
    assert [e.code for e in read("l " + "a " * 12).errors][:1] == ["muscle_ambiguous"]
    assert [e.code for e in read("l ut, wobble y").errors] == ["muscle_unknown"]


def test_the_clinics_own_abbreviation_wins_and_may_claim_an_unclear_word_for_good():
    clinic = Vocabulary(
        catalogue=CATALOGUE,
        abbreviations={
            "TA": "tibialis_anterior",
            "ut": "uvula",
            "quads": "quadratus_lumborum",
            "mult": "multifidus_lumbar",
            "gl": "gluteus_maximus",
            "ls+": "soleus",
        },
    )
    parsed = parse("l ta y; l ut y; l quads y; l mult l4 y; l gl y; l ls y", clinic)
    assert parsed.errors == ()
    assert [site.muscle for site in parsed.sites] == [
        "tibialis_anterior",
        "upper_trapezius",
        "quadratus_lumborum",
        "multifidus_lumbar",
        "gluteus_maximus",
        "levator_scapulae",
    ]
    assert clinic.short_words["gastrocnemius_lateral"] == "LG"


def test_several_hits_of_a_level_word_do_not_confuse_t1_with_t10():
    assert muscle("t1 paraspinals") == "ps_t1"
    assert [site.muscle for site in clean("l c1; l t11").sites] == ["ps_c1", "ps_t11"]
    assert muscle("PS-T1") == "ps_t1"
