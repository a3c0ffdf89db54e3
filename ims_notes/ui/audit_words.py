"""The audit in words: each deed as a short sentence without its subject, each kind as a group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ims_notes.domain.audit import Deed, DeedKind
from ims_notes.domain.dates import written
from ims_notes.services.clock import in_zone
from ims_notes.ui.people import full_name, initials
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ims_notes.services.ports.audit import AuditLine

_T = QT_TRANSLATE_NOOP

DEEDS: Final[Mapping[Deed, object]] = {
    Deed.PATIENT_VIEWED: _T("Audit", "Opened the patient"),
    Deed.NOTE_VIEWED: _T("Audit", "Opened a note"),
    Deed.RECORD_LISTED: _T("Audit", "Listed patients by a command"),
    Deed.RECORD_BEGUN: _T("Audit", "Began this record"),
    Deed.PATIENT_ADDED: _T("Audit", "Added the patient"),
    Deed.PATIENT_CHANGED: _T("Audit", "Changed the patient's details"),
    Deed.EPISODE_OPENED: _T("Audit", "Opened an episode"),
    Deed.EPISODE_CHANGED: _T("Audit", "Changed an episode"),
    Deed.EPISODE_DISCHARGED: _T("Audit", "Discharged an episode"),
    Deed.EPISODE_REOPENED: _T("Audit", "Reopened an episode"),
    Deed.DAY_CHANGED: _T("Audit", "Changed the day's list"),
    Deed.NOTE_BEGUN: _T("Audit", "Began a note"),
    Deed.DRAFT_DELETED: _T("Audit", "Deleted a draft"),
    Deed.DRAFT_PUT_BACK: _T("Audit", "Brought a draft back"),
    Deed.CLINIC_CHANGED: _T("Audit", "Changed the clinic's settings"),
    Deed.PRACTITIONER_KEPT: _T("Audit", "Added or changed a practitioner"),
    Deed.PRACTITIONER_DISABLED: _T("Audit", "Ended a practitioner's work here"),
    Deed.RECORD_IMPORTED: _T("Audit", "Imported data"),
    Deed.NOTE_DESTROYED: _T("Audit", "Destroyed a note by law"),
    Deed.PATIENT_DESTROYED: _T("Audit", "Destroyed a patient's data by law"),
    Deed.NOTE_SIGNED: _T("Audit", "Signed a note"),
    Deed.NOTE_AMENDED: _T("Audit", "Added an addendum"),
    Deed.NOTE_COPIED: _T("Audit", "Copied a note as text"),
    Deed.NOTE_PRINTED: _T("Audit", "Printed a note"),
    Deed.NOTE_EXPORTED: _T("Audit", "Exported a note"),
    Deed.CHART_PRINTED: _T("Audit", "Printed the chart"),
    Deed.CHART_EXPORTED: _T("Audit", "Exported the chart"),
    Deed.ARCHIVE_EXPORTED: _T("Audit", "Exported an archive"),
    Deed.AUDIT_EXPORTED: _T("Audit", "Exported the audit"),
    Deed.RECORD_UNLOCKED: _T("Audit", "Unlocked the record"),
    Deed.RECORD_LOCKED: _T("Audit", "Locked the record"),
    Deed.UNLOCK_FAILED: _T("Audit", "Failed to unlock the record"),
    Deed.RECORD_ENCRYPTED: _T("Audit", "Encrypted the record"),
    Deed.RECORD_DECRYPTED: _T("Audit", "Took the encryption off"),
    Deed.PASSPHRASE_CHANGED: _T("Audit", "Changed a passphrase"),
    Deed.RECOVERY_CODE_RENEWED: _T("Audit", "Renewed the recovery code"),
    Deed.PIN_CHANGED: _T("Audit", "Changed a PIN"),
    Deed.LOSS_ACCEPTED: _T("Audit", "Opened a record that lacks entries"),
    Deed.BACKUP_MADE: _T("Audit", "Made a backup"),
    Deed.BACKUP_FAILED: _T("Audit", "Failed to make a backup"),
    Deed.BACKUP_TRIED: _T("Audit", "Tried to restore a backup"),
    Deed.RECORD_RESTORED: _T("Audit", "Restored a backup"),
}

KINDS: Final[Mapping[DeedKind, object]] = {
    DeedKind.LOOKED: _T("Audit", "Looked"),
    DeedKind.WROTE: _T("Audit", "Wrote or changed"),
    DeedKind.SIGNED: _T("Audit", "Signed"),
    DeedKind.TOOK_OUT: _T("Audit", "Took out"),
    DeedKind.KEYS: _T("Audit", "Keys and locks"),
    DeedKind.BACKUPS: _T("Audit", "Backups"),
}


def deed_words(deed: str) -> str:
    """Say a deed in words; one that only a newer program knows is shown as it stands."""
    known = next((words for each, words in DEEDS.items() if each == deed), None)
    return deed if known is None else tr("Audit", str(known))


def kind_words(kind: DeedKind) -> str:
    """Say a kind of deed in words."""
    return tr("Audit", str(KINDS[kind]))


def moment_words(at: datetime, zone: str) -> str:
    """Write a moment to the second, as a clock in the zone shows it."""
    local = in_zone(at, zone)
    return f"{written(local.date())} {local:%H:%M:%S}"


def who_words(line: AuditLine) -> str:
    """Name who did it."""
    return line.who or nobody_words()


def nobody_words() -> str:
    """Say that nobody is named: at the first line, and where a wrong passphrase was typed."""
    return tr("Audit", "nobody named")


def patient_words(line: AuditLine, *, hide_names: bool) -> str:
    """Name the patient of a line, if one is meant."""
    if line.patient_id is None:
        return ""
    if not line.patient_known:
        return tr("Audit", "no longer in the record")
    return initials(line) if hide_names else full_name(line)
