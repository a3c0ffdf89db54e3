"""The demo clinic's timetable: every patient's visits booked backwards from the last day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from ims_notes.domain.ids import EpisodeId, NoteId
from ims_notes.services.clock import day_in
from ims_notes.services.demo_clinic.appointments import STARTS, Appointments
from ims_notes.services.demo_clinic.chances import dealt, shared_out
from ims_notes.services.demo_clinic.closings import as_it_stands, opened
from ims_notes.services.demo_clinic.courses import (
    LONG_COURSE,
    course_sizes,
    long_course,
    plan_course,
    scripted_course,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date, datetime
    from random import Random
    from uuid import UUID

    from ims_notes.domain.episodes import Episode
    from ims_notes.domain.ids import PatientId
    from ims_notes.domain.note import NoteKind
    from ims_notes.services.demo_clinic.courses import Course
    from ims_notes.services.demo_clinic.material import Material, Unfinished

_GAPS = (5, 6, 7, 7, 7, 8, 9, 10, 12, 14)
_LONG_GAPS = (18, 21, 21, 22, 28)
_PAUSES = range(60, 270)
_FRIDAY = 4

MOST_EXPECTED = 8
_FULL = 0.6
"""How full the book is at most on average."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """When a note was begun and signed, and why on a later day if so."""

    created_at: datetime
    signed_at: datetime
    late_reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Booked:
    """One visit as booked; ``unfinished`` is what a draft holds, None for a signed note.

    ``number`` counts from 0 within the course; ``episode`` and ``beside`` are as they stood then.
    """

    note_id: NoteId
    patient: int
    therapist: int
    course: Course
    number: int
    episode: Episode
    beside: Episode | None
    started_at: datetime
    written: Written
    unfinished: Unfinished | None = None

    @property
    def kind(self) -> NoteKind:
        """What the visit is."""
        return self.course.kinds[self.number]

    @property
    def signed_at(self) -> datetime | None:
        """When the note was signed; None for a draft."""
        return None if self.unfinished else self.written.signed_at


@dataclass(frozen=True, slots=True, kw_only=True)
class _Stay:
    """How a course ends in time: its last visit is on this day or before it."""

    by: date
    draft: Unfinished | None = None


def visit_quotas(rng: Random, *, patients: int, sessions: int) -> list[int]:
    """Share the sessions out: the regular, one long course, one and two visits, then the rest."""
    if patients < 2:
        return [sessions] * patients
    regular = min(5, sessions)
    rest = sessions - regular
    fixed = [LONG_COURSE, 1, 2] if rest >= 4 * LONG_COURSE and patients >= 8 else []
    others = shared_out(rng, rest - sum(fixed), among=patients - 1 - len(fixed))
    return [regular, *fixed, *others]


class Timetable:
    """Books every patient's courses and opens their episodes."""

    def __init__(
        self,
        material: Material,
        *,
        patients: Sequence[PatientId],
        until: date,
        zone: str,
        rng: Random,
        new_id: Callable[[datetime], UUID],
    ) -> None:
        """Begin an empty timetable that ends on the day before ``until``."""
        self.episodes: list[Episode] = []
        self.booked: list[Booked] = []
        self.expected: tuple[int, ...] = ()
        self._material, self._patients = material, patients
        self._until, self._zone, self._rng, self._new_id = until, zone, rng, new_id
        self._appointments = Appointments(zone)
        self._shapes = dealt(rng, material.shapes)

    def fill(self, sessions: int) -> None:
        """Book exactly so many sessions, drafts included, and sort them by signing time."""
        quotas = visit_quotas(self._rng, patients=len(self._patients), sessions=sessions)
        days = max(540, int(sessions * 7 / 5 / (self._therapists * len(STARTS) * _FULL)))
        stays = self._stays(quotas, sessions)
        for patient, quota in enumerate(quotas):
            stay = stays.get(patient)
            back = 14 + int(self._rng.random() ** 1.3 * days)
            end = stay or self._stay(ago=back)
            self._book_patient(patient, quota=quota, stay=end, ongoing=stay is not None)
        self.booked.sort(
            key=lambda b: (b.signed_at is None, b.signed_at or b.started_at, b.note_id)
        )

    def first_days(self) -> dict[PatientId, date]:
        """Return the day of each patient's first visit; the last day for those who have none."""
        days = dict.fromkeys(self._patients, self._until)
        for visit in self.booked:
            patient = self._patients[visit.patient]
            days[patient] = min(days[patient], visit.started_at.date())
        return days

    @property
    def _therapists(self) -> int:
        return len(self._material.therapists)

    def _stays(self, quotas: list[int], sessions: int) -> dict[int, _Stay]:
        """Choose who is in treatment now, who among them has a draft, and who comes today."""
        rng = self._rng
        steady = [0] if quotas else []
        steady += [1] if len(quotas) > 1 and quotas[1] == LONG_COURSE else []
        able = [n for n, quota in enumerate(quotas) if quota >= 3 and n not in steady]
        chosen = rng.sample(able, min(len(able), max(12, len(quotas) // 5)))
        count = min(sessions // 20, len(chosen) // 2, len(self._material.drafts))
        drafted, seen = chosen[:count], chosen[count:]
        self.expected = (*steady, *drafted[:2], *seen)[:MOST_EXPECTED]
        last = self._material.regular.days_ago[-1]
        stays = {n: self._stay(ago=last) for n in steady}
        stays |= {n: self._stay(ago=rng.randint(2, 12)) for n in seen}
        for place, patient in enumerate(drafted):
            stays[patient] = self._stay(1 + place // 2, draft=self._material.drafts[place])
        return stays

    def _stay(self, ago: int, draft: Unfinished | None = None) -> _Stay:
        return _Stay(by=self._until - timedelta(days=ago), draft=draft)

    def _book_patient(self, patient: int, *, quota: int, stay: _Stay, ongoing: bool) -> None:
        by, draft = stay.by, stay.draft
        for course in self._courses(patient, quota=quota, ongoing=ongoing):
            first = self._book_course(patient, course=course, by=by, draft=draft)
            by, draft = first - timedelta(days=self._rng.choice(_PAUSES)), None

    def _courses(self, patient: int, *, quota: int, ongoing: bool) -> list[Course]:
        """Return a patient's courses, the latest first."""
        rng, material = self._rng, self._material
        if patient == 1 and quota == LONG_COURSE:
            return [long_course(material, visits=quota, rng=rng)]
        courses: list[Course] = []
        if patient == 0 and quota:
            visits = min(quota, len(material.regular.pains))
            courses.append(scripted_course(material, visits=visits))
            quota -= visits
        for visits in course_sizes(rng, quota):
            goes_on = ongoing and not courses
            shape = next(self._shapes)
            courses.append(
                plan_course(material, shape=shape, visits=visits, ongoing=goes_on, rng=rng)
            )
        return courses

    def _book_course(
        self, patient: int, *, course: Course, by: date, draft: Unfinished | None
    ) -> date:
        """Book a course backwards from its last visit; return the day of its first."""
        main = patient % self._therapists
        visits: list[tuple[int, datetime]] = []
        for ago in self._days_back(course):
            is_away = course.regular is None and self._rng.random() < 0.1
            therapist = self._rng.randrange(self._therapists) if is_away else main
            by = by - timedelta(days=ago)
            moment = self._appointments.book(therapist, by=by, rng=self._rng)
            visits.append((therapist, moment))
            by = day_in(moment, self._zone)
        visits.reverse()
        self._keep(patient, course=course, visits=visits, draft=draft)
        return by

    def _days_back(self, course: Course) -> list[int]:
        if course.regular:
            days = course.regular.days_ago[-course.visits :]
            return [0, *(a - b for a, b in zip(days[-2::-1], days[:0:-1], strict=True))]
        gaps = _LONG_GAPS if course.visits == LONG_COURSE else _GAPS
        return [0, *(self._rng.choice(gaps) for _ in range(course.visits - 1))]

    def _keep(
        self,
        patient: int,
        *,
        course: Course,
        visits: list[tuple[int, datetime]],
        draft: Unfinished | None,
    ) -> None:
        """Open the course's episodes and keep its visits with the times they were written."""
        last = day_in(visits[-1][1], self._zone)
        episode = self._open(patient, course=course, visit=visits[0][1], last=last)
        beside = None
        if course.beside:
            beside = self._open(patient, course=course.beside, visit=visits[1][1], last=last)
        for number, (therapist, moment) in enumerate(visits):
            self.booked.append(
                Booked(
                    note_id=NoteId(self._new_id(moment)),
                    patient=patient,
                    therapist=therapist,
                    course=course,
                    number=number,
                    episode=episode,
                    beside=beside if number else None,
                    started_at=moment,
                    written=self._written(moment, course),
                    unfinished=draft if number == len(visits) - 1 else None,
                )
            )

    def _open(self, patient: int, *, course: Course, visit: datetime, last: date) -> Episode:
        """Open an episode, keep it as it stands on the last day, return it as it was open."""
        episode = opened(
            course,
            rng=self._rng,
            episode_id=EpisodeId(self._new_id(visit)),
            patient_id=self._patients[patient],
            on=day_in(visit, self._zone),
        )
        stands = as_it_stands(
            episode, course=course, last=last, until=self._until, closing=self._material.closing
        )
        self.episodes.append(stands)
        return episode

    def _written(self, moment: datetime, course: Course) -> Written:
        """Return when a note was begun and signed; one in a hundred is a late entry."""
        rng = self._rng
        delay = timedelta(minutes=rng.randint(22, 38), seconds=rng.randrange(60))
        is_old = day_in(moment, self._zone) < self._until - timedelta(days=5)
        if is_old and not course.regular and rng.random() < 0.01:
            created = moment + timedelta(days=3 if moment.weekday() == _FRIDAY else 1)
            reason = rng.choice(self._material.reasons["late"])
            return Written(created_at=created, signed_at=created + delay, late_reason=reason)
        if rng.random() < 0.12:
            delay += timedelta(minutes=rng.randint(40, 220))
        return Written(created_at=moment, signed_at=moment + delay)
