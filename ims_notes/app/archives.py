"""Exports a record as an archive that proves itself, and takes such an archive in."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from ims_notes import __version__, bundle
from ims_notes.app.keys import fresh_keys, key_for
from ims_notes.domain.audit import Deed
from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble
from ims_notes.interchange.archive import Made, write_archive
from ims_notes.interchange.archive_in import opened_archive
from ims_notes.services.choose_passphrase import fitting
from ims_notes.services.clock import Clock
from ims_notes.services.ports.archive import Conflict
from ims_notes.storage.archived import StoredArchive
from ims_notes.storage.audit_beside import Told, tell_beside
from ims_notes.storage.import_plan import plan_import
from ims_notes.storage.importing import take_in
from ims_notes.storage.keys import new_key
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import make_file, on_disk, record_path, settle

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from ims_notes.domain.clinic import Clinic
    from ims_notes.domain.ids import PatientId, PractitionerId
    from ims_notes.domain.practitioners import Practitioner
    from ims_notes.interchange.archive_in import ReadArchive
    from ims_notes.services.ports.archive import TakenIn
    from ims_notes.storage.keys import Keys

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What an import took in (or would), and the recovery code of a record it encrypted anew."""

    taken: TakenIn
    is_new_record: bool
    recovery_code: str = field(default="", repr=False)


def import_into(
    folder: Path,
    archive: Path,
    *,
    who: str,
    secret: str | None = None,
    dry_run: bool = False,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> Imported:
    """Verify an archive and take in what is new: all of it or nothing.

    An absent or empty folder becomes a record: encrypted with the secret, plain without one.

    Args:
        folder: where the record lies or is to lie.
        archive: the file.
        who: in whose name the audit tells of it.
        secret: what opens the record, or the passphrase of a new one.
        dry_run: only compare; nothing is written, and a window may be open.
        progress: is told notes taken in and notes in all; what it raises ends the import.

    Raises:
        RuleBroken: ARCHIVE_UNSOUND or ARCHIVE_CONFLICTS, or the passphrase will not do.
        RecordUnavailable: the record cannot be opened or written.
        OSError: the file cannot be read.
    """
    with opened_archive(archive) as source:
        has_record = record_path(folder).exists()
        key = key_for(folder, secret) if has_record else None
        if dry_run:
            return Imported(taken=_compared(folder, source, key=key), is_new_record=not has_record)
        if not has_record:
            return _import_anew(folder, source, who=who, secret=secret, progress=progress)
        with (
            Record.open(folder, key=key) as record,
            record.begin(who=who, now=Clock().now()) as work,
        ):
            plan = plan_import(work.connection, source)
            taken = take_in(work, source, plan=plan, progress=progress)
            return Imported(taken=taken, is_new_record=False)


def what_contradicts(refused: RuleBroken) -> tuple[str, ...]:
    """Return what an import was refused for, one thing a line: ids, no patient text."""
    found = refused.facts.get("problems") or refused.facts.get("conflicts") or ()
    assert isinstance(found, tuple)
    return tuple(
        f"{each.kind} {each.id}" if isinstance(each, Conflict) else str(each) for each in found
    )


def _import_anew(
    folder: Path,
    source: ReadArchive,
    *,
    who: str,
    secret: str | None,
    progress: Callable[[int, int], object],
) -> Imported:
    """Make a record of an archive; it gets its name when all is in it.

    With a passphrase it is encrypted, and the recovery code is returned to be written down.
    """
    passphrase = fitting(secret) if secret else None
    key = new_key() if passphrase else None
    done: list[Imported] = []

    def begun(record: Record) -> Keys | None:
        clinic = source.clinic()
        with record.begin(who=who, now=Clock().now()) as work:
            work.audit.record(Deed.RECORD_BEGUN)
            work.clinic.put(clinic)
            plan = plan_import(work.connection, source)
            taken = take_in(work, source, plan=plan, progress=progress)
            people = work.practitioners.all()
        if key is None or passphrase is None:
            done.append(Imported(taken=taken, is_new_record=True))
            return None
        keys, code = fresh_keys(key, passphrase, holder=_holder(clinic, people))
        done.append(Imported(taken=taken, is_new_record=True, recovery_code=code))
        return keys

    Record.create(folder, begun=begun, key=key).close()
    return done[0]


def _holder(clinic: Clinic, people: Sequence[Practitioner]) -> PractitionerId:
    """Return whose passphrase opens a new record: who was at work, else the first there is."""
    if not people:
        raise RuleBroken(Rule.PRACTITIONER_MISSING)
    return clinic.practitioner_id or people[0].id


def _compared(folder: Path, source: ReadArchive, *, key: bytes | None) -> TakenIn:
    """Compare an archive with a record, or with an empty one where there is none."""
    if record_path(folder).exists():
        with Record.read(folder, key=key) as record, record.look() as work:
            return plan_import(work.connection, source).counts()
    with (
        TemporaryDirectory() as other,
        Record.create(Path(other) / "empty") as record,
        record.look() as work,
    ):
        return plan_import(work.connection, source).counts()
