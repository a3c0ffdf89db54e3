"""Proves every signed note: its text against its seal, its rows against its text."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import Connection, select

from ims_notes.domain.canonical import FIRST_SEAL, content_hash, from_plain, seal
from ims_notes.domain.note import NoteState
from ims_notes.domain.note_content import NoteContent
from ims_notes.storage.columns import Found
from ims_notes.storage.note_rows import Values, part_values, visit_values
from ims_notes.storage.note_tables import PARTS, AddendumRow, NoteRow, SealRow, SignedNoteRow
from ims_notes.storage.tables import Row

_AT_ONCE = 500
UNREADABLE = (ValueError, TypeError, KeyError, AttributeError)
"""What reading a row or a text says that was never written by this program."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing found wrong: a code and its facts (ids and names of tables, no patient text)."""

    code: str
    facts: Mapping[str, object]


def problem(code: str, **facts: object) -> Problem:
    """Return a problem with its facts."""
    return Problem(code=code, facts=MappingProxyType(facts))


class Chain:
    """The chain of seals as read: what it says was signed, added and destroyed."""

    def __init__(self, connection: Connection) -> None:
        """Walk the chain from the first seal to the last."""
        self.sealed: dict[tuple[str, UUID, int], bytes] = {}
        self.destroyed: set[UUID] = set()
        self.problems: list[Problem] = []
        self.count = 0
        head, last = FIRST_SEAL, 0
        for row in connection.execute(select(SealRow.__table__).order_by(SealRow.seq)):
            if row.seq != last + 1:
                self.problems.append(problem("seal_missing", before=row.seq))
            if row.seal != seal(head, row.content_sha256):
                self.problems.append(problem("seal_broken", seal=row.seq))
            head, last, self.count = row.seal, row.seq, self.count + 1
            if row.kind == "tombstone":
                self.destroyed.add(row.note_id)
            else:
                self.sealed[row.kind, row.note_id, row.number] = row.content_sha256

    def of(self, kind: str, note_id: UUID, *, number: int = 0) -> bytes | None:
        """Return the sealed hash of a note or an addendum; None if it was never sealed."""
        return self.sealed.get((kind, note_id, number))


def prove_notes(connection: Connection, chain: Chain) -> tuple[int, list[Problem]]:
    """Return how many signed notes there are, and what is wrong with them."""
    seen: set[UUID] = set()
    found: list[Problem] = []
    for signed in _by_note(connection):
        ids = [row.note_id for row in signed]
        seen.update(ids)
        kept = _Kept(connection, ids)
        for row in signed:
            found += _prove_note(row, chain, kept=kept)
    sealed = {note_id for kind, note_id, _ in chain.sealed if kind == "note"}
    gone = sorted(sealed - seen - chain.destroyed)
    found += [problem("note_missing", note=note_id) for note_id in gone]
    found += [problem("note_missing", note=each) for each in _unsealed(connection, seen | sealed)]
    return len(seen), found


def prove_addenda(connection: Connection, chain: Chain) -> tuple[int, list[Problem]]:
    """Return how many addenda there are, and what is wrong with them."""
    found: list[Problem] = []
    seen = set()
    for row in connection.execute(select(AddendumRow.__table__)):
        seen.add((row.note_id, row.number))
        facts = {"note": row.note_id, "addendum": row.number}
        sealed = chain.of("addendum", row.note_id, number=row.number)
        if sealed is None:
            found.append(problem("addendum_unsealed", **facts))
        elif not _is_as_sealed(row, sealed):
            found.append(problem("addendum_altered", **facts))
    for kind, note_id, number in chain.sealed:
        gone = kind == "addendum" and (note_id, number) not in seen
        if gone and note_id not in chain.destroyed:
            found.append(problem("addendum_missing", note=note_id, addendum=number))
    return len(seen), found


class _Kept:
    """The rows that the record keeps of some notes."""

    def __init__(self, connection: Connection, ids: Sequence[UUID]) -> None:
        asked = select(NoteRow.__table__).where(NoteRow.id.in_(ids))
        self.notes = {row.id: dict(row._mapping) for row in connection.execute(asked)}
        self.parts: dict[tuple[type[Row], UUID], list[Values]] = {}
        for part in PARTS:
            table = part.__table__
            mine = select(table).where(table.c.note_id.in_(ids))
            for row in connection.execute(mine.order_by(table.c.note_id, table.c.place)):
                self.parts.setdefault((part, row.note_id), []).append(dict(row._mapping))


def _prove_note(row: Found, chain: Chain, *, kept: _Kept) -> Iterator[Problem]:
    sealed = chain.of("note", row.note_id)
    if sealed is None:
        yield problem("note_unsealed", note=row.note_id)
    elif not _is_as_sealed(row, sealed):
        yield problem("note_altered", note=row.note_id)
    try:
        content = from_plain(NoteContent, json.loads(row.canonical_json))
    except UNREADABLE:
        yield problem("note_unreadable", note=row.note_id)
        return
    if not _agrees(kept.notes.get(row.note_id), content):
        yield problem("rows_differ", note=row.note_id, table=NoteRow.__tablename__)
    for part, expected in part_values(content).items():
        if kept.parts.get((part, row.note_id), []) != expected:
            yield problem("rows_differ", note=row.note_id, table=part.__tablename__)


def _agrees(kept: Values | None, content: NoteContent) -> bool:
    if kept is None:
        return False
    said = ("id", "kind", "started_at", "zone", "place", "created_at", "signed_at")
    expected = {
        **{name: getattr(content, name) for name in (*said, "late_reason", "text")},
        "patient_id": content.patient.id,
        "practitioner_id": content.practitioner.id,
        "saved_at": content.signed_at,
        "state": NoteState.SIGNED,
        **visit_values(content),
    }
    served = {None, *(episode.id for episode in content.episodes)}
    at_home = not content.episodes or kept["episode_id"] in served
    return at_home and all(kept[name] == value for name, value in expected.items())


def _is_as_sealed(row: Found, sealed: bytes) -> bool:
    return bool(sealed == row.content_sha256 == content_hash(row.canonical_json))


def _by_note(connection: Connection) -> Iterator[Sequence[Found]]:
    asked = select(SignedNoteRow.__table__).order_by(SignedNoteRow.note_id).limit(_AT_ONCE)
    some = connection.execute(asked).all()
    while some:
        yield some
        some = connection.execute(asked.where(SignedNoteRow.note_id > some[-1].note_id)).all()


def _unsealed(connection: Connection, known: set[UUID]) -> Iterator[UUID]:
    """Find notes that call themselves signed, or have a signed note's rows, and are none."""
    signed = select(NoteRow.id).where(NoteRow.state == NoteState.SIGNED.value)
    asked = [signed, *(select(part.__table__.c.note_id).distinct() for part in PARTS)]
    found = {each for one in asked for each in connection.execute(one).scalars()}
    yield from sorted(found - known)
