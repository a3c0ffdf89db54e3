"""Exports a record as an archive that proves itself."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ims_notes import __version__, bundle
from ims_notes.app.keys import key_for
from ims_notes.domain.audit import Deed
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.interchange.archive import Made, write_archive
from ims_notes.services.clock import Clock
from ims_notes.storage.archived import StoredArchive
from ims_notes.storage.audit_beside import Told, tell_beside
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import make_file, on_disk, settle

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from ims_notes.domain.ids import PatientId

_PIECES = ("README.txt", "verify.py")


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """How many signed notes an archive holds, and whether the audit could be told of it."""

    notes: int
    is_told: bool


def export_from(
    folder: Path,
    out: Path,
    *,
    who: str,
    secret: str | None = None,
    patient_id: PatientId | None = None,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> Exported:
    """Write an archive from a folder's record, also beside a running window.

    Args:
        folder: where the record lies.
        out: the file; an earlier one of that name is replaced.
        who: in whose name the audit tells of it.
        secret: the passphrase or recovery code of an encrypted record.
        patient_id: whom it is about; None for everybody.
        progress: is told notes written and notes in all; what it raises ends the export.

    Raises:
        RuleBroken: there is no such patient.
        RecordUnavailable: there is no record, or the file cannot be written.
    """
    now = Clock().now()
    with Record.read(folder, key=key_for(folder, secret)) as record:
        notes = export_archive(record, out, now=now, patient_id=patient_id, progress=progress)
        told = Told(Deed.ARCHIVE_EXPORTED, who, patient_id)
        return Exported(notes=notes, is_told=tell_beside(record, told, now=now))


def export_archive(
    record: Record,
    out: Path,
    *,
    now: datetime,
    patient_id: PatientId | None = None,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> int:
    """Write an archive of everything, or of one patient; return how many signed notes it holds.

    It gets its name when it is whole, and only its owner can read it. It is not encrypted.

    Args:
        record: an open record; writers beside us go on meanwhile.
        out: the file; an earlier one of that name is replaced.
        now: the moment the manifest names.
        patient_id: whom it is about; None for everybody.
        progress: is told notes written and notes in all; what it raises ends the export.

    Raises:
        RuleBroken: there is no such patient.
        RecordUnavailable: the file cannot be written, or the disk is full; nothing has its name.
    """
    if not out.parent.is_dir() or out.is_dir():
        raise RecordUnavailable(Trouble.NOT_WRITABLE, path=str(out))
    pieces = {name: bundle.resource("verify", name).read_bytes() for name in _PIECES}
    unnamed = out.with_name(f".{out.name}.new")
    try:
        make_file(unnamed)
        with record.look() as work, on_disk(out), unnamed.open("r+b") as file:
            source = StoredArchive(work.connection, patient_id)
            if patient_id is not None:
                work.patients.get(patient_id)
            made = Made(at=now, program=__version__, pieces=pieces)
            counts = write_archive(file, source, made=made, progress=progress)
            file.flush()
            os.fsync(file.fileno())
        settle(unnamed, out)
    finally:
        unnamed.unlink(missing_ok=True)
    return counts["notes"]
