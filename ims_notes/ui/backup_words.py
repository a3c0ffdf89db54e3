"""What is said of backups: when, what they hold, how they differ from now, why a folder failed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ims_notes.domain.backups import Counts, Difference, Relation
from ims_notes.domain.dates import written
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.services.clock import in_zone
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr, tr_count

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from ims_notes.domain.backups import Manifest
    from ims_notes.services.keep_backups import Failed
    from ims_notes.services.ports.backups import Listed

_T = QT_TRANSLATE_NOOP

_FAILURES: Final[Mapping[Trouble, object]] = {
    Trouble.VANISHED: _T("Backups", "{folder} is not there. Is the drive plugged in?"),
    Trouble.DISK_FULL: _T("Backups", "There is no room left in {folder}."),
    Trouble.NOT_WRITABLE: _T("Backups", "{folder} cannot be written."),
    Trouble.DISK_FAULT: _T("Backups", "The drive of {folder} did not take it."),
    Trouble.BACKUP_DAMAGED: _T(
        "Backups", "What was written to {folder} could not be read back. The drive may be failing."
    ),
    Trouble.KEYS_MISSING: _T("Backups", "The record's key file is missing beside it."),
    Trouble.DAMAGED: _T("Backups", "The record itself did not pass its test. Run the check."),
}


def moment(at: datetime | None, zone: str) -> str:
    """Return a moment as the clinic's clock shows it, ``14-Jul-2026 09:30``."""
    if at is None:
        return tr("Backups", "never")
    here = in_zone(at, zone)
    return f"{written(here.date())} {here:%H:%M}"


def made_when(manifest: Manifest) -> str:
    """Return when a backup was made."""
    return moment(manifest.made_at, manifest.zone)


def failure(failed: Failed) -> str:
    """Say calmly why a folder took no backup."""
    words = _FAILURES.get(failed.trouble, _T("Backups", "{folder} took no backup."))
    return tr("Backups", str(words), folder=str(failed.folder))


def parts(counts: Counts, *, with_patients: bool = True) -> str:
    """Return what is counted, in words; empty for nothing."""
    said = []
    if counts.notes:
        said.append(
            tr_count("Backups", one="{n} signed note", many="{n} signed notes", n=counts.notes)
        )
    if counts.drafts:
        said.append(tr_count("Backups", one="{n} draft", many="{n} drafts", n=counts.drafts))
    if counts.addenda:
        said.append(tr_count("Backups", one="{n} addendum", many="{n} addenda", n=counts.addenda))
    if counts.patients and with_patients:
        said.append(tr_count("Backups", one="{n} patient", many="{n} patients", n=counts.patients))
    return tr("Backups", ", ").join(said)


def holds(manifest: Manifest) -> str:
    """Say in one line what a backup holds."""
    counts = manifest.counts
    return tr(
        "Backups",
        "{patients} · {notes} · {drafts}",
        patients=tr_count("Backups", one="{n} patient", many="{n} patients", n=counts.patients),
        notes=tr_count("Backups", one="{n} signed note", many="{n} signed notes", n=counts.notes),
        drafts=tr_count("Backups", one="{n} draft", many="{n} drafts", n=counts.drafts),
    )


def compared(difference: Difference) -> str:
    """Say how a backup differs from the record as it is now."""
    missing, extra = parts(difference.missing), parts(difference.extra)
    relation = difference.relation
    if relation is Relation.UNKNOWN:
        return tr("Backups", "There is no open record to compare it with.")
    if relation is Relation.OTHER:
        return tr("Backups", "This is a backup of another record than the one open now.")
    if relation is Relation.SAME:
        return tr("Backups", "Compared with now: nothing was written since.")
    said = []
    if missing:
        said.append(
            tr(
                "Backups",
                "Compared with now: {what} written since would not be in it.",
                what=missing,
            )
        )
    if extra:
        said.append(tr("Backups", "It holds {what} that the record lacks now.", what=extra))
    if relation is Relation.APART:
        said.append(tr("Backups", "Record and backup each went on without the other."))
    if not said:
        words = tr("Backups", "Compared with now: no note and no draft would be lost.")
        said.append(words)
    return " ".join(said)


def line_of(listed: Listed) -> tuple[str, str, str]:
    """Return title, detail and text role of a backup in a list."""
    if listed.manifest is not None:
        return made_when(listed.manifest), holds(listed.manifest), "muted"
    problem = RecordUnavailable(listed.trouble or Trouble.NOT_A_BACKUP)
    return listed.path.name, sentence(problem), "danger"


def not_restored(problem: Exception) -> str:
    """Say why a backup was not restored; the record is as it was."""
    words = {
        Trouble.DISK_FULL: tr("Backups", "There is no room to restore it beside the record."),
        Trouble.NOT_WRITABLE: tr("Backups", "The record's folder cannot be written."),
        Trouble.DISK_FAULT: tr("Backups", "The drive could not be read or written."),
        Trouble.VANISHED: tr("Backups", "The backup is not there. Is the drive plugged in?"),
    }
    trouble = problem.trouble if isinstance(problem, RecordUnavailable) else None
    said = words.get(trouble) if trouble is not None else None
    if said is None:
        return sentence(problem)
    return tr("Backups", "{why} Nothing was restored; everything is as it was.", why=said)
