"""What signing writes beside the note itself: JSON, rows, and last of all the seal."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, insert

from ims_notes.domain.canonical import canonical_json, content_hash
from ims_notes.domain.note_content import NoteContent
from ims_notes.storage import seals
from ims_notes.storage.note_rows import Values, part_values
from ims_notes.storage.note_tables import PARTS, SignedNoteRow

_ADD_SIGNED = insert(SignedNoteRow)
_ADD_PARTS = {part: insert(part) for part in PARTS}


def add_signed(connection: Connection, contents: Sequence[NoteContent]) -> bytes:
    """Write what these notes state and seal them, in order; return the last seal.

    The seals are written last: from then on the triggers refuse every change.
    """
    signed = [_signed(content) for content in contents]
    connection.execute(_ADD_SIGNED, signed)
    stated: dict[Any, list[Values]] = {part: [] for part in PARTS}
    for content in contents:
        for part, rows in part_values(content).items():
            stated[part] += rows
    for part, rows in stated.items():
        if rows:
            connection.execute(_ADD_PARTS[part], rows)
    things = [seals.Sealed("note", s["note_id"], 0, s["content_sha256"]) for s in signed]
    return seals.chain(connection, things)


def _signed(content: NoteContent) -> Values:
    text = canonical_json(content)
    return {"note_id": content.id, "canonical_json": text, "content_sha256": content_hash(text)}
