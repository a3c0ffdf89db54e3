"""Proves the audit: its chain, and that it tells of all that was sealed and of everybody kept."""

from collections import Counter
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Connection, select

from ims_notes.domain.canonical import FIRST_SEAL
from ims_notes.storage.audit import LINE, chained
from ims_notes.storage.check_notes import Chain, Problem, problem
from ims_notes.storage.tables import AuditRow, EpisodeRow, PatientRow, PractitionerRow

_SIGNATURES = {"note": "note.signed", "addendum": "note.amended"}

_Told = Counter[tuple[str, UUID | None]]
"""How many lines there are of a deed on a thing."""


def prove_audit(connection: Connection, chain: Chain) -> tuple[int, list[Problem]]:
    """Return how many audit lines there are, and what is wrong with them."""
    found: list[Problem] = []
    told: _Told = Counter()
    head, last, first = FIRST_SEAL, 0, ""
    for row in connection.execute(select(AuditRow.__table__).order_by(AuditRow.seq)):
        if row.seq != last + 1:
            found.append(problem("audit_missing", before=row.seq))
        if row.chained != chained(head, {name: getattr(row, name) for name in LINE}):
            found.append(problem("audit_broken", line=row.seq))
        head, last, first = row.chained, row.seq, first or row.deed
        told[row.deed, row.on_id or row.patient_id] += 1
    if first != "record.begun" and (told or _holds_anybody(connection)):
        found.append(problem("audit_beginning"))
    found += _against_rows(told, _owed(connection, chain))
    return told.total(), found


def _owed(connection: Connection, chain: Chain) -> _Told:
    """Count the lines that there must be: one for each signature, patient and episode."""
    owed: _Told = Counter((_SIGNATURES[kind], note_id) for kind, note_id, _ in chain.sealed)
    patients = connection.execute(select(PatientRow.id)).scalars()
    owed.update(("patient.added", each) for each in patients)
    episodes = connection.execute(select(EpisodeRow.id)).scalars()
    owed.update(("episode.opened", each) for each in episodes)
    return owed


def _against_rows(told: _Told, owed: _Told) -> Iterator[Problem]:
    # An emptied audit is told in a few sentences, not in one for each of its lines.
    lacking: dict[str, list[UUID | None]] = {}
    for deed, on in (owed - told).elements():
        lacking.setdefault(deed, []).append(on)
    for deed, things in lacking.items():
        yield problem("audit_lacks", deed=deed, count=len(things), first=things[0])
    for deed, on in told - owed:
        if deed in _SIGNATURES.values():
            yield problem("seal_cut_off", note=on)


def _holds_anybody(connection: Connection) -> bool:
    """Tell whether anything was ever done here; a record just made has no line yet."""
    anybody = (select(PractitionerRow.id), select(PatientRow.id))
    return any(connection.execute(each.limit(1)).first() for each in anybody)
