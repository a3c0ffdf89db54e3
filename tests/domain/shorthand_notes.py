"""Every note that the entry language can say, made up at random."""

from dataclasses import replace

from hypothesis import strategies as st

from ims_notes.domain.shorthand import Parsed
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
from tests.domain.shorthand_examples import CATALOGUE

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
def unspecified_pain(draw):
    before, is_taken = draw(PAIN), draw(st.booleans())
    is_open = before is not None and not is_taken
    return {
        "pain_before": before,
        "pain_after": None if is_open else draw(PAIN),
        "pain_after_not_taken": is_open,
        "pain_after_reason": draw(REASON) if is_open else None,
    }


@st.composite
def reactions(draw):
    made = draw(several(events(), lambda one: (one.event, one.site)))
    return {
        "adverse_events": made,
        "adverse_events_none": None if made else draw(st.sampled_from([None, True])),
        "since_last": draw(st.none() | since_last()),
    }


def since_last():
    event = st.just("none") | ids(CATALOGUE.adverse_events) | own()
    return st.builds(SinceLast, event=event, hours=st.none() | st.integers(1, 999))


def several(things, matter):
    return st.lists(things, max_size=3, unique_by=matter).map(tuple)


def plans():
    return st.fixed_dictionaries(
        {
            "exercises": several(exercises(), _matter),
            "education": several(ids(CATALOGUE.topics) | own(), str),
            "hands_on": several(treatments(), repr),
            "range": several(ranges(), lambda one: (one.region, one.motion, one.side)),
            "next_days": st.none() | st.integers(1, 730),
            "carry_forward": st.booleans(),
        }
    )


def facts():
    return st.fixed_dictionaries(
        {
            "pains": several(pain_scores(), lambda one: (one.region, one.context)),
            "needles_used": st.none() | st.integers(0, 99),
            "needles_removed": st.none() | st.integers(0, 99),
            "consent_and_change_check": st.sampled_from([None, True]),
            "no_needling": st.none()
            | st.builds(NoNeedling, reason=st.sampled_from(NoNeedlingReason), detail=REASON),
            "position": st.none() | ids(CATALOGUE.positions) | own(),
            "tolerance": st.none() | st.sampled_from(Tolerance),
            "narrative": st.builds(
                Narrative, s=PROSE_LINES, o=PROSE_LINES, a=PROSE_LINES, p=PROSE_LINES
            ),
            "region": st.none() | ids(CATALOGUE.regions) | own(),
        }
    )


def visits():
    parts = st.tuples(unspecified_pain(), facts(), reactions(), plans())
    return parts.map(lambda said: Visit(**said[0], **said[1], **said[2], **said[3]))


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
