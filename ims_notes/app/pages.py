"""Gives each page the deeds it asks for; pages are imported when they are first visited."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ims_notes.app import knowledge
from ims_notes.domain.audit import SAME_VIEW_S, Deed
from ims_notes.domain.dates import written
from ims_notes.domain.draft import signed_by
from ims_notes.services.amend_note import amend_note
from ims_notes.services.clock import in_zone
from ims_notes.services.find_patients import find_patients
from ims_notes.services.keep_clinic import change_clinic, clinic_settings, keep_practitioner
from ims_notes.services.keep_episode import (
    change_episode,
    discharge_episode,
    open_episode,
    reopen_episode,
)
from ims_notes.services.keep_patient import add_patient, change_patient, likely_duplicates
from ims_notes.services.open_patient import open_patient
from ims_notes.services.session import (
    begin_session,
    delete_draft,
    open_session,
    put_draft_back,
    save_session,
)
from ims_notes.services.sign_note import sign_note
from ims_notes.services.today import (
    paste_day_list,
    put_day_entry_back,
    remove_day_entry,
    settle_day_entry,
    today,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, time

    from ims_notes.app.desk import Desk
    from ims_notes.app.window import Shell
    from ims_notes.domain.clinic import Wording
    from ims_notes.domain.ids import NoteId, PatientId
    from ims_notes.domain.note import Note
    from ims_notes.domain.note_content import NoteContent
    from ims_notes.domain.practitioners import Practitioner
    from ims_notes.domain.signing import Missing
    from ims_notes.services.keep_patient import PatientKept
    from ims_notes.services.ports.patients import PatientFound
    from ims_notes.services.ports.work import Changes
    from ims_notes.services.session import Saved
    from ims_notes.ui.dialogs.jump import JumpTarget
    from ims_notes.ui.dialogs.patient_form import PatientAsks, PatientTyped
    from ims_notes.ui.pages.patient_deeds import PatientDeeds
    from ims_notes.ui.pages.session.deeds import SessionDeeds
    from ims_notes.ui.pages.settings.deeds import SettingsDeeds
    from ims_notes.ui.pages.today.asks import TodayAsks


def find(desk: Desk, text: str) -> Sequence[PatientFound]:
    """Return the patients that a typed text may mean."""
    return find_patients(text, look=desk.look, today=desk.today())


def patient_asks(desk: Desk) -> PatientAsks:
    """Return what the form for a patient asks."""
    from ims_notes.ui.dialogs.patient_form import NOBODY, PatientAsks

    def keep(typed: PatientTyped) -> PatientKept:
        if typed.patient.id == NOBODY.id:
            return add_patient(
                typed.patient,
                begin=desk.begin,
                clock=desk.clock,
                region=typed.region,
                complaint=typed.complaint,
            )
        return change_patient(typed.patient, begin=desk.begin, clock=desk.clock)

    return PatientAsks(
        today=desk.today,
        alike=lambda patient: likely_duplicates(patient, look=desk.look),
        keep=keep,
        zone=desk.zone(),
        regions=knowledge.rulebook().catalogue.regions,
    )


def today_asks(desk: Desk) -> TodayAsks:
    """Return what the page of today asks."""
    from ims_notes.ui.pages.today.asks import TodayAsks

    begin, look, clock = desk.begin, desk.look, desk.clock

    def begin_at(patient_id: PatientId, at: time | None) -> Saved:
        return begin_session(patient_id, begin=begin, clock=clock, started_at=_today_at(desk, at))

    return TodayAsks(
        look=lambda: today(desk.today(), look=look, rulebook=knowledge.rulebook()),
        find=lambda text: find(desk, text),
        paste=lambda text: paste_day_list(
            text, day=desk.today(), begin=begin, look=look, clock=clock
        ),
        settle=lambda entry, patient_id: settle_day_entry(
            entry, patient_id=patient_id, begin=begin
        ),
        take_off=lambda entry_id: remove_day_entry(entry_id, begin=begin),
        put_back=lambda entry: put_day_entry_back(entry, begin=begin),
        begin=begin_at,
        form=patient_asks(desk),
        catalogue=knowledge.rulebook().catalogue,
    )


def _today_at(desk: Desk, at: time | None) -> datetime | None:
    """Return the time on the list as a moment; one still ahead today means now."""
    if at is None:
        return None
    now = desk.clock.now()
    local = in_zone(now, desk.zone())
    moment = local.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return moment.astimezone(now.tzinfo) if moment <= local else None


def patient_deeds(desk: Desk, shell: Shell) -> PatientDeeds:
    """Return what the patient page asks."""
    from ims_notes.ui.pages.patient_deeds import PatientDeeds

    begin, clock = desk.begin, desk.clock
    return PatientDeeds(
        open_patient=lambda patient_id: open_patient(patient_id, look=desk.look),
        viewed=lambda patient_id: desk.trail.looked(Deed.PATIENT_VIEWED, patient_id=patient_id),
        begin_session=lambda patient_id, started_at: begin_session(
            patient_id, begin=begin, clock=clock, started_at=started_at
        ),
        open_episode=lambda episode: open_episode(episode, begin=begin, clock=clock),
        change_episode=lambda episode: change_episode(episode, begin=begin),
        discharge_episode=lambda episode_id, on, summary: discharge_episode(
            episode_id, on=on, summary=summary, begin=begin, clock=clock
        ),
        reopen_episode=lambda episode_id: reopen_episode(episode_id, begin=begin),
        patient_asks=patient_asks(desk),
        now=lambda: in_zone(clock.now(), desk.zone()),
        threshold=lambda: shell.settings.threshold,
        keep_threshold=lambda code: shell.keep_settings(replace(shell.settings, threshold=code)),
    )


def jump_targets(desk: Desk, text: str) -> list[JumpTarget]:
    """Return the patients that Ctrl+K offers for a typed text."""
    from ims_notes.ui import people
    from ims_notes.ui.dialogs.jump import JumpTarget
    from ims_notes.ui.navigator import patient

    return [
        JumpTarget(
            title=people.full_name(found),
            detail=written(found.born),
            place=patient(found.id),
        )
        for found in find(desk, text)
    ]


def session_deeds(desk: Desk) -> SessionDeeds:
    """Return what the session page can do with a note."""
    from ims_notes.ui.pages.session.deeds import SessionDeeds

    begin, clock, rulebook = desk.begin, desk.clock, knowledge.rulebook()

    def note_text(content: NoteContent, wording: Wording | None) -> str:
        if wording is None:
            return knowledge.full_text(content, missing=_missing_when_signed(desk, content))
        return knowledge.clinic_text(content, replace(desk.clinic(), wording=wording))

    return SessionDeeds(
        open_session=lambda note_id: open_session(note_id, look=desk.look, rulebook=rulebook),
        save=lambda note: save_session(note, begin=begin, clock=clock),
        in_my_name=lambda content: _in_name_of(desk.at_work(), content),
        sign=lambda note_id, revision, signer: sign_note(
            note_id, begin=begin, rulebook=rulebook, clock=clock, revision=revision, signer=signer
        ),
        amend=lambda note_id, text, reason: amend_note(
            note_id, text=text, reason=reason, begin=begin, clock=clock
        ),
        delete=lambda note_id: delete_draft(note_id, begin=begin),
        put_back=lambda note: put_draft_back(note, begin=begin),
        viewed=lambda note: _note_viewed(desk, note),
        copied=lambda note: desk.trail.took_out(
            Deed.NOTE_COPIED, patient_id=note.patient_id, on=note.id
        ),
        next_draft=lambda: _next_draft(desk),
        note_text=note_text,
    )


def _next_draft(desk: Desk) -> NoteId | None:
    with desk.look() as work:
        drafts = work.notes.drafts()
    return drafts[0].id if drafts else None


def _in_name_of(at_work: Practitioner | None, content: NoteContent) -> NoteContent:
    """Return what a draft will state when who is at work signs it."""
    return content if at_work is None else signed_by(content, at_work)


def _note_viewed(desk: Desk, note: Note) -> None:
    """Tell the audit of a look at a note; of a draft just begun it has been told already."""
    age = desk.clock.now() - note.created_at
    if not (note.is_draft and age.total_seconds() < SAME_VIEW_S):
        desk.trail.looked(Deed.NOTE_VIEWED, patient_id=note.patient_id, on=note.id)


def _missing_when_signed(desk: Desk, content: NoteContent) -> tuple[Missing, ...]:
    """Return what a signed note does not state; what a draft lacks is told beside its text."""
    if content.signed_at is None:
        return ()
    return knowledge.missing_when_signed(content, desk.clinic())


def _shut_out(desk: Desk, practitioner: Practitioner) -> None:
    """Let who no longer works here open the record no more, not even from outside the window."""
    from ims_notes.app.keys import take_passphrase

    if desk.record.is_encrypted:
        take_passphrase(desk.folder, holder=practitioner.id)


def settings_deeds(desk: Desk, shell: Shell) -> SettingsDeeds:
    """Return what the settings page asks."""
    from ims_notes.app.locking import passphrase_holders
    from ims_notes.ui.pages.settings.deeds import SettingsDeeds

    def renewed(changes: Changes) -> Changes:
        desk.renew()
        return changes

    def keep(practitioner: Practitioner, *, is_new: bool) -> Changes:
        if not practitioner.active:
            _shut_out(desk, practitioner)
        return renewed(
            keep_practitioner(practitioner, begin=desk.begin, clock=desk.clock, is_new=is_new)
        )

    return SettingsDeeds(
        clinic_settings=lambda: clinic_settings(look=desk.look),
        change_clinic=lambda clinic: renewed(
            change_clinic(
                clinic,
                begin=desk.begin,
                catalogue=knowledge.rulebook().catalogue,
                with_passphrase=passphrase_holders(desk),
            )
        ),
        add_practitioner=lambda practitioner: keep(practitioner, is_new=True),
        change_practitioner=lambda practitioner: keep(practitioner, is_new=False),
        preferences=lambda: shell.settings,
        prefer=shell.keep_settings,
    )
