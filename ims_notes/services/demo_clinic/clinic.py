"""Puts the demo clinic together: who works there, who comes, and every note in its order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from random import Random
from typing import TYPE_CHECKING

from ims_notes.bundle import resource
from ims_notes.domain.clinic import Clinic
from ims_notes.domain.day_list import DayEntry
from ims_notes.domain.ids import DayEntryId, PatientId, PractitionerId, new_id
from ims_notes.domain.note import Addendum
from ims_notes.domain.practitioners import Practitioner
from ims_notes.services.demo_clinic.material import read_material
from ims_notes.services.demo_clinic.notes import Desk, draft_notes, signed_notes
from ims_notes.services.demo_clinic.people import invented_patients
from ims_notes.services.demo_clinic.timetable import Timetable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from uuid import UUID

    from ims_notes.domain.draft import Rulebook
    from ims_notes.domain.episodes import Episode
    from ims_notes.domain.note import Note
    from ims_notes.domain.note_content import NoteContent
    from ims_notes.domain.patients import Patient
    from ims_notes.services.demo_clinic.material import Material
    from ims_notes.services.demo_clinic.timetable import Booked

_OPEN_FOR = timedelta(days=1500)
_LIST_FROM = 8 * 60 + 30
_LIST_STEP = 40


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DemoClinic:
    """An invented clinic, ready to be kept.

    Attributes:
        episodes: as they stand on the last day.
        signed: each signed note with its content, once, in order of signing; written as they
            are asked for, so that a large clinic never stands in memory.
        addenda: for signed notes, to be added once those are kept.
        day: the list of the last day, the regular patient first.
        sessions: signed notes and drafts together.
        begun_at: when the clinic began, before its first visit.
    """

    clinic: Clinic
    practitioners: tuple[Practitioner, ...]
    patients: tuple[Patient, ...]
    episodes: tuple[Episode, ...]
    signed: Iterator[tuple[Note, NoteContent]]
    drafts: tuple[Note, ...]
    addenda: tuple[Addendum, ...]
    day: tuple[DayEntry, ...]
    sessions: int
    begun_at: datetime


def demo_clinic(
    *,
    rulebook: Rulebook,
    until: date,
    patients: int = 60,
    sessions: int = 500,
    seed: int = 1,
    zone: str = "UTC",
) -> DemoClinic:
    """Invent a clinic that ends on a day; the same arguments give the same clinic.

    Args:
        rulebook: what its notes are read and checked against.
        until: the day of its day's list; every visit lies before it.
        patients: how many people.
        sessions: in all, drafts included.
        seed: fixes everything that is left to chance.
        zone: IANA name of the zone its clocks show.

    Raises:
        ValueError: a negative number, or sessions without patients.
    """
    _check_numbers(patients, sessions)
    make = _Founding(read_material(resource("catalogue", "demo")), until=until, seed=seed)
    table = make.timetable(patients=patients, sessions=sessions, zone=zone)
    desk = make.desk(table, rulebook=rulebook, zone=zone)
    return DemoClinic(
        clinic=desk.clinic,
        practitioners=desk.practitioners,
        patients=desk.patients,
        episodes=tuple(table.episodes),
        signed=signed_notes(desk, table.booked),
        drafts=draft_notes(desk, table.booked),
        addenda=make.addenda(table.booked, desk.practitioners),
        day=make.day_list([desk.patients[place] for place in table.expected]),
        sessions=len(table.booked),
        begun_at=min([make.founded, *(visit.started_at for visit in table.booked)]),
    )


def _check_numbers(patients: int, sessions: int) -> None:
    if patients < 0 or sessions < 0 or (sessions and not patients):
        raise ValueError("the demo clinic needs patients for its sessions, and no negative number")


class _Founding:
    """Makes the clinic's few fixed things, every one from the seed."""

    def __init__(self, material: Material, *, until: date, seed: int) -> None:
        self._material, self._until = material, until
        self.founded = datetime.combine(until, time(8), UTC) - _OPEN_FOR
        self._ids = Random(f"ids of demo clinic {seed}")
        self._rng = Random(f"demo clinic {seed}")

    def _id(self, at: datetime) -> UUID:
        return new_id(at, self._ids.randbytes)

    def timetable(self, *, patients: int, sessions: int, zone: str) -> Timetable:
        table = Timetable(
            self._material,
            patients=[PatientId(self._id(self.founded)) for _ in range(patients)],
            until=self._until,
            zone=zone,
            rng=self._rng,
            new_id=self._id,
        )
        table.fill(sessions)
        return table

    def desk(self, table: Timetable, *, rulebook: Rulebook, zone: str) -> Desk:
        practitioners = self._practitioners()
        return Desk(
            material=self._material,
            rulebook=rulebook,
            clinic=self._clinic(practitioners[0], zone),
            practitioners=practitioners,
            patients=invented_patients(self._material, came=table.first_days(), rng=self._rng),
        )

    def _practitioners(self) -> tuple[Practitioner, ...]:
        return tuple(
            Practitioner(
                id=PractitionerId(self._id(self.founded)),
                name=one.name,
                credentials=one.credentials,
                registration=one.registration,
            )
            for one in self._material.therapists
        )

    def _clinic(self, at_work: Practitioner, zone: str) -> Clinic:
        return Clinic(
            name=self._material.name,
            address=self._material.address,
            phone=self._material.phone,
            is_demo=True,
            routine=self._material.routine,
            practitioner_id=at_work.id,
            zone=zone,
        )

    def day_list(self, expected: Sequence[Patient]) -> tuple[DayEntry, ...]:
        """Return who comes on the last day; the last name is nobody's yet."""
        known = [(f"{one.given_name} {one.family_name}".strip(), one.id) for one in expected]
        names = [*known, (self._material.newcomer, None)] if known else []
        midnight = datetime.combine(self._until, time(), UTC)
        return tuple(
            DayEntry(
                id=DayEntryId(self._id(midnight)),
                day=self._until,
                at=(midnight + timedelta(minutes=_LIST_FROM + place * _LIST_STEP)).time(),
                name=name,
                patient_id=patient_id,
                position=place,
            )
            for place, (name, patient_id) in enumerate(names)
        )

    def addenda(
        self, booked: Sequence[Booked], practitioners: Sequence[Practitioner]
    ) -> tuple[Addendum, ...]:
        """Return one addendum of each kind, a day after the note was signed."""
        before = self._until - timedelta(days=7)
        able = [
            visit
            for visit in booked
            if visit.signed_at and visit.signed_at.date() < before and not visit.course.regular
        ]
        words = self._material.addenda
        chosen = sorted(self._rng.sample(range(len(able)), min(len(words), len(able) // 10)))
        return tuple(
            Addendum(
                note_id=visit.note_id,
                author=practitioners[visit.therapist].signature,
                added_at=visit.written.signed_at + timedelta(days=1),
                reason=word["reason"],
                text=word["text"],
            )
            for visit, word in zip((able[place] for place in chosen), words, strict=False)
        )
