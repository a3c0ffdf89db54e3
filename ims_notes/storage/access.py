"""How practitioners unlock the screen, as kept: the PIN's verifier, never the PIN."""

from sqlalchemy import Connection, delete, insert, select

from ims_notes.domain.ids import PractitionerId
from ims_notes.storage.tables import PractitionerAccessRow


class StoredAccess:
    """The practitioners' PINs."""

    def __init__(self, connection: Connection) -> None:
        """Work on this connection."""
        self._connection = connection

    def pin_of(self, practitioner_id: PractitionerId) -> str | None:
        """Return the verifier of a practitioner's PIN; None without a PIN."""
        row = PractitionerAccessRow
        asked = select(row.pin).where(row.practitioner_id == practitioner_id)
        found: str | None = self._connection.execute(asked).scalar()
        return found

    def put_pin(self, practitioner_id: PractitionerId, verifier: str | None) -> None:
        """Keep a practitioner's PIN by its verifier, or with None take it away."""
        row = PractitionerAccessRow
        self._connection.execute(delete(row).where(row.practitioner_id == practitioner_id))
        if verifier is not None:
            values = {"practitioner_id": practitioner_id, "pin": verifier}
            self._connection.execute(insert(row).values(values))
