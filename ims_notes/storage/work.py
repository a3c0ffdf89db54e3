"""One piece of work on the record: its nouns, on one connection, inside one transaction."""

from datetime import UTC, datetime
from functools import cached_property

from sqlalchemy import Connection

from ims_notes.storage.access import StoredAccess
from ims_notes.storage.audit import StoredAudit
from ims_notes.storage.clinic import StoredClinic
from ims_notes.storage.day_lists import StoredDayLists
from ims_notes.storage.episodes import StoredEpisodes
from ims_notes.storage.notes import StoredNotes
from ims_notes.storage.patients import StoredPatients
from ims_notes.storage.practitioners import StoredPractitioners

_NOBODY = ""
_NO_TIME = datetime(1, 1, 1, tzinfo=UTC)


class StoredWork:
    """The nouns of the record inside one transaction."""

    def __init__(
        self, connection: Connection, *, who: str = _NOBODY, now: datetime = _NO_TIME
    ) -> None:
        """Work on this connection, as this person, at this moment; looking needs neither."""
        self.connection = connection
        self._who = who
        self._now = now

    @cached_property
    def patients(self) -> StoredPatients:
        """The patients."""
        return StoredPatients(self.connection)

    @cached_property
    def notes(self) -> StoredNotes:
        """The session notes."""
        return StoredNotes(self.connection)

    @cached_property
    def episodes(self) -> StoredEpisodes:
        """The episodes of care."""
        return StoredEpisodes(self.connection)

    @cached_property
    def practitioners(self) -> StoredPractitioners:
        """Who treats and signs."""
        return StoredPractitioners(self.connection)

    @cached_property
    def clinic(self) -> StoredClinic:
        """The clinic's settings."""
        return StoredClinic(self.connection)

    @cached_property
    def day(self) -> StoredDayLists:
        """The day's list."""
        return StoredDayLists(self.connection)

    @cached_property
    def access(self) -> StoredAccess:
        """How practitioners unlock the screen."""
        return StoredAccess(self.connection)

    @property
    def was_audited(self) -> bool:
        """Did this work ask for the audit? Whatever is sealed is audited too."""
        return "audit" in self.__dict__

    @cached_property
    def audit(self) -> StoredAudit:
        """The audit lines."""
        return StoredAudit(self.connection, who=self._who, now=self._now)
