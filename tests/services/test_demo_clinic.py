"""The demo clinic: invented, labelled, the same every time, and no better than real life."""

import unicodedata
from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from random import Random

import pytest

from ims_notes.app.knowledge import rulebook
from ims_notes.domain.draft import DraftSetting, read_draft
from ims_notes.domain.episodes import EpisodeStatus
from ims_notes.domain.note import NoteKind
from ims_notes.domain.programme import ItemStatus, current
from ims_notes.domain.sites import Twitch
from ims_notes.services.clock import in_zone
from ims_notes.services.demo_clinic import demo_clinic
from ims_notes.services.demo_clinic.appointments import STARTS, Appointments

UNTIL = date(2026, 11, 22)
RN1 = (
    "b ut, ls y; b inf y/n; b ss n; pain 6>3; used 2 out 2; ok; last none; ae none; tol well; "
    "ex +; ed soreness, activity; next 1w"
)


@cache
def written(patients=60, sessions=500, seed=1, until=UNTIL, zone="UTC"):
    """Return an invented clinic and its signed notes, read to the end."""
    clinic = demo_clinic(
        rulebook=rulebook(), patients=patients, sessions=sessions, seed=seed, until=until, zone=zone
    )
    return clinic, list(clinic.signed)


def settings_by_note(clinic, signed):
    """Rebuild what stood around each note, from nothing but what the clinic hands over."""
    vocabulary = rulebook().vocabulary(clinic.clinic)
    patients = {patient.id: patient for patient in clinic.patients}
    practitioners = {one.id: one for one in clinic.practitioners}
    episodes, programmes = defaultdict(list), {}
    for episode in clinic.episodes:
        episodes[episode.patient_id].append(episode)
    for note, content in [*signed, *((draft, None) for draft in clinic.drafts)]:
        day = note.started_at.date()
        setting = DraftSetting(
            patient=patients[note.patient_id],
            practitioner=practitioners[note.practitioner_id],
            clinic=clinic.clinic,
            vocabulary=vocabulary,
            profile=rulebook().profile(clinic.clinic),
            episodes=tuple(_open_on(episode, day) for episode in episodes[note.patient_id]),
            last_programme=programmes.get(note.patient_id, ()),
            late=note.created_at.date() > day,
        )
        yield note, content, setting
        if content and content.programme:
            programmes[note.patient_id] = content.programme


def _open_on(episode, day):
    was_open = episode.opened_on <= day and not (
        episode.discharged_on and episode.discharged_on < day
    )
    status = EpisodeStatus.ACTIVE if was_open else EpisodeStatus.DISCHARGED
    return replace(episode, status=status)


def test_the_clinic_says_that_it_is_invented():
    clinic, _ = written()
    assert clinic.clinic.is_demo
    assert "invented" in clinic.clinic.name
    assert len(clinic.practitioners) == 3


def test_the_same_seed_and_day_give_the_same_clinic_to_the_letter():
    again = demo_clinic(rulebook=rulebook(), until=UNTIL)
    clinic, signed = written()
    assert list(again.signed) == signed
    for part in ("clinic", "practitioners", "patients", "episodes", "drafts", "addenda", "day"):
        assert getattr(again, part) == getattr(clinic, part)


def test_another_seed_gives_another_clinic():
    (_, first), (_, other) = written(), written(seed=2)
    assert [note.text for note, _ in first] != [note.text for note, _ in other]


@pytest.mark.parametrize(
    ("patients", "sessions"),
    [(0, 0), (5, 0), (1, 1), (1, 40), (2, 3), (30, 7), (60, 60), (60, 500), (300, 3000)],
)
def test_there_are_exactly_as_many_patients_and_sessions_as_asked_for(patients, sessions):
    clinic, signed = written(patients=patients, sessions=sessions)
    assert len(clinic.patients) == patients
    assert len(signed) + len(clinic.drafts) == sessions == clinic.sessions
    assert len({note.id for note, _ in signed}) == len(signed)


@pytest.mark.parametrize(("patients", "sessions"), [(-1, 0), (3, -1), (0, 5)])
def test_impossible_numbers_are_refused(patients, sessions):
    with pytest.raises(ValueError, match="needs patients"):
        demo_clinic(rulebook=rulebook(), patients=patients, sessions=sessions, until=UNTIL)


def test_every_signed_note_could_have_been_signed_and_says_what_its_text_says():
    for note, content, setting in settings_by_note(*written()):
        if content is None:
            continue
        read = read_draft(note, setting)
        assert read.may_be_signed, (note.text, read.missing, read.parsed.errors)
        assert not read.parsed.warnings, (note.text, read.parsed.warnings)
        assert not read.new_regions
        assert read.content == content


def test_a_visit_may_treat_two_complaints_each_with_its_own_pain_and_sites():
    _, signed = written(patients=300, sessions=3000)
    two = [c for _, c in signed if len({row.episode_id for row in c.sites}) == 2]
    assert two
    for content in two:
        regions = {episode.id: episode.region for episode in content.episodes}
        assert len(set(regions.values())) == 2
        assert {p.episode_id for p in content.pains if p.context is None} == regions.keys()


def test_drafts_are_of_the_last_days_and_none_could_be_signed_as_it_is():
    clinic, signed = written()
    assert 4 <= len(clinic.drafts) <= 8
    assert any(not draft.text for draft in clinic.drafts)
    found = []
    for note, content, setting in settings_by_note(clinic, signed):
        if content is None:
            assert timedelta(0) < UNTIL - note.started_at.date() <= timedelta(days=7)
            assert note.is_draft
            read = read_draft(note, setting)
            assert not read.may_be_signed
            found.append((len(read.parsed.errors), [m.code for m in read.missing if m.blocks]))
    assert (0, ["tolerance"]) in found
    assert any(errors for errors, _ in found)


@pytest.mark.parametrize(
    "zone", ["UTC", "America/Vancouver", "Asia/Tokyo", "Nowhere/Land", "America"]
)
def test_visits_are_on_weekdays_in_working_hours_and_never_two_at_once(zone):
    clinic, signed = written(patients=120, sessions=1000, zone=zone)
    taken = set()
    for note in [*(note for note, _ in signed), *clinic.drafts]:
        local = in_zone(note.started_at, zone)
        assert local.weekday() < 5
        assert 8 <= local.hour < 18
        assert local.minute in (0, 30)
        assert (note.practitioner_id, note.started_at) not in taken
        taken.add((note.practitioner_id, note.started_at))
        assert local.date() < UNTIL


def test_a_full_day_spills_over_to_the_weekday_before():
    book, monday = Appointments("UTC"), date(2026, 11, 16)
    rng = Random(1)
    times = [book.book(0, by=monday, rng=rng) for _ in range(len(STARTS) + 1)]
    assert len(set(times)) == len(times)
    assert [time.date() for time in times] == [monday] * len(STARTS) + [date(2026, 11, 13)]


def test_more_people_than_the_lists_have_names_still_get_one():
    clinic, _ = written(patients=9000, sessions=0)
    pairs = Counter((p.family_name, p.given_name) for p in clinic.patients)
    assert len(clinic.patients) == 9000
    assert max(pairs.values()) > 2


def test_notes_come_in_the_order_they_were_signed_none_of_them_ahead_of_time():
    clinic, signed = written()
    times = [note.signed_at for note, _ in signed]
    assert times == sorted(times)
    assert times[-1].date() < UNTIL
    assert clinic.begun_at <= min(note.started_at for note, _ in signed)
    for note, _ in signed:
        assert note.started_at <= note.created_at < note.signed_at
        assert bool(note.late_reason) == (note.created_at.date() > note.started_at.date())


def test_visits_lie_within_their_episode():
    clinic, signed = written()
    episodes = {episode.id: episode for episode in clinic.episodes}
    for note, _ in signed:
        episode, day = episodes[note.episode_id], note.started_at.date()
        assert episode.patient_id == note.patient_id
        assert episode.opened_on <= day <= (episode.discharged_on or UNTIL)
        assert (note.kind is NoteKind.INITIAL) == (episode.opened_on == day)


def test_the_regular_comes_first_today_and_the_reference_note_can_be_typed_and_signed():
    clinic, signed = written()
    entry = clinic.day[0]
    episodes = [e for e in clinic.episodes if e.patient_id == entry.patient_id]
    assert [(e.region, e.status) for e in episodes] == [("neck", EpisodeStatus.ACTIVE)]
    assert all(draft.patient_id != entry.patient_id for draft in clinic.drafts)
    mine = [
        (n, c, s)
        for n, c, s in settings_by_note(clinic, signed)
        if n.patient_id == entry.patient_id
    ]
    note, last, setting = mine[-1]
    assert len(mine) == 5
    assert len(current(last.programme)) == 3
    typed = replace(note, text=RN1, kind=NoteKind.FOLLOW_UP)
    read = read_draft(typed, replace(setting, last_programme=last.programme))
    assert read.may_be_signed
    assert not read.unmoved
    assert {item.status for item in read.content.programme} == {ItemStatus.PROGRESSED}
    assert {row.episode_id for row in read.content.sites} == {episodes[0].id}


@pytest.mark.parametrize("until", [date(2024, 2, 29), date(2025, 12, 31), date(2026, 5, 3)])
def test_the_regular_is_the_same_on_any_day(until):
    clinic, signed = written(until=until)
    mine = [c for n, c in signed if n.patient_id == clinic.day[0].patient_id]
    assert [c.pains[0].before for c in mine] == [7, 7, 5, 6, 6]
    assert clinic.patients[0].id == clinic.day[0].patient_id
    assert clinic.day[0].day == until


def test_todays_list_has_times_in_order_drafts_among_the_names_and_one_not_yet_known():
    clinic, _ = written()
    assert len(clinic.day) == 9
    assert [e.at for e in clinic.day] == sorted(e.at for e in clinic.day)
    drafted = {draft.patient_id for draft in clinic.drafts}
    assert sum(entry.patient_id in drafted for entry in clinic.day) == 2
    assert [entry.patient_id is None for entry in clinic.day] == [False] * 8 + [True]


def test_people_are_of_many_scripts_and_reachable_only_in_fiction():
    clinic, _ = written(patients=300, sessions=3000)
    names = "".join(p.family_name + p.given_name for p in clinic.patients)
    scripts = {unicodedata.name(letter).split()[0] for letter in names if letter.isalpha()}
    assert {"LATIN", "GREEK", "CYRILLIC", "CJK"} <= scripts
    assert any(letter.isalpha() and unicodedata.decomposition(letter) for letter in names)
    assert any("-" in p.family_name for p in clinic.patients)
    assert any(not p.given_name for p in clinic.patients)
    assert any(p.preferred_name for p in clinic.patients)
    assert any((p.born.month, p.born.day) == (2, 29) for p in clinic.patients)
    bakers = [p for p in clinic.patients if p.family_name == "Baker"]
    assert len({p.given_name for p in bakers}) == 1
    assert len({p.born for p in bakers}) == 2
    assert sum(bool(p.alerts) for p in clinic.patients) > 10
    for patient in clinic.patients:
        assert patient == patient.tidied(today=UNTIL)
        assert not patient.email or patient.email.endswith("@example.org")
        assert not patient.phone or patient.phone.startswith(("01632 960", "555-01"))


def test_the_default_clinic_has_one_long_course_and_very_short_ones():
    clinic, signed = written()
    visits = Counter(note.patient_id for note, _ in signed)
    counts = sorted(visits.values())
    assert counts[0] == 1
    assert counts[1] == 2
    assert counts[-1] > 30
    longest = [note for note, _ in signed if note.patient_id == visits.most_common(1)[0][0]]
    assert longest[-1].started_at - longest[0].started_at > timedelta(days=600)
    episodes = Counter(episode.patient_id for episode in clinic.episodes)
    assert sum(count > 1 for count in episodes.values()) > 10
    regions = {episode.region for episode in clinic.episodes}
    assert len(regions) >= 6
    assert {note.kind for note, _ in signed} == set(NoteKind)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_courses_do_not_flatter(seed):
    clinic, signed = written(seed=seed)
    finished = {e.id for e in clinic.episodes if not e.is_open}
    courses = defaultdict(list)
    for _, content in signed:
        for pain in content.pains:
            if pain.episode_id in finished and pain.context is None:
                courses[pain.episode_id].append(pain.before)
    ran = [pains for pains in courses.values() if len(pains) > 2]
    responders = [p for p in ran if p[0] - p[-1] >= max(2, 0.3 * p[0])]
    assert 0.45 < len(responders) / len(ran) < 0.7
    assert any(pains[-1] >= pains[0] for pains in ran)
    assert any(later > before for pains in ran for before, later in pairwise(pains))
    assert sum(3 <= len(pains) <= 6 for pains in ran) > len(ran) / 2
    assert all(0 <= pain <= 10 for pains in ran for pain in pains)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_programme_holds_an_exercise_twice(seed):
    _, signed = written(seed=seed)
    for note, content in signed:
        names = [item.name for item in content.programme]
        assert len(set(names)) == len(names), note.text


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_what_the_plan_says_of_the_next_visit_agrees_with_when_it_is(seed):
    said = Counter()
    for note, content in written(seed=seed)[1]:
        plan, days = content.visit.narrative.p or "", content.visit.next_days
        said[plan] += 1
        if plan.startswith("Longer gap"):
            assert days > 7, note.text
        if plan.startswith("Weekly"):
            assert days <= 7, note.text
    assert said["Longer gap to the next visit"]
    assert said["Weekly at first, re-assess at the fourth visit"]


def test_reactions_and_findings_come_about_as_often_as_reported():
    _, signed = written(patients=300, sessions=3000)
    needled = [content for _, content in signed if content.sites]
    events = Counter(event.event for c in needled for event in c.visit.adverse_events)
    asked = [c.visit.since_last for _, c in signed if c.visit.since_last]
    twitches = Counter(row.site.twitch for c in needled for row in c.sites)
    assert 0.055 < events["bruise"] / len(needled) < 0.1
    assert 0.03 < events["bleeding"] / len(needled) < 0.065
    assert events["faint"] / len(needled) < 0.005
    assert 0.25 < sum(s.event == "soreness" for s in asked) / len(asked) < 0.42
    assert twitches.keys() == set(Twitch)
    assert twitches[Twitch.PRESENT] < 0.65 * twitches.total()
    open_after = [c for c in needled if any(p.after_not_taken for p in c.pains)]
    assert 0.01 < len(open_after) / len(needled) < 0.08
    assert all(pain.reason for c in open_after for pain in c.pains if pain.after_not_taken)
    assert any(row.site.level for c in needled for row in c.sites)
    assert any(row.site.estim for c in needled for row in c.sites)
    assert {row.site.side for c in needled for row in c.sites} == {"left", "right"}


def test_addenda_belong_to_signed_notes_and_come_later():
    clinic, signed = written()
    times = {note.id: note.signed_at for note, _ in signed}
    assert len(clinic.addenda) == 3
    for addendum in clinic.addenda:
        assert addendum == addendum.tidied()
        assert times[addendum.note_id] < addendum.added_at
        assert addendum.added_at.date() < UNTIL


def test_notes_are_written_one_by_one_as_they_are_asked_for():
    clinic = demo_clinic(rulebook=rulebook(), patients=60, sessions=400, until=UNTIL)
    first, _ = next(clinic.signed)
    assert first.signed_at is not None
    assert sum(1 for _ in clinic.signed) == 400 - 1 - len(clinic.drafts)
