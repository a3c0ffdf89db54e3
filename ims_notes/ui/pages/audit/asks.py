"""What the page of the audit asks; app/ binds each to its service."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from ims_notes.services.ports.audit import AuditLine
    from ims_notes.services.ports.patients import PatientFound
    from ims_notes.services.read_audit import AuditAsked, AuditOpened


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditFile:
    """A file to be written: where, of which lines, and whether with the patients' names."""

    path: Path
    asked: AuditAsked
    with_names: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PartWritten:
    """How far a file has come: lines of this part, and where the next begins; None at the end."""

    count: int
    before_seq: int | None


def choose_file(parent: QWidget, name: str) -> Path | None:
    """Ask where a table is to lie; None if nowhere."""
    chosen, _ = QFileDialog.getSaveFileName(
        parent, tr("Audit", "Export the audit"), name, tr("Audit", "Tables (*.csv)")
    )
    return Path(chosen) if chosen else None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditAsks:
    """Callables of the page.

    Attributes:
        open: the newest lines asked for, and what there is to ask (read lane).
        more: the lines older than one (read lane).
        find: the patients that a typed text may mean (read lane).
        today: the day it is in the clinic.
        zone: IANA name of the clinic's zone.
        choose_file: asks for a file, given the page and a name to propose.
        tell_export: tells the audit that it is exported; false where it cannot (write lane).
        write_part: writes the lines older than one, of all from None on, into a file that gets
            its name with the last part (read lane).
        drop_file: takes an unfinished file away.
    """

    open: Callable[[AuditAsked], AuditOpened]
    more: Callable[[AuditAsked, int], tuple[AuditLine, ...]]
    find: Callable[[str], Sequence[PatientFound]]
    today: Callable[[], date]
    zone: Callable[[], str]
    choose_file: Callable[[QWidget, str], Path | None]
    tell_export: Callable[[], bool]
    write_part: Callable[[AuditFile, int | None], PartWritten]
    drop_file: Callable[[AuditFile], object]
