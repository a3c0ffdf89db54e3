"""What the card of backups asks of the record and of this computer; app.py hands it over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QFileDialog, QWidget

from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from ims_notes.domain.backups import Manifest
    from ims_notes.services.ports.backups import Listed
    from ims_notes.ui.backup_watch import BackupWatch


TRY_RESTORE: Final = "try_restore"
"""A place with this focus begins at once to try a restore."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupFolder:
    """One folder for backups.

    Attributes:
        path: where it is.
        is_there: whether it can be reached just now.
        is_usual: whether it is the usual folder of this computer.
        on_same_disk: whether it lies on the disk that the record lies on.
        count: how many backups of this record it holds.
        size: how large they are together, in bytes.
    """

    path: Path
    is_there: bool = True
    is_usual: bool = False
    on_same_disk: bool = False
    count: int = 0
    size: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupsState:
    """How the record is backed up just now.

    Attributes:
        folders: the first folder, then the second if there is one.
        backups: this record's backups, newest first; copies of one count once.
        zone: IANA name of the clinic's zone.
        tried: when restoring was last tried.
        wants_trial: whether it is time to try again.
        is_late: whether the last backup is so old that it is told.
        may_back_up: false for the demo clinic and where the record is only looked at.
    """

    folders: tuple[BackupFolder, ...]
    backups: tuple[Listed, ...] = ()
    zone: str = "UTC"
    tried: datetime | None = None
    wants_trial: bool = False
    is_late: bool = False
    may_back_up: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What trying a backup showed: what it says of itself, and how many things are wrong."""

    manifest: Manifest
    problems: int = 0


def ask_for_backup_folder(parent: QWidget, start: str) -> str:
    """Ask for a folder in the system's own window."""
    return QFileDialog.getExistingDirectory(parent, tr("Backups", "Where backups go"), start)


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupAsks:
    """Callables of the card.

    Attributes:
        state: how the record is backed up (read lane).
        watch: tells of the backup under way.
        back_up: begins one (window's thread); false where none can be made now.
        stop: stops it (window's thread).
        keep_folders: keeps the first and the second folder; an empty second one is none, an empty
            first one the usual one (window's thread).
        try_restore: restores a backup into a sandbox and checks it (backup lane).
        tell_tried: tells the audit that a backup was tried (window's thread).
        restore: goes to the page that restores (window's thread).
        choose_folder: asks for a folder; an empty answer is a change of mind.
    """

    state: Callable[[], BackupsState]
    watch: BackupWatch
    back_up: Callable[[], bool]
    stop: Callable[[], object]
    keep_folders: Callable[[str, str], object]
    try_restore: Callable[[Path, Callable[[int, int], object]], Trial]
    tell_tried: Callable[[], object]
    restore: Callable[[], object]
    choose_folder: Callable[[QWidget, str], str] = ask_for_backup_folder
