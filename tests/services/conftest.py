"""A record in memory that keeps the promises of the ports: all or nothing, and a fixed clock."""

from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import count
from types import SimpleNamespace
from uuid import UUID

import pytest

from ims_notes.app.knowledge import rulebook
from ims_notes.domain.clinic import Clinic
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.note import NoteState
from ims_notes.domain.patients import Patient
from ims_notes.domain.practitioners import Practitioner
from ims_notes.services.clock import Clock
from ims_notes.services.ports.audit import AuditLine
from ims_notes.services.ports.notes import SignedNote, TimelineLine
from ims_notes.services.ports.patients import PatientFound

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)


class Kept:
    """A table of values by id."""

    def __init__(self, absent):
        self.rows = {}
        self._absent = absent

    def get(self, key):
        if key not in self.rows:
            raise RuleBroken(self._absent)
        return self.rows[key]

    def put(self, value):
        self.rows[value.id] = value


class FakePatients(Kept):
    def found(self, ids):
        return tuple(
            PatientFound(id=i, family_name=self.rows[i].family_name) for i in ids if i in self.rows
        )

    def find(self, query, *, limit):
        hits = [
            p.id
            for p in self.rows.values()
            if (query.born and p.born == query.born)
            or (query.words and all(w in p.family_name.lower() for w in query.words))
        ]
        return self.found(hits[:limit])

    def recent(self, *, limit):
        return self.found(list(self.rows)[:limit])

    def alike(self, patient):
        return self.found(
            [
                p.id
                for p in self.rows.values()
                if p.id != patient.id
                and (p.born == patient.born or p.identifier == patient.identifier)
            ]
        )

    def destroy(self, patient_id):
        self.get(patient_id)
        del self.rows[patient_id]

    def listed(self, query):
        raise NotImplementedError("the command line's list is proved on a real record")


class FakeEpisodes(Kept):
    def of(self, patient_id):
        return tuple(e for e in self.rows.values() if e.patient_id == patient_id)


class FakePractitioners(Kept):
    def all(self):
        return tuple(self.rows.values())


class FakeNotes(Kept):
    def __init__(self):
        super().__init__(Rule.NOTE_NOT_FOUND)
        self.contents = {}
        self.addenda = []
        self.tombstones = {}

    def put_draft(self, note):
        old = self.rows.get(note.id)
        if old is not None and not old.is_draft:
            raise RuleBroken(Rule.EDIT_ONLY_DRAFT)
        if old is not None and old.revision > note.revision:
            raise RuleBroken(Rule.DRAFT_OUTDATED)
        self.put(note)

    def delete_draft(self, note_id):
        if not self.get(note_id).is_draft:
            raise RuleBroken(Rule.DELETE_ONLY_DRAFT)
        return self.rows.pop(note_id)

    def sign(self, note, content):
        self.put(note)
        self.contents[note.id] = content
        return "5ea1"

    def amend(self, addendum):
        self.addenda.append(addendum)
        return "5ea1"

    def destroy(self, note_id, *, by, at, reason):
        self.get(note_id)
        del self.rows[note_id]
        self.tombstones[note_id] = (by, at, reason)

    def signed(self, note_id):
        addenda = tuple(a for a in self.addenda if a.note_id == note_id)
        return SignedNote(content=self.contents[note_id], addenda=addenda, seal="5ea1")

    def drafts(self):
        return tuple(n for n in self.rows.values() if n.is_draft)

    def timeline(self, patient_id):
        return tuple(
            TimelineLine(
                note_id=n.id,
                kind=n.kind,
                state=n.state,
                started_at=n.started_at,
                zone=n.zone,
                practitioner="",
            )
            for n in self.rows.values()
            if n.patient_id == patient_id
        )

    def _all_signed(self, patient_id, before):
        return [
            n
            for n in sorted(self.rows.values(), key=lambda n: n.started_at)
            if n.patient_id == patient_id
            and n.state is NoteState.SIGNED
            and (before is None or n.started_at < before)
        ]

    def last_signed(self, patient_id, *, before=None):
        signed = self._all_signed(patient_id, before)
        return self.signed(signed[-1].id) if signed else None

    def programme(self, patient_id, *, before=None):
        kept = [self.contents[n.id].programme for n in self._all_signed(patient_id, before)]
        return next((p for p in reversed(kept) if p), ())

    def progress(self, patient_id):
        return f"progress of {patient_id}"

    def count_of(self, patient_id, *, episode_id=None):
        return len(self._all_signed(patient_id, None))


class FakeClinic:
    def __init__(self, clinic):
        self.clinic = clinic

    def get(self):
        return self.clinic

    def put(self, clinic):
        self.clinic = clinic


class FakeAccess:
    def __init__(self):
        self.pins = {}

    def pin_of(self, practitioner_id):
        return self.pins.get(practitioner_id)

    def put_pin(self, practitioner_id, verifier):
        self.pins[practitioner_id] = verifier


class FakeDay:
    def __init__(self):
        self.entries = {}

    def on(self, day):
        return tuple(e for e in self.entries.values() if e.day == day)

    def put(self, entries):
        self.entries |= {e.id: e for e in entries}

    def remove(self, entry_id):
        del self.entries[entry_id]


class FakeAudit:
    def __init__(self):
        self.kept = []

    @property
    def deeds(self):
        """What was done, in order."""
        return [line.deed for line in self.kept]

    def record(self, deed, *, patient_id=None, on=None, at=None, who=None):
        self.kept.append(
            AuditLine(
                seq=len(self.kept) + 1,
                at=at or NOW,
                who="Ada King" if who is None else who,
                deed=deed,
                patient_id=patient_id,
                on_id=on,
            )
        )

    def _asked(self, asked):
        return [
            line
            for line in reversed(self.kept)
            if (asked.since is None or line.at >= asked.since)
            and (asked.until is None or line.at < asked.until)
            and asked.who in (None, line.who)
            and (not asked.deeds or line.deed in asked.deeds)
            and asked.patient_id in (None, line.patient_id)
        ]

    def lines(self, asked, *, before_seq=None, limit=200):
        before = [n for n in self._asked(asked) if before_seq is None or n.seq < before_seq]
        return tuple(before[:limit])

    def count(self, asked):
        return len(self._asked(asked))

    def people(self):
        return tuple(sorted({line.who for line in self.kept}))


class FakeRecord:
    """Begins pieces of work; one that fails leaves everything as it was."""

    def __init__(self):
        practitioner = Practitioner(id=UUID(int=2), name="Ada King", credentials="PT")
        self.work = SimpleNamespace(
            patients=FakePatients(Rule.PATIENT_NOT_FOUND),
            notes=FakeNotes(),
            episodes=FakeEpisodes(Rule.EPISODE_NOT_FOUND),
            practitioners=FakePractitioners(Rule.PRACTITIONER_MISSING),
            clinic=FakeClinic(Clinic(practitioner_id=practitioner.id)),
            day=FakeDay(),
            access=FakeAccess(),
            audit=FakeAudit(),
        )
        self.work.practitioners.put(practitioner)
        self.patient = Patient(id=UUID(int=1), family_name="Meier", given_name="Anna")
        self.work.patients.put(self.patient)

    @contextmanager
    def begin(self):
        before = deepcopy(self.work)
        try:
            yield self.work
        except BaseException:
            self.work = before
            raise

    @contextmanager
    def look(self):
        yield deepcopy(self.work)


@pytest.fixture
def record():
    return FakeRecord()


@pytest.fixture
def clock():
    ticks = count()
    return Clock(
        now=lambda: NOW + timedelta(milliseconds=next(ticks)), random_bytes=lambda n: bytes(n)
    )


@pytest.fixture
def rules():
    return rulebook()


@pytest.fixture
def at_home(record):
    """Somebody is at work in a zone where it is another day already."""
    clinic = replace(record.work.clinic.get(), zone="Pacific/Auckland")
    record.work.clinic.put(clinic)
    return record
