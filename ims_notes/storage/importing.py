"""Takes a verified archive into a record: what is new, all of it or nothing.

The archive's own chain is kept beside the record's and linked by one seal of kind ``import``; its
notes are proved against it for ever. Each note and addendum that came has a line in the audit, so
that none can vanish unnoticed. The archive's own audit stays in the archive.
"""

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, insert, select
from sqlalchemy.exc import DataError, IntegrityError

from ims_notes.domain.audit import Deed
from ims_notes.domain.canonical import content_hash
from ims_notes.domain.chain import SealLine, chain_id
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.note import Note, NoteState
from ims_notes.domain.note_content import NoteContent
from ims_notes.services.ports.archive import ArchivedNote, Importable, TakenIn
from ims_notes.storage import seals
from ims_notes.storage.episodes import episode_values
from ims_notes.storage.import_plan import ImportPlan
from ims_notes.storage.note_rows import Values, part_values
from ims_notes.storage.note_tables import (
    PARTS,
    AddendumRow,
    ImportedSealRow,
    NoteRow,
    SignedNoteRow,
    TombstoneRow,
)
from ims_notes.storage.notes import note_values, signed_values
from ims_notes.storage.tables import EpisodeRow
from ims_notes.storage.work import StoredWork

T = TypeVar("T")

_AT_ONCE = 500


def take_in(
    work: StoredWork,
    source: Importable,
    *,
    plan: ImportPlan,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> TakenIn:
    """Take in what a plan found new; the audit and the one linking seal with it.

    Raises:
        RuleBroken: ARCHIVE_UNSOUND, it says what no record can hold; nothing may be committed.
    """
    if plan.is_empty:
        return plan.counts()
    try:
        _Import(work, source, plan=plan).run(progress)
    except (IntegrityError, DataError) as error:
        why = "it says what no record can hold"
        raise RuleBroken(Rule.ARCHIVE_UNSOUND, why=why, problems=()) from error
    return plan.counts()


class _Import:
    """One import, inside one transaction."""

    def __init__(self, work: StoredWork, source: Importable, *, plan: ImportPlan) -> None:
        self._work = work
        self._connection: Connection = work.connection
        self._source = source
        self._plan = plan
        self._audit: list[tuple[str, UUID | None, UUID | None]] = []

    def run(self, progress: Callable[[int, int], object]) -> None:
        self._people()
        self._notes(progress)
        chain = self._chains()
        self._additions()
        for draft in self._source.drafts():
            if draft.id in self._plan.drafts:
                self._connection.execute(insert(NoteRow).values(note_values(draft)))
        self._work.audit.record(Deed.RECORD_IMPORTED, on=chain)
        self._work.audit.record_many(self._audit)

    def _people(self) -> None:
        for practitioner in self._source.practitioners():
            if practitioner.id in self._plan.practitioners:
                self._work.practitioners.put(practitioner)
                self._audit.append((Deed.PRACTITIONER_KEPT, None, practitioner.id))
        for patients in _some(self._source.patients()):
            new = [each for each in patients if each.id in self._plan.patients]
            if new:
                self._work.patients.add(new)
            self._audit += [(Deed.PATIENT_ADDED, each.id, None) for each in new]
        for episodes in _some(self._source.episodes()):
            fresh = [each for each in episodes if each.id in self._plan.episodes]
            if fresh:
                self._connection.execute(insert(EpisodeRow), [episode_values(e) for e in fresh])
            self._audit += [(Deed.EPISODE_OPENED, e.patient_id, e.id) for e in fresh]

    def _notes(self, progress: Callable[[int, int], object]) -> None:
        done, total = 0, len(self._plan.notes)
        for notes in _some(self._source.notes()):
            new = [each for each in notes if each.content.id in self._plan.notes]
            if new:
                self._add_notes(new)
                done += len(new)
                progress(done, total)

    def _add_notes(self, notes: list[ArchivedNote]) -> None:
        rows = [signed_values(_note(each.content), each.content) for each in notes]
        self._connection.execute(insert(NoteRow), rows)
        signed = [
            {
                "note_id": each.content.id,
                "canonical_json": each.text,
                "content_sha256": content_hash(each.text),
            }
            for each in notes
        ]
        stated: dict[Any, list[Values]] = {part: [] for part in PARTS}
        for each in notes:
            for part, values in part_values(each.content).items():
                stated[part] += values
            patient_id = each.content.patient.id
            self._plan.patient_of[each.content.id] = patient_id
            self._audit.append((Deed.RECORD_IMPORTED, patient_id, each.content.id))
        for part, values in stated.items():
            if values:
                self._connection.execute(insert(part), values)
        # Last: where an earlier import brought its seal, this closes the note.
        self._connection.execute(insert(SignedNoteRow), signed)

    def _chains(self) -> UUID | None:
        """Keep the chains that are new; return the archive's own, linked by one seal."""
        for each in self._source.imported():
            if each in self._plan.chains:
                self._add_chain(each, self._source.imported_seals(each))
        if self._plan.own_chain is None:
            return None
        own = chain_id(self._plan.own_chain)
        self._add_chain(own, self._source.seals())
        thing = seals.Sealed("import", own, 0, self._plan.own_chain)
        seals.chain(self._connection, [thing])
        return own

    def _add_chain(self, chain: UUID, lines: Iterable[SealLine]) -> None:
        for some in _some(iter(lines)):
            values = [{"chain_id": chain, **_seal_values(each)} for each in some]
            self._connection.execute(insert(ImportedSealRow), values)

    def _additions(self) -> None:
        """Add addenda and tombstones; the file lets them in only now that the chain is there."""
        for each in self._source.addenda():
            if (each.note_id, each.number) in self._plan.addenda:
                values = {"note_id": each.note_id, "number": each.number}
                sealed = {"canonical_json": each.text, "content_sha256": content_hash(each.text)}
                self._connection.execute(insert(AddendumRow).values(**values, **sealed))
                patient_id = self._patient_of(each.note_id)
                self._audit.append((Deed.RECORD_IMPORTED, patient_id, each.note_id))
        for stone in self._source.tombstones():
            if stone.note_id in self._plan.tombstones:
                values = {"note_id": stone.note_id, "canonical_json": stone.text}
                self._connection.execute(insert(TombstoneRow).values(**values))
                self._audit.append((Deed.RECORD_IMPORTED, None, stone.note_id))

    def _patient_of(self, note_id: UUID) -> UUID | None:
        if note_id not in self._plan.patient_of:
            asked = select(NoteRow.patient_id).where(NoteRow.id == note_id)
            found: UUID | None = self._connection.execute(asked).scalar()
            return found
        return self._plan.patient_of[note_id]


def _note(content: NoteContent) -> Note:
    """Return a signed note as typed, of what it states."""
    if content.signed_at is None:
        raise RuleBroken(Rule.ARCHIVE_UNSOUND, why="a note was not signed", problems=())
    said = ("id", "kind", "started_at", "zone", "place", "created_at", "late_reason", "text")
    return Note(
        **{name: getattr(content, name) for name in said},
        patient_id=content.patient.id,
        practitioner_id=content.practitioner.id,
        state=NoteState.SIGNED,
        signed_at=content.signed_at,
        saved_at=content.signed_at,
    )


def _seal_values(each: SealLine) -> Values:
    return {
        "seq": each.seq,
        "kind": each.kind,
        "note_id": each.note_id,
        "number": each.number,
        "content_sha256": bytes.fromhex(each.content_sha256),
        "seal": bytes.fromhex(each.seal),
    }


def _some(things: Iterator[T]) -> Iterator[list[T]]:
    while some := list(islice(things, _AT_ONCE)):
        yield some
