"""An encrypted record, its log and its backups are noise, and hold no word in clear.

The control is the same record in plain.
"""

import math
import signal
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from ims_notes.storage import backups
from ims_notes.storage.keys import new_key
from ims_notes.storage.record_file import FILE_NAME, record_path
from tests.faults.children import nursery
from tests.faults.outcome import Tally
from tests.faults.reading import make

NAME = "entropy of record, log, backup"
WANTED = 7.9
"""Bits in a byte; 8 is noise."""

WORDS = ("Müller".encode(), b"upper_trapezius", b'said "ouch"', b"signed_note", b"CREATE TABLE")
"""What the notes of the examples, and every plain record, hold."""


def run(n, seed, folder, *, seconds=60.0):
    """Measure the files of `n` records, each with a key of its own."""
    tally = Tally(NAME, n, seconds)
    least = 8.0
    for each in tally.rounds():
        for path in _files(folder / f"encrypted-{each}", new_key()):
            least = min(least, entropy(path.read_bytes()))
            tally.failures += _legible(path)
    for path in _files(folder / "plain", None):
        tally.control_failures += bool(_legible(path))
    return tally.outcome(note=f"at least {least:.3f} bit in a byte")


def entropy(data):
    """Return how many bits of surprise a byte of this holds (Shannon)."""
    counts = Counter(data).values()
    return -sum(each / len(data) * math.log2(each / len(data)) for each in counts)


def _legible(path):
    data = path.read_bytes()
    found = [f"{word!r} stands in {path.name}" for word in WORDS if word in data]
    if (bits := entropy(data)) < WANTED:
        found.append(f"{path.name} has {bits:.2f} bit in a byte")
    return found


def _files(place, key):
    """Return a record, the log of somebody killed while signing, and a backup of both."""
    make(place, key)
    target = place.with_name(f"{place.name}-backups")
    target.mkdir()
    with nursery() as parent:
        child = parent.begin("sign", folder=place, key=key)
        child.signed(4)
        child.send(signal.SIGSTOP)
        made = backups.make(record_path(place), target, key=key, now=datetime.now(UTC), zone="UTC")
        log = Path(f"{record_path(place)}-wal")
        kept = place.with_name(f"{place.name}-wal")
        kept.write_bytes(log.read_bytes())
        child.kill()
    return place / FILE_NAME, kept, made.path
