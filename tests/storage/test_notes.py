from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.ids import NoteId
from ims_notes.domain.note import Addendum, NoteKind, NoteState
from ims_notes.domain.note_content import PainRow
from ims_notes.domain.programme import ItemStatus, ProgrammeItem
from ims_notes.domain.sites import Twitch
from ims_notes.domain.visit import AdverseEvent, Visit
from tests.storage.given import DECLINED, NOW, an_id

DAY = timedelta(days=1)


def rule_of(deed, *given):
    with pytest.raises(RuleBroken) as caught:
        deed(*given)
    return caught.value.rule


def addendum(note, **changes):
    facts = {"author": "Kim", "added_at": NOW + DAY, "reason": "forgotten", "text": "Right too."}
    return Addendum(note_id=note.id, **{**facts, **changes})


def test_a_draft_is_kept_as_typed(clinic):
    note = clinic.draft(
        text='b ut y; s woke, 5" scar\n王小明 🙂', place="home", zone="Europe/Berlin"
    )
    with clinic.begin() as work:
        work.notes.put_draft(note)
    with clinic.look() as work:
        assert work.notes.get(note.id) == note
        assert work.notes.drafts() == (note,)


def test_a_late_save_never_overwrites_a_newer_one(clinic):
    note = clinic.draft(revision=2)
    with clinic.begin() as work:
        work.notes.put_draft(note)
        work.notes.put_draft(replace(note, revision=3, text="newer"))
        assert rule_of(work.notes.put_draft, replace(note, text="late")) is Rule.DRAFT_OUTDATED
        signed = note.signed(at=NOW)
        content = clinic.states(signed)
        assert rule_of(work.notes.sign, signed, content) is Rule.DRAFT_OUTDATED
        assert work.notes.get(note.id).text == "newer"


def test_a_time_without_a_zone_is_refused(clinic):
    note = clinic.draft(started_at=datetime(2026, 3, 2, 9))
    with pytest.raises(Exception, match="needs a zone"), clinic.begin() as work:
        work.notes.put_draft(note)


def test_a_time_of_another_zone_is_kept_as_the_same_moment(clinic):
    note = clinic.draft(started_at=NOW.astimezone(timezone(timedelta(hours=5))))
    with clinic.begin() as work:
        work.notes.put_draft(note)
        kept = work.notes.get(note.id).started_at
    assert (kept, kept.tzinfo) == (note.started_at, UTC)


def test_drafts_come_by_visit_time(clinic):
    late, early = clinic.draft(started_at=NOW + DAY), clinic.draft(started_at=NOW - DAY)
    with clinic.begin() as work:
        work.notes.put_draft(late)
        work.notes.put_draft(early)
        clinic_drafts = work.notes.drafts()
    assert clinic_drafts == (early, late)


def test_a_deleted_draft_can_be_put_back(clinic):
    note = clinic.draft()
    with clinic.begin() as work:
        work.notes.put_draft(note)
        assert work.notes.delete_draft(note.id) == note
        assert rule_of(work.notes.get, note.id) is Rule.NOTE_NOT_FOUND
        work.notes.put_draft(note)
        assert work.notes.get(note.id) == note


def test_a_signed_note_reads_as_it_was_signed(clinic):
    done = clinic.draft().signed(at=NOW)
    content = clinic.full(done)
    with clinic.begin() as work:
        seal = work.notes.sign(done, content)
    with clinic.look() as work:
        kept = work.notes.signed(done.id)
        assert (kept.content, kept.addenda, kept.seal) == (content, (), seal)
        assert work.notes.get(done.id) == done
        assert len(bytes.fromhex(seal)) == 32


def test_a_signed_note_is_no_draft_any_more(clinic):
    note = clinic.sign()
    with clinic.begin() as work:
        draft = clinic.draft(id=note.id)
        assert rule_of(work.notes.put_draft, draft) is Rule.EDIT_ONLY_DRAFT
        assert rule_of(work.notes.put_draft, note) is Rule.EDIT_ONLY_DRAFT
        assert rule_of(work.notes.delete_draft, note.id) is Rule.DELETE_ONLY_DRAFT
        assert rule_of(work.notes.sign, note, clinic.states(note)) is Rule.SIGN_ONLY_DRAFT
        assert work.notes.drafts() == ()


def test_what_is_signed_must_be_the_note(clinic):
    note = clinic.draft()
    other = clinic.states(clinic.draft().signed(at=NOW))
    with clinic.begin() as work:
        with pytest.raises(ValueError, match="not this note"):
            work.notes.sign(note.signed(at=NOW), other)
        with pytest.raises(ValueError, match="not this note"):
            work.notes.sign(note, clinic.states(note))


def test_each_seal_is_chained_to_the_one_before(clinic):
    one, two = clinic.sign(), clinic.sign()
    with clinic.look() as work:
        assert work.notes.signed(one.id).seal != work.notes.signed(two.id).seal


def test_addenda_stand_beside_the_note_in_order(clinic):
    note = clinic.sign()
    added = (addendum(note), addendum(note, text="And the knee.", author="Dr. Li"))
    with clinic.begin() as work:
        seals = [work.notes.amend(each) for each in added]
        assert work.notes.signed(note.id).addenda == added
        assert work.notes.timeline(clinic.patient.id)[0].addenda == 2
    assert len(set(seals)) == 2


def test_only_a_signed_note_can_be_amended(clinic):
    draft = clinic.draft()
    with clinic.begin() as work:
        work.notes.put_draft(draft)
        assert rule_of(work.notes.amend, addendum(draft)) is Rule.AMEND_ONLY_SIGNED
        unknown = addendum(clinic.draft())
        assert rule_of(work.notes.amend, unknown) is Rule.NOTE_NOT_FOUND
        assert rule_of(work.notes.signed, draft.id) is Rule.NOTE_NOT_FOUND
        assert rule_of(work.notes.signed, NoteId(an_id())) is Rule.NOTE_NOT_FOUND


def test_the_last_visit_is_one_where_the_patient_was_there(clinic):
    first = clinic.sign(started_at=NOW - 3 * DAY)
    clinic.sign(started_at=NOW - 2 * DAY, kind=NoteKind.MISSED, states={"sites": (), "pains": ()})
    clinic.sign(started_at=NOW - DAY, kind=NoteKind.CONTACT, states={"sites": (), "pains": ()})
    with clinic.begin() as work:
        work.notes.put_draft(clinic.draft())
        asked = work.notes.last_signed
        assert asked(clinic.patient.id).content.id == first.id
        assert asked(clinic.patient.id, before=first.started_at) is None
        assert work.notes.count_of(clinic.patient.id) == 1


def test_visits_are_counted_by_episode(clinic):
    clinic.sign()
    clinic.sign(states={"episodes": ()}, episode_id=None)
    with clinic.look() as work:
        assert work.notes.count_of(clinic.patient.id) == 2
        assert work.notes.count_of(clinic.patient.id, episode_id=clinic.episode.id) == 1


def test_the_home_programme_is_the_last_one_left_without_what_was_stopped(clinic):
    chin = ProgrammeItem(name="chin_tuck", status=ItemStatus.SAME, sets=3, reps=10)
    gone = ProgrammeItem(name="own words", status=ItemStatus.STOPPED)
    old = ProgrammeItem(name="old", status=ItemStatus.NEW)
    clinic.sign(started_at=NOW - 3 * DAY, states={"programme": (old,)})
    clinic.sign(started_at=NOW - 2 * DAY, states={"programme": (chin, gone)})
    clinic.sign(started_at=NOW - DAY)
    with clinic.look() as work:
        assert work.notes.programme(clinic.patient.id) == (chin,)
        assert work.notes.programme(clinic.patient.id, before=NOW - 2 * DAY) == (old,)
        assert work.notes.programme(clinic.patient.id, before=NOW - 9 * DAY) == ()


def test_the_timeline_shows_each_visit_in_one_line_newest_first(clinic):
    hurt = Visit(adverse_events=(AdverseEvent(event="bruise"),))
    sites = clinic.sites(Twitch.PRESENT, Twitch.PRESENT, None)
    one = clinic.sign(started_at=NOW - DAY, states={"visit": hurt, "sites": sites})
    two = clinic.sign(started_at=NOW, **DECLINED)
    draft = clinic.draft(started_at=NOW + DAY)
    with clinic.begin() as work:
        work.notes.put_draft(draft)
        lines = work.notes.timeline(clinic.patient.id)
    assert [(line.note_id, line.state) for line in lines] == [
        (draft.id, NoteState.DRAFT),
        (two.id, NoteState.SIGNED),
        (one.id, NoteState.SIGNED),
    ]
    assert [line.regions for line in lines] == [("neck",)] * 3
    assert [(line.sites, line.twitches) for line in lines] == [(0, 0), (0, 0), (3, 2)]
    assert [(line.pain_before, line.pain_after) for line in lines] == [
        (None, None),
        (None, None),
        (6, 3),
    ]
    assert [line.has_adverse_event for line in lines] == [False, False, True]
    assert {line.practitioner for line in lines} == {"Kim Doe"}


def test_pain_not_taken_stays_open_and_zero_stays_zero(clinic):
    row = PainRow(episode_id=clinic.episode.id, before=0, after=None, after_not_taken=True)
    clinic.sign(states={"pains": (row,)})
    with clinic.look() as work:
        (line,) = work.notes.timeline(clinic.patient.id)
    assert (line.pain_before, line.pain_after) == (0, None)
