"""The audit: append-only lines of who did what, chained by hash. No line holds patient text."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, func, insert, select

from ims_notes.domain.canonical import FIRST_SEAL, canonical_json, content_hash, seal
from ims_notes.services.ports.audit import PAGE, AuditFilter, AuditLine
from ims_notes.storage.columns import Asked, Found
from ims_notes.storage.note_rows import Values
from ims_notes.storage.tables import AuditRow, PatientRow

LINE = ("seq", "at", "who", "deed", "patient_id", "on_id")
"""What is chained of an audit line."""

_AT_ONCE = 500
_LAST = select(AuditRow.seq, AuditRow.chained).order_by(AuditRow.seq.desc()).limit(1)
_ADD = insert(AuditRow)
_LINES = (
    select(
        *(getattr(AuditRow, name) for name in LINE),
        PatientRow.family_name,
        PatientRow.given_name,
    )
    .outerjoin(PatientRow, PatientRow.id == AuditRow.patient_id)
    .order_by(AuditRow.seq.desc())
)
_COUNT = select(func.count()).select_from(AuditRow)
_PEOPLE = select(AuditRow.who).distinct().order_by(AuditRow.who)


class StoredAudit:
    """The audit of one piece of work: one person, one moment."""

    def __init__(self, connection: Connection, *, who: str, now: datetime) -> None:
        """Name the person at work and the moment."""
        self._connection = connection
        self._who = who
        self._now = now

    def record(
        self,
        deed: str,
        *,
        patient_id: UUID | None = None,
        on: UUID | None = None,
        at: datetime | None = None,
        who: str | None = None,
    ) -> None:
        """Add one line, e.g. ``note.signed`` on a note; by who is at work, now, if not told."""
        by = self._who if who is None else who
        self.record_all([line(at or self._now, by, deed=deed, patient_id=patient_id, on=on)])

    def record_many(self, deeds: list[tuple[str, UUID | None, UUID | None]]) -> None:
        """Add a line for each deed, with its patient and its thing, by who is at work, now."""
        for first in range(0, len(deeds), _AT_ONCE):
            some = deeds[first : first + _AT_ONCE]
            made = [line(self._now, self._who, deed=d, patient_id=p, on=on) for d, p, on in some]
            self.record_all(made)

    def record_all(self, lines: list[Values]) -> None:
        """Add lines made by ``line``, in order."""
        last = self._connection.execute(_LAST).first()
        seq, head = (0, FIRST_SEAL) if last is None else (last.seq, last.chained)
        for number, values in enumerate(lines, seq + 1):
            head = chained(head, {"seq": number, **values})
            values.update(seq=number, chained=head)
        if lines:
            self._connection.execute(_ADD, lines)

    def lines(
        self, asked: AuditFilter, *, before_seq: int | None = None, limit: int = PAGE
    ) -> tuple[AuditLine, ...]:
        """Return the newest lines asked for, newest first, of those before a line."""
        statement = _only(_LINES, asked).limit(limit)
        if before_seq is not None:
            statement = statement.where(AuditRow.seq < before_seq)
        return tuple(_line(row) for row in self._connection.execute(statement))

    def count(self, asked: AuditFilter) -> int:
        """Return how many lines are asked for."""
        found: int = self._connection.execute(_only(_COUNT, asked)).scalar_one()
        return found

    def people(self) -> tuple[str, ...]:
        """Return everybody whose name a line carries, by name."""
        return tuple(self._connection.execute(_PEOPLE).scalars())


def line(
    at: datetime, who: str, *, deed: str, patient_id: UUID | None = None, on: UUID | None = None
) -> Values:
    """Return what an audit line says."""
    return {"at": at, "who": who, "deed": str(deed), "patient_id": patient_id, "on_id": on}


def chained(previous: bytes, values: Values) -> bytes:
    """Return the hash that chains a line to the one before it."""
    return seal(previous, content_hash(canonical_json(values)))


def _only(statement: Asked, asked: AuditFilter) -> Asked:
    if asked.since is not None:
        statement = statement.where(AuditRow.at >= asked.since)
    if asked.until is not None:
        statement = statement.where(AuditRow.at < asked.until)
    if asked.who is not None:
        statement = statement.where(AuditRow.who == asked.who)
    if asked.deeds:
        statement = statement.where(AuditRow.deed.in_(sorted(asked.deeds)))
    if asked.patient_id is not None:
        statement = statement.where(AuditRow.patient_id == asked.patient_id)
    return statement


def _line(row: Found) -> AuditLine:
    is_known = row.patient_id is None or row.family_name is not None
    return AuditLine(
        **{name: getattr(row, name) for name in LINE},
        patient_known=is_known,
        family_name=row.family_name or "",
        given_name=row.given_name or "",
    )
