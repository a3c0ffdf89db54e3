"""A line of the audit by a command that only reads, also beside a running window.

The window holds the record's lock for as long as it runs; SQLite itself lets a second process
write between two of its pieces of work. That is enough for one line, and nothing else is written
this way. The line is added to the chain under SQLite's own lock, so that the two never mix.
"""

from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from ims_notes.domain.audit import SAME_VIEW_S
from ims_notes.domain.errors import RecordUnavailable
from ims_notes.services.ports.audit import EVERYTHING
from ims_notes.storage.connections import engine
from ims_notes.storage.heads import head_now, lost, read_head, write_head
from ims_notes.storage.record import Record
from ims_notes.storage.trouble import in_plain_words
from ims_notes.storage.work import StoredWork

_RECENT = 100
"""How far back the same look is sought, in lines."""


class Told(NamedTuple):
    """What a line of this kind says."""

    deed: str
    who: str
    patient_id: UUID | None = None
    on: UUID | None = None


def tell_beside(record: Record, told: Told, *, now: datetime) -> bool:
    """Add a line to the audit of a record opened for reading; false where it cannot be written."""
    folder = record.path.parent
    writer = engine(record.path, writing=True, key=record.key)
    try:
        with in_plain_words(), writer.begin() as connection:
            kept = read_head(folder)
            if kept and lost(connection, kept):
                # A line now would bring the head up to date, and nobody would notice the loss.
                return False
            work = StoredWork(connection, who=told.who, now=now)
            work.audit.record(told.deed, patient_id=told.patient_id, on=told.on)
            head = head_now(connection, kept)
    except RecordUnavailable:
        return False
    finally:
        writer.dispose()
    write_head(folder, head)
    return True


def is_told(record: Record, told: Told, *, now: datetime) -> bool:
    """Tell whether the same look stands in the audit already, not a minute old."""
    with record.look() as work:
        recent = work.audit.lines(EVERYTHING, limit=_RECENT)
    return any(
        told == (line.deed, line.who, line.patient_id, line.on_id)
        and timedelta() <= now - line.at < timedelta(seconds=SAME_VIEW_S)
        for line in recent
    )
