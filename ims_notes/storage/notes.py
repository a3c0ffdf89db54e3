"""Session notes as kept: drafts as typed, signed notes as canonical JSON with rows and seal."""

import json
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from ims_notes.domain import progress
from ims_notes.domain.canonical import canonical_json, content_hash, from_plain
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.ids import EpisodeId, NoteId, PatientId
from ims_notes.domain.note import Addendum, Note, NoteKind, NoteState
from ims_notes.domain.note_content import NoteContent
from ims_notes.domain.programme import ItemStatus, Programme, ProgrammeItem, current
from ims_notes.services.ports.notes import SignedNote, TimelineLine
from ims_notes.storage import progress as progress_rows
from ims_notes.storage import seals, visits
from ims_notes.storage.columns import Found
from ims_notes.storage.destruction import destroy_note
from ims_notes.storage.note_rows import Values, visit_values
from ims_notes.storage.note_tables import (
    AddendumRow,
    ExerciseRow,
    NoteEpisodeRow,
    NoteRow,
    SignedNoteRow,
)
from ims_notes.storage.signed_notes import add_signed
from ims_notes.storage.visits import IS_SIGNED, IS_VISIT

FIELDS = (
    *("id", "patient_id", "practitioner_id", "episode_id", "kind", "state", "started_at"),
    *("zone", "place", "text", "late_reason", "created_at", "saved_at", "signed_at", "revision"),
)
_ALL = select(*(getattr(NoteRow, name) for name in FIELDS))
_ONE = _ALL.where(NoteRow.id == bindparam("id"))
_KEPT = select(NoteRow.state, NoteRow.revision).where(NoteRow.id == bindparam("id"))
_ADD = insert(NoteRow)
_CHANGE = update(NoteRow).where(NoteRow.id == bindparam("of"))
_SIGNED = select(SignedNoteRow.canonical_json).where(SignedNoteRow.note_id == bindparam("id"))
_ADDENDA = (
    select(AddendumRow.canonical_json)
    .where(AddendumRow.note_id == bindparam("id"))
    .order_by(AddendumRow.number)
)
_PATIENTS_BEFORE = (
    NoteRow.patient_id == bindparam("patient_id"),
    NoteRow.started_at < bindparam("before"),
)
_LATEST = (NoteRow.started_at.desc(), NoteRow.id.desc())
_LAST_VISIT = select(NoteRow.id).where(*_PATIENTS_BEFORE, IS_VISIT).order_by(*_LATEST).limit(1)
_LAST_WITH_EXERCISES = (
    select(NoteRow.id)
    .where(*_PATIENTS_BEFORE, IS_SIGNED)
    .where(select(ExerciseRow.note_id).where(ExerciseRow.note_id == NoteRow.id).exists())
    .order_by(*_LATEST)
    .limit(1)
)
_ITEM = ("name", "status", "sets", "reps", "hold_s", "times_per_day")
_PROGRAMME = (
    select(*(getattr(ExerciseRow, name) for name in _ITEM))
    .where(ExerciseRow.note_id == _LAST_WITH_EXERCISES.scalar_subquery())
    .order_by(ExerciseRow.place)
)
_EVER = datetime.max.replace(tzinfo=UTC)


class StoredNotes:
    """The session notes of the record, drafts and signed."""

    def __init__(self, connection: Connection) -> None:
        """Work on this connection."""
        self._connection = connection

    def get(self, note_id: NoteId) -> Note:
        """Return the note as typed; RuleBroken(NOTE_NOT_FOUND) if there is none."""
        found = self._connection.execute(_ONE, {"id": note_id}).first()
        if found is None:
            raise RuleBroken(Rule.NOTE_NOT_FOUND)
        return _note(found)

    def put_draft(self, note: Note) -> None:
        """Keep a draft unless the kept one is signed or newer.

        Raises:
            RuleBroken: EDIT_ONLY_DRAFT, or DRAFT_OUTDATED if the kept revision is higher.
        """
        if not note.is_draft:
            raise RuleBroken(Rule.EDIT_ONLY_DRAFT)
        self._put(note, note_values(note), refusal=Rule.EDIT_ONLY_DRAFT)

    def delete_draft(self, note_id: NoteId) -> Note:
        """Take a draft away and return it; RuleBroken(DELETE_ONLY_DRAFT) if it is signed."""
        note = self.get(note_id)
        if not note.is_draft:
            raise RuleBroken(Rule.DELETE_ONLY_DRAFT)
        self._connection.execute(delete(NoteRow).where(NoteRow.id == note_id))
        return note

    def sign(self, note: Note, content: NoteContent) -> str:
        """Keep the note signed, with its canonical JSON, rows and seal; return the seal (hex).

        The seal is written last: from then on the triggers refuse every change.

        Raises:
            RuleBroken: SIGN_ONLY_DRAFT if it is signed already, or DRAFT_OUTDATED.
        """
        self._put(note, signed_values(note, content), refusal=Rule.SIGN_ONLY_DRAFT)
        return add_signed(self._connection, [content]).hex()

    def amend(self, addendum: Addendum) -> str:
        """Keep an addendum with its canonical JSON and seal; return the seal (hex).

        Raises:
            RuleBroken: NOTE_NOT_FOUND, or AMEND_ONLY_SIGNED.
        """
        if self.get(addendum.note_id).is_draft:
            raise RuleBroken(Rule.AMEND_ONLY_SIGNED)
        asked = select(func.count()).where(AddendumRow.note_id == addendum.note_id)
        number = self._connection.execute(asked).scalar_one() + 1
        text = canonical_json(addendum)
        sha256 = content_hash(text)
        self._connection.execute(
            insert(AddendumRow).values(
                note_id=addendum.note_id, number=number, content_sha256=sha256, canonical_json=text
            )
        )
        thing = seals.Sealed("addendum", addendum.note_id, number, sha256)
        return seals.chain(self._connection, [thing]).hex()

    def destroy(self, note_id: NoteId, *, by: str, at: datetime, reason: str) -> None:
        """Take a signed note away for good; its tombstone says who did it, when and why.

        Raises:
            RuleBroken: NOTE_NOT_FOUND, or DESTRUCTION_REASON_MISSING.
        """
        destroy_note(self._connection, note_id, by=by, at=at, reason=reason)

    def signed(self, note_id: NoteId) -> SignedNote:
        """Return a signed note; RuleBroken(NOTE_NOT_FOUND) if it is none."""
        text = self._connection.execute(_SIGNED, {"id": note_id}).scalar()
        if text is None:
            raise RuleBroken(Rule.NOTE_NOT_FOUND)
        addenda = self._connection.execute(_ADDENDA, {"id": note_id}).scalars()
        seal = seals.seal_of(self._connection, note_id)
        return SignedNote(
            content=from_plain(NoteContent, json.loads(text)),
            addenda=tuple(map(read_addendum, addenda)),
            seal=seal.hex() if seal else "",
        )

    def drafts(self) -> tuple[Note, ...]:
        """Return every draft, by visit time, earliest first."""
        asked = _ALL.where(NoteRow.state == NoteState.DRAFT.value)
        rows = self._connection.execute(asked.order_by(NoteRow.started_at, NoteRow.id))
        return tuple(map(_note, rows))

    def timeline(self, patient_id: PatientId) -> tuple[TimelineLine, ...]:
        """Return the patient's visits, newest first, drafts included."""
        return visits.timeline(self._connection, patient_id)

    def last_signed(
        self, patient_id: PatientId, *, before: datetime | None = None
    ) -> SignedNote | None:
        """Return the latest signed visit of a patient (before a time), if there is one.

        Missed appointments and contacts do not count as visits.
        """
        asked = {"patient_id": patient_id, "before": before or _EVER}
        note_id = self._connection.execute(_LAST_VISIT, asked).scalar()
        return None if note_id is None else self.signed(NoteId(note_id))

    def programme(self, patient_id: PatientId, *, before: datetime | None = None) -> Programme:
        """Return the home programme as the latest signed note that has one left it.

        What that note stopped is gone.
        """
        asked = {"patient_id": patient_id, "before": before or _EVER}
        rows = self._connection.execute(_PROGRAMME, asked)
        items = ({**row._mapping, "status": ItemStatus(row.status)} for row in rows)
        return current(tuple(ProgrammeItem(**item) for item in items))

    def progress(self, patient_id: PatientId) -> progress.Progress:
        """Return the pain series of all signed visits."""
        return progress_rows.progress(self._connection, patient_id)

    def count_of(self, patient_id: PatientId, *, episode_id: EpisodeId | None = None) -> int:
        """Return how many signed visits the patient (or the episode) has."""
        asked = select(func.count()).where(NoteRow.patient_id == patient_id, IS_VISIT)
        if episode_id is not None:
            served = select(NoteEpisodeRow.note_id).where(NoteEpisodeRow.episode_id == episode_id)
            asked = asked.where(NoteRow.id.in_(served))
        return int(self._connection.execute(asked).scalar_one())

    def _put(self, note: Note, values: Values, *, refusal: Rule) -> None:
        kept = self._connection.execute(_KEPT, {"id": note.id}).first()
        if kept is None:
            self._connection.execute(_ADD, values)
            return
        if kept.state == NoteState.SIGNED.value:
            raise RuleBroken(refusal)
        if kept.revision > note.revision:
            raise RuleBroken(Rule.DRAFT_OUTDATED)
        self._connection.execute(_CHANGE, {**values, "of": note.id})


def note_values(note: Note) -> Values:
    """Return the columns of a note as typed."""
    return {name: getattr(note, name) for name in FIELDS}


def signed_values(note: Note, content: NoteContent) -> Values:
    """Return the columns of a signed note.

    Its episode is the first that the content names; its saves are no longer counted.

    Raises:
        ValueError: the note and the content are not the same signed note.
    """
    stated = (content.id, content.signed_at, content.signed_at)
    if note.is_draft or (note.id, note.signed_at, note.saved_at) != stated:
        raise ValueError("what is signed is not this note")
    # The note's own facts agree with what was signed, to the last column: `check` compares them.
    home = content.episodes[0].id if content.episodes else None
    return note_values(note) | visit_values(content) | {"episode_id": home, "revision": 0}


def read_addendum(text: str) -> Addendum:
    """Return an addendum from its canonical JSON.

    Raises:
        ValueError, TypeError, KeyError: the JSON is not an addendum.
    """
    said = json.loads(text)
    return Addendum(
        note_id=NoteId(UUID(said["note_id"])),
        author=said.get("author", ""),
        added_at=datetime.fromisoformat(said["added_at"]).astimezone(UTC),
        reason=said.get("reason", ""),
        text=said.get("text", ""),
    )


def _note(found: Found) -> Note:
    kind, state = NoteKind(found.kind), NoteState(found.state)
    return Note(**{**found._mapping, "kind": kind, "state": state})
