"""What the card that checks and exports asks of the record; app.py hands it over."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    GoOn = Callable[[int, int], bool]
    """Is told how much is done of how much; false where it is to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a check of the record proved.

    Attributes:
        at: when it was proved, aware.
        problems: what was found wrong, by code, and how often.
        notes: signed notes that agree with their seals; likewise addenda.
        has_head: whether the small file beside the record could be asked for missing entries.
    """

    at: datetime
    problems: tuple[tuple[str, int], ...] = ()
    notes: int = 0
    addenda: int = 0
    seals: int = 0
    tombstones: int = 0
    imported: int = 0
    audit_lines: int = 0
    has_head: bool = True


def choose_archive(parent: QWidget, name: str) -> Path | None:
    """Ask where an archive is to lie; None if nowhere."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent, tr("Checking", "Export an archive"), name, tr("Checking", "Archives (*.zip)")
    )
    return Path(chosen) if chosen else None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckingAsks:
    """Callables of the card.

    Attributes:
        check: proves the record; None where it was ended early (backup lane).
        export: writes an archive of everything into a file; returns how many signed notes it
            holds, None where it was ended early, and then there is no file (backup lane).
        tell_export: tells the audit that an archive was written; false where it cannot (write
            lane).
        choose_file: asks for a file, given the card and a name to propose.
        today: the day it is in the clinic.
        zone: IANA name of the clinic's zone.
    """

    check: Callable[[GoOn], Verdict | None]
    export: Callable[[Path, GoOn], int | None]
    tell_export: Callable[[], bool]
    choose_file: Callable[[QWidget, str], Path | None]
    today: Callable[[], date]
    zone: Callable[[], str]
