"""What is signed has one canonical text, and it can be read again whole."""

import json
from datetime import UTC, date, datetime, timedelta, timezone
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from ims_notes.domain.canonical import (
    FIRST_SEAL,
    canonical_json,
    content_hash,
    from_plain,
    plain,
    seal,
)
from ims_notes.domain.clinic import Clinic, LegalHome
from ims_notes.domain.note import NoteKind
from ims_notes.domain.note_content import (
    NoteContent,
    PainRow,
    PatientNamed,
    Signer,
    SiteRow,
)
from ims_notes.domain.programme import ItemStatus, ProgrammeItem
from ims_notes.domain.sites import Estim, NeedlingSite, Side, Technique, Twitch
from ims_notes.domain.visit import ExerciseAction, ExerciseEntry, Narrative, PainContext, Visit

NOW = datetime(2026, 11, 22, 18, 10, tzinfo=UTC)
SITE = NeedlingSite(
    muscle="upper_trapezius",
    side=Side.LEFT,
    twitch=Twitch.PRESENT,
    techniques=(Technique.ELECTRICAL,),
    estim=Estim(hz=(2.0, 100.0), us=250.0, to_tolerance=True),
    diameter_mm=0.3,
    length_mm=40.0,
)
CONTENT = NoteContent(
    id=UUID(int=1),
    kind=NoteKind.FOLLOW_UP,
    patient=PatientNamed(id=UUID(int=2), family_name="Ñandú", born=date(2000, 2, 29)),
    practitioner=Signer(id=UUID(int=3), name="Ada King"),
    started_at=NOW,
    zone="Europe/London",
    created_at=NOW,
    signed_at=NOW,
    sites=(SiteRow(episode_id=UUID(int=4), site=SITE),),
    pains=(PainRow(context=PainContext.WORST, before=0),),
    visit=Visit(
        pain_before=0,
        narrative=Narrative(s='woke "twice"\n5 cm scar'),
        exercises=(ExerciseEntry(action=ExerciseAction.PROGRESS_ALL),),
    ),
    programme=(ProgrammeItem(name="chin_tuck", status=ItemStatus.SAME, reps=10),),
    text="l ut y",
)


def test_a_note_is_read_again_whole_from_its_canonical_text():
    assert from_plain(NoteContent, json.loads(canonical_json(CONTENT))) == CONTENT


def test_null_is_left_out_and_zero_is_not():
    kept = json.loads(canonical_json(CONTENT))
    assert kept["visit"]["pain_before"] == 0
    assert "pain_after" not in kept["visit"]
    assert kept["pains"] == [{"after_not_taken": False, "before": 0, "context": "worst"}]


def test_the_same_moment_in_another_zone_is_the_same_text():
    elsewhere = NOW.astimezone(timezone(timedelta(hours=5)))
    assert plain(elsewhere) == plain(NOW) == "2026-11-22T18:10:00Z"


def test_the_text_is_sorted_has_no_blanks_and_keeps_every_script():
    text = canonical_json(CONTENT)
    assert text == json.dumps(
        json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    assert "Ñandú" in text


@given(st.binary(min_size=32, max_size=32), st.text(), st.text())
def test_a_seal_depends_on_the_one_before_and_on_the_content(previous, one, other):
    first = seal(previous, content_hash(one))
    assert seal(FIRST_SEAL, content_hash(one)) != first or previous == FIRST_SEAL
    assert (seal(previous, content_hash(other)) == first) is (one == other)


@given(
    st.builds(
        Clinic,
        name=st.text(),
        legal_home=st.sampled_from(LegalHome),
        abbreviations=st.dictionaries(st.text(min_size=1), st.text(min_size=1)),
        templates=st.dictionaries(st.text(min_size=1), st.text(min_size=1)),
    )
)
def test_the_clinic_s_settings_are_read_again_whole(clinic):
    assert from_plain(Clinic, json.loads(canonical_json(clinic))) == clinic
