"""Session notes as the services need them kept and read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from datetime import datetime

    from ims_notes.domain.ids import EpisodeId, NoteId, PatientId
    from ims_notes.domain.note import Addendum, Note, NoteKind, NoteState
    from ims_notes.domain.note_content import NoteContent
    from ims_notes.domain.programme import Programme
    from ims_notes.domain.progress import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedNote:
    """A signed note as it stands: content, addenda in order, and its seal (hex)."""

    content: NoteContent
    addenda: tuple[Addendum, ...]
    seal: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineLine:
    """One visit in a patient's timeline. Pains are the visit's first rating; None is open."""

    note_id: NoteId
    kind: NoteKind
    state: NoteState
    started_at: datetime
    zone: str
    practitioner: str
    regions: tuple[str, ...] = ()
    pain_before: int | None = None
    pain_after: int | None = None
    sites: int = 0
    twitches: int = 0
    addenda: int = 0
    has_adverse_event: bool = False


class Notes(Protocol):
    """The session notes of the record, drafts and signed."""

    def get(self, note_id: NoteId) -> Note:
        """Return the note as typed; RuleBroken(NOTE_NOT_FOUND) if there is none."""
        ...

    def put_draft(self, note: Note) -> None:
        """Keep a draft unless the kept one is signed or newer.

        Raises:
            RuleBroken: EDIT_ONLY_DRAFT, or DRAFT_OUTDATED if the kept revision is higher.
        """
        ...

    def delete_draft(self, note_id: NoteId) -> Note:
        """Take a draft away and return it; RuleBroken(DELETE_ONLY_DRAFT) if it is signed."""
        ...

    def sign(self, note: Note, content: NoteContent) -> str:
        """Keep the note signed, with its canonical JSON, rows and seal; return the seal (hex)."""
        ...

    def amend(self, addendum: Addendum) -> str:
        """Keep an addendum with its canonical JSON and seal; return the seal (hex)."""
        ...

    def destroy(self, note_id: NoteId, *, by: str, at: datetime, reason: str) -> None:
        """Take a signed note away for good; its tombstone says who did it, when and why."""
        ...

    def signed(self, note_id: NoteId) -> SignedNote:
        """Return a signed note; RuleBroken(NOTE_NOT_FOUND) if it is none."""
        ...

    def drafts(self) -> tuple[Note, ...]:
        """Return every draft, by visit time, earliest first."""
        ...

    def timeline(self, patient_id: PatientId) -> tuple[TimelineLine, ...]:
        """Return the patient's visits, newest first, drafts included."""
        ...

    def last_signed(
        self, patient_id: PatientId, *, before: datetime | None = None
    ) -> SignedNote | None:
        """Return the latest signed visit of a patient (before a time), if there is one.

        Missed appointments and contacts do not count as visits.
        """
        ...

    def programme(self, patient_id: PatientId, *, before: datetime | None = None) -> Programme:
        """Return the home programme as the latest signed note that has one left it."""
        ...

    def progress(self, patient_id: PatientId) -> Progress:
        """Return the pain series of all signed visits."""
        ...

    def count_of(self, patient_id: PatientId, *, episode_id: EpisodeId | None = None) -> int:
        """Return how many signed visits the patient (or the episode) has."""
        ...
