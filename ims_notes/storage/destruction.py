"""Takes a lawfully destroyed note, or a patient, out of the record; a note leaves its tombstone."""

import contextlib
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, delete, insert, select

from ims_notes.domain.canonical import canonical_json, content_hash
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.ids import NoteId, PatientId
from ims_notes.domain.tombstone import Tombstone
from ims_notes.storage import seals, search
from ims_notes.storage.connections import connect
from ims_notes.storage.note_tables import (
    PARTS,
    AddendumRow,
    NoteRow,
    SignedNoteRow,
    TombstoneRow,
)
from ims_notes.storage.tables import DayEntryRow, EpisodeRow, PatientRow
from ims_notes.storage.trouble import in_plain_words


def destroy_note(
    connection: Connection, note_id: NoteId, *, by: str, at: datetime, reason: str
) -> None:
    """Seal a tombstone in the place of a signed note, then take away all that the note was.

    Raises:
        RuleBroken: there is no such signed note, or no reason.
    """
    signed = select(SignedNoteRow.content_sha256).where(SignedNoteRow.note_id == note_id)
    sha256 = connection.execute(signed).scalar()
    if sha256 is None:
        raise RuleBroken(Rule.NOTE_NOT_FOUND)
    added = select(AddendumRow.content_sha256).where(AddendumRow.note_id == note_id)
    addenda = connection.execute(added.order_by(AddendumRow.number)).scalars()
    told = Tombstone(
        note_id=note_id,
        destroyed_at=at,
        by=by,
        reason=reason,
        content_sha256=sha256.hex(),
        addenda_sha256=tuple(each.hex() for each in addenda),
    ).tidied()
    text = canonical_json(told)
    # The triggers let a note's rows go only once its tombstone is sealed and says why.
    sealed = seals.Sealed("tombstone", note_id, 0, content_hash(text))
    seals.chain(connection, [sealed])
    connection.execute(insert(TombstoneRow).values(note_id=note_id, canonical_json=text))
    for part in PARTS:
        connection.execute(delete(part).where(part.__table__.c.note_id == note_id))
    connection.execute(delete(AddendumRow).where(AddendumRow.note_id == note_id))
    connection.execute(delete(SignedNoteRow).where(SignedNoteRow.note_id == note_id))
    connection.execute(delete(NoteRow).where(NoteRow.id == note_id))


def destroy_patient(connection: Connection, patient_id: PatientId) -> None:
    """Take away a patient whose notes are gone: the day's lines, episodes, search line, name.

    Raises:
        RuleBroken: there is no such patient.
    """
    for row in (DayEntryRow, EpisodeRow):
        connection.execute(delete(row).where(row.patient_id == patient_id))
    search.remove_line(connection, patient_id)
    gone = connection.execute(delete(PatientRow).where(PatientRow.id == patient_id))
    if not gone.rowcount:
        raise RuleBroken(Rule.PATIENT_NOT_FOUND)


def leave_no_trace(path: Path, *, key: bytes | None) -> bool:
    """Write the side file back into the record and empty it; false if somebody still reads it.

    Inside the record, secure_delete has written zeros over what was taken away. A reader beside
    us may hold the side file for a moment; the next emptying, at the latest when the record is
    closed, takes it along.

    Args:
        path: the record file.
        key: its key; None for a plain record.

    Raises:
        RecordUnavailable: the machine is in the way.
    """
    with (
        in_plain_words(),
        contextlib.closing(connect(path, writing=True, key=key)) as connection,
    ):
        busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy
