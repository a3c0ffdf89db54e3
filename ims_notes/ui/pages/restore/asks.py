"""What the page that restores asks; app.py hands it over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ims_notes.domain.backups import Difference
    from ims_notes.services.ports.backups import Listed


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreLine:
    """One backup that may be restored.

    Attributes:
        listed: where it is and what it says.
        difference: how it differs from the record as it is now.
        needs_secret: whether its passphrase must be typed.
    """

    listed: Listed
    difference: Difference
    needs_secret: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Restoring:
    """A restore as it is asked for, and who hears of it, on the window's thread.

    Attributes:
        path: the backup.
        key: what `RestoreAsks.unlock` returned.
        advanced: is told how much of how much is done.
        failed: is told why nothing was restored; only where no record was open before.
    """

    path: Path
    key: object = field(repr=False)
    advanced: Callable[[int, int], object]
    failed: Callable[[Exception], object]


def ask_for_backup(parent: QWidget) -> str:
    """Ask for a backup's file in the system's own window."""
    title, kind = (
        tr("Restore", "Choose a backup"),
        tr("Restore", "Backups (*.backup);;All files (*)"),
    )
    chosen, _kind = QFileDialog.getOpenFileName(parent, title, "", kind)
    return chosen


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreAsks:
    """Callables of the page.

    Attributes:
        backups: the backups in all folders, newest first (read lane).
        look_at: one backup from anywhere (read lane).
        unlock: returns what opens a backup, given its passphrase or None where it needs none
            (read lane).
        restore: begins (window's thread); the record that is open is closed first, and the page
            ends with it.
        folder: where the record is that would be replaced.
        has_record: whether there is one.
        back: leaves the page (window's thread).
        choose_file: asks for a file; an empty answer is a change of mind.
    """

    backups: Callable[[], tuple[RestoreLine, ...]]
    look_at: Callable[[Path], RestoreLine]
    unlock: Callable[[Path, str | None], object]
    restore: Callable[[Restoring], object]
    folder: Path
    has_record: Callable[[], bool]
    back: Callable[[], object]
    choose_file: Callable[[QWidget], str] = ask_for_backup
