"""Begin a session, open one, and keep its draft as it is typed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ims_notes.domain.audit import Deed
from ims_notes.domain.draft import DraftSetting
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.ids import NoteId
from ims_notes.domain.note import Note, NoteKind, is_late_entry
from ims_notes.services.clock import day_in
from ims_notes.services.ports.work import Changes
from ims_notes.services.practitioner_access import person_at_work

if TYPE_CHECKING:
    from datetime import datetime

    from ims_notes.domain.draft import Rulebook
    from ims_notes.domain.ids import PatientId
    from ims_notes.services.clock import Clock
    from ims_notes.services.ports.notes import SignedNote
    from ims_notes.services.ports.work import BeginWork, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenSession:
    """A session as the page shows it.

    ``signed`` is the note as it stands once signed; ``last`` is the last signed visit before
    it, readable beside the line.
    """

    note: Note
    setting: DraftSetting
    signed: SignedNote | None = None
    last: SignedNote | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Saved:
    """A draft as kept, and what that changed."""

    note: Note
    changes: Changes


def begin_session(
    patient_id: PatientId, *, begin: BeginWork, clock: Clock, started_at: datetime | None = None
) -> Saved:
    """Begin a draft for a patient, now or at a given time; the first visit is an initial one.

    A draft of the same patient and day is opened again instead of begun twice.

    Raises:
        RuleBroken: no such patient, or no practitioner is chosen in the settings.
    """
    now = clock.now()
    with begin() as work:
        work.patients.get(patient_id)
        clinic = work.clinic.get()
        at_work = person_at_work(work)
        started = started_at or now
        again = _draft_of_that_day(work, patient_id, started=started)
        if again is not None:
            return Saved(note=again, changes=Changes(patient_id=patient_id, topics=frozenset()))
        open_ones = [e for e in work.episodes.of(patient_id) if e.is_open]
        first = work.notes.count_of(patient_id) == 0
        note = Note(
            id=NoteId(clock.new_id()),
            patient_id=patient_id,
            practitioner_id=at_work.id,
            episode_id=open_ones[0].id if open_ones else None,
            kind=NoteKind.INITIAL if first else NoteKind.FOLLOW_UP,
            started_at=started,
            zone=clinic.zone,
            place="clinic",
            created_at=now,
            saved_at=now,
        )
        work.notes.put_draft(note)
        work.audit.record(Deed.NOTE_BEGUN, patient_id=patient_id, on=note.id)
    return Saved(note=note, changes=_changes(patient_id))


def open_session(note_id: NoteId, *, look: BeginWork, rulebook: Rulebook) -> OpenSession:
    """Return a session with everything its page shows.

    Raises:
        RuleBroken: no such note.
    """
    with look() as work:
        note = work.notes.get(note_id)
        signed = None if note.is_draft else work.notes.signed(note_id)
        last = work.notes.last_signed(note.patient_id, before=note.started_at)
        return OpenSession(
            note=note, setting=setting_of(note, work=work, rulebook=rulebook), signed=signed,
            last=last,
        )  # fmt: skip


def setting_of(note: Note, *, work: Work, rulebook: Rulebook) -> DraftSetting:
    """Return what stands around a draft, read from the record."""
    clinic = work.clinic.get()
    return DraftSetting(
        patient=work.patients.get(note.patient_id),
        practitioner=work.practitioners.get(note.practitioner_id),
        clinic=clinic,
        vocabulary=rulebook.vocabulary(clinic),
        profile=rulebook.profile(clinic),
        episodes=work.episodes.of(note.patient_id),
        last_programme=work.notes.programme(note.patient_id, before=note.started_at),
        late=is_late_entry(
            visit_on=day_in(note.started_at, note.zone),
            entered_on=day_in(note.created_at, note.zone),
        ),
    )


def save_session(note: Note, *, begin: BeginWork, clock: Clock) -> Saved:
    """Keep a draft as typed; the text may hold errors, nothing typed is refused but its size.

    Raises:
        RuleBroken: the note is signed, its text is over 100 kB, its visit lies in the
            future, or a newer save is kept already.
    """
    now = clock.now()
    if day_in(note.started_at, note.zone) > day_in(now, note.zone):
        raise RuleBroken(Rule.VISIT_IN_FUTURE, field="started_at")
    with begin() as work:
        kept = replace(note.saved(at=now), revision=note.revision + 1)
        work.notes.put_draft(kept)
    return Saved(note=kept, changes=_changes(kept.patient_id))


def delete_draft(note_id: NoteId, *, begin: BeginWork) -> Saved:
    """Take a draft away and hand it back, so that it can be put back.

    Raises:
        RuleBroken: no such note, or it is signed.
    """
    with begin() as work:
        note = work.notes.delete_draft(note_id)
        work.audit.record(Deed.DRAFT_DELETED, patient_id=note.patient_id, on=note_id)
    return Saved(note=note, changes=_changes(note.patient_id))


def put_draft_back(note: Note, *, begin: BeginWork) -> Saved:
    """Put a deleted draft back, exactly as it was.

    Raises:
        RuleBroken: the note is signed.
    """
    if not note.is_draft:
        raise RuleBroken(Rule.EDIT_ONLY_DRAFT)
    with begin() as work:
        work.notes.put_draft(note)
        work.audit.record(Deed.DRAFT_PUT_BACK, patient_id=note.patient_id, on=note.id)
    return Saved(note=note, changes=_changes(note.patient_id))


def _draft_of_that_day(work: Work, patient_id: PatientId, *, started: datetime) -> Note | None:
    zone = work.clinic.get().zone
    day = day_in(started, zone)
    latest_first = reversed(work.notes.drafts())
    same = (d for d in latest_first if d.patient_id == patient_id)
    return next((draft for draft in same if day_in(draft.started_at, zone) == day), None)


def _changes(patient_id: PatientId) -> Changes:
    return Changes(patient_id=patient_id, topics=frozenset({"drafts", "notes"}))
