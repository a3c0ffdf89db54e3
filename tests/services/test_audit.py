"""Who looked at what is told once and never in anybody's way; the audit is read by the page."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ims_notes.domain.audit import Deed, DeedKind
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.interchange.audit_csv import audit_lines
from ims_notes.services.audit_trail import MOST_WAITING, AuditTrail
from ims_notes.services.clock import Clock
from ims_notes.services.read_audit import AuditAsked, filter_of, more_of_audit, open_audit
from ims_notes.services.session import begin_session, delete_draft, put_draft_back, save_session
from ims_notes.services.today import (
    paste_day_list,
    put_day_entry_back,
    remove_day_entry,
    settle_day_entry,
)
from tests.services.conftest import NOW, FakeRecord

ANNA, BEN, NOTE = UUID(int=1), UUID(int=8), UUID(int=9)


class Trail:
    """A trail over a record in memory, at a time and by a person the test chooses."""

    def __init__(self, record):
        self.record, self.now, self.who, self.trouble = record, NOW, "Ada King", None
        self.trail = AuditTrail(
            begin=self.begin, clock=Clock(now=lambda: self.now), who=lambda: self.who
        )

    @contextmanager
    def begin(self):
        with self.record.begin() as work:
            yield work
            if self.trouble:
                raise RecordUnavailable(self.trouble)

    def looks(self, patient_id=ANNA, *, after=0):
        self.now += timedelta(seconds=after)
        self.trail.looked(Deed.PATIENT_VIEWED, patient_id=patient_id)

    @property
    def told(self):
        return self.record.work.audit.kept


@pytest.fixture
def trail(record):
    return Trail(record)


def test_looking_again_within_the_minute_is_the_same_look(trail):
    for after in (0, 1, 58):
        trail.looks(after=after)
    assert [line.deed for line in trail.told] == ["patient.viewed"]
    trail.looks(after=2)
    assert [line.at for line in trail.told] == [NOW, NOW + timedelta(seconds=61)]


def test_another_patient_person_or_thing_is_another_look(trail):
    trail.looks()
    trail.looks(BEN)
    trail.who = "Grace"
    trail.looks()
    trail.trail.looked(Deed.NOTE_VIEWED, patient_id=ANNA, on=NOTE)
    assert [(n.deed, n.patient_id, n.who) for n in trail.told] == [
        ("patient.viewed", ANNA, "Ada King"),
        ("patient.viewed", BEN, "Ada King"),
        ("patient.viewed", ANNA, "Grace"),
        ("note.viewed", ANNA, "Grace"),
    ]


def test_a_clock_put_back_does_not_silence_the_trail(trail):
    trail.looks()
    trail.looks(after=-30)
    assert len(trail.told) == 2


def test_what_is_taken_out_is_told_every_time(trail):
    for _ in range(2):
        assert trail.trail.took_out(Deed.NOTE_COPIED, patient_id=ANNA, on=NOTE)
    assert [line.on_id for line in trail.told] == [NOTE, NOTE]
    assert trail.trail.happened(Deed.PIN_CHANGED, on=BEN)
    assert (trail.told[-1].deed, trail.told[-1].patient_id) == ("pin.changed", None)


def test_a_busy_record_stops_nobody_and_the_line_comes_later_as_it_was(trail):
    trail.trouble = Trouble.BUSY
    trail.looks()
    trail.now += timedelta(minutes=5)
    assert not trail.trail.took_out(Deed.NOTE_COPIED, patient_id=BEN, on=NOTE)
    assert trail.told == []
    trail.trouble, trail.who = None, "Grace"
    trail.looks(after=60)
    assert [(n.who, n.at - NOW) for n in trail.told] == [
        ("Ada King", timedelta()),
        ("Ada King", timedelta(minutes=5)),
        ("Grace", timedelta(minutes=6)),
    ]
    trail.looks(after=60)
    assert len(trail.told) == 4


def test_a_record_that_is_never_writable_costs_no_more_and_more_memory(trail):
    trail.trouble = Trouble.NOT_WRITABLE
    for _ in range(MOST_WAITING + 5):
        trail.looks(after=61)
    trail.trouble = None
    trail.looks(after=61)
    assert len(trail.told) == MOST_WAITING


def test_the_days_asked_for_are_the_clinic_s(at_home):
    day = AuditAsked(first=date(2026, 11, 22), last=date(2026, 11, 22))
    wanted = filter_of(day, zone="Pacific/Auckland")
    assert wanted.since == datetime(2026, 11, 21, 11, tzinfo=UTC)
    assert wanted.until == datetime(2026, 11, 22, 11, tzinfo=UTC)
    for hour in (10, 12):
        at_home.work.audit.record("note.begun", at=datetime(2026, 11, 22, hour, tzinfo=UTC))
    assert open_audit(day, look=at_home.look).total == 1


@pytest.mark.parametrize("zone", ["Pacific/Auckland", "America/New_York", "no/such"])
def test_the_ends_of_the_calendar_may_be_asked_for(zone):
    asked = AuditAsked(first=date.min, last=date.max)
    wanted = filter_of(asked, zone=zone)
    assert wanted.until is None
    assert wanted.since is None or wanted.since.year == 1


def test_nothing_asked_for_means_everything(record):
    wanted = filter_of(AuditAsked(), zone="UTC")
    record.work.audit.record("note.begun", patient_id=ANNA)
    assert record.work.audit.count(wanted) == 1


def test_a_kind_of_deed_asks_for_all_its_words(record):
    for deed in (Deed.NOTE_SIGNED, Deed.NOTE_VIEWED, Deed.NOTE_AMENDED):
        record.work.audit.record(deed, patient_id=ANNA)
    opened = open_audit(AuditAsked(kind=DeedKind.SIGNED), look=record.look)
    assert [line.deed for line in opened.lines] == ["note.amended", "note.signed"]
    assert (opened.total, opened.people) == (2, ("Ada King",))


def test_the_audit_is_read_on_from_where_it_was_left(record):
    for _ in range(450):
        record.work.audit.record("note.begun")
    seen, lines = [], open_audit(AuditAsked(), look=record.look).lines
    while lines:
        seen += [line.seq for line in lines]
        lines = more_of_audit(AuditAsked(), before_seq=seen[-1], look=record.look)
    assert seen == list(range(450, 0, -1))


def test_a_change_of_the_day_s_list_is_told(record, clock):
    day, deeds = date(2026, 11, 22), {"begin": record.begin}
    paste_day_list("", day=day, look=record.look, clock=clock, **deeds)
    assert record.work.audit.deeds == []
    paste_day_list("9:00 Nobody", day=day, look=record.look, clock=clock, **deeds)
    (entry,) = record.work.day.on(day)
    settle_day_entry(entry, patient_id=ANNA, **deeds)
    remove_day_entry(entry.id, **deeds)
    put_day_entry_back(replace(entry, patient_id=ANNA), **deeds)
    told = [(line.deed, line.patient_id) for line in record.work.audit.kept]
    assert told == [("day.changed", whose) for whose in (None, ANNA, None, ANNA)]


def test_a_draft_has_a_line_when_it_is_begun_and_none_each_time_it_is_kept(record, clock):
    note = begin_session(ANNA, begin=record.begin, clock=clock).note
    for text in ("l", "l u", "l ut"):
        note = save_session(replace(note, text=text), begin=record.begin, clock=clock).note
    assert record.work.audit.deeds == ["note.begun"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.text(max_size=60))
def test_no_export_holds_what_was_typed(clock, typed):
    secret = f"xylophonist {typed}"
    record = FakeRecord()
    note = begin_session(ANNA, begin=record.begin, clock=clock).note
    note = save_session(replace(note, text=secret), begin=record.begin, clock=clock).note
    gone = delete_draft(note.id, begin=record.begin).note
    put_draft_back(gone, begin=record.begin)
    paste_day_list(
        "9:00 xylophonist", day=NOW.date(), begin=record.begin, look=record.look, clock=clock
    )
    lines = open_audit(AuditAsked(), look=record.look).lines
    assert len(lines) == 4
    for with_names in (False, True):
        assert b"xylophonist" not in audit_lines(lines, with_names=with_names)
