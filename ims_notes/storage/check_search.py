"""Proves that every patient can be found: the search lines against the patients."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Connection, select, text

from ims_notes.domain.patients import Patient
from ims_notes.storage import search
from ims_notes.storage.check_chains import Problem, problem
from ims_notes.storage.patients import patient_values
from ims_notes.storage.tables import PatientRow

_LINES = text("SELECT patient_id, words FROM search")


def prove_search(connection: Connection) -> Iterator[Problem]:
    """Find patients who have not exactly their own search line, and lines of nobody."""
    lines: dict[UUID, list[str]] = {}
    for patient_id, words in connection.execute(_LINES):
        lines.setdefault(UUID(bytes=patient_id), []).append(words)
    for row in connection.execute(select(PatientRow.__table__)):
        found = lines.pop(row.id, [])
        kept = dict(row._mapping)
        patient = Patient(**{k: v for k, v in kept.items() if k not in _SOUGHT})
        if not found:
            yield problem("search_missing", patient=row.id)
        elif found != [search.words_of(patient)] or kept != patient_values(patient):
            yield problem("search_differs", patient=row.id)
    yield from (problem("search_of_nobody", patient=each) for each in lines)


_SOUGHT = {"name_key", "phone_digits"}
