"""What the audit tells of: one word for each deed, and the kind of deed that it is.

A line says who, when, what and about which patient, never what was written. A draft has one line
when it is begun, not one for each time that it is kept: it is kept every second while it is typed.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping


class DeedKind(StrEnum):
    """What somebody who reads the audit asks for."""

    LOOKED = "looked"
    WROTE = "wrote"
    SIGNED = "signed"
    TOOK_OUT = "took_out"
    KEYS = "keys"
    BACKUPS = "backups"


class Deed(StrEnum):
    """What was done; the value is the word that stands in the record and never changes."""

    PATIENT_VIEWED = "patient.viewed"
    NOTE_VIEWED = "note.viewed"
    RECORD_LISTED = "record.listed"
    """The command line listed patients."""

    RECORD_BEGUN = "record.begun"
    PATIENT_ADDED = "patient.added"
    PATIENT_CHANGED = "patient.changed"
    EPISODE_OPENED = "episode.opened"
    EPISODE_CHANGED = "episode.changed"
    EPISODE_DISCHARGED = "episode.discharged"
    EPISODE_REOPENED = "episode.reopened"
    DAY_CHANGED = "day.changed"
    """A name was put on the day's list, settled, or taken off it."""
    NOTE_BEGUN = "note.begun"
    DRAFT_DELETED = "note.draft_deleted"
    DRAFT_PUT_BACK = "note.draft_put_back"
    CLINIC_CHANGED = "clinic.changed"
    PRACTITIONER_KEPT = "practitioner.kept"
    """A practitioner was added or changed."""
    PRACTITIONER_DISABLED = "practitioner.disabled"
    RECORD_IMPORTED = "record.imported"
    NOTE_DESTROYED = "note.destroyed"
    """A signed note was lawfully destroyed; its tombstone stays."""

    PATIENT_DESTROYED = "patient.destroyed"
    """A patient was lawfully taken out of the record."""

    NOTE_SIGNED = "note.signed"
    NOTE_AMENDED = "note.amended"

    NOTE_COPIED = "note.copied"
    """A note went to the clipboard."""
    NOTE_PRINTED = "note.printed"
    NOTE_EXPORTED = "note.exported"
    CHART_PRINTED = "chart.printed"
    CHART_EXPORTED = "chart.exported"
    ARCHIVE_EXPORTED = "archive.exported"
    AUDIT_EXPORTED = "audit.exported"

    RECORD_UNLOCKED = "record.unlocked"
    RECORD_LOCKED = "record.locked"
    UNLOCK_FAILED = "record.unlock_failed"
    LOSS_ACCEPTED = "record.loss_accepted"
    """A record was opened that lacks what it once held."""
    RECORD_ENCRYPTED = "record.encrypted"
    RECORD_DECRYPTED = "record.decrypted"
    PASSPHRASE_CHANGED = "passphrase.changed"
    RECOVERY_CODE_RENEWED = "recovery_code.renewed"
    PIN_CHANGED = "pin.changed"

    BACKUP_MADE = "backup.made"
    BACKUP_FAILED = "backup.failed"
    BACKUP_TRIED = "backup.tried"
    """A backup was restored into a sandbox, to see that it can be."""
    RECORD_RESTORED = "record.restored"

    @property
    def kind(self) -> DeedKind:
        """What kind of deed it is."""
        return _KIND_OF[self]


_D = Deed
DEEDS: Final[Mapping[DeedKind, tuple[Deed, ...]]] = {
    DeedKind.LOOKED: (_D.PATIENT_VIEWED, _D.NOTE_VIEWED, _D.RECORD_LISTED),
    DeedKind.WROTE: (
        *(_D.RECORD_BEGUN, _D.PATIENT_ADDED, _D.PATIENT_CHANGED, _D.DAY_CHANGED),
        *(_D.EPISODE_OPENED, _D.EPISODE_CHANGED, _D.EPISODE_DISCHARGED, _D.EPISODE_REOPENED),
        *(_D.NOTE_BEGUN, _D.DRAFT_DELETED, _D.DRAFT_PUT_BACK, _D.CLINIC_CHANGED),
        *(_D.PRACTITIONER_KEPT, _D.PRACTITIONER_DISABLED, _D.RECORD_IMPORTED, _D.NOTE_DESTROYED),
        _D.PATIENT_DESTROYED,
    ),
    DeedKind.SIGNED: (_D.NOTE_SIGNED, _D.NOTE_AMENDED),
    DeedKind.TOOK_OUT: (
        *(_D.NOTE_COPIED, _D.NOTE_PRINTED, _D.NOTE_EXPORTED, _D.CHART_PRINTED),
        *(_D.CHART_EXPORTED, _D.ARCHIVE_EXPORTED, _D.AUDIT_EXPORTED),
    ),
    DeedKind.KEYS: (
        *(_D.RECORD_UNLOCKED, _D.RECORD_LOCKED, _D.UNLOCK_FAILED, _D.LOSS_ACCEPTED),
        *(_D.RECORD_ENCRYPTED, _D.RECORD_DECRYPTED),
        *(_D.PASSPHRASE_CHANGED, _D.RECOVERY_CODE_RENEWED, _D.PIN_CHANGED),
    ),
    DeedKind.BACKUPS: (_D.BACKUP_MADE, _D.BACKUP_FAILED, _D.BACKUP_TRIED, _D.RECORD_RESTORED),
}
"""The deeds of each kind; every deed is of one."""

_KIND_OF: Final = {deed: kind for kind, deeds in DEEDS.items() for deed in deeds}

SAME_VIEW_S: Final = 60
"""Looking at the same thing again within so many seconds is the same look."""
