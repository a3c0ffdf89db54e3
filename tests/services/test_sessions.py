"""A session is begun, kept as typed, signed as read, amended; a failure writes nothing."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.note import NoteKind, NoteState
from ims_notes.services.amend_note import amend_note
from ims_notes.services.session import (
    begin_session,
    delete_draft,
    open_session,
    put_draft_back,
    save_session,
)
from ims_notes.services.sign_note import sign_note

RN1 = (
    "b ut, ls y; b inf y/n; b ss n; pain 6>3; used 2 out 2; ok; last none; ae none; tol well; "
    "ex chin tuck 2x8; ed soreness, activity; next 1w"
)


@pytest.fixture
def draft(record, clock):
    return begin_session(record.patient.id, begin=record.begin, clock=clock).note


@pytest.fixture
def typed(record, clock, draft):
    return save_session(replace(draft, text=RN1), begin=record.begin, clock=clock).note


def sign(record, clock, rules, note):
    return sign_note(
        note.id, begin=record.begin, rulebook=rules, clock=clock, revision=note.revision
    )


def refused_by(call):
    with pytest.raises(RuleBroken) as refused:
        call()
    return refused.value


def test_the_first_visit_is_an_initial_one_and_the_next_a_follow_up(
    record, clock, rules, typed, draft
):
    assert draft.kind is NoteKind.INITIAL
    sign(record, clock, rules, typed)
    later = begin_session(
        record.patient.id, begin=record.begin, clock=clock, started_at=clock.now()
    )
    assert later.note.kind is NoteKind.FOLLOW_UP
    assert later.note.id != draft.id


def test_beginning_twice_on_one_day_opens_the_same_draft(record, clock, draft):
    again = begin_session(record.patient.id, begin=record.begin, clock=clock)
    assert again.note == draft
    assert again.changes.topics == frozenset()


def test_a_visit_of_another_day_is_another_draft(record, clock, draft):
    earlier = begin_session(
        record.patient.id, begin=record.begin, clock=clock, started_at=clock.now() - timedelta(2)
    )
    assert earlier.note.id != draft.id


def test_nobody_at_work_means_no_session(record, clock):
    record.work.clinic.put(replace(record.work.clinic.get(), practitioner_id=None))
    call = refused_by(lambda: begin_session(record.patient.id, begin=record.begin, clock=clock))
    assert call.rule is Rule.PRACTITIONER_MISSING
    assert record.work.notes.rows == {}


def test_a_draft_is_kept_as_typed_even_with_errors(record, clock, draft):
    saved = save_session(replace(draft, text="l xyz; pain 11"), begin=record.begin, clock=clock)
    assert record.work.notes.get(draft.id).text == "l xyz; pain 11"
    assert saved.note.revision == 1


def test_a_late_save_never_overwrites_a_newer_one(record, clock, draft, typed):
    newer = save_session(replace(typed, text="newer"), begin=record.begin, clock=clock).note
    stale = replace(draft, text="stale")
    assert refused_by(lambda: save_session(stale, begin=record.begin, clock=clock)).rule is (
        Rule.DRAFT_OUTDATED
    )
    assert record.work.notes.get(draft.id) == newer


def test_a_visit_cannot_lie_in_the_future(record, clock, draft):
    ahead = replace(draft, started_at=clock.now() + timedelta(days=2))
    assert refused_by(lambda: save_session(ahead, begin=record.begin, clock=clock)).rule is (
        Rule.VISIT_IN_FUTURE
    )


def test_a_signed_note_states_what_was_typed_and_opens_the_missing_episode(
    record, clock, rules, typed
):
    signed = sign(record, clock, rules, typed)
    assert len(signed.content.sites) == 8
    assert signed.content.practitioner.name == "Ada King"
    assert [e.region for e in signed.content.episodes] == ["unspecified"]
    assert signed.content.sites[0].episode_id == signed.note.episode_id
    assert record.work.notes.get(typed.id).state is NoteState.SIGNED
    assert record.work.audit.deeds[-2:] == ["episode.opened", "note.signed"]
    assert {"notes", "drafts"} <= signed.changes.topics


def test_each_region_treated_at_a_first_visit_opens_its_own_episode(record, clock, rules, typed):
    text = "reg neck; pain 6>3; l ut y; reg low back; pain 4>4; l ql n; " + RN1.split("6>3; ")[1]
    note = save_session(replace(typed, text=text), begin=record.begin, clock=clock).note
    signed = sign(record, clock, rules, note)
    regions = {e.id: e.region for e in signed.content.episodes}
    assert [regions[row.episode_id] for row in signed.content.sites] == ["neck", "low_back"]


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", Rule.NOTE_INCOMPLETE),
        (RN1.replace("out 2", "out 1"), Rule.NOTE_INCOMPLETE),
        (RN1 + "; pain 11", Rule.NOTE_HAS_ERRORS),
    ],
)
def test_what_cannot_be_signed_writes_nothing(record, clock, rules, typed, text, rule):
    note = save_session(replace(typed, text=text), begin=record.begin, clock=clock).note
    lines = list(record.work.audit.deeds)
    refused = refused_by(lambda: sign(record, clock, rules, note))
    assert refused.rule is rule
    assert refused.facts["codes"]
    assert record.work.notes.get(note.id) == note
    assert record.work.audit.deeds == lines
    assert record.work.episodes.rows == {}


def test_a_draft_changed_since_it_was_read_back_is_not_signed_unread(record, clock, rules, typed):
    save_session(replace(typed, text=RN1 + "; s more"), begin=record.begin, clock=clock)
    assert refused_by(lambda: sign(record, clock, rules, typed)).rule is Rule.DRAFT_OUTDATED


def test_a_note_is_signed_once_and_then_neither_saved_nor_deleted(record, clock, rules, typed):
    sign(record, clock, rules, typed)
    for call, rule in [
        (lambda: sign(record, clock, rules, typed), Rule.SIGN_ONLY_DRAFT),
        (lambda: save_session(typed, begin=record.begin, clock=clock), Rule.EDIT_ONLY_DRAFT),
        (lambda: delete_draft(typed.id, begin=record.begin), Rule.DELETE_ONLY_DRAFT),
    ]:
        assert refused_by(call).rule is rule


def test_a_deleted_draft_can_be_put_back_as_it_was(record, typed):
    gone = delete_draft(typed.id, begin=record.begin)
    assert refused_by(lambda: record.work.notes.get(typed.id)).rule is Rule.NOTE_NOT_FOUND
    put_draft_back(gone.note, begin=record.begin)
    assert record.work.notes.get(typed.id) == typed


def test_only_a_draft_can_be_put_back(record, typed):
    signed = replace(typed, state=NoteState.SIGNED)
    assert refused_by(lambda: put_draft_back(signed, begin=record.begin)).rule is (
        Rule.EDIT_ONLY_DRAFT
    )


def test_an_addendum_is_dated_reasoned_and_signed_by_who_is_at_work(record, clock, rules, typed):
    signed = sign(record, clock, rules, typed)
    amend_note(
        typed.id, text="It was the left.", reason="typing slip", begin=record.begin, clock=clock
    )
    opened = open_session(typed.id, look=record.look, rulebook=rules)
    assert opened.signed.content == signed.content
    assert [(a.author, a.reason, a.text) for a in opened.signed.addenda] == [
        ("Ada King, PT", "typing slip", "It was the left.")
    ]


def test_a_draft_takes_no_addendum(record, clock, draft):
    call = refused_by(
        lambda: amend_note(draft.id, text="x", reason="y", begin=record.begin, clock=clock)
    )
    assert call.rule is Rule.AMEND_ONLY_SIGNED


def test_an_addendum_needs_somebody_at_work(record, clock, rules, typed):
    sign(record, clock, rules, typed)
    record.work.clinic.put(replace(record.work.clinic.get(), practitioner_id=None))
    call = refused_by(
        lambda: amend_note(typed.id, text="x", reason="y", begin=record.begin, clock=clock)
    )
    assert call.rule is Rule.PRACTITIONER_MISSING


def test_the_last_visit_and_its_programme_stand_beside_the_next_one(record, clock, rules, typed):
    sign(record, clock, rules, typed)
    follow = begin_session(record.patient.id, begin=record.begin, clock=clock).note
    opened = open_session(follow.id, look=record.look, rulebook=rules)
    assert opened.signed is None
    assert opened.last.content.id == typed.id
    assert [i.name for i in opened.setting.last_programme] == ["chin_tuck"]
    assert not opened.setting.late


def test_a_note_begun_on_a_later_day_in_the_clinic_s_zone_is_late(at_home, clock, rules):
    earlier = clock.now() - timedelta(days=1)
    note = begin_session(
        at_home.patient.id, begin=at_home.begin, clock=clock, started_at=earlier
    ).note
    assert note.zone == "Pacific/Auckland"
    assert open_session(note.id, look=at_home.look, rulebook=rules).setting.late


def test_an_unknown_session_is_named_as_such(record, rules):
    call = refused_by(lambda: open_session(UUID(int=99), look=record.look, rulebook=rules))
    assert call.rule is Rule.NOTE_NOT_FOUND
