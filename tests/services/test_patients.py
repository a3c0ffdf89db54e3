"""Patients are found as typed, warned about once, kept tidied; episodes open, change and close."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_notes.domain.episodes import Episode, EpisodeStatus
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.patients import Patient
from ims_notes.services.find_patients import find_patients, understand
from ims_notes.services.keep_episode import (
    change_episode,
    discharge_episode,
    open_episode,
    reopen_episode,
)
from ims_notes.services.keep_patient import add_patient, change_patient, likely_duplicates
from ims_notes.services.open_patient import open_patient
from ims_notes.services.ports.patients import PatientQuery
from ims_notes.services.session import begin_session, save_session
from ims_notes.services.sign_note import sign_note

TODAY = date(2026, 11, 22)
UNKNOWN = UUID(int=99)
NEW = Patient(id=UNKNOWN, family_name=" Okafor  ", given_name="Chidi", born=date(1988, 2, 29))


def refused_by(call):
    with pytest.raises(RuleBroken) as refused:
        call()
    return refused.value.rule


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Meier Anna", PatientQuery(words=("meier", "anna"))),
        ("  ÉLODIE ", PatientQuery(words=("elodie",))),
        ("meier, anna", PatientQuery(words=("meier", "anna"))),
        ("14 jul 85", PatientQuery(born=date(1985, 7, 14))),
        ("1985-07-14", PatientQuery(born=date(1985, 7, 14))),
        ("31 feb", PatientQuery(words=("31", "feb"))),
        ("03/04/1985", PatientQuery(words=("03", "04", "1985"), digits="03041985")),
        ("+44 (0)20 7946", PatientQuery(words=("44", "0", "20", "7946"), digits="440207946")),
        ("12", PatientQuery(words=("12",))),
        ("A-17", PatientQuery(words=("a", "17"))),
        ("A-1700", PatientQuery(words=("a", "1700"))),
        ('"*', PatientQuery()),
        ("", PatientQuery()),
    ],
)
def test_a_search_is_understood_as_a_therapist_means_it(typed, meant):
    assert understand(typed, today=TODAY) == meant


@given(st.text(max_size=300))
def test_any_search_is_understood(text):
    understand(text, today=TODAY)


def test_blank_text_finds_nobody_and_asks_nobody(record):
    def not_asked():
        raise AssertionError

    assert find_patients(" .", look=not_asked, today=TODAY) == ()
    assert [p.id for p in find_patients("mei", look=record.look, today=TODAY)] == [
        record.patient.id
    ]


def test_a_pasted_novel_is_searched_for_by_its_beginning():
    assert len(understand("x" * 10_000_000, today=TODAY).words[0]) == 200


def test_a_patient_is_kept_tidied_under_an_identifier_of_their_own(record, clock):
    added = add_patient(NEW, begin=record.begin, clock=clock)
    assert (added.patient.family_name, added.episode) == ("Okafor", None)
    assert added.patient.id != UNKNOWN
    assert record.work.patients.get(added.patient.id) == added.patient
    assert added.changes.patient_id == added.patient.id
    assert record.work.audit.deeds == ["patient.added"]


@pytest.mark.parametrize(
    ("region", "complaint", "kept"),
    [
        ("neck", "stiff", "neck"),
        ("", "sore all over", "unspecified"),
        (" own words ", "", "own words"),
    ],
)
def test_a_first_episode_begins_where_a_region_or_a_complaint_is_given(
    record, clock, region, complaint, kept
):
    added = add_patient(NEW, begin=record.begin, clock=clock, region=region, complaint=complaint)
    assert (added.episode.region, added.episode.complaint) == (kept, complaint)
    assert added.episode.opened_on == TODAY
    assert record.work.episodes.of(added.patient.id) == (added.episode,)
    assert record.work.audit.deeds == ["patient.added", "episode.opened"]


@pytest.mark.parametrize(
    ("change", "more", "rule"),
    [
        ({"family_name": "", "given_name": " "}, {}, Rule.NAME_MISSING),
        ({"born": date(2027, 1, 1)}, {}, Rule.BORN_IN_FUTURE),
        ({"alerts": "x" * 5_000}, {}, Rule.TEXT_TOO_LONG),
        ({}, {"complaint": "x" * 10_000}, Rule.TEXT_TOO_LONG),
        ({}, {"region": "x" * 300}, Rule.TEXT_TOO_LONG),
    ],
)
def test_a_patient_who_is_refused_leaves_nothing_behind(record, clock, change, more, rule):
    wrong = replace(NEW, **change)
    assert refused_by(lambda: add_patient(wrong, begin=record.begin, clock=clock, **more)) is rule
    assert list(record.work.patients.rows) == [record.patient.id]
    assert record.work.audit.deeds == []


def test_the_clinic_s_own_day_decides_who_is_born_in_the_future(at_home, clock):
    tomorrow_in_utc = replace(NEW, born=date(2026, 11, 22))
    assert add_patient(tomorrow_in_utc, begin=at_home.begin, clock=clock).patient.born
    later = replace(NEW, born=date(2026, 11, 23))
    assert refused_by(lambda: add_patient(later, begin=at_home.begin, clock=clock)) is (
        Rule.BORN_IN_FUTURE
    )


def test_likely_duplicates_are_warned_of_but_never_the_patient_themselves(record, clock):
    kept = add_patient(replace(NEW, identifier="A-17"), begin=record.begin, clock=clock).patient
    typed = Patient(id=UNKNOWN, family_name="O", identifier=" A-17 ", born=date(1, 1, 1))
    assert [p.id for p in likely_duplicates(typed, look=record.look)] == [kept.id]
    assert likely_duplicates(replace(kept, family_name="X"), look=record.look) == ()


def test_changed_details_are_kept_and_an_unknown_patient_is_not_begun(record, clock):
    changed = replace(record.patient, phone=" 020  7946 ")
    kept = change_patient(changed, begin=record.begin, clock=clock)
    assert record.work.patients.get(record.patient.id).phone == "020 7946"
    assert (kept.episode, kept.changes.topics) == (None, {"patient"})
    assert refused_by(lambda: change_patient(NEW, begin=record.begin, clock=clock)) is (
        Rule.PATIENT_NOT_FOUND
    )
    assert UNKNOWN not in record.work.patients.rows


@pytest.fixture
def episode(record, clock):
    typed = Episode(
        id=UNKNOWN,
        patient_id=record.patient.id,
        region="neck",
        complaint=" stiff ",
        opened_on=TODAY,
    )
    open_episode(typed, begin=record.begin, clock=clock)
    return record.work.episodes.of(record.patient.id)[0]


def test_an_episode_is_opened_changed_and_closed(record, clock, episode):
    assert (episode.complaint, episode.id == UNKNOWN) == ("stiff", False)
    change_episode(replace(episode, diagnosis="?"), begin=record.begin)
    changed = discharge_episode(episode.id, summary=" well ", begin=record.begin, clock=clock)
    kept = record.work.episodes.get(episode.id)
    assert (kept.status, kept.discharged_on) == (EpisodeStatus.DISCHARGED, TODAY)
    assert (kept.diagnosis, kept.discharge_summary) == ("?", "well")
    assert changed.topics == {"episodes", "notes"}
    assert record.work.audit.deeds == ["episode.opened", "episode.changed", "episode.discharged"]


def test_a_discharge_has_its_own_day_and_can_be_taken_back(record, clock, episode):
    long_ago = replace(episode, opened_on=TODAY - timedelta(days=30))
    change_episode(long_ago, begin=record.begin)
    last_week = TODAY - timedelta(days=7)
    discharge_episode(episode.id, on=last_week, summary="well", begin=record.begin, clock=clock)
    assert record.work.episodes.get(episode.id).discharged_on == last_week
    for _ in range(2):
        reopen_episode(episode.id, begin=record.begin)
        assert record.work.episodes.get(episode.id) == replace(long_ago, discharge_summary="well")
    assert record.work.audit.deeds[2:] == ["episode.discharged", "episode.reopened"]


@pytest.mark.parametrize("days", [-1, 1])
def test_a_discharge_lies_between_the_beginning_and_today(record, clock, episode, days):
    on = TODAY + timedelta(days=days)
    rule = refused_by(
        lambda: discharge_episode(episode.id, on=on, summary="", begin=record.begin, clock=clock)
    )
    assert rule is Rule.DISCHARGE_DAY
    assert record.work.episodes.get(episode.id) == episode


def test_an_episode_that_is_refused_stays_as_it_was(record, clock, episode):
    discharge_episode(episode.id, summary="", begin=record.begin, clock=clock)
    closed = record.work.episodes.get(episode.id)
    again = refused_by(
        lambda: discharge_episode(episode.id, summary="x", begin=record.begin, clock=clock)
    )
    assert again is Rule.EPISODE_CLOSED
    nameless = replace(closed, region=" ")
    assert refused_by(lambda: change_episode(nameless, begin=record.begin)) is Rule.REGION_MISSING
    assert refused_by(lambda: open_episode(nameless, begin=record.begin, clock=clock)) is (
        Rule.REGION_MISSING
    )
    unknown = replace(closed, id=UNKNOWN)
    assert refused_by(lambda: change_episode(unknown, begin=record.begin)) is Rule.EPISODE_NOT_FOUND
    assert list(record.work.episodes.rows.values()) == [closed]


RN1 = "l ut y; pain 6>3; used 2 out 2; ok; last none; ae none; tol well; {}; ed soreness; next 1w"


def test_a_patient_s_page_shows_who_what_when_and_the_programme_of_today(
    record, clock, rules, episode
):
    for exercises in ("ex chin tuck 2x8; ex own thing", "ex -2"):
        begun = begin_session(record.patient.id, begin=record.begin, clock=clock).note
        assert begun.episode_id == episode.id
        text = RN1.format(exercises)
        kept = save_session(replace(begun, text=text), begin=record.begin, clock=clock).note
        sign_note(kept.id, begin=record.begin, rulebook=rules, clock=clock, revision=kept.revision)
    page = open_patient(record.patient.id, look=record.look)
    assert page.patient == record.patient
    assert page.episodes == (episode,)
    assert len(page.timeline) == 2
    assert [item.name for item in page.programme] == ["chin_tuck"]
    assert page.last.content.id == kept.id
    assert page.progress == f"progress of {record.patient.id}"
    assert refused_by(lambda: open_patient(UNKNOWN, look=record.look)) is Rule.PATIENT_NOT_FOUND


def test_a_visit_in_an_open_episode_opens_no_second_one(record, clock, rules, episode):
    begun = begin_session(record.patient.id, begin=record.begin, clock=clock).note
    text = RN1.format("ex chin tuck")
    kept = save_session(replace(begun, text=text), begin=record.begin, clock=clock).note
    sign_note(kept.id, begin=record.begin, rulebook=rules, clock=clock, revision=kept.revision)
    assert list(record.work.episodes.rows) == [episode.id]
