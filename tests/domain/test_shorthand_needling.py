"""A needling entry: every form of every part gives the row that the therapist meant."""

import pytest

from ims_notes.domain.shorthand import Vocabulary, is_reserved, parse
from ims_notes.domain.sites import (
    Estim,
    Finding,
    Grip,
    NeedlingSite,
    Side,
    SiteReaction,
    Target,
    Technique,
    Twitch,
)
from tests.domain.shorthand_examples import CATALOGUE, cautions, clean, codes, read, row, said

LEFT, RIGHT, MIDLINE = Side.LEFT, Side.RIGHT, Side.MIDLINE
PRESENT, ABSENT = Twitch.PRESENT, Twitch.ABSENT


def rows(text):
    return [(site.muscle, site.side) for site in clean(text).sites]


def levels(text):
    return [(site.muscle, site.level) for site in clean(text).sites]


@pytest.mark.parametrize(
    ("words", "sides"),
    [
        ("l left (l) L Left", [LEFT]),
        ("r right (r) rt RT", [RIGHT]),
        ("b bil bilateral bl b/l B/L (b)", [LEFT, RIGHT]),
        ("m midline", [MIDLINE]),
    ],
)
def test_every_side_word_is_understood(words, sides):
    for word in words.split():
        assert rows(f"{word} ut") == [("upper_trapezius", side) for side in sides]


def test_lt_is_lower_trapezius_and_never_a_side():
    assert rows("l lt") == [("lower_trapezius", LEFT)]
    (error,) = read("lt ut y").errors
    assert (error.start, error.end, error.code) == (0, 2, "lt_not_a_side")
    assert [choice.replacement for choice in error.choices] == ["l"]


def test_both_sides_are_two_rows_left_then_right_with_every_option():
    left, right = clean("b ut y i6 fam").sites
    assert (left.side, right.side) == (LEFT, RIGHT)
    assert said(left) == said(right)


def test_only_the_twitch_may_differ_between_both_sides():
    left, right = clean("b inf y3/n i6").sites
    assert (left.twitch, left.twitch_count, right.twitch, right.twitch_count) == (
        PRESENT,
        3,
        ABSENT,
        None,
    )
    assert left.insertions == right.insertions == 6


def test_a_paired_muscle_without_a_side_is_an_error_at_its_place():
    parsed = read("ut y")
    assert parsed.sites == ()
    (error,) = parsed.errors
    assert (error.start, error.end, error.code) == (0, 2, "side_missing")
    assert [choice.replacement for choice in error.choices] == ["l ut", "r ut", "b ut"]


def test_a_side_after_the_muscle_is_no_guess_but_one_key_mends_it():
    parsed = read("tib post rt n foo")
    assert parsed.sites == ()
    assert [error.code for error in parsed.errors] == ["side_missing", "option_unknown"]
    error = parsed.errors[0]
    assert ("tib post rt n foo"[error.start : error.end], len(error.choices)) == ("tib post rt", 1)
    assert rows(error.choices[0].replacement + " n") == [("tibialis_posterior", RIGHT)]


def test_one_missing_side_is_told_once_for_a_list():
    assert codes("ut, ls y") == ["side_missing"]


def test_a_list_shares_side_and_options_in_the_order_typed():
    assert rows("b ut, ls y") == [
        ("upper_trapezius", LEFT),
        ("upper_trapezius", RIGHT),
        ("levator_scapulae", LEFT),
        ("levator_scapulae", RIGHT),
    ]
    assert all(site.twitch is PRESENT for site in clean("b ut, ls y").sites)


def test_a_muscle_of_a_list_may_have_its_own_side():
    assert rows("l ut, r ls, inf y") == [
        ("upper_trapezius", LEFT),
        ("levator_scapulae", RIGHT),
        ("infraspinatus", RIGHT),
    ]


def test_a_second_list_after_the_options_is_not_swallowed():
    text = "b ut y, ls n"
    parsed = read(text)
    (error,) = parsed.errors
    assert (text[error.start : error.end], error.code) == (", ls n", "list_after_options")
    assert len(parsed.sites) == 2
    assert codes("l ut y, r ls n") == ["list_after_options"]
    assert clean("l ut y, grab").sites == clean("l ut y grab").sites


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("tendon", {"target": Target.TENDON}),
        ("scar", {"target": Target.SCAR}),
        ("enth", {"target": Target.ENTHESIS}),
        ("lig", {"target": Target.LIGAMENT}),
        *((sign, {"twitch": PRESENT}) for sign in ("y", "ltr+", "++", "Y", "LTR +")),
        *((sign, {"twitch": ABSENT}) for sign in ("n", "ltr-", "ltr \N{MINUS SIGN}")),
        *((sign, {"twitch": Twitch.UNCERTAIN}) for sign in ("?", "ltr?")),
        ("ns", {"twitch": Twitch.NOT_SOUGHT}),
        *((sign, {"twitch": PRESENT, "twitch_count": 3}) for sign in ("ltr3", "y3", "ltr 3")),
        ("grab", {"grab": True}),
        ("i6", {"insertions": 6}),
        ("x3", {"needles": 3}),
        ("6>3", {"pain_before": 6, "pain_after": 3}),
        ("6 > 3", {"pain_before": 6, "pain_after": 3}),
        ("6/10->3/10", {"pain_before": 6, "pain_after": 3}),
        ("6\N{RIGHTWARDS ARROW}3", {"pain_before": 6, "pain_after": 3}),
        ("6>", {"pain_before": 6}),
        ("6/10", {"pain_before": 6}),
        (">0", {"pain_after": 0}),
        *(
            (needle, {"diameter_mm": 0.3, "length_mm": 40})
            for needle in (
                ".30x40",
                "0.30x40",
                "0,30x40",
                ",30x40",
                ".30 x 40",
                ".30\N{MULTIPLICATION SIGN}40",
                ".3x40mm",
            )
        ),
        ("d25", {"depth_mm": 25}),
        ("d 2,5", {"depth_mm": 2.5}),
        ("pist", {"techniques": (Technique.PISTONING,)}),
        ("static 90s", {"techniques": (Technique.STATIC,), "dwell_s": 90}),
        ("wind fan", {"techniques": (Technique.WINDING, Technique.FANNING)}),
        ("5min", {"dwell_s": 300}),
        ("5 min", {"dwell_s": 300}),
        ("5/60", {"dwell_s": 300}),
        (
            "es 2/100hz 250us 1,5 ma",
            {
                "techniques": (Technique.ELECTRICAL,),
                "estim": Estim(hz=(2, 100), us=250, ma=1.5),
            },
        ),
        (
            "es 2hz 250\N{MICRO SIGN}s tol",
            {
                "techniques": (Technique.ELECTRICAL,),
                "estim": Estim(hz=(2,), us=250, to_tolerance=True),
            },
        ),
        (
            "fam ref tb",
            {
                "findings": (
                    Finding.FAMILIAR_PAIN,
                    Finding.REFERRED_PAIN,
                    Finding.TAUT_BAND,
                )
            },
        ),
        (
            "bleed bruise stuck",
            {
                "site_reactions": (
                    SiteReaction.BLEEDING,
                    SiteReaction.BRUISE,
                    SiteReaction.STUCK_NEEDLE,
                )
            },
        ),
        ("pincer", {"grip": Grip.PINCER}),
        ("flat", {"grip": Grip.FLAT}),
        ("rib", {"grip": Grip.RIB}),
        ('"a ""b""; c\nd"', {"note": 'a "b"; c\nd'}),
        ("\N{LEFT DOUBLE QUOTATION MARK}near\N{RIGHT DOUBLE QUOTATION MARK}", {"note": "near"}),
    ],
)
def test_every_option_says_its_thing(options, expected):
    assert said(row(options)) == expected


def test_the_order_of_options_case_and_spaces_do_not_matter():
    assert row('y grab i6 "x" .30x40 d25') == row('  D25   .30X40 I6 GRAB   "x" Y ')


def test_twitch_not_given_is_not_recorded():
    assert clean("l ut").sites == (NeedlingSite(muscle="upper_trapezius", side=LEFT),)


@pytest.mark.parametrize(
    ("options", "code", "place"),
    [
        ("ltr0", "out_of_range", "ltr0"),
        ("y0/n", "twitch_pair_one_side", "y0/n"),
        ("n3", "count_without_twitch", "n3"),
        ("ltr-2", "count_without_twitch", "ltr-2"),
        ("y/n", "twitch_pair_one_side", "y/n"),
        ("y/n/y", "option_unknown", "y/n/y"),
        ("i0", "out_of_range", "i0"),
        ("x0", "out_of_range", "x0"),
        ("11>3", "out_of_range", "11>3"),
        ("6>11", "out_of_range", "6>11"),
        ("6>-", "option_unknown", "6>-"),
        ("d0", "out_of_range", "d0"),
        ("d41 .30x40", "depth_over_length", "d41"),
        (".30x40 d41", "depth_over_length", "d41"),
        ("9x40", "out_of_range", "9x40"),
        (".30x999", "out_of_range", ".30x999"),
        ("static 0s", "out_of_range", "0s"),
        ("static 2h", "option_unknown", "2h"),
        ("static .7s", "out_of_range", ".7s"),
        ("static 1.5s", "out_of_range", "1.5s"),
        ("es 5000hz", "out_of_range", "5000hz"),
        ("y n", "said_twice", "n"),
        ("i6 i7", "said_twice", "i7"),
        ('"a" "b"', "said_twice", '"b"'),
        ("wobble", "option_unknown", "wobble"),
        ("y wobble", "option_unknown", "wobble"),
        ('"open', "quote_unclosed", '"open'),
    ],
)
def test_what_cannot_be_is_an_error_at_its_place_and_the_row_stays(options, code, place):
    text = f"l ut {options}"
    parsed = read(text)
    assert [(e.code, text[e.start : e.end]) for e in parsed.errors] == [(code, place)]
    assert [site.muscle for site in parsed.sites] == ["upper_trapezius"]


def test_a_refused_value_is_left_open_never_put_at_zero():
    parsed = read("l ut ltr0 i0 d50 .30x40 11>2")
    (site,) = parsed.sites
    assert (site.twitch, site.insertions, site.depth_mm, site.pain_before) == (None,) * 4
    assert len(parsed.errors) == 4


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ("y y", "said_again"),
        ("fam fam", "said_again"),
        (".30x40 .30x40", "said_again"),
        ('""', "note_empty"),
        ("2hz", "estim_without_es"),
        (".05x40", "unusual_value"),
        (".30x150", "unusual_value"),
        ("es 300hz", "unusual_value"),
    ],
)
def test_what_is_odd_is_a_warning(options, code):
    assert cautions(f"l ut {options}") == [code]


def test_the_same_row_twice_is_questioned():
    assert cautions("l ut y; l ut n") == ["row_twice"]
    assert cautions("l ut y; r ut n; l ut tendon; l ls") == []
    assert cautions("reg neck; l ut; reg shoulder; l ut") == []


def test_a_needling_entry_needs_its_muscle():
    assert codes("l y") == ["muscle_missing"]
    assert codes("l") == ["muscle_missing"]
    assert codes("l ut, r y") == ["muscle_missing"]


@pytest.mark.parametrize(("line", "start"), [("l es y", 2), ("l es ut", 2), ("es ut y", 0)])
def test_es_before_a_muscle_is_not_a_muscle(line, start):
    (error,) = read(line).errors
    assert (error.start, error.end, error.code) == (start, start + 2, "es_not_a_muscle")
    assert "did you mean ES-L, ES-T?" in error.message
    assert [choice.label for choice in error.choices] == [
        "ES-L · Iliocostalis lumborum",
        "ES-T · Iliocostalis thoracis",
        "ES-T · Longissimus thoracis",
    ]
    for choice in error.choices:
        assert len(clean(f"l {choice.replacement} y").sites) == 1


@pytest.mark.parametrize(
    "options", [".30x40 .25x30", ".30x40 .30x50", "x3 x4", "fam y fam n", '"a" "b"', "tendon scar"]
)
def test_what_is_said_twice_is_marked_once_and_the_first_stays(options):
    parsed = read(f"l ut {options}")
    assert [error.code for error in parsed.errors] == ["said_twice"]
    assert parsed.sites == read(f"l ut {options.rsplit(' ', 1)[0]}").sites


def test_mt_and_ed_with_only_options_are_sideless_muscles():
    for line, end in (("mt y", 2), ("ed grab y", 2), ("mt 5min", 2)):
        (error,) = read(line).errors
        assert (error.start, error.end, error.code) == (0, end, "side_missing")
    assert rows("l mt y; r ed n") == [("middle_trapezius", LEFT), ("extensor_digitorum", RIGHT)]


@pytest.mark.parametrize(
    "text", ["wobble", "wobble y", "y", "?", '"quoted"', ",", "(", "9" * 5000, "x3 y", "-"]
)
def test_what_begins_like_nothing_known_is_an_ordinary_error(text):
    assert codes(text) == ["word_unknown"]


def test_the_number_of_rows_is_bounded():
    parsed = read("b c1-s2;" * 20)
    assert len(parsed.sites) <= 500
    assert {error.code for error in parsed.errors} == {"too_many_rows"}


def test_an_unpaired_muscle_needs_no_side():
    from dataclasses import replace

    muscles = tuple(
        replace(muscle, paired=False) if muscle.id == "levator_ani" else muscle
        for muscle in CATALOGUE.muscles
    )
    book = replace_muscles(muscles)
    parsed = parse("pelvic floor y", Vocabulary(catalogue=book))
    assert [(s.muscle, s.side) for s in parsed.sites] == [("levator_ani", MIDLINE)]
    assert [e.code for e in parse("pelvic floor wobble", Vocabulary(catalogue=book)).errors] == [
        "option_unknown"
    ]


def replace_muscles(muscles):
    from ims_notes.domain.catalogue import Catalogue

    return Catalogue(
        muscles=muscles,
        muscle_groups=CATALOGUE.muscle_groups,
        never_alone=CATALOGUE.never_alone,
    )


def test_words_of_the_language_are_reserved():
    assert all(is_reserved(word) for word in ("L", "y", "grab", "pain", "ex", "b/l"))
    assert not any(is_reserved(word) for word in ("ut", "mt", "ed", "lt"))
