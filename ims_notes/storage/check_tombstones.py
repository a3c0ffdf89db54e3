"""Proves lawful destruction: each tombstone against its seal, and that nothing else is left."""

import json
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import Connection, select

from ims_notes.domain.canonical import content_hash, from_plain
from ims_notes.domain.tombstone import Tombstone
from ims_notes.storage.check_chains import UNREADABLE, Chain, Problem, problem
from ims_notes.storage.note_tables import PARTS, AddendumRow, NoteRow, SignedNoteRow, TombstoneRow


def prove_tombstones(connection: Connection, chain: Chain) -> tuple[int, list[Problem]]:
    """Return how many tombstones there are, and what is wrong with them."""
    found: list[Problem] = []
    seen: set[UUID] = set()
    for row in connection.execute(select(TombstoneRow.__table__)):
        seen.add(row.note_id)
        if not chain.sealed("tombstone", row.note_id):
            found.append(problem("tombstone_unsealed", note=row.note_id))
        elif not _is_true(row.note_id, row.canonical_json, chain=chain):
            found.append(problem("tombstone_altered", note=row.note_id))
    found += [problem("tombstone_missing", note=n) for n in sorted(chain.destroyed - seen)]
    # An imported chain tells of many that were never here; those with a tombstone were.
    chain.destroyed |= seen
    found += _left_behind(connection, chain.destroyed)
    return len(seen), found


def _is_true(note_id: UUID, text: str, *, chain: Chain) -> bool:
    """Tell whether a tombstone says what was sealed, about the note that was sealed."""
    if content_hash(text) not in chain.sealed("tombstone", note_id):
        return False
    try:
        told = from_plain(Tombstone, json.loads(text))
    except UNREADABLE:
        return False
    of_it = told.content_sha256 in {each.hex() for each in chain.sealed("note", note_id)}
    addenda = all(
        sha256 in {each.hex() for each in chain.sealed("addendum", note_id, number=number)}
        for number, sha256 in enumerate(told.addenda_sha256, 1)
    )
    more = chain.is_own("addendum", note_id, number=len(told.addenda_sha256) + 1)
    return told.note_id == note_id and of_it and addenda and not more and bool(told.reason)


def _left_behind(connection: Connection, destroyed: set[UUID]) -> Iterator[Problem]:
    """Find rows that are still there of notes that were destroyed."""
    asked = [select(NoteRow.id), select(SignedNoteRow.note_id), select(AddendumRow.note_id)]
    asked += [select(part.__table__.c.note_id) for part in PARTS]
    left = {each for one in asked for each in connection.execute(one.distinct()).scalars()}
    yield from (problem("destroyed_left", note=each) for each in sorted(left & destroyed))
