"""A session note and its life: draft, signed, amended by dated addenda."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.texts import NARRATIVE_LIMIT, composed

if TYPE_CHECKING:
    from datetime import date, datetime

    from ims_notes.domain.ids import EpisodeId, NoteId, PatientId, PractitionerId


class NoteKind(StrEnum):
    """What the visit was."""

    INITIAL = "initial"
    FOLLOW_UP = "follow_up"
    REASSESSMENT = "reassessment"
    DISCHARGE = "discharge"
    CONTACT = "contact"
    MISSED = "missed"
    NO_NEEDLING = "no_needling"


class NoteState(StrEnum):
    """Where the note stands. A signed note never changes; addenda stand beside it."""

    DRAFT = "draft"
    SIGNED = "signed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Addendum:
    """A dated, reasoned addition to a signed note."""

    note_id: NoteId
    author: str
    added_at: datetime
    reason: str
    text: str

    def tidied(self) -> Addendum:
        """Return the addendum as it may be kept.

        Raises:
            RuleBroken: no reason, no text, or a text too long.
        """
        reason, text = composed(self.reason).strip(), composed(self.text).strip()
        if not text:
            raise RuleBroken(Rule.AMENDMENT_TEXT_MISSING, field="text")
        if not reason:
            raise RuleBroken(Rule.AMENDMENT_REASON_MISSING, field="reason")
        return replace(self, reason=check_length(reason), text=check_length(text))


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A session note as the therapist types it; once signed it changes only by addenda.

    Attributes:
        started_at: when the visit began, UTC. ``zone`` is the IANA name of the clinic's zone.
        place: place of visit, a catalogue id or own words; empty is not recorded.
        text: the shorthand exactly as typed.
        late_reason: why the entry was made on a later day than the visit, if it was.
        revision: counts saves, so that a late save never overwrites a newer one.
    """

    id: NoteId
    patient_id: PatientId
    practitioner_id: PractitionerId
    episode_id: EpisodeId | None = None
    kind: NoteKind = NoteKind.FOLLOW_UP
    state: NoteState = NoteState.DRAFT
    started_at: datetime
    zone: str = "UTC"
    place: str = ""
    text: str = ""
    late_reason: str = ""
    created_at: datetime
    saved_at: datetime
    signed_at: datetime | None = None
    revision: int = 0

    @property
    def is_draft(self) -> bool:
        """Whether the note may still be typed into."""
        return self.state is NoteState.DRAFT

    def saved(self, *, at: datetime) -> Note:
        """Return the draft as it is to be kept.

        Raises:
            RuleBroken: the note is signed, or its text is over 100 kB.
        """
        if not self.is_draft:
            raise RuleBroken(Rule.EDIT_ONLY_DRAFT)
        return replace(
            self,
            text=check_length(composed(self.text)),
            late_reason=check_length(composed(self.late_reason)),
            saved_at=at,
        )

    def signed(self, *, at: datetime) -> Note:
        """Return the note signed.

        Raises:
            RuleBroken: it is not a draft.
        """
        if not self.is_draft:
            raise RuleBroken(Rule.SIGN_ONLY_DRAFT)
        return replace(self, state=NoteState.SIGNED, signed_at=at, saved_at=at)


def is_late_entry(*, visit_on: date, entered_on: date) -> bool:
    """Tell whether a note was begun on a later day than its visit [S10]."""
    return entered_on > visit_on


def check_length(text: str) -> str:
    """Return the text if it fits a note field (100 kB of UTF-8).

    Raises:
        RuleBroken: with the length and the limit in bytes.
    """
    length = len(text.encode("utf-8", "surrogatepass"))
    if length > NARRATIVE_LIMIT:
        raise RuleBroken(Rule.TEXT_TOO_LONG, field="text", length=length, limit=NARRATIVE_LIMIT)
    return text
