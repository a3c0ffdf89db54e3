"""Proves every signed note: its text against its seal, its rows against its text."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, Table, select
from sqlalchemy.dialects.sqlite import dialect as sqlite_dialect

from ims_notes.domain.canonical import content_hash, from_plain
from ims_notes.domain.note import NoteState
from ims_notes.domain.note_content import NoteContent
from ims_notes.storage.check_chains import UNREADABLE, Chain, Problem, problem
from ims_notes.storage.columns import Found
from ims_notes.storage.note_rows import Values, part_values, visit_values
from ims_notes.storage.note_tables import PARTS, AddendumRow, NoteRow, SignedNoteRow
from ims_notes.storage.notes import read_addendum
from ims_notes.storage.tables import Row

_AT_ONCE = 500


def prove_notes(
    connection: Connection, chain: Chain, *, progress: Callable[[int, int], object]
) -> tuple[set[UUID], list[Problem]]:
    """Return the signed notes that are there, and what is wrong with them."""
    seen: set[UUID] = set()
    found: list[Problem] = []
    total = connection.exec_driver_sql("SELECT count(*) FROM signed_note").scalar_one()
    for signed in _by_note(connection):
        ids = [row.note_id for row in signed]
        seen.update(ids)
        kept = _Kept(connection, ids)
        for row in signed:
            found += _prove_note(row, chain, kept=kept)
        progress(len(seen), total)
    sealed = {note_id for note_id, _ in chain.own("note")}
    gone = sorted(sealed - seen - chain.destroyed)
    found += [problem("note_missing", note=note_id) for note_id in gone]
    known = seen | sealed | chain.destroyed
    found += [problem("note_missing", note=each) for each in _unsealed(connection, known)]
    return seen, found


def prove_addenda(
    connection: Connection, chain: Chain
) -> tuple[set[tuple[UUID, int]], list[Problem]]:
    """Return the addenda that are there, and what is wrong with them."""
    found: list[Problem] = []
    seen: set[tuple[UUID, int]] = set()
    for row in connection.execute(select(AddendumRow.__table__)):
        seen.add((row.note_id, row.number))
        facts = {"note": row.note_id, "addendum": row.number}
        sealed = chain.sealed("addendum", row.note_id, number=row.number)
        if not sealed:
            found.append(problem("addendum_unsealed", **facts))
        elif not _is_as_sealed(row, sealed) or not _is_to_its_note(row):
            found.append(problem("addendum_altered", **facts))
    last: Counter[UUID] = Counter()
    for note_id, number in chain.own("addendum"):
        if (note_id, number) not in seen and note_id not in chain.destroyed:
            found.append(problem("addendum_missing", note=note_id, addendum=number))
        if number <= last[note_id]:
            found.append(problem("addendum_order", note=note_id))
        last[note_id] = number
    return seen, found


class _Kept:
    """The rows that the record keeps of some notes, as they lie in the file."""

    def __init__(self, connection: Connection, ids: Sequence[UUID]) -> None:
        named = tuple(each.bytes for each in ids)
        places = ", ".join("?" * len(named))

        def rows(table: Table, where: str) -> Iterator[Values]:
            columns = [column.name for column in table.columns]
            named_columns = ", ".join(f'"{column}"' for column in columns)
            asked = f"SELECT {named_columns} FROM {table.name} WHERE {where}"
            for row in connection.exec_driver_sql(asked, named):
                yield dict(zip(columns, row, strict=True))

        self.notes = {row["id"]: row for row in rows(_table(NoteRow), f"id IN ({places})")}
        self.parts: dict[tuple[type[Row], bytes], list[Values]] = {}
        for part in PARTS:
            where = f"note_id IN ({places}) ORDER BY note_id, place"
            for row in rows(_table(part), where):
                self.parts.setdefault((part, row["note_id"]), []).append(row)


def _prove_note(row: Found, chain: Chain, *, kept: _Kept) -> Iterator[Problem]:
    sealed = chain.sealed("note", row.note_id)
    if not sealed:
        yield problem("note_unsealed", note=row.note_id)
    elif not _is_as_sealed(row, sealed):
        yield problem("note_altered", note=row.note_id)
    try:
        content = from_plain(NoteContent, json.loads(row.canonical_json))
    except UNREADABLE:
        yield problem("note_unreadable", note=row.note_id)
        return
    key = row.note_id.bytes
    if content.id != row.note_id or kept.notes.get(key) != in_file(NoteRow, _note_row(content)):
        yield problem("rows_differ", note=row.note_id, table=NoteRow.__tablename__)
    for part, expected in part_values(content).items():
        if kept.parts.get((part, key), []) != [in_file(part, values) for values in expected]:
            yield problem("rows_differ", note=row.note_id, table=part.__tablename__)


def _note_row(content: NoteContent) -> Values:
    """Return every column of a signed note's row as the signed text has it."""
    said = ("id", "kind", "started_at", "zone", "place", "created_at", "signed_at")
    return {
        **{name: getattr(content, name) for name in (*said, "late_reason", "text")},
        "patient_id": content.patient.id,
        "practitioner_id": content.practitioner.id,
        "saved_at": content.signed_at,
        "state": NoteState.SIGNED,
        "episode_id": content.episodes[0].id if content.episodes else None,
        "revision": 0,
        **visit_values(content),
    }


def in_file(row: type[Row], values: Values) -> Values:
    """Return a row's values as they lie in the file.

    Compared there, also a change counts that reads the same: a "true" written as 2, a date with
    another letter between day and hour.
    """
    given = _givers(row)
    return {
        name: value if value is None or (give := given[name]) is None else give(value)
        for name, value in values.items()
    }


@cache
def _givers(row: type[Row]) -> dict[str, Callable[[Any], Any] | None]:
    """Say for each column how a value is given to the file; None where it goes as it is."""
    kind = sqlite_dialect()
    columns = _table(row).columns
    return {each.name: each.type.dialect_impl(kind).bind_processor(kind) for each in columns}


def _table(row: type[Row]) -> Table:
    table = row.__table__
    assert isinstance(table, Table)
    return table


def _is_to_its_note(row: Found) -> bool:
    try:
        return bool(read_addendum(row.canonical_json).note_id == row.note_id)
    except UNREADABLE:
        return False


def _is_as_sealed(row: Found, sealed: set[bytes]) -> bool:
    sha256 = content_hash(row.canonical_json)
    return bool(row.content_sha256 == sha256) and sha256 in sealed


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
