"""What signing demands is a table per kind of note; each demand is met by its own answer."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from ims_notes.app.knowledge import rulebook
from ims_notes.domain.clinic import Clinic
from ims_notes.domain.draft import REGION_OPEN, DraftSetting, read_draft
from ims_notes.domain.episodes import Episode
from ims_notes.domain.note import Note, NoteKind
from ims_notes.domain.patients import Patient
from ims_notes.domain.practitioners import Practitioner
from ims_notes.domain.programme import ItemStatus, ProgrammeItem
from ims_notes.domain.signing import load_profile

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
RN1 = (
    "b ut, ls y; b inf y/n; b ss n; pain 6>3; used 2 out 2; ok; last none; ae none; tol well; "
    "ex +; ed soreness, activity; next 1w"
)
NECK = Episode(id=UUID(int=9), patient_id=UUID(int=1), region="neck", opened_on=date(2026, 10, 1))
BACK = replace(NECK, id=UUID(int=8), region="low_back", opened_on=date(2026, 9, 1))
PROGRAMME = tuple(ProgrammeItem(name=n) for n in ("chin_tuck", "own words exercise"))
CLINIC = Clinic()
SETTING = DraftSetting(
    patient=Patient(id=UUID(int=1), family_name="Meier", given_name="Anna"),
    practitioner=Practitioner(id=UUID(int=2), name="Ada King", credentials="PT"),
    clinic=CLINIC,
    vocabulary=rulebook().vocabulary(CLINIC),
    profile=rulebook().profile(CLINIC),
    episodes=(NECK,),
    last_programme=PROGRAMME[:1],
)


def note(text, kind=NoteKind.FOLLOW_UP, **more):
    return Note(
        id=UUID(int=3),
        patient_id=UUID(int=1),
        practitioner_id=UUID(int=2),
        kind=kind,
        started_at=NOW,
        created_at=NOW,
        saved_at=NOW,
        text=text,
        place="clinic",
        **more,
    )


def blocking(text, kind=NoteKind.FOLLOW_UP, setting=SETTING):
    return [m.code for m in read_draft(note(text, kind), setting).missing if m.blocks]


def test_the_reference_note_can_be_signed_and_every_row_belongs_to_the_episode():
    read = read_draft(note(RN1), SETTING)
    assert read.may_be_signed
    assert len(read.content.sites) == 8
    assert {row.episode_id for row in read.content.sites} == {NECK.id}
    assert [(p.region, p.before, p.after) for p in read.content.pains] == [("neck", 6, 3)]


def without(part):
    return RN1.replace(part, "")


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        (without("; pain 6>3"), ["pain_before"]),
        (RN1.replace("6>3", "6"), ["pain_after"]),
        (RN1.replace("6>3", '6>- "left early"'), []),
        (RN1 + "; pain worst 8; pain best 1", []),
        (RN1 + "; pain mvt 5", ["pain_after"]),
        (without("; used 2 out 2"), ["needle_count"]),
        (RN1.replace("out 2", "out 1"), ["needle_count"]),
        (without("; ok"), ["consent_check"]),
        (without("; ae none"), ["adverse_events"]),
        (RN1.replace("ae none", "ae bruise mild ut"), []),
        (without("; tol well"), ["tolerance"]),
        (without("; ex +; ed soreness, activity"), ["plan_part"]),
        (RN1.replace("ex +; ed soreness, activity", "mt soft tissue ut 5min"), []),
        (RN1.replace("b ss n", "b ss"), ["site_twitch"]),
        (RN1 + "; ex -7", ["exercise_number"]),
        (RN1 + "; l gmed y static", ["dwell", "standing_needles"]),
        (RN1 + "; l gmed y static 5min x1", []),
        (RN1 + "; l gmed y es x2 5min", ["estim"]),
        (RN1 + "; l gmed y es 2hz 250us x2 5min", ["estim"]),
        (RN1 + "; l gmed y es 2hz 250us tol x2 5min", []),
        (RN1 + '; dn declined "tired"', ["no_needling_clash"]),
        ("", ["site_or_reason", "pain_before", "plan_part"]),
        ('dn declined "tired"; pain 4; ex =', []),
        ("pain worst 8; dn withheld; ed activity", ["site_or_reason"]),
        ('pain worst 8; dn withheld "fever"; ed activity', []),
    ],
)
def test_each_demand_of_a_follow_up_blocks_until_it_is_answered(text, missing):
    assert blocking(text) == missing


@pytest.mark.parametrize(
    ("kind", "text", "missing"),
    [
        (NoteKind.INITIAL, "pain 5; ed activity", []),
        (NoteKind.DISCHARGE, "pain 1", []),
        (NoteKind.REASSESSMENT, "pain 2", ["plan_part"]),
        (NoteKind.CONTACT, "", ["words"]),
        (NoteKind.CONTACT, "s rang, sore since Monday", []),
        (NoteKind.CONTACT, "s rang; l ut y", []),
        (NoteKind.CONTACT, "s rang\nl ut y", ["needling_elsewhere"]),
        (NoteKind.MISSED, "", []),
        (NoteKind.NO_NEEDLING, "pain 3; ex =", ["no_needling_reason"]),
        (NoteKind.NO_NEEDLING, "pain 3; ex =; dn unsuitable", ["no_needling_reason"]),
        (NoteKind.NO_NEEDLING, 'pain 3; ex =; dn unsuitable "fever"', []),
    ],
)
def test_each_kind_of_note_has_its_own_demands(kind, text, missing):
    assert blocking(text, kind) == missing


def test_the_sites_that_lack_a_twitch_are_named():
    read = read_draft(note("b ut y/n; l ls; r ss"), SETTING)
    assert next(m.sites for m in read.missing if m.code == "site_twitch") == (2, 3)


def test_an_error_in_the_line_keeps_the_note_from_being_signed():
    assert not read_draft(note(RN1 + "; pain 11"), SETTING).may_be_signed


def test_a_grip_is_listed_only_for_muscles_near_the_lung_and_never_blocks():
    read = read_draft(note("l ut y; l gmed y"), SETTING)
    assert [(m.sites, m.blocks) for m in read.missing if m.code == "grip"] == [((0,), False)]


SHOWN = {
    "technique": "pist",
    "needle_size": ".30x40",
    "depth": "d25",
    "site_needles": "x1",
    "insertions": "i6",
    "grip": "flat",
}


@pytest.mark.parametrize("code", SHOWN)
def test_what_a_row_leaves_open_is_shown_with_the_row_and_never_blocks(code):
    bare = read_draft(note("l ut y"), SETTING).missing
    assert [(m.sites, m.blocks) for m in bare if m.code == code] == [((0,), False)]
    said = read_draft(note(f"l ut y .30x40 {SHOWN[code]}"), SETTING).missing
    assert code not in [m.code for m in said]


@pytest.mark.parametrize(
    ("code", "text"), [("outcome", "rom neck rot l 50>65"), ("advice", "ed soreness")]
)
def test_the_outcome_and_the_advice_of_needling_are_shown_until_recorded(code, text):
    assert code in [m.code for m in read_draft(note("l ut y"), SETTING).missing]
    assert code not in [m.code for m in read_draft(note(f"l ut y; {text}"), SETTING).missing]


def test_a_clinic_without_a_routine_is_told_and_one_with_it_is_not():
    assert "routine" in [m.code for m in read_draft(note("l ut y"), SETTING).missing]
    kept = replace(SETTING, clinic=replace(CLINIC, routine="Hands cleaned."))
    assert "routine" not in [m.code for m in read_draft(note("l ut y"), kept).missing]


def test_what_is_read_back_names_the_episode_that_signing_will_open():
    read = read_draft(note("reg neck; pain 6; l ut y"), replace(SETTING, episodes=()))
    assert [e.region for e in read.content.episodes] == ["neck"]


def test_a_late_entry_is_shown_until_its_reason_is_given():
    late = replace(SETTING, late=True)
    assert "late_reason" in [m.code for m in read_draft(note(RN1), late).missing]
    said = read_draft(note(RN1, late_reason="power cut"), late)
    assert "late_reason" not in [m.code for m in said.missing]
    assert said.may_be_signed


def test_regions_place_rows_in_their_own_episodes():
    setting = replace(SETTING, episodes=(NECK, BACK))
    read = read_draft(
        note("pain 6>3; l ut y; reg low back; pain 4>4; l ql n", episode_id=NECK.id), setting
    )
    assert [row.episode_id for row in read.content.sites] == [NECK.id, BACK.id]
    assert [(p.region, p.episode_id) for p in read.content.pains] == [
        ("neck", NECK.id),
        ("low_back", BACK.id),
    ]
    assert [e.id for e in read.content.episodes] == [NECK.id, BACK.id]
    assert read.new_regions == ()


@pytest.mark.parametrize(
    ("text", "regions"),
    [
        ("pain 6; l ut y", (REGION_OPEN,)),
        ("reg neck; pain 6; l ut y", ("neck",)),
        ("reg neck; l ut y; reg low back; l ql n", ("neck", "low_back")),
        ("s rang", ()),
    ],
)
def test_signing_a_first_visit_opens_one_episode_for_each_region_named(text, regions):
    assert read_draft(note(text), replace(SETTING, episodes=())).new_regions == regions


def test_a_discharged_episode_takes_no_more_rows():
    closed = NECK.discharged(on=date(2026, 11, 1))
    read = read_draft(note("reg neck; l ut y"), replace(SETTING, episodes=(closed,)))
    assert read.content.sites[0].episode_id is None
    assert read.new_regions == ("neck",)


def test_one_step_more_follows_the_exercise_s_own_rule_and_says_where_there_is_none():
    read = read_draft(note("ex +"), replace(SETTING, last_programme=PROGRAMME))
    assert [item.status for item in read.content.programme] == [
        ItemStatus.PROGRESSED,
        ItemStatus.SAME,
    ]
    assert read.unmoved == (2,)


def test_an_exercise_at_the_end_of_its_steps_gives_way_to_the_next_one():
    catalogue = rulebook().catalogue
    start = next(e for e in catalogue.exercises if e.progression.then)
    item = ProgrammeItem(name=start.id)
    names = []
    for _ in range(40):
        setting = replace(SETTING, last_programme=(item,))
        item = read_draft(note("ex +"), setting).content.programme[0]
        names.append(item.name)
    assert start.progression.then in names


@pytest.mark.parametrize(
    ("broken", "says"),
    [
        ("[kinds.party]\nblocks=[]\nshows=[]", "party"),
        ("[kinds.initial]\nblocks=['moon']\nshows=[]", "unknown demand moon"),
        ("[kinds.initial]\nblocks=[]\nshows=[]", "is missing"),
        ("id=", "Invalid"),
    ],
)
def test_a_broken_profile_is_refused_with_its_reason(broken, says):
    with pytest.raises(ValueError, match=says):
        load_profile("id='x'\nname='X'\n" + broken)


def test_a_clinic_whose_profile_is_gone_is_held_to_the_neutral_one():
    assert rulebook().profile(Clinic(profile="atlantis")).id == "neutral"
    assert rulebook().vocabulary(Clinic()) is rulebook().vocabulary(Clinic(name="other"))
