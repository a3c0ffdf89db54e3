"""Back the record up to one or two folders, neither of which hinders the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ims_notes.domain.audit import Deed
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.services.ports.audit import AuditFilter
from ims_notes.services.ports.backups import Progress, unheard

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from ims_notes.services.ports.backups import BackupStore, Listed
    from ims_notes.services.ports.work import BeginWork


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """A folder that took no backup, and why."""

    folder: Path
    trouble: Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class BackedUp:
    """What came of backing up: the backups made, one a folder, and the folders that took none."""

    made: tuple[Listed, ...] = ()
    failed: tuple[Failed, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What the audit knows of the record's backups: when it was begun, when one was last tried."""

    begun: datetime | None = None
    tried: datetime | None = None


def back_up(
    folders: Sequence[Path], *, store: BackupStore, progress: Progress = unheard
) -> BackedUp:
    """Make a backup in the first folder that takes one, and verified copies in the others.

    Older backups go only from a folder that has just taken a verified one. What `progress` raises
    ends the work; what was made by then stays.
    """
    made: list[Listed] = []
    failed: list[Failed] = []
    for number, folder in enumerate(folders):
        share = _share(progress, number, of=len(folders))
        try:
            store.sweep(folder)
            if made:
                new = store.copy_to(made[0], folder, progress=share)
            else:
                new = store.make(folder, share)
            made.append(new)
            store.let_go(new)
        except RecordUnavailable as error:
            failed.append(Failed(folder=folder, trouble=error.trouble))
    return BackedUp(made=tuple(made), failed=tuple(failed))


def tell_backed_up(done: BackedUp, *, begin: BeginWork) -> bool:
    """Tell the audit; false where that cannot be written, which spoils no backup."""
    return tell(Deed.BACKUP_MADE if done.made else Deed.BACKUP_FAILED, begin=begin)


def tell(deed: Deed, *, begin: BeginWork) -> bool:
    """Tell the audit of a deed with backups; false where that cannot be written."""
    try:
        with begin() as work:
            work.audit.record(deed)
    except RecordUnavailable:
        return False
    return True


def told(look: BeginWork) -> Told:
    """Return what the audit knows of the record's backups."""
    with look() as work:

        def last(deed: Deed) -> datetime | None:
            lines = work.audit.lines(AuditFilter(deeds=frozenset({deed})), limit=1)
            return lines[0].at if lines else None

        return Told(begun=last(Deed.RECORD_BEGUN), tried=last(Deed.BACKUP_TRIED))


def _share(progress: Progress, number: int, *, of: int) -> Progress:
    """Let one folder's work count as its part of the whole."""

    def told_part(done: int, total: int) -> None:
        progress(100 * number + 100 * done // max(1, total), 100 * of)

    return told_part
