"""The audit: append-only lines of who did what, chained by hash. No line holds patient text."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Connection, insert, select

from ims_notes.domain.canonical import FIRST_SEAL, canonical_json, content_hash, seal
from ims_notes.storage.note_rows import Values
from ims_notes.storage.tables import AuditRow

LINE = ("seq", "at", "who", "deed", "patient_id", "on_id")
"""What is chained of an audit line."""

_LAST = select(AuditRow.seq, AuditRow.chained).order_by(AuditRow.seq.desc()).limit(1)
_ADD = insert(AuditRow)


class StoredAudit:
    """The audit of one piece of work: one person, one moment."""

    def __init__(self, connection: Connection, *, who: str, now: datetime) -> None:
        """Name the person at work and the moment."""
        self._connection = connection
        self._who = who
        self._now = now

    def record(self, deed: str, *, patient_id: UUID | None = None, on: UUID | None = None) -> None:
        """Add one line, e.g. ``note.signed`` on a note."""
        self.record_all([line(self._now, self._who, deed=deed, patient_id=patient_id, on=on)])

    def record_all(self, lines: list[Values]) -> None:
        """Add lines made by ``line``, in order."""
        last = self._connection.execute(_LAST).first()
        seq, head = (0, FIRST_SEAL) if last is None else (last.seq, last.chained)
        for number, values in enumerate(lines, seq + 1):
            head = chained(head, {"seq": number, **values})
            values.update(seq=number, chained=head)
        if lines:
            self._connection.execute(_ADD, lines)


def line(
    at: datetime, who: str, *, deed: str, patient_id: UUID | None = None, on: UUID | None = None
) -> Values:
    """Return what an audit line says."""
    return {"at": at, "who": who, "deed": deed, "patient_id": patient_id, "on_id": on}


def chained(previous: bytes, values: Values) -> bytes:
    """Return the hash that chains a line to the one before it."""
    return seal(previous, content_hash(canonical_json(values)))
