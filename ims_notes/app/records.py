"""Opens and makes records for the window.

What speaks to the database is imported where it is used: on the write lane, not on the window's.
"""

from __future__ import annotations

import contextlib
import shutil
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from ims_notes import log
from ims_notes.domain.ids import PractitionerId
from ims_notes.domain.practitioners import Practitioner
from ims_notes.services.keep_clinic import begin_record
from ims_notes.storage.record_file import record_path

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ims_notes.app.desk import Desk
    from ims_notes.ui.pages.first_start.asks import NewRecord

DEMO_PATIENTS = 60
DEMO_SESSIONS = 500


class _Cancelled(Exception):
    """The therapist thought better of the demo clinic."""


def start_logging(folder: Path) -> None:
    """Begin the log; without a folder for it the program goes on without one."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        log.start_log(folder)


def has_record(folder: Path) -> bool:
    """Tell whether something lies where a record would."""
    return record_path(folder).exists()


def open_desk(folder: Path) -> Desk:
    """Open the record of a folder for writing.

    Raises:
        RecordUnavailable: in use, damaged, foreign, newer, or not writable.
    """
    from ims_notes.app.desk import Desk
    from ims_notes.app.knowledge import rulebook
    from ims_notes.storage.record import Record

    desk = Desk(Record.open(folder))
    # What every page asks first; read here, the window need not wait for it.
    desk.clinic()
    rulebook()
    return desk


def create_desk(asked: NewRecord, *, zone: str) -> Desk:
    """Make a record and write who works in it; one cut short before that is gone on with.

    Raises:
        RecordUnavailable: the folder is not empty or cannot be written.
        RuleBroken: the practitioner has no name.
    """
    from ims_notes.app.desk import Desk
    from ims_notes.storage.record import Record

    practitioner = Practitioner(
        id=PractitionerId(UUID(int=0)),
        name=asked.name,
        credentials=asked.credentials,
        registration=asked.registration,
    ).tidied()
    desk = _unfinished(asked.folder) or Desk(Record.create(asked.folder))
    begin_record(
        practitioner,
        legal_home=asked.legal_home,
        zone=zone,
        begin=desk.begin,
        clock=desk.clock,
    )
    desk.renew()
    return desk


def _unfinished(folder: Path) -> Desk | None:
    """Return the record of a creation that was killed before it said who works in it."""
    if not has_record(folder):
        return None
    desk = open_desk(folder)
    if is_begun(desk):
        desk.close()
        return None
    return desk


def is_begun(desk: Desk) -> bool:
    """Tell whether a record says who works in it."""
    return desk.clinic().practitioner_id is not None


def open_demo_desk(folder: Path, *, progress: Callable[[int, int], bool]) -> Desk | None:
    """Open the demo clinic, making it anew where it is absent; None when it was cancelled.

    Raises:
        RecordUnavailable: its folder cannot be written, or it is open elsewhere.
    """
    if has_record(folder):
        return open_desk(folder)
    from ims_notes.app.desk import build_demo

    def go_on(done: int, total: int) -> None:
        if not progress(done, total):
            raise _Cancelled

    unfinished = folder.with_name(folder.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        build_demo(
            unfinished,
            patients=DEMO_PATIENTS,
            sessions=DEMO_SESSIONS,
            seed=1,
            until=date.today(),
            progress=go_on,
        )
    except _Cancelled:
        shutil.rmtree(unfinished, ignore_errors=True)
        return None
    unfinished.replace(folder)
    return open_desk(folder)
