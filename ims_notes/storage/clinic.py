"""The clinic's settings as kept."""

import json

from sqlalchemy import Connection, insert, select, update

from ims_notes.domain.canonical import canonical_json, from_plain
from ims_notes.domain.clinic import Clinic
from ims_notes.storage.tables import ClinicRow

_SETTINGS = select(ClinicRow.settings)


class StoredClinic:
    """The clinic's one line of settings."""

    def __init__(self, connection: Connection) -> None:
        """Work on this connection."""
        self._connection = connection

    def get(self) -> Clinic:
        """Return the clinic as this record knows it; a new record knows nothing yet."""
        settings = self._connection.execute(_SETTINGS).scalar()
        return Clinic() if settings is None else from_plain(Clinic, json.loads(settings))

    def put(self, clinic: Clinic) -> None:
        """Keep the clinic's settings."""
        settings = {"settings": canonical_json(clinic)}
        if not self._connection.execute(update(ClinicRow).values(settings)).rowcount:
            self._connection.execute(insert(ClinicRow).values(id=1, **settings))
