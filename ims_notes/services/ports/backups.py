"""Backups as services make and read them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from pathlib import Path

    from ims_notes.domain.backups import Manifest
    from ims_notes.domain.errors import Trouble

Progress = Callable[[int, int], object]
"""Is told how much is done and how much it is in all; what it raises ends the work."""


def unheard(done: int, total: int) -> None:
    """Hear of progress and do nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One backup in a folder; what it says, or why it cannot be read."""

    path: Path
    manifest: Manifest | None = None
    trouble: Trouble | None = None


class BackupStore(Protocol):
    """Makes and keeps the backups of one record. Every deed may raise RecordUnavailable."""

    def make(self, folder: Path, progress: Progress) -> Listed:
        """Make a backup, prove it and give it its name."""
        ...

    def copy_to(self, made: Listed, folder: Path, *, progress: Progress) -> Listed:
        """Copy a backup to another folder and prove the copy."""
        ...

    def let_go(self, made: Listed) -> tuple[Path, ...]:
        """Take away what need not be kept beside a new backup; return what went."""
        ...

    def sweep(self, folder: Path) -> None:
        """Take away what backups that were cut short left in a folder."""
        ...
