"""Practitioners as kept."""

from sqlalchemy import Connection, bindparam, insert, select, update

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.ids import PractitionerId
from ims_notes.domain.practitioners import Practitioner
from ims_notes.storage.note_rows import Values
from ims_notes.storage.tables import PractitionerRow

FIELDS = ("id", "name", "credentials", "registration", "active")
_ALL = select(*(getattr(PractitionerRow, name) for name in FIELDS))
_ONE = _ALL.where(PractitionerRow.id == bindparam("id"))


class StoredPractitioners:
    """Who treats and signs."""

    def __init__(self, connection: Connection) -> None:
        """Work on this connection."""
        self._connection = connection

    def get(self, practitioner_id: PractitionerId) -> Practitioner:
        """Return the practitioner; RuleBroken(PRACTITIONER_MISSING) if there is none."""
        found = self._connection.execute(_ONE, {"id": practitioner_id}).first()
        if found is None:
            raise RuleBroken(Rule.PRACTITIONER_MISSING)
        return Practitioner(**found._mapping)

    def put(self, practitioner: Practitioner) -> None:
        """Keep a new or changed practitioner."""
        values = practitioner_values(practitioner)
        known = update(PractitionerRow).where(PractitionerRow.id == practitioner.id)
        if not self._connection.execute(known.values(values)).rowcount:
            self._connection.execute(insert(PractitionerRow).values(values))

    def all(self) -> tuple[Practitioner, ...]:
        """Return every practitioner, by name."""
        rows = self._connection.execute(_ALL.order_by(PractitionerRow.name, PractitionerRow.id))
        return tuple(Practitioner(**row._mapping) for row in rows)


def practitioner_values(practitioner: Practitioner) -> Values:
    """Return the columns of a practitioner."""
    return {name: getattr(practitioner, name) for name in FIELDS}
