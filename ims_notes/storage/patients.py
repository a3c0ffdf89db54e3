"""Patients as kept and found."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, ScalarSelect, bindparam, insert, or_, select, update

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.ids import NoteId, PatientId
from ims_notes.domain.note import NoteState
from ims_notes.domain.patients import Patient
from ims_notes.domain.texts import folded
from ims_notes.domain.visit import PainContext
from ims_notes.services.ports.patients import PatientFound, PatientListed, PatientQuery
from ims_notes.storage import search
from ims_notes.storage.columns import Found
from ims_notes.storage.destruction import destroy_patient
from ims_notes.storage.note_rows import Values
from ims_notes.storage.note_tables import NoteRow, PainScoreRow
from ims_notes.storage.tables import PatientRow
from ims_notes.storage.visits import IS_VISIT

_FIELDS = (
    *("id", "family_name", "given_name", "preferred_name", "born", "gender", "phone"),
    *("email", "identifier", "referrer", "alerts"),
)
_ALL = select(*(getattr(PatientRow, name) for name in _FIELDS))
_ONE = _ALL.where(PatientRow.id == bindparam("id"))
_EVERYBODY = 1_000_000_000


def _last_visit() -> ScalarSelect[Any]:
    latest = select(NoteRow.started_at).where(NoteRow.patient_id == PatientRow.id, IS_VISIT)
    return latest.order_by(NoteRow.started_at.desc()).limit(1).scalar_subquery()


def _last_pain() -> ScalarSelect[Any]:
    """Ask for the last pain at a visit; worst and best of the days before are something else."""
    at_visit = or_(PainScoreRow.context.is_(None), PainScoreRow.context == PainContext.NOW.value)
    return (
        select(PainScoreRow.before)
        .join(NoteRow, NoteRow.id == PainScoreRow.note_id)
        .where(NoteRow.patient_id == PatientRow.id, IS_VISIT, at_visit)
        .where(PainScoreRow.before.is_not(None))
        .order_by(NoteRow.started_at.desc(), PainScoreRow.place)
        .limit(1)
        .scalar_subquery()
    )


_SHOWN = ("id", "family_name", "given_name", "preferred_name", "born", "identifier", "phone")
_LINES = select(
    *(getattr(PatientRow, name) for name in _SHOWN),
    _last_visit().label("last_visit"),
    _last_pain().label("last_pain"),
)
_LINES_OF = _LINES.where(PatientRow.id.in_(bindparam("ids", expanding=True)))
_SEEN = (
    select(NoteRow.patient_id)
    .where(IS_VISIT, NoteRow.state == NoteState.SIGNED.value)
    .order_by(NoteRow.started_at.desc())
)


class StoredPatients:
    """The patients of the record."""

    def __init__(self, connection: Connection) -> None:
        """Work on this connection."""
        self._connection = connection

    def get(self, patient_id: PatientId) -> Patient:
        """Return the patient; RuleBroken(PATIENT_NOT_FOUND) if there is none."""
        found = self._connection.execute(_ONE, {"id": patient_id}).first()
        if found is None:
            raise RuleBroken(Rule.PATIENT_NOT_FOUND)
        return Patient(**found._mapping)

    def everybody(self) -> Iterator[Patient]:
        """Give every patient, in the order of their ids, in a stream."""
        asked = _ALL.order_by(PatientRow.id).execution_options(yield_per=500)
        for row in self._connection.execute(asked):
            yield Patient(**row._mapping)

    def put(self, patient: Patient) -> None:
        """Keep a new or changed patient, search line included."""
        known = update(PatientRow).where(PatientRow.id == patient.id)
        if self._connection.execute(known.values(patient_values(patient))).rowcount:
            search.replace_line(self._connection, patient)
        else:
            self.add([patient])

    def add(self, patients: Sequence[Patient]) -> None:
        """Keep new patients, many at once."""
        self._connection.execute(insert(PatientRow), [patient_values(p) for p in patients])
        search.add_lines(self._connection, patients)

    def destroy(self, patient_id: PatientId) -> None:
        """Take a patient without notes away for good, with episodes and lines of the day.

        Raises:
            RuleBroken: PATIENT_NOT_FOUND.
        """
        destroy_patient(self._connection, patient_id)

    def find(self, query: PatientQuery, *, limit: int) -> tuple[PatientFound, ...]:
        """Return the best matches, by family and given name; an empty query finds nobody."""
        lines = self._lines(search.find(self._connection, query, limit=limit))
        return tuple(sorted(lines.values(), key=_by_name))[:limit]

    def recent(self, *, limit: int) -> tuple[PatientFound, ...]:
        """Return the patients seen last, latest visit first; never seen ones last."""
        ids: dict[UUID, None] = {}
        with self._connection.execute(_SEEN) as seen:
            for patient_id in seen.scalars():
                ids[patient_id] = None
                if len(ids) == limit:
                    break
        if len(ids) < limit:
            newest = select(PatientRow.id).order_by(PatientRow.id.desc()).limit(limit)
            ids.update(dict.fromkeys(self._connection.execute(newest).scalars()))
        return self.found([PatientId(each) for each in ids][:limit])

    def found(self, ids: Sequence[PatientId]) -> tuple[PatientFound, ...]:
        """Return the lines of these patients, in the order asked."""
        lines = self._lines(ids)
        return tuple(lines[each] for each in ids if each in lines)

    def alike(self, patient: Patient) -> tuple[PatientFound, ...]:
        """Return likely duplicates: same date of birth, phone or identifier, or same names."""
        same = [PatientRow.name_key == search.name_key(patient)]
        if patient.born is not None:
            same.append(PatientRow.born == patient.born)
        if len(digits := search.phone_digits(patient.phone)) >= search.FEWEST_DIGITS:
            same.append(PatientRow.phone_digits == digits)
        if patient.identifier:
            same.append(PatientRow.identifier == patient.identifier)
        others = select(PatientRow.id).where(or_(*same), PatientRow.id != patient.id)
        found = self._connection.execute(others.order_by(PatientRow.name_key)).scalars()
        return self.found([PatientId(each) for each in found])

    def listed(self, query: PatientQuery | None) -> tuple[PatientListed, ...]:
        """Return all patients (or those found), by name, with their sessions."""
        asked = _ALL.order_by(PatientRow.name_key, PatientRow.id)
        patients: Iterable[Found] = self._connection.execute(asked)
        if query is not None:
            ids = set(search.find(self._connection, query, limit=_EVERYBODY))
            patients = [row for row in patients if row.id in ids]
        sessions = self._sessions()
        return tuple(
            PatientListed(
                id=row.id,
                family_name=row.family_name,
                given_name=row.given_name,
                born=row.born,
                session_ids=tuple(sessions.get(row.id, ())),
            )
            for row in patients
        )

    def _sessions(self) -> dict[UUID, list[NoteId]]:
        newest = (NoteRow.started_at.desc(), NoteRow.id.desc())
        sessions: dict[UUID, list[NoteId]] = {}
        for patient_id, note_id in self._connection.execute(
            select(NoteRow.patient_id, NoteRow.id).order_by(*newest)
        ):
            sessions.setdefault(patient_id, []).append(NoteId(note_id))
        return sessions

    def _lines(self, ids: Sequence[UUID]) -> dict[UUID, PatientFound]:
        rows = self._connection.execute(_LINES_OF, {"ids": list(ids)}) if ids else ()
        return {row.id: PatientFound(**row._mapping) for row in rows}


def patient_values(patient: Patient) -> Values:
    """Return the columns of a patient."""
    values = {name: getattr(patient, name) for name in _FIELDS}
    sought = search.phone_digits(patient.phone)
    return values | {"name_key": search.name_key(patient), "phone_digits": sought}


def _by_name(line: PatientFound) -> tuple[str, UUID]:
    return folded(f"{line.family_name} {line.given_name}"), line.id
