"""Reads a record in a stream, as an archive is made of it."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Connection, Select, func, select

from ims_notes.domain.audit import Deed
from ims_notes.domain.chain import SealLine
from ims_notes.domain.clinic import Clinic
from ims_notes.domain.episodes import Episode, EpisodeStatus
from ims_notes.domain.ids import PatientId
from ims_notes.domain.note import Note, NoteKind, NoteState
from ims_notes.domain.patients import Patient
from ims_notes.domain.practitioners import Practitioner
from ims_notes.services.ports.archive import ChainedLine
from ims_notes.storage import episodes, notes, practitioners
from ims_notes.storage.audit import LINE
from ims_notes.storage.clinic import StoredClinic
from ims_notes.storage.columns import Asked, Found
from ims_notes.storage.note_tables import (
    AddendumRow,
    ImportedSealRow,
    NoteRow,
    SealRow,
    SignedNoteRow,
    TombstoneRow,
)
from ims_notes.storage.patients import StoredPatients
from ims_notes.storage.tables import AuditRow, EpisodeRow, PractitionerRow

_AT_ONCE = 500
_SEAL = ("seq", "kind", "note_id", "number", "content_sha256", "seal")


class StoredArchive:
    """One moment of the record: everything, or what is about one patient."""

    def __init__(self, connection: Connection, patient_id: PatientId | None = None) -> None:
        """Read on this connection, whose transaction is the moment."""
        self._connection = connection
        self.patient_id = patient_id

    def count_of_notes(self) -> int:
        """Return how many signed notes there are."""
        asked = select(func.count()).select_from(SignedNoteRow)
        return int(self._connection.execute(self._only_notes(asked)).scalar_one())

    def clinic(self) -> Clinic:
        """Return the clinic's settings."""
        return StoredClinic(self._connection).get()

    def practitioners(self) -> Iterator[Practitioner]:
        """Give who treats and signs; for one patient only those who wrote about them."""
        asked = select(*(getattr(PractitionerRow, name) for name in practitioners.FIELDS))
        if self.patient_id is not None:
            wrote = select(NoteRow.practitioner_id).where(NoteRow.patient_id == self.patient_id)
            asked = asked.where(PractitionerRow.id.in_(wrote))
        for row in self._rows(asked.order_by(PractitionerRow.id)):
            yield Practitioner(**row._mapping)

    def patients(self) -> Iterator[Patient]:
        """Give the patients."""
        people = StoredPatients(self._connection)
        if self.patient_id is not None:
            yield people.get(self.patient_id)
            return
        yield from people.everybody()

    def episodes(self) -> Iterator[Episode]:
        """Give their episodes."""
        asked = select(*(getattr(EpisodeRow, name) for name in episodes.FIELDS))
        if self.patient_id is not None:
            asked = asked.where(EpisodeRow.patient_id == self.patient_id)
        for row in self._rows(asked.order_by(EpisodeRow.id)):
            yield Episode(**{**row._mapping, "status": EpisodeStatus(row.status)})

    def drafts(self) -> Iterator[Note]:
        """Give the notes that are not signed."""
        asked = select(*(getattr(NoteRow, name) for name in notes.FIELDS))
        asked = asked.where(NoteRow.state == NoteState.DRAFT.value)
        if self.patient_id is not None:
            asked = asked.where(NoteRow.patient_id == self.patient_id)
        for row in self._rows(asked.order_by(NoteRow.id)):
            said = {"kind": NoteKind(row.kind), "state": NoteState(row.state)}
            yield Note(**{**row._mapping, **said})

    def notes(self) -> Iterator[str]:
        """Give the signed notes, as sealed."""
        asked = self._only_notes(select(SignedNoteRow.canonical_json))
        return self._texts(asked.order_by(SignedNoteRow.note_id))

    def addenda(self) -> Iterator[str]:
        """Give the addenda, as sealed, those to one note in their order."""
        asked = select(AddendumRow.canonical_json)
        if self.patient_id is not None:
            asked = asked.join(NoteRow, NoteRow.id == AddendumRow.note_id)
            asked = asked.where(NoteRow.patient_id == self.patient_id)
        return self._texts(asked.order_by(AddendumRow.note_id, AddendumRow.number))

    def tombstones(self) -> Iterator[str]:
        """Give the tombstones, as sealed; whose they were only the audit still knows."""
        asked = select(TombstoneRow.canonical_json)
        if self.patient_id is not None:
            theirs = select(AuditRow.on_id).where(
                AuditRow.deed == Deed.NOTE_DESTROYED.value, AuditRow.patient_id == self.patient_id
            )
            asked = asked.where(TombstoneRow.note_id.in_(theirs))
        return self._texts(asked.order_by(TombstoneRow.note_id))

    def seals(self) -> Iterator[SealLine]:
        """Give the record's own chain."""
        asked = select(*(getattr(SealRow, name) for name in _SEAL))
        return map(_seal_line, self._rows(asked.order_by(SealRow.seq)))

    def imported(self) -> tuple[UUID, ...]:
        """Name the imported chains."""
        asked = select(ImportedSealRow.chain_id).distinct().order_by(ImportedSealRow.chain_id)
        return tuple(self._connection.execute(asked).scalars())

    def imported_seals(self, chain: UUID) -> Iterator[SealLine]:
        """Give an imported chain."""
        asked = select(*(getattr(ImportedSealRow, name) for name in _SEAL))
        asked = asked.where(ImportedSealRow.chain_id == chain)
        return map(_seal_line, self._rows(asked.order_by(ImportedSealRow.seq)))

    def audit(self) -> Iterator[ChainedLine]:
        """Give the audit."""
        asked = select(*(getattr(AuditRow, name) for name in LINE), AuditRow.chained)
        for row in self._rows(asked.order_by(AuditRow.seq)):
            yield ChainedLine(**{**row._mapping, "chained": row.chained.hex()})

    def _only_notes(self, asked: Select[tuple[str]] | Asked) -> Asked:
        if self.patient_id is None:
            return asked
        asked = asked.join(NoteRow, NoteRow.id == SignedNoteRow.note_id)
        return asked.where(NoteRow.patient_id == self.patient_id)

    def _rows(self, asked: Asked) -> Iterator[Found]:
        yield from self._connection.execute(asked.execution_options(yield_per=_AT_ONCE))

    def _texts(self, asked: Asked) -> Iterator[str]:
        return (row[0] for row in self._rows(asked))


def _seal_line(row: Found) -> SealLine:
    hashes = {"content_sha256": row.content_sha256.hex(), "seal": row.seal.hex()}
    return SealLine(**{**row._mapping, **hashes})
