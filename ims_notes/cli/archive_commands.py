"""Commands that write and read archives: everything in a record as text that proves itself."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ims_notes.cli.commands import asked_id, at_the_keys, record_folder, warn
from ims_notes.cli.secret import given_passphrase, secret_for
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.ids import PatientId
from ims_notes.storage.record_file import record_path, refuse_own_file

if TYPE_CHECKING:
    import argparse

    from ims_notes.app.archives import Imported


def export(given: argparse.Namespace) -> int:
    """Write an archive of everything, or of one patient; also beside a running window."""
    from ims_notes.app.archives import export_from

    refuse_own_file(given.out)
    folder = record_folder(given)
    patient = given.patient
    whose = None if patient is None else PatientId(asked_id(patient, Rule.PATIENT_NOT_FOUND))
    exported = export_from(
        folder,
        given.out,
        who=at_the_keys(),
        secret=secret_for(folder),
        patient_id=whose,
        progress=_progress if sys.stderr is not None and sys.stderr.isatty() else _silence,
    )
    warn(exported.is_told)
    print(
        f"{exported.notes} signed notes are in {given.out}\n"
        "It is not encrypted: keep it where only those can read it who may. "
        "README.txt in it explains it; verify.py in it proves it without this program."
    )
    return 0


def _progress(done: int, total: int) -> None:
    end = "\r" if done < total else "\n"
    print(f"{done:,} of {total:,} notes", end=end, file=sys.stderr, flush=True)


def _silence(done: int, total: int) -> None:
    """Say nothing: nobody watches."""


def import_archive(given: argparse.Namespace) -> int:
    """Take in what is new of an archive, all of it or nothing; or say what that would be."""
    from ims_notes.app.archives import import_into, what_contradicts

    folder = record_folder(given)
    has_record = record_path(folder).exists()
    try:
        done = import_into(
            folder,
            given.file,
            who=at_the_keys(),
            secret=secret_for(folder) if has_record else given_passphrase(),
            dry_run=given.dry_run,
            progress=_progress if sys.stderr is not None and sys.stderr.isatty() else _silence,
        )
    except RuleBroken as refused:
        for each in what_contradicts(refused):
            print(each)
        raise
    _say_imported(done, given)
    return 0


def _say_imported(done: Imported, given: argparse.Namespace) -> None:
    taken = done.taken
    counts = ", ".join(f"{count} {kind}" for kind, count in taken.new.items() if count)
    begun = "Would import" if given.dry_run else "Imported"
    where = "a new record" if done.is_new_record else "the record"
    print(f"{begun} into {where}: {counts or 'nothing new'}; {taken.known} were there already.")
    if taken.destroyed:
        print(f"{taken.destroyed} were lawfully destroyed here and do not come back.")
    if done.recovery_code:
        print(f"Recovery code, write it down, it is not shown again: {done.recovery_code}")
    if not given.dry_run:
        print("The archive's own audit is not part of the record: keep the archive.")
