"""Destroy a signed note, or all of a patient, lawfully: the one way in which anything signed goes.

What is left of a note is its seal and a tombstone: who destroyed it, when and why, never what it
said or about whom. It goes in one transaction, all or nothing, and afterwards the side file of the
record is emptied, so that the words do not stay there either. What was written over inside the
file is zeros; what the file system itself keeps of the emptied side file is the disk's secret,
which encrypting the record answers.

Backups, exports and copies made before still hold it. They are other files: whoever destroys
lawfully waits until those have run out, or destroys them too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ims_notes.domain.audit import Deed
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.note import NoteState
from ims_notes.domain.tombstone import lawful_reason
from ims_notes.services.ports.work import Changes
from ims_notes.services.practitioner_access import person_at_work

if TYPE_CHECKING:
    from collections.abc import Callable

    from ims_notes.domain.ids import NoteId, PatientId
    from ims_notes.services.clock import Clock
    from ims_notes.services.ports.work import BeginWork, Work


def destroy_note(
    note_id: NoteId,
    *,
    reason: str,
    begin: BeginWork,
    clock: Clock,
    leave_no_trace: Callable[[], object],
) -> Changes:
    """Destroy one signed note with its addenda, in the name of who is at work.

    `leave_no_trace` empties the record's side file once the note is gone.

    Raises:
        RuleBroken: no reason, no such note, it is a draft (which is simply deleted), or nobody is
            at work.
    """
    told = lawful_reason(reason)
    with begin() as work:
        note = work.notes.get(note_id)
        if note.is_draft:
            raise RuleBroken(Rule.AMEND_ONLY_SIGNED)
        _destroy(note_id, note.patient_id, work=work, reason=told, clock=clock)
    leave_no_trace()
    return Changes(patient_id=note.patient_id, topics=frozenset({"notes"}))


def destroy_patient(
    patient_id: PatientId,
    *,
    reason: str,
    begin: BeginWork,
    clock: Clock,
    leave_no_trace: Callable[[], object],
) -> Changes:
    """Destroy a patient: signed notes leave their tombstones, everything else leaves nothing.

    Names that were typed on a day's list without choosing the patient are not known to be theirs,
    and stay.

    Raises:
        RuleBroken: no reason, no such patient, or nobody is at work.
    """
    told = lawful_reason(reason)
    with begin() as work:
        work.patients.get(patient_id)
        for line in reversed(work.notes.timeline(patient_id)):
            if line.state is NoteState.SIGNED:
                _destroy(line.note_id, patient_id, work=work, reason=told, clock=clock)
            else:
                work.notes.delete_draft(line.note_id)
        work.patients.destroy(patient_id)
        work.audit.record(Deed.PATIENT_DESTROYED, patient_id=patient_id)
    leave_no_trace()
    topics = frozenset({"patient", "notes", "drafts", "episodes", "day"})
    return Changes(patient_id=patient_id, topics=topics)


def _destroy(
    note_id: NoteId, patient_id: PatientId, *, work: Work, reason: str, clock: Clock
) -> None:
    by = person_at_work(work).name
    work.notes.destroy(note_id, by=by, at=clock.now(), reason=reason)
    work.audit.record(Deed.NOTE_DESTROYED, patient_id=patient_id, on=note_id)
