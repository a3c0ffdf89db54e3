"""The clinic's settings are kept whole or refused with their reason; the clock shows its zone."""

import os
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from ims_notes.domain.clinic import Clinic, LegalHome
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.practitioners import Practitioner
from ims_notes.services.clock import Clock, day_in, in_zone
from ims_notes.services.keep_clinic import (
    TEXT_LIMIT,
    begin_record,
    change_clinic,
    clinic_settings,
    keep_practitioner,
)

NEW = Practitioner(id=UUID(int=99), name=" Grace  Hopper ", credentials="PT")


def change(record, rules, **what):
    clinic = replace(record.work.clinic.get(), **what)
    return change_clinic(clinic, begin=record.begin, catalogue=rules.catalogue)


def test_a_new_record_knows_who_is_at_work_and_where_the_legal_note_lives(record, clock):
    record.work.clinic.put(Clinic())
    begin_record(
        NEW, legal_home=LegalHome.COMPANION, zone="Asia/Tokyo", begin=record.begin, clock=clock
    )
    kept = clinic_settings(look=record.look)
    assert (kept.clinic.legal_home, kept.clinic.zone) == (LegalHome.COMPANION, "Asia/Tokyo")
    at_work = next(p for p in kept.practitioners if p.id == kept.clinic.practitioner_id)
    assert at_work.name == "Grace Hopper"
    assert record.work.audit.deeds == ["record.begun"]


def test_a_nameless_practitioner_begins_no_record(record, clock):
    before = record.work.clinic.get()
    with pytest.raises(RuleBroken) as refused:
        begin_record(
            replace(NEW, name=" "),
            legal_home=LegalHome.COMPANION,
            zone="UTC",
            begin=record.begin,
            clock=clock,
        )
    assert refused.value.rule is Rule.PRACTITIONER_MISSING
    assert record.work.clinic.get() == before
    assert len(record.work.practitioners.all()) == 1


def test_settings_are_kept_tidied(record, rules):
    changes = change(
        record,
        rules,
        name=" River\u202e  side ",
        address=" 1 Road\r\nTown ",
        routine=" Hands cleaned. ",
        abbreviations={"MyUT": "upper_trapezius", "é1": "infraspinatus", "b/t": "infraspinatus"},
        templates={"soap": "S: {subjective}\r\n", "compact": " \n"},
    )
    kept = record.work.clinic.get()
    assert (kept.name, kept.address, kept.routine) == (
        "River side",
        "1 Road\nTown",
        "Hands cleaned.",
    )
    assert set(kept.abbreviations) == {"myut", "e1", "b/t"}
    assert kept.templates == {"soap": "S: {subjective}\n"}
    assert changes.topics == {"clinic"}
    assert record.work.audit.deeds == ["clinic.changed"]


def test_an_abbreviation_of_one_s_own_is_read_in_the_line(record, rules):
    from ims_notes.domain.shorthand.parse import parse

    change(record, rules, abbreviations={"mine": "infraspinatus"})
    vocabulary = rules.vocabulary(record.work.clinic.get())
    assert parse("l mine y", vocabulary).sites[0].muscle == "infraspinatus"


@pytest.mark.parametrize(
    ("what", "rule", "field"),
    [
        ({"name": "x" * 201}, Rule.TEXT_TOO_LONG, "name"),
        ({"phone": "x" * 201}, Rule.TEXT_TOO_LONG, "phone"),
        ({"address": "x" * (TEXT_LIMIT + 1)}, Rule.TEXT_TOO_LONG, "address"),
        ({"routine": "x" * (TEXT_LIMIT + 1)}, Rule.TEXT_TOO_LONG, "routine"),
        ({"templates": {"soap": "x" * (TEXT_LIMIT + 1)}}, Rule.TEXT_TOO_LONG, "templates"),
        ({"templates": {"soap": "{plan} {moon}"}}, Rule.TEMPLATE_UNKNOWN_FIELD, "templates"),
        *[
            (
                {"abbreviations": {word: "infraspinatus"}},
                Rule.ABBREVIATION_NOT_ONE_WORD,
                "abbreviations",
            )
            for word in ("two words", "", "1ut", "x" * 21, "u;t", "u,t", 'u"t', "-u", "u\nt")
        ],
        (
            {"abbreviations": {"mine": "moon"}},
            Rule.ABBREVIATION_UNKNOWN_MUSCLE,
            "abbreviations",
        ),
    ],
)
def test_a_setting_that_is_refused_changes_nothing(record, rules, what, rule, field):
    before = record.work.clinic.get()
    with pytest.raises(RuleBroken) as refused:
        change(record, rules, name=what.pop("name", "Other"), **what)
    assert (refused.value.rule, refused.value.field) == (rule, field)
    assert record.work.clinic.get() == before
    assert record.work.audit.deeds == []


def test_a_practitioner_is_added_changed_and_never_nameless(record, clock):
    keep_practitioner(NEW, begin=record.begin, clock=clock, is_new=True)
    added = next(p for p in record.work.practitioners.all() if p.name == "Grace Hopper")
    assert added.id != NEW.id
    keep_practitioner(replace(added, active=False), begin=record.begin, clock=clock)
    assert not record.work.practitioners.get(added.id).active
    assert len(record.work.practitioners.all()) == 2
    with pytest.raises(RuleBroken):
        keep_practitioner(replace(added, name=""), begin=record.begin, clock=clock)
    assert record.work.audit.deeds == ["practitioner.kept", "practitioner.disabled"]


def test_the_clock_tells_an_aware_time_and_makes_identifiers_that_differ():
    clock = Clock()
    assert clock.now().tzinfo is UTC
    assert clock.new_id() != clock.new_id()


def test_the_day_is_the_one_of_the_clinic_s_zone(clock):
    assert clock.today("UTC") == date(2026, 11, 22)
    assert day_in(datetime(2026, 11, 22, 12, tzinfo=UTC), "Pacific/Auckland") == date(2026, 11, 23)


@pytest.mark.parametrize("zone", ["", "no/such", "../etc/passwd", "a\0b", "x" * 500, "Europe"])
def test_an_unknown_zone_counts_as_utc(zone):
    moment = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert in_zone(moment, zone).utcoffset() == moment.utcoffset()


@pytest.mark.parametrize("moment", [datetime.min, datetime.max])
def test_the_ends_of_the_calendar_have_a_day(moment):
    for zone in ("America/New_York", "Pacific/Auckland"):
        assert day_in(moment.replace(tzinfo=UTC), zone).year in (1, 9999)


def test_the_clock_s_own_randomness_is_the_system_s():
    assert Clock().random_bytes is os.urandom
