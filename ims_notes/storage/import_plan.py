"""Compares a verified archive with a record: what is new, what is known, what contradicts it."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, select

from ims_notes.domain.audit import Deed
from ims_notes.domain.canonical import content_hash
from ims_notes.domain.chain import SealLine, chain_hash, chain_id
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.note import NoteState
from ims_notes.services.ports.archive import Conflict, Importable, TakenIn
from ims_notes.storage.episodes import episode_values
from ims_notes.storage.note_rows import Values
from ims_notes.storage.note_tables import (
    AddendumRow,
    ImportedSealRow,
    NoteRow,
    SealRow,
    SignedNoteRow,
    TombstoneRow,
)
from ims_notes.storage.notes import note_values
from ims_notes.storage.patients import patient_values
from ims_notes.storage.practitioners import practitioner_values
from ims_notes.storage.tables import AuditRow, EpisodeRow, PatientRow, PractitionerRow, Row

T = TypeVar("T")

_AT_ONCE = 500


@dataclass(slots=True, kw_only=True)
class ImportPlan:
    """What of an archive is new to a record, by kind.

    Attributes:
        own_chain: the hash of the archive's own chain, where it is to be kept.
        patient_of: whose the notes are, as far as that is known already.
    """

    practitioners: set[UUID] = field(default_factory=set)
    patients: set[UUID] = field(default_factory=set)
    episodes: set[UUID] = field(default_factory=set)
    notes: set[UUID] = field(default_factory=set)
    addenda: set[tuple[UUID, int]] = field(default_factory=set)
    tombstones: set[UUID] = field(default_factory=set)
    drafts: set[UUID] = field(default_factory=set)
    chains: set[UUID] = field(default_factory=set)
    own_chain: bytes | None = None
    patient_of: dict[UUID, UUID] = field(default_factory=dict)
    conflicts: list[Conflict] = field(default_factory=list)
    known: int = 0
    destroyed: int = 0

    @property
    def is_empty(self) -> bool:
        """Whether the record knows all of it already."""
        return not any(self.counts().new.values())

    def counts(self) -> TakenIn:
        """Return how many things of each kind are new."""
        kinds = ("patients", "practitioners", "episodes", "notes", "addenda", "tombstones")
        new = {kind: len(getattr(self, kind)) for kind in (*kinds, "drafts")}
        return TakenIn(new=new, known=self.known, destroyed=self.destroyed)


def plan_import(connection: Connection, source: Importable) -> ImportPlan:
    """Compare an archive with a record; nothing is changed.

    Raises:
        RuleBroken: ARCHIVE_CONFLICTS with ``conflicts`` and their ``count``: things of the same id
            and other content.
    """
    planner = _Planner(connection, source)
    planner.people()
    planner.signed()
    planner.rest()
    planner.chains()
    plan = planner.plan
    if plan.conflicts:
        found = tuple(plan.conflicts)
        raise RuleBroken(Rule.ARCHIVE_CONFLICTS, conflicts=found, count=len(found))
    return plan


class _Planner:
    """Goes through an archive once."""

    def __init__(self, connection: Connection, source: Importable) -> None:
        self._connection = connection
        self._source = source
        self.plan = ImportPlan()
        asked = select(AuditRow.patient_id).where(AuditRow.deed == Deed.PATIENT_DESTROYED.value)
        self._gone = set(connection.execute(asked).scalars())
        self._tombstones = set(connection.execute(select(TombstoneRow.note_id)).scalars())

    def people(self) -> None:
        """Compare practitioners, patients and episodes, value by value."""
        source, plan = self._source, self.plan
        self._compare(
            source.practitioners(),
            PractitionerRow,
            values=practitioner_values,
            new=plan.practitioners,
        )
        patients = self._present(source.patients(), lambda each: each.id)
        self._compare(patients, PatientRow, values=patient_values, new=plan.patients)
        episodes = self._present(source.episodes(), lambda each: each.patient_id)
        self._compare(episodes, EpisodeRow, values=episode_values, new=plan.episodes)

    def signed(self) -> None:
        """Compare signed notes by their text; one that was destroyed here does not come back."""
        for some in _some(self._source.notes()):
            ids = [each.content.id for each in some]
            kept = self._texts(ids)
            drafts = self._states(ids)
            for each in some:
                note_id = each.content.id
                if note_id in self._tombstones:
                    self.plan.destroyed += 1
                elif note_id in kept:
                    self._same(kept[note_id] == each.text, kind="note", thing=note_id)
                elif note_id in drafts or each.content.patient.id in self._gone:
                    self._contradict("note", note_id)
                else:
                    self.plan.notes.add(note_id)

    def rest(self) -> None:
        """Compare addenda, tombstones and drafts."""
        for addendum in self._source.addenda():
            if addendum.note_id in self._tombstones:
                continue
            key = (addendum.note_id, addendum.number)
            kept = self._addendum(*key)
            if kept is None:
                self.plan.addenda.add(key)
            else:
                self._same(
                    kept == content_hash(addendum.text), kind="addendum", thing=addendum.note_id
                )
        for stone in self._source.tombstones():
            if stone.note_id in self._tombstones:
                self.plan.known += 1
            elif self._states([stone.note_id]):
                self._contradict("tombstone", stone.note_id)
            else:
                self.plan.tombstones.add(stone.note_id)
        drafts = self._present(self._source.drafts(), lambda each: each.patient_id)
        for draft in drafts:
            state = self._states([draft.id]).get(draft.id)
            if draft.id in self._tombstones or state == NoteState.SIGNED.value:
                self.plan.known += 1
            else:
                self._compare([draft], NoteRow, values=note_values, new=self.plan.drafts)

    def chains(self) -> None:
        """Find which chains are to be kept, and what they destroy that stands here."""
        for each in self._source.imported():
            if not self._is_kept(each):
                self.plan.chains.add(each)
                self._against(self._source.imported_seals(each))
        last = deque(self._source.seals(), maxlen=1)
        if not last or self._is_covered(last[0]):
            return
        sha256 = chain_hash(self._source.seals())
        if not self._is_kept(chain_id(sha256)):
            self.plan.own_chain = sha256
            self._against(self._source.seals())

    def _compare(
        self,
        things: Iterable[Any],
        row: type[Row],
        *,
        values: Callable[[Any], Values],
        new: set[UUID],
    ) -> None:
        table = row.__table__
        for some in _some(iter(things)):
            asked = select(table).where(table.c.id.in_([each.id for each in some]))
            kept = {found.id: dict(found._mapping) for found in self._connection.execute(asked)}
            for each in some:
                said = values(each)
                if each.id not in kept:
                    new.add(each.id)
                else:
                    same = all(kept[each.id][name] == value for name, value in said.items())
                    self._same(same, kind=row.__tablename__, thing=each.id)

    def _present(self, things: Iterable[T], whose: Callable[[T], UUID]) -> Iterator[T]:
        """Leave out what belongs to a patient who was destroyed here."""
        for each in things:
            if whose(each) in self._gone:
                self.plan.destroyed += 1
            else:
                yield each

    def _same(self, is_same: bool, *, kind: str, thing: UUID) -> None:
        if is_same:
            self.plan.known += 1
        else:
            self._contradict(kind, thing)

    def _contradict(self, kind: str, thing: UUID) -> None:
        self.plan.conflicts.append(Conflict(kind=kind, id=thing))

    def _against(self, lines: Iterable[SealLine]) -> None:
        """Find notes that stand here and were destroyed there."""
        for each in lines:
            if each.kind == "tombstone" and self._texts([each.note_id]):
                self._contradict("tombstone", each.note_id)

    def _texts(self, ids: Sequence[UUID]) -> dict[UUID, str]:
        asked = select(SignedNoteRow.note_id, SignedNoteRow.canonical_json)
        found = self._connection.execute(asked.where(SignedNoteRow.note_id.in_(ids)))
        return {row.note_id: row.canonical_json for row in found}

    def _states(self, ids: Sequence[UUID]) -> dict[UUID, str]:
        asked = select(NoteRow.id, NoteRow.state).where(NoteRow.id.in_(ids))
        return {row.id: row.state for row in self._connection.execute(asked)}

    def _addendum(self, note_id: UUID, number: int) -> bytes | None:
        asked = select(AddendumRow.content_sha256)
        asked = asked.where(AddendumRow.note_id == note_id, AddendumRow.number == number)
        found: bytes | None = self._connection.execute(asked).scalar()
        return found

    def _is_kept(self, chain: UUID) -> bool:
        asked = select(ImportedSealRow.seq).where(ImportedSealRow.chain_id == chain).limit(1)
        return self._connection.execute(asked).first() is not None

    def _is_covered(self, last: SealLine) -> bool:
        """Tell whether the archive's chain is the beginning of the record's own."""
        asked = select(SealRow.seal).where(SealRow.seq == last.seq)
        found: bytes | None = self._connection.execute(asked).scalar()
        return found == bytes.fromhex(last.seal)


def _some(things: Iterator[T]) -> Iterator[list[T]]:
    while some := list(islice(things, _AT_ONCE)):
        yield some
