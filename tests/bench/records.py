"""The large records that are measured: built once, kept outside the checkout, never written to.

They lie in the user's cache folder (`platformdirs`); deleting it is always safe.
"""

import hashlib
import shutil
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import platformdirs

from ims_notes import bundle
from ims_notes.app.desk import build_demo
from ims_notes.app.knowledge import rulebook
from ims_notes.services.demo_clinic.clinic import demo_clinic
from ims_notes.storage.bulk import load
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import record_path

UNTIL = date(2026, 1, 31)
REGULAR = 500
"""Sessions of the one patient who came most often."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How large a clinic is."""

    patients: int
    sessions: int


FULL = Size(patients=100_000, sessions=60_000)
QUICK = Size(patients=2_000, sessions=2_000)


def cache_folder():
    return Path(platformdirs.user_cache_dir("ims-notes-bench", appauthor=False))


def clinic(size):
    """Return the folder of a record of this size, building it where it is not there yet.

    One patient more than `size` says came 500 times.
    """
    folder = cache_folder() / f"{size.patients}-{size.sessions}-{_layout()}"
    if record_path(folder).exists():
        return folder
    for outdated in cache_folder().glob(f"{size.patients}-{size.sessions}-*"):
        shutil.rmtree(outdated)
    unfinished = folder.with_name(folder.name + ".unfinished")
    build_demo(
        unfinished,
        patients=size.patients,
        sessions=size.sessions,
        seed=1,
        until=UNTIL,
        progress=_say,
    )
    _add_regular(unfinished)
    unfinished.replace(folder)
    return folder


@contextmanager
def copied(folder):
    """Give a copy that may be written to; it is gone afterwards."""
    with TemporaryDirectory(prefix="ims-notes-bench-", ignore_cleanup_errors=True) as place:
        shutil.copy(record_path(folder), record_path(Path(place)))
        yield Path(place)


def regular(connection):
    """Return the id of the patient with the most sessions."""
    asked = "SELECT patient_id FROM note GROUP BY 1 ORDER BY count(*) DESC LIMIT 1"
    return connection.execute(asked).fetchone()[0]


def _add_regular(folder):
    invented = demo_clinic(patients=1, sessions=REGULAR, seed=2, until=UNTIL, rulebook=rulebook())
    with Record.open(folder) as record:
        load(record, invented)


def _layout():
    """Name the tables' present state: another schema asks for another record."""
    versions = sorted(bundle.migrations().glob("versions/*.py"))
    return hashlib.sha256(b"".join(path.read_bytes() for path in versions)).hexdigest()[:8]


def _say(done, total):
    if done % 5_000 == 0 or done == total:
        print(f"building the record: {done:,} of {total:,} sessions", file=sys.stderr, flush=True)
