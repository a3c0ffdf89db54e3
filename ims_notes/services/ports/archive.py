"""A record as an archive is made of it: read in a stream, never whole in memory."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from ims_notes.domain.chain import SealLine
    from ims_notes.domain.clinic import Clinic
    from ims_notes.domain.episodes import Episode
    from ims_notes.domain.ids import PatientId
    from ims_notes.domain.note import Note
    from ims_notes.domain.note_content import NoteContent
    from ims_notes.domain.patients import Patient
    from ims_notes.domain.practitioners import Practitioner


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainedLine:
    """A line of the audit with the hash (hex) that chains it to the one before it."""

    seq: int
    at: datetime
    who: str
    deed: str
    patient_id: UUID | None
    on_id: UUID | None
    chained: str


class Archived(Protocol):
    """One moment of a record, whole or what of it is about one patient.

    Signed things come as the canonical JSON that was sealed, in the order of their ids; the chains
    and the audit are always whole.
    """

    @property
    def patient_id(self) -> PatientId | None:
        """Whom it is about; None for everybody."""
        ...

    def count_of_notes(self) -> int:
        """Return how many signed notes there are."""
        ...

    def clinic(self) -> Clinic:
        """Return the clinic's settings."""
        ...

    def practitioners(self) -> Iterator[Practitioner]:
        """Give who treats and signs."""
        ...

    def patients(self) -> Iterator[Patient]:
        """Give the patients."""
        ...

    def episodes(self) -> Iterator[Episode]:
        """Give their episodes."""
        ...

    def drafts(self) -> Iterator[Note]:
        """Give the notes that are not signed."""
        ...

    def notes(self) -> Iterator[str]:
        """Give the signed notes."""
        ...

    def addenda(self) -> Iterator[str]:
        """Give the addenda, those to one note in their order."""
        ...

    def tombstones(self) -> Iterator[str]:
        """Give the tombstones."""
        ...

    def seals(self) -> Iterator[SealLine]:
        """Give the record's own chain."""
        ...

    def imported(self) -> tuple[UUID, ...]:
        """Name the imported chains."""
        ...

    def imported_seals(self, chain: UUID) -> Iterator[SealLine]:
        """Give an imported chain."""
        ...

    def audit(self) -> Iterator[ChainedLine]:
        """Give the audit."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedNote:
    """A signed note of an archive, as sealed and as understood."""

    text: str
    content: NoteContent


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedAddendum:
    """An addendum of an archive; ``number`` counts from 1 within its note."""

    note_id: UUID
    number: int
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ArchivedTombstone:
    """A tombstone of an archive."""

    note_id: UUID
    text: str


class Importable(Protocol):
    """A verified archive as a record takes it in; each can be read again."""

    def clinic(self) -> Clinic:
        """Return the clinic's settings."""
        ...

    def practitioners(self) -> Iterator[Practitioner]:
        """Give who treats and signs."""
        ...

    def patients(self) -> Iterator[Patient]:
        """Give the patients."""
        ...

    def episodes(self) -> Iterator[Episode]:
        """Give their episodes."""
        ...

    def drafts(self) -> Iterator[Note]:
        """Give the notes that are not signed."""
        ...

    def notes(self) -> Iterator[ArchivedNote]:
        """Give the signed notes."""
        ...

    def addenda(self) -> Iterator[ArchivedAddendum]:
        """Give the addenda, those to one note in their order."""
        ...

    def tombstones(self) -> Iterator[ArchivedTombstone]:
        """Give the tombstones."""
        ...

    def seals(self) -> Iterator[SealLine]:
        """Give the archive's own chain."""
        ...

    def imported(self) -> tuple[UUID, ...]:
        """Name the chains that were imported before it was exported."""
        ...

    def imported_seals(self, chain: UUID) -> Iterator[SealLine]:
        """Give one of those chains."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Conflict:
    """Something that the archive says otherwise than the record: what it is, and its id."""

    kind: str
    id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenIn:
    """How many things of an archive are new to the record, by kind, and how many were known.

    ``destroyed`` counts what was lawfully destroyed here and so does not come back.
    """

    new: dict[str, int]
    known: int = 0
    destroyed: int = 0
