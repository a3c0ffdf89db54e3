"""Patients as the services need them kept and found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date, datetime

    from ims_notes.domain.ids import NoteId, PatientId
    from ims_notes.domain.patients import Patient


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientQuery:
    """What was typed into a search box, understood.

    ``words`` are folded beginnings that must each begin a word of a name or the identifier;
    ``digits`` (3 or more) may also be part of a phone number; ``born`` is a date of birth.
    """

    words: tuple[str, ...] = ()
    digits: str = ""
    born: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientFound:
    """A line of a search answer. ``last_pain`` is the last recorded pain before a visit."""

    id: PatientId
    family_name: str
    given_name: str = ""
    preferred_name: str = ""
    born: date | None = None
    identifier: str = ""
    phone: str = ""
    last_visit: datetime | None = None
    last_pain: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientListed:
    """A patient with their sessions, newest first, drafts included (the command line's list)."""

    id: PatientId
    family_name: str
    given_name: str
    born: date | None
    session_ids: tuple[NoteId, ...]


class Patients(Protocol):
    """The patients of the record."""

    def get(self, patient_id: PatientId) -> Patient:
        """Return the patient; RuleBroken(PATIENT_NOT_FOUND) if there is none."""
        ...

    def put(self, patient: Patient) -> None:
        """Keep a new or changed patient, search line included."""
        ...

    def destroy(self, patient_id: PatientId) -> None:
        """Take a patient without notes away for good, with episodes and lines of the day."""
        ...

    def find(self, query: PatientQuery, *, limit: int) -> tuple[PatientFound, ...]:
        """Return the best matches, by family and given name; an empty query finds nobody."""
        ...

    def recent(self, *, limit: int) -> tuple[PatientFound, ...]:
        """Return the patients seen last, latest visit first; never seen ones last."""
        ...

    def found(self, ids: Sequence[PatientId]) -> tuple[PatientFound, ...]:
        """Return the lines of these patients, in the order asked."""
        ...

    def alike(self, patient: Patient) -> tuple[PatientFound, ...]:
        """Return likely duplicates: same date of birth, phone or identifier, or same names."""
        ...

    def listed(self, query: PatientQuery | None) -> tuple[PatientListed, ...]:
        """Return all patients (or those found), by name, with their sessions."""
        ...
