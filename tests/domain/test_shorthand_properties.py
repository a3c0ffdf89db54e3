"""What holds for every text: nothing raises, nothing is dropped, the canonical text is stable."""

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ims_notes.domain.shorthand import Parsed, parse, render, render_site, to_json
from ims_notes.domain.shorthand.codes import ERRORS, SENTENCES, WARNINGS
from ims_notes.domain.shorthand.tokens import split_entries
from ims_notes.domain.shorthand.words import OPTIONS, SIDES, VISIT_WORDS
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
from tests.domain.shorthand_examples import CATALOGUE, RN_1, VOCABULARY, clean, codes, read

LEVELS = list(CATALOGUE.segment_by_level)
LIMBS = [m.id for m in CATALOGUE.muscles if not m.is_segment and m.id != "multifidus_lumbar"]
PAIN = st.none() | st.integers(0, 10)
PROSE = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=20)
REASON = st.none() | PROSE.map(str.strip).filter(bool)


def ids(things):
    return st.sampled_from([thing.id for thing in things])


def some_of(values):
    return st.lists(st.sampled_from(list(values)), unique=True, max_size=3).map(tuple)


def own(*known):
    """Words of the therapist's own that no catalogue entry is called."""
    return st.sampled_from(["left pinkie", "My spot", 'odd "thing"', "a; b", *known])


@st.composite
def sites(draw):
    twitch = draw(st.none() | st.sampled_from(Twitch))
    needle = draw(st.booleans())
    level = draw(st.none() | st.sampled_from(LEVELS))
    techniques = draw(some_of(Technique))
    return NeedlingSite(
        muscle=f"ps_{level}" if level else draw(st.sampled_from(LIMBS)),
        side=draw(st.sampled_from(Side)),
        level=level,
        target=draw(st.sampled_from(Target)),
        twitch=twitch,
        twitch_count=draw(st.none() | st.integers(1, 200)) if twitch is Twitch.PRESENT else None,
        grab=draw(st.sampled_from([None, True])),
        insertions=draw(st.none() | st.integers(1, 200)),
        needles=draw(st.none() | st.integers(1, 200)),
        pain_before=draw(PAIN),
        pain_after=draw(PAIN),
        diameter_mm=draw(st.integers(12, 40)) / 100 if needle else None,
        length_mm=draw(st.sampled_from([50, 75, 112.5])) if needle else None,
        depth_mm=draw(st.none() | st.integers(2, 100).map(lambda half: half / 2)),
        techniques=techniques,
        dwell_s=draw(st.none() | st.integers(1, 3600)),
        estim=draw(st.none() | estims()) if Technique.ELECTRICAL in techniques else None,
        findings=draw(some_of(Finding)),
        site_reactions=draw(some_of(SiteReaction)),
        grip=draw(st.none() | st.sampled_from(Grip)),
        note=draw(st.none() | st.text(max_size=12).filter(bool)),
    )


@st.composite
def estims(draw):
    hz = draw(st.sampled_from([(), (2.0,), (0.5, 100.0)]))
    return Estim(
        hz=hz,
        us=draw(st.none() | st.integers(50, 1000).map(float)),
        ma=draw(st.none() | st.sampled_from([0.5, 12.0])),
        to_tolerance=True if not hz else draw(st.booleans()),
    )


@st.composite
def pain_scores(draw):
    before = draw(st.integers(0, 10))
    is_taken = draw(st.booleans())
    return PainScore(
        region=draw(st.none() | ids(CATALOGUE.regions) | own()),
        context=draw(st.sampled_from(PainContext)),
        before=before,
        after=draw(PAIN) if is_taken else None,
        after_not_taken=not is_taken,
        reason=None if is_taken else draw(REASON),
    )


@st.composite
def exercises(draw):
    action = draw(st.sampled_from(ExerciseAction))
    if action in (ExerciseAction.KEEP_ALL, ExerciseAction.PROGRESS_ALL):
        return ExerciseEntry(action=action)
    if action is ExerciseAction.STOP:
        return ExerciseEntry(action=action, number=draw(st.integers(1, 99)))
    is_new = action is ExerciseAction.ADD
    return ExerciseEntry(
        action=action,
        name=draw(ids(CATALOGUE.exercises) | own("1")) if is_new else None,
        number=None if is_new else draw(st.integers(1, 99)),
        sets=draw(st.none() | st.integers(1, 50)),
        reps=draw(st.none() | st.integers(1, 1000)),
        hold_s=draw(st.integers(1, 600)),
        times_per_day=draw(st.none() | st.integers(1, 24)),
    )


@st.composite
def events(draw):
    muscle = st.sampled_from(LIMBS)
    sided = st.builds(lambda side, one: f"{side} {one}", st.sampled_from(Side), muscle)
    event = draw(st.sampled_from(["bruise", "faint", "stuck_needle", "odd feeling"]))
    return AdverseEvent(
        event=event,
        severity=draw(st.sampled_from([None, "mild", "significant", "serious"])),
        site=None if event == "odd feeling" else draw(st.none() | muscle | sided),
        action=draw(REASON),
        outcome=draw(st.sampled_from([None, "resolved", "ongoing"])),
    )


@st.composite
def ranges(draw):
    before = draw(st.none() | st.sampled_from([-10.0, 0.0, 50.0, 62.5]))
    return RangeOfMovement(
        region=draw(ids(CATALOGUE.regions) | own()),
        motion=draw(ids(CATALOGUE.motions) | own()),
        side=draw(st.none() | st.sampled_from(Side).map(str)),
        before=before,
        after=draw(
            st.sampled_from([65.0, 7.25]) | (st.none() if before is not None else st.just(1.0))
        ),
        unit=draw(st.sampled_from(["deg", "mm"])),
    )


PROSE_LINES = st.none() | st.lists(PROSE.map(str.strip), min_size=1, max_size=3).map(
    lambda lines: "\n".join(lines).strip("\n") or None
)


@st.composite
def visits(draw):
    before, is_taken = draw(PAIN), draw(st.booleans())
    is_open = before is not None and not is_taken
    used = draw(st.none() | st.integers(0, 99))
    made = draw(st.lists(events(), max_size=2, unique_by=lambda one: (one.event, one.site)))
    return Visit(
        pain_before=before,
        pain_after=None if is_open else draw(PAIN),
        pain_after_not_taken=is_open,
        pain_after_reason=draw(REASON) if is_open else None,
        pains=tuple(
            draw(st.lists(pain_scores(), max_size=3, unique_by=lambda p: (p.region, p.context)))
        ),
        needles_used=used,
        needles_removed=draw(st.none() | st.integers(0, 99)),
        consent_and_change_check=draw(st.sampled_from([None, True])),
        no_needling=draw(
            st.none()
            | st.builds(NoNeedling, reason=st.sampled_from(NoNeedlingReason), detail=REASON)
        ),
        position=draw(st.none() | ids(CATALOGUE.positions) | own()),
        tolerance=draw(st.none() | st.sampled_from(Tolerance)),
        adverse_events=tuple(made),
        adverse_events_none=None if made else draw(st.sampled_from([None, True])),
        since_last=draw(
            st.none()
            | st.builds(
                SinceLast,
                event=st.just("none") | ids(CATALOGUE.adverse_events) | own(),
                hours=st.none() | st.integers(1, 999),
            )
        ),
        exercises=tuple(draw(st.lists(exercises(), max_size=4, unique_by=_matter))),
        education=tuple(draw(st.lists(ids(CATALOGUE.topics) | own(), max_size=3, unique=True))),
        hands_on=tuple(draw(st.lists(treatments(), max_size=2))),
        range=tuple(
            draw(st.lists(ranges(), max_size=2, unique_by=lambda r: (r.region, r.motion, r.side)))
        ),
        narrative=draw(
            st.builds(Narrative, s=PROSE_LINES, o=PROSE_LINES, a=PROSE_LINES, p=PROSE_LINES)
        ),
        next_days=draw(st.none() | st.integers(1, 730)),
        region=draw(st.none() | ids(CATALOGUE.regions) | own()),
        carry_forward=draw(st.booleans()),
    )


def treatments():
    return st.builds(
        HandsOn,
        technique=ids(CATALOGUE.hands_on) | own(),
        muscle=st.none() | st.sampled_from(LIMBS),
        minutes=st.none() | st.integers(1, 240),
    )


def _matter(exercise):
    """Lines that would speak of the same thing twice."""
    if exercise.action is ExerciseAction.ADD:
        return ("add", exercise.name)
    return ("number", exercise.number)


@st.composite
def understood(draw):
    """Any note that the language can say: rows without a region first, then by region."""
    visit = draw(visits())
    rows = draw(st.lists(sites(), max_size=3))
    if visit.region:
        later = draw(st.lists(ids(CATALOGUE.regions) | own(), max_size=1))
        regions = [visit.region, *later]
        rows += [replace(draw(sites()), region=region) for region in regions]
    return Parsed(sites=tuple(rows), visit=visit)


@given(understood())
def test_reading_the_canonical_text_gives_the_same_note(note):
    text = render(note, VOCABULARY)
    again = read(text)
    assert (again.sites, again.visit, again.errors) == (note.sites, note.visit, ())
    assert render(again, VOCABULARY) == text


@given(sites())
def test_every_row_is_read_back_from_its_own_entry(site):
    assert read(render_site(site, VOCABULARY)).sites == (site,)


_WORDS = """
ut ls inf mult ps ta calf es-l c5 c4-c7 c9 t1 glute med tib post wobble
y/n ltr3 ltr0 i6 x3 6>3 6/10 11 .30x40 ,30x40 d25 d99 90s 5/60 2/100hz 250us 1.5ma
pain neck worst reg bruise mild resolved none soreness activity chin tuck 3x10 hold5 bid 1 -2 +
rot 50>65 28>35mm 1w 1/52 2 declined well massage 24h , , ; ; -> > - / x "a;b" " ""
"""
PIECES = [
    *SIDES,
    *OPTIONS,
    *VISIT_WORDS,
    *_WORDS.split(),
    *("\n", "\r\n", " ", "\t", "“x”", "“", "\N{MULTIPLICATION SIGN}"),
]
LINES = st.lists(st.sampled_from(PIECES), max_size=25).map(" ".join) | st.lists(
    st.sampled_from(PIECES), max_size=25
).map("".join)
ODD = st.text(max_size=60) | st.text(
    st.sampled_from("lrbutyns \n;,\"“”'>/-=+0123456789.x\ud800\u202e\u0645\u05d0😀é\u0301\x00"),
    max_size=60,
)


def skeleton(parsed):
    return parsed.sites, parsed.visit


@given(LINES)
def test_the_canonical_text_of_any_line_means_the_same_and_is_a_fixed_point(text):
    parsed = read(text)
    canonical = render(parsed, VOCABULARY)
    again = read(canonical)
    assert skeleton(again) == skeleton(parsed)
    assert again.errors == ()
    assert render(again, VOCABULARY) == canonical


@given(LINES | ODD)
@example("")
@example('l ut "')
@example("\ud800")
@example("l ut \N{LEFT DOUBLE QUOTATION MARK}")
def test_nothing_raises_and_every_mark_lies_in_the_text(text):
    parsed = read(text)
    to_json(parsed)
    for mark in (*parsed.errors, *parsed.warnings):
        assert 0 <= mark.start < mark.end <= len(text)
        assert mark.message.endswith((".", "?"))
    starts = [mark.start for mark in parsed.errors]
    assert starts == sorted(starts)


@given(LINES | ODD)
def test_every_character_lies_in_an_entry_or_is_a_separator(text):
    parsed = read(text)
    at = 0
    for entry in parsed.entries:
        assert entry.start < entry.end
        assert not text[at : entry.start].strip(" \t\r\n;" + BLANKS)
        at = entry.end
    assert not text[at:].strip(" \t\r\n;" + BLANKS)


BLANKS = "".join(chr(c) for c in range(0x3001) if chr(c).isspace())


@given(LINES | ODD)
def test_every_entry_says_something_or_is_marked(text):
    parsed = read(text)
    for entry in parsed.entries:
        marked = [
            mark
            for mark in (*parsed.errors, *parsed.warnings)
            if entry.start <= mark.start and mark.end <= entry.end
        ]
        without = text[: entry.start] + text[entry.end :]
        assert (
            entry.sites
            or marked
            or skeleton(read(without)) != skeleton(parsed)
            or (entry.kind.value in ("use", "reg", *"soap"))
        )


def test_every_token_is_understood_or_marked():
    """A word that nothing knows is marked wherever it stands in any entry."""
    for line in (
        "l ut y {} n", "use {}", "pain 6>3 {}", "ok {}", "used 2 {}", "tol {}", "ae none {}",
        "last none {}", "ex chin tuck 3x10 {}", "ex + {}", "ed {}", "mt massage {}",
        "rom neck {} 5", "next {}", "= {}", "reg {}", "pos {}", "dn {}", "{}",
    ):  # fmt: skip
        text = line.format("wobble")
        place = text.index("wobble")
        parsed = read(text)
        assert any(mark.start <= place < mark.end for mark in (*parsed.errors, *parsed.warnings)), (
            line
        )


@pytest.mark.parametrize("piece", [*PIECES, "ut ", "s", "a ", "ex q;", "l c5;", "(", "“\n", '"\n'])
def test_the_work_grows_no_faster_than_the_text(piece):
    """Counts what is looked at rather than time: entries, words and marks of a doubled text."""
    shorter, longer = (piece * n for n in (400, 800))
    few, many = (_steps(text) for text in (shorter, longer))
    assert many <= 2 * few + 400


def _steps(text):
    import sys

    steps = 0

    def count(*_):
        nonlocal steps
        steps += 1

    parse(text, VOCABULARY)  # what words mean is remembered; count only the reading
    sys.setprofile(count)
    try:
        parse(text, VOCABULARY)
    finally:
        sys.setprofile(None)
    return steps


def test_words_joined_over_spaces_stay_short():
    for text in ("1 > " * 500, ",1" * 500, "y / " * 500):
        tokens = [token for entry in split_entries(text) for token in entry.tokens]
        assert max(len(token.text) for token in tokens) < 40


def test_nine_times_five_thousand_is_an_ordinary_error():
    for text in ("9" * 5000, "l ut d" + "9" * 5000, "pain " + "9" * 5000, "ex -" + "9" * 5000):
        assert len(codes(text) or read(text).warnings) == 1
    assert len(read("9" * 5000).errors[0].message) < 300


def test_every_code_has_one_sentence_and_errors_are_not_warnings():
    assert not ERRORS.keys() & WARNINGS.keys()
    assert all(sentence.endswith((".", "?")) for sentence in SENTENCES.values())


def test_rn_1_in_canonical_words():
    assert render(clean(RN_1), VOCABULARY) == (
        "l UT y; r UT y; l LS y; r LS y; l IS y; r IS n; l SS n; r SS n; pain 6>3; "
        "used 2 out 2; ok; last none; ae none; tol well; ex +; ed soreness, activity; next 1w"
    )
