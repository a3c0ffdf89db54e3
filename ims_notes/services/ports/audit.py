"""The audit as services write and read it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

PAGE = 200
"""How many lines are read at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditLine:
    """One line: who did what and when, with the patient's name as it is known today.

    ``patient_known`` is false where a patient is meant who is no longer in the record.
    """

    seq: int
    at: datetime
    who: str
    deed: str
    patient_id: UUID | None = None
    on_id: UUID | None = None
    patient_known: bool = True
    family_name: str = ""
    given_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFilter:
    """Which lines are asked for; what is None or empty asks for all.

    ``since`` is the first moment asked for, ``until`` the first one after it, both aware.
    """

    since: datetime | None = None
    until: datetime | None = None
    who: str | None = None
    deeds: frozenset[str] = frozenset()
    patient_id: UUID | None = None


EVERYTHING = AuditFilter()


class Audit(Protocol):
    """The append-only, hash-chained audit: who, when, what, which patient, never the content."""

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
        ...

    def lines(
        self, asked: AuditFilter, *, before_seq: int | None = None, limit: int = PAGE
    ) -> tuple[AuditLine, ...]:
        """Return the newest lines asked for, newest first, of those before a line."""
        ...

    def count(self, asked: AuditFilter) -> int:
        """Return how many lines are asked for."""
        ...

    def people(self) -> tuple[str, ...]:
        """Return everybody whose name a line carries, by name."""
        ...
