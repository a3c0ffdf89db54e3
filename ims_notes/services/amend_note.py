"""Add a dated, reasoned addendum to a signed note; the original stays as it was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ims_notes.domain.audit import Deed
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.note import Addendum
from ims_notes.services.ports.work import Changes
from ims_notes.services.practitioner_access import person_at_work

if TYPE_CHECKING:
    from ims_notes.domain.ids import NoteId
    from ims_notes.services.clock import Clock
    from ims_notes.services.ports.work import BeginWork


def amend_note(
    note_id: NoteId, *, text: str, reason: str, begin: BeginWork, clock: Clock
) -> Changes:
    """Add an addendum, signed by who is at work.

    Raises:
        RuleBroken: the note is a draft, or the text or the reason is missing or too long.
    """
    with begin() as work:
        note = work.notes.get(note_id)
        if note.is_draft:
            raise RuleBroken(Rule.AMEND_ONLY_SIGNED)
        addendum = Addendum(
            note_id=note_id,
            author=person_at_work(work).signature,
            added_at=clock.now(),
            reason=reason,
            text=text,
        ).tidied()
        work.notes.amend(addendum)
        work.audit.record(Deed.NOTE_AMENDED, patient_id=note.patient_id, on=note_id)
    return Changes(patient_id=note.patient_id, topics=frozenset({"notes"}))
