"""Practitioners, episodes, the clinic's settings, the day's list and the audit, as kept."""

from dataclasses import replace
from datetime import date, time

import pytest

from ims_notes.domain.clinic import Clinic, LegalHome, Wording
from ims_notes.domain.day_list import DayEntry
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.ids import DayEntryId, EpisodeId, PractitionerId
from tests.storage.given import NOW, a_practitioner, an_episode, an_id

DAY = date(2026, 3, 2)


def rule_of(deed, *given):
    with pytest.raises(RuleBroken) as caught:
        deed(*given)
    return caught.value.rule


def test_a_new_record_knows_nothing_of_its_clinic(record):
    with record.look() as work:
        assert work.clinic.get() == Clinic()


def test_the_clinic_is_kept_whole(clinic):
    settings = Clinic(
        name="Praxis Süd",
        is_demo=True,
        legal_home=LegalHome.COMPANION,
        wording=Wording.COMPACT,
        templates={"soap": "{s}"},
        abbreviations={"ut": "upper_trapezius"},
        practitioner_id=clinic.practitioner.id,
        zone="Europe/Berlin",
    )
    with clinic.begin() as work:
        work.clinic.put(Clinic())
        work.clinic.put(settings)
    with clinic.look() as work:
        assert work.clinic.get() == settings


def test_practitioners_are_kept_and_listed_by_name(clinic):
    left = replace(clinic.practitioner, name="Zoe", registration="PT 1", active=False)
    other = a_practitioner(name="Ann", credentials="MSc")
    with clinic.begin() as work:
        work.practitioners.put(left)
        work.practitioners.put(other)
        assert work.practitioners.all() == (other, left)
        assert work.practitioners.get(left.id) == left
        unknown = PractitionerId(an_id())
        assert rule_of(work.practitioners.get, unknown) is Rule.PRACTITIONER_MISSING


def test_open_episodes_come_first_then_the_latest(clinic):
    closed = an_episode(clinic.patient, region="knee", opened_on=date(2026, 2, 9))
    closed = closed.discharged(on=date(2026, 2, 20), summary="Well.")
    newest = an_episode(clinic.patient, opened_on=date(2026, 2, 1), complaint="again")
    with clinic.begin() as work:
        work.episodes.put(closed)
        work.episodes.put(newest)
        assert work.episodes.of(clinic.patient.id) == (newest, clinic.episode, closed)
        work.episodes.put(replace(newest, complaint="changed"))
        assert work.episodes.get(newest.id).complaint == "changed"
        assert rule_of(work.episodes.get, EpisodeId(an_id())) is Rule.EPISODE_NOT_FOUND


def test_the_day_comes_by_time_then_place_and_without_time_last(clinic):
    def entry(name, at, **changes):
        return DayEntry(id=DayEntryId(an_id()), day=DAY, at=at, name=name, **changes)

    late = entry("Late", time(9, 30), patient_id=clinic.patient.id)
    first, second = entry("A", time(8), position=0), entry("B", time(8), position=1)
    open_ = entry("Open", None)
    with clinic.begin() as work:
        work.day.put([open_, late, second, first])
        assert work.day.on(DAY) == (first, second, late, open_)
        work.day.put([replace(open_, at=time(7))])
        work.day.remove(first.id)
        work.day.put([])
        assert [e.name for e in work.day.on(DAY)] == ["Open", "B", "Late"]
        assert work.day.on(date(2026, 3, 3)) == ()


def test_the_audit_says_who_when_and_what(clinic):
    with clinic.begin() as work:
        work.audit.record("note.signed", patient_id=clinic.patient.id, on=clinic.episode.id)
        asked = "SELECT seq, at, who, deed, patient_id, on_id FROM audit ORDER BY seq"
        lines = work.connection.exec_driver_sql(asked).all()
    assert lines[-1] == (
        4,
        NOW.strftime("%Y-%m-%d %H:%M:%S.%f"),
        "Kim Doe",
        "note.signed",
        clinic.patient.id.bytes,
        clinic.episode.id.bytes,
    )
