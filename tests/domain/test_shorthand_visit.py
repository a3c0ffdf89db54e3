"""The lines about the visit: what each says, and what is kept, questioned or refused."""

import pytest

from ims_notes.domain.shorthand import EntryKind
from ims_notes.domain.sites import Side, Twitch
from ims_notes.domain.visit import (
    AdverseEvent,
    ExerciseAction,
    ExerciseEntry,
    HandsOn,
    Narrative,
    NoNeedling,
    NoNeedlingReason,
    PainContext,
    PainScore,
    RangeOfMovement,
    SinceLast,
    Tolerance,
    Visit,
)
from tests.domain.shorthand_examples import RN_1, cautions, clean, codes, read, visit

NOD = "deep_neck_flexor_nod"
ADD, CHANGE, STOP = ExerciseAction.ADD, ExerciseAction.CHANGE, ExerciseAction.STOP


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("", {}),
        (" \n;; \r\n", {}),
        ("pain 6>3", {"pain_before": 6, "pain_after": 3}),
        ("PAIN: 6 -> 3", {"pain_before": 6, "pain_after": 3}),
        ("pain 6", {"pain_before": 6}),
        ("pain 6/10", {"pain_before": 6}),
        ("pain 6/10>3/10", {"pain_before": 6, "pain_after": 3}),
        ("pain 6\N{RIGHTWARDS ARROW}0", {"pain_before": 6, "pain_after": 0}),
        ("pain >3", {"pain_after": 3}),
        (
            'pain 6>- "left early"',
            {
                "pain_before": 6,
                "pain_after_not_taken": True,
                "pain_after_reason": "left early",
            },
        ),
        (
            "pain neck mvt 6>3",
            {"pains": (PainScore(region="neck", context=PainContext.MOVEMENT, before=6, after=3),)},
        ),
        ("pain worst 8", {"pains": (PainScore(context=PainContext.WORST, before=8),)}),
        (
            'pain best 2 neck; pain now 3>- "ran"; pain shoulder 1',
            {
                "pains": (
                    PainScore(region="neck", context=PainContext.BEST, before=2),
                    PainScore(
                        context=PainContext.NOW, before=3, after_not_taken=True, reason="ran"
                    ),
                    PainScore(region="shoulder", before=1),
                )
            },
        ),
        (
            'reg neck; pain 6>- "left"',
            {
                "region": "neck",
                "pains": (PainScore(region="neck", before=6, after_not_taken=True, reason="left"),),
            },
        ),
        ("reg neck; reg shoulder", {"region": "neck"}),
        ("ok", {"consent_and_change_check": True}),
        ("used 2 out 2", {"needles_used": 2, "needles_removed": 2}),
        ("out 0, used 0", {"needles_used": 0, "needles_removed": 0}),
        ("used 2; out 1", {"needles_used": 2, "needles_removed": 1}),
        (
            'dn declined "tired"',
            {"no_needling": NoNeedling(reason=NoNeedlingReason.DECLINED, detail="tired")},
        ),
        (
            "dn withheld Fever since noon",
            {
                "no_needling": NoNeedling(
                    reason=NoNeedlingReason.WITHHELD, detail="Fever since noon"
                )
            },
        ),
        ("dn unsuitable", {"no_needling": NoNeedling(reason=NoNeedlingReason.UNSUITABLE)}),
        ("pos prone", {"position": "prone"}),
        ("pos side lying left", {"position": "sidelying_left"}),
        ("tol well", {"tolerance": Tolerance.WELL}),
        ("tol stopped early", {"tolerance": Tolerance.STOPPED}),
        ("ae none", {"adverse_events_none": True}),
        (
            "ae bruise mild ut",
            {
                "adverse_events": (
                    AdverseEvent(event="bruise", severity="mild", site="upper_trapezius"),
                )
            },
        ),
        (
            'ae faint "legs up, 110/70" resolved; ae bleeding l ut',
            {
                "adverse_events": (
                    AdverseEvent(event="faint", action="legs up, 110/70", outcome="resolved"),
                    AdverseEvent(event="bleeding", site="left upper_trapezius"),
                )
            },
        ),
        ("last none", {"since_last": SinceLast(event="none")}),
        ("last sore 24h", {"since_last": SinceLast(event="soreness", hours=24)}),
        ("last sore 2/7", {"since_last": SinceLast(event="soreness", hours=48)}),
        ("last bruise", {"since_last": SinceLast(event="bruise")}),
        (
            "ex chin tuck 3x10 hold5 bid",
            {
                "exercises": (
                    ExerciseEntry(
                        action=ADD,
                        name="chin_tuck",
                        sets=3,
                        reps=10,
                        hold_s=5,
                        times_per_day=2,
                    ),
                )
            },
        ),
        (
            "ex chin tucks 3 \N{MULTIPLICATION SIGN} 10 5s 5/day",
            {
                "exercises": (
                    ExerciseEntry(
                        action=ADD,
                        name="chin_tuck",
                        sets=3,
                        reps=10,
                        hold_s=5,
                        times_per_day=5,
                    ),
                )
            },
        ),
        ("ex =", {"exercises": (ExerciseEntry(action=ExerciseAction.KEEP_ALL),)}),
        ("ex +", {"exercises": (ExerciseEntry(action=ExerciseAction.PROGRESS_ALL),)}),
        ("ex 1 3x12", {"exercises": (ExerciseEntry(action=CHANGE, number=1, sets=3, reps=12),)}),
        ("ex 2 12 reps", {"exercises": (ExerciseEntry(action=CHANGE, number=2, reps=12),)}),
        ("ex 2 3x", {"exercises": (ExerciseEntry(action=CHANGE, number=2, sets=3),)}),
        ("ex 2 3 sets", {"exercises": (ExerciseEntry(action=CHANGE, number=2, sets=3),)}),
        ("ex nod x12", {"exercises": (ExerciseEntry(action=ADD, name=NOD, reps=12),)}),
        ("ex -2", {"exercises": (ExerciseEntry(action=STOP, number=2),)}),
        ("ex - 2", {"exercises": (ExerciseEntry(action=STOP, number=2),)}),
        ("ed soreness, activity", {"education": ("soreness", "activity")}),
        (
            "mt soft tissue ut 5min",
            {"hands_on": (HandsOn(technique="soft_tissue", muscle="upper_trapezius", minutes=5),)},
        ),
        ("mt massage 5/60", {"hands_on": (HandsOn(technique="massage", minutes=5),)}),
        (
            "rom neck rot l 50>65",
            {
                "range": (
                    RangeOfMovement(
                        region="neck", motion="rotation", side=Side.LEFT, before=50, after=65
                    ),
                )
            },
        ),
        (
            "rom jaw open 28>35mm; rom jaw protrusion 5",
            {
                "range": (
                    RangeOfMovement(region="jaw", motion="opening", before=28, after=35, unit="mm"),
                    RangeOfMovement(region="jaw", motion="protrusion", before=5, unit="mm"),
                )
            },
        ),
        (
            "rom knee ext r -10 > 0\N{DEGREE SIGN}",
            {
                "range": (
                    RangeOfMovement(
                        region="knee", motion="extension", side=Side.RIGHT, before=-10, after=0
                    ),
                )
            },
        ),
        ('s woke twice, 5" scar', {"narrative": Narrative(s='woke twice, 5" scar')}),
        (
            "o: stiff; a bit\np go on\no better",
            {"narrative": Narrative(o="stiff; a bit\nbetter", p="go on")},
        ),
        ("a one\r\na\r\na three", {"narrative": Narrative(a="one\n\nthree")}),
        ("next 1w", {"next_days": 7}),
        ("next 1/52", {"next_days": 7}),
        ("next 3d", {"next_days": 3}),
        ("next 2/7", {"next_days": 2}),
        ("next 10 days", {"next_days": 10}),
        ("next 4 weeks", {"next_days": 28}),
        ("=", {"carry_forward": True}),
    ],
)
def test_every_line_says_its_thing(line, expected):
    assert visit(line) == expected


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("pain", "words_missing"),
        ("pain neck", "value_missing"),
        ("pain 11", "out_of_range"),
        ("pain 6>11", "out_of_range"),
        ("pain 6.5", "pain_unreadable"),
        ("pain 6-3", "pain_unreadable"),
        ("pain " + "9" * 5000, "pain_unreadable"),
        ("pain 6>3 2", "option_unknown"),
        ("pain now worst 3", "option_unknown"),
        ('pain neck 6>3 "why"', "quote_not_here"),
        ("reg", "words_missing"),
        ('reg ""', "words_missing"),
        ("ok wobble", "option_unknown"),
        ('ok "x"', "quote_not_here"),
        ("used", "value_missing"),
        ("used 2 out", "value_missing"),
        ("used 9999", "out_of_range"),
        ("used 2 2", "option_unknown"),
        ("dn", "not_a_choice"),
        ("dn tired", "not_a_choice"),
        ("tol", "not_a_choice"),
        ("tol wobble", "not_a_choice"),
        ("pos", "words_missing"),
        ("ae", "words_missing"),
        ("ae mild", "value_missing"),
        ('ae bruise "a" "b"', "quote_not_here"),
        ("ae bruise mild serious", "option_unknown"),
        ("ae bruise; ae none", "ae_contradiction"),
        ("ae none; ae bruise", "ae_contradiction"),
        ("last", "words_missing"),
        ("last 24h", "words_missing"),
        ("last sore 24h 2d", "option_unknown"),
        ("last sore 9999h", "out_of_range"),
        ("ex", "words_missing"),
        ("ex 3x10", "value_missing"),
        ("ex -", "value_missing"),
        ("ex 1", "dose_missing"),
        ("ex 0 3x10", "out_of_range"),
        ("ex + now", "option_unknown"),
        ("ex -2 now", "option_unknown"),
        ("ex chin tuck 0x10", "out_of_range"),
        ("ex chin tuck 3x10 2x8", "said_twice"),
        ("ex chin tuck 3x10 wobble", "option_unknown"),
        ('ex chin tuck 3x10 "x"', "quote_not_here"),
        ("ed", "words_missing"),
        ("ed ,", "words_missing"),
        ("mt", "words_missing"),
        ("mt massage wobble 5min", "muscle_unknown"),
        ("mt massage ta", "muscle_ambiguous"),
        ("mt massage ut 5min 6min", "option_unknown"),
        ("mt massage 90s", "whole_minutes"),
        ("mt massage 500min", "out_of_range"),
        ("rom", "value_missing"),
        ("rom neck 50>65", "value_missing"),
        ("rom neck rot l", "value_missing"),
        ("rom neck rot >", "value_missing"),
        ("rom neck rot l r 50", "option_unknown"),
        ("rom neck rot b 999", "out_of_range"),
        ("rom neck rot 50 60", "option_unknown"),
        ("rom neck rot 999", "out_of_range"),
        ("next", "words_missing"),
        ("next soon", "next_unreadable"),
        ("next 2 months", "next_unreadable"),
        ("next 0d", "out_of_range"),
        ("next 999w", "out_of_range"),
        ("= now", "option_unknown"),
        ('ok; reg "neck', "quote_unclosed"),
        ('pain 6>3 "after gym"', "quote_not_here"),
    ],
)
def test_what_cannot_be_read_is_an_error(line, code):
    assert codes(line) == [code]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("pain 6>-", "reason_missing"),
        ("reg left pinkie", "term_unknown"),
        ("pain pinkie 4", "term_unknown"),
        ("pos upside down", "term_unknown"),
        ("ae odd feeling", "term_unknown"),
        ("ae bruise left pinkie", "term_unknown"),
        ("ae bruise ta", "term_ambiguous"),
        ("last odd feeling", "term_unknown"),
        ("ex moon walk 3x10", "term_unknown"),
        ("ed moon phases", "term_unknown"),
        ("mt glass bells", "term_unknown"),
        ("mt massage l ut", "side_not_kept"),
        ('rom "left pinkie" rot 5', "term_unknown"),
        ("rom pinkie rot 5", "term_unknown"),
        ("rom neck wobble 5", "term_unknown"),
        ("s", "narrative_empty"),
        ("s one\ns", "narrative_empty"),
        ("dn declined; l ut", "needled_although_not"),
    ],
)
def test_what_is_unknown_but_harmless_is_kept_with_a_warning(line, code):
    assert cautions(line) == [code]


def test_reg_holds_for_the_rows_and_ratings_after_it():
    parsed = clean("l ut; pain 5; reg neck; l ls; pain 6>3; reg shoulder; r inf; pain now 2")
    assert [site.region for site in parsed.sites] == [None, "neck", "shoulder"]
    assert (parsed.visit.pain_before, parsed.visit.region) == (5, "neck")
    assert [(p.region, p.context, p.before) for p in parsed.visit.pains] == [
        ("neck", None, 6),
        ("shoulder", PainContext.NOW, 2),
    ]


def test_entries_say_where_they_are_and_which_rows_they_made():
    text = "b ut y; pain 6>3\ns woke; twice\nr ls n"
    parsed = clean(text)
    assert [(e.kind, text[e.start : e.end], e.sites) for e in parsed.entries] == [
        (EntryKind.NEEDLING, "b ut y", (0, 1)),
        (EntryKind.PAIN, "pain 6>3", ()),
        (EntryKind.SUBJECTIVE, "s woke; twice", ()),
        (EntryKind.NEEDLING, "r ls n", (2,)),
    ]


def test_rn_1_is_read_exactly_as_the_reference_note_lists_it():
    parsed = clean(RN_1)
    yes, no = Twitch.PRESENT, Twitch.ABSENT
    assert [(site.muscle, site.side, site.twitch) for site in parsed.sites] == [
        ("upper_trapezius", "left", yes),
        ("upper_trapezius", "right", yes),
        ("levator_scapulae", "left", yes),
        ("levator_scapulae", "right", yes),
        ("infraspinatus", "left", yes),
        ("infraspinatus", "right", no),
        ("supraspinatus", "left", no),
        ("supraspinatus", "right", no),
    ]
    assert parsed.visit == Visit(
        pain_before=6,
        pain_after=3,
        needles_used=2,
        needles_removed=2,
        consent_and_change_check=True,
        since_last=SinceLast(event="none"),
        adverse_events_none=True,
        tolerance=Tolerance.WELL,
        exercises=(ExerciseEntry(action=ExerciseAction.PROGRESS_ALL),),
        education=("soreness", "activity"),
        next_days=7,
    )


def test_a_movement_of_both_sides_is_two_measurements():
    assert visit("rom neck rot b 50>65") == visit("rom neck rot l 50>65; rom neck rot r 50>65")


def test_a_numbered_exercise_without_a_dose_adds_nothing():
    for line, why in (
        ("ex 2 +", ["dose_missing", "option_unknown"]),
        ('ex 2 "easier"', ["quote_not_here"]),
        ("ex 2 0x10", ["out_of_range"]),
    ):
        assert codes(line) == why
        assert read(line).visit.exercises == ()
