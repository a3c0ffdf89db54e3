"""One byte of the record or its log is another one: a reader sees the same, or it is found."""

import shutil
import signal
from random import Random

from ims_notes.domain.errors import RecordUnavailable
from ims_notes.storage.keys import new_key
from ims_notes.storage.record_file import FILE_NAME
from ims_notes.storage.trouble import in_plain_words
from tests.faults.children import nursery
from tests.faults.outcome import Tally
from tests.faults.reading import contents, make, wrong

NAME = "byte flips, {}"
LOG = f"{FILE_NAME}-wal"
UNSEALED = ("clinic", "practitioner", "practitioner_access", "episode", "day_entry")
"""What a plain record holds without a seal, besides drafts; in an encrypted one all is sealed."""


def run(n, seed, folder, *, seconds=60.0):
    """Flip `n` bytes of an encrypted record, where nothing may change unfound."""
    return _run(NAME.format("encrypted"), n, seed, folder, key=new_key(), seconds=seconds)


def run_plain(n, seed, folder, *, seconds=60.0):
    """Flip `n` bytes of a plain record, where what is signed or audited is sealed."""
    return _run(NAME.format("plain"), n, seed, folder, key=None, seconds=seconds)


def _run(name, n, seed, folder, *, key, seconds):
    tally, chance = Tally(name, n, seconds), Random(seed)
    whole, place = folder / "whole", folder / "flipped"
    _signed(whole, key)
    wanted, unsealed = _read(_copied(whole, place), key), 0
    for _ in tally.rounds():
        _copied(whole, place)
        where = _flip(place, chance)
        if (seen := _read(place, key)) == wanted:
            continue
        is_found = "unreadable" in seen or wrong(_copied_with(whole, place, where), key)
        tally.control_failures += 1
        if not is_found and key is None and _sealed(seen) == _sealed(wanted):
            unsealed += 1
            continue
        tally.expect(is_found, f"unfound in {where[0]} at {where[1]}")
    said = f"{tally.control_failures} changed what is read"
    return tally.outcome(note=said + (f", {unsealed} of them unsealed text" if unsealed else ""))


def _signed(whole, key):
    """Make a record of which some lies in its log, as after a crash."""
    make(whole, key)
    with nursery() as parent:
        # The first child closes properly, so its notes are in the file; the second is killed.
        parent.begin("sign", folder=whole, key=key, most=4).finish()
        child = parent.begin("sign", folder=whole, key=key)
        child.signed(3)
        child.send(signal.SIGKILL)
        child.all_signed()


def _copied(whole, place):
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(whole, place, ignore=shutil.ignore_patterns("*-shm", "*.lock"))
    return place


def _flip(place, chance):
    """Change one byte and return where (file, place, bits)."""
    name = chance.choice((FILE_NAME, LOG))
    size = (place / name).stat().st_size
    # A header is small: one time in four it is met.
    at = chance.randrange(100 if chance.random() < 0.25 else size)
    where = name, at, chance.randrange(1, 256)
    _apply(place, where)
    return where


def _apply(place, where):
    name, at, bits = where
    with (place / name).open("r+b") as file:
        file.seek(at)
        byte = file.read(1)[0]
        file.seek(at)
        file.write(bytes([byte ^ bits]))


def _copied_with(whole, place, where):
    _apply(_copied(whole, place), where)
    return place


def _read(place, key):
    """Return what a reader sees; why nothing, where he sees nothing."""
    try:
        with in_plain_words():
            return contents(place, key)
    except RecordUnavailable as error:
        return {"unreadable": error.trouble}


def _sealed(seen):
    """Leave out what a plain record holds without a seal: settings, episodes, drafts."""
    kept = {name: rows for name, rows in seen.items() if name not in UNSEALED}
    return kept | {"note": [row for row in kept.get("note", ()) if "signed" in row]}
