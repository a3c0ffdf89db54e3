"""Commands that write and read archives: everything in a record as text that proves itself."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ims_notes.cli.commands import asked_id, at_the_keys, record_folder, warn
from ims_notes.cli.secret import secret_for
from ims_notes.domain.errors import Rule
from ims_notes.domain.ids import PatientId

if TYPE_CHECKING:
    import argparse


def export(given: argparse.Namespace) -> int:
    """Write an archive of everything, or of one patient; also beside a running window."""
    from ims_notes.app.archives import export_from

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
