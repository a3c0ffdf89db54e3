"""The day's list as kept."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Connection, delete, insert, select

from ims_notes.domain.day_list import DayEntry
from ims_notes.domain.ids import DayEntryId
from ims_notes.storage.note_rows import Values
from ims_notes.storage.tables import DayEntryRow

_FIELDS = ("id", "day", "at", "name", "patient_id", "position")


class StoredDayLists:
    """The day's list."""

    def __init__(self, connection: Connection) -> None:
        """Work on this connection."""
        self._connection = connection

    def on(self, day: date) -> tuple[DayEntry, ...]:
        """Return the day's entries by time, then by position; those without a time last."""
        asked = (
            select(*(getattr(DayEntryRow, name) for name in _FIELDS))
            .where(DayEntryRow.day == day)
            .order_by(DayEntryRow.at.is_(None), DayEntryRow.at, DayEntryRow.position)
        )
        return tuple(DayEntry(**row._mapping) for row in self._connection.execute(asked))

    def put(self, entries: Sequence[DayEntry]) -> None:
        """Keep new or changed entries."""
        for entry in entries:
            self.remove(entry.id)
        if entries:
            self._connection.execute(insert(DayEntryRow), [_values(entry) for entry in entries])

    def remove(self, entry_id: DayEntryId) -> None:
        """Take an entry off the list."""
        self._connection.execute(delete(DayEntryRow).where(DayEntryRow.id == entry_id))


def _values(entry: DayEntry) -> Values:
    return {name: getattr(entry, name) for name in _FIELDS}
