"""The power is cut while signing, again and again: what was acknowledged is there.

Nothing is cut really: a shim keeps a journal of what a process asked of the disk, and a disk in
memory says what may be left of it at any moment. The control writes with another setting of
SQLite's `synchronous`, which must lose notes.
"""

import shutil
from random import Random

from ims_notes.storage.keys import new_key
from tests.faults import shim
from tests.faults.children import nursery
from tests.faults.disk import Disk
from tests.faults.outcome import Tally, skipped
from tests.faults.reading import lost, make, wrong

NAME = "power cut (simulated)"
NOTES = 12
"""Signed in one run, which is then cut at many moments."""


class Chance(Random):
    """Says also how likely a sector that was not synced arrives."""

    arriving = 0.5


def run(n, seed, folder, *, seconds=60.0):
    """Cut the power `n` times at random moments of some runs, on an encrypted record."""
    if why := shim.missing():
        return skipped(NAME, why)
    tally, chance, key = Tally(NAME, n, seconds), Chance(seed), new_key()
    fresh = folder / "fresh"
    make(fresh, key)
    with nursery(**shim.environment(folder, folder / "record", with_journal=True)) as parent:
        moments = iter(())
        for _ in tally.rounds():
            if (moment := next(moments, None)) is None:
                moments = _moments(parent, folder, chance, cuts=max(10, n // 10), key=key)
                moment = next(moments)
            place, signed = moment
            tally.failures += [f"check found {code}" for code in wrong(place, key)]
            tally.failures += [f"{each} is lost" for each in lost(place, signed, key)]
        tally.control_failures = _control(parent, folder, chance, key=key)
    return tally.outcome(note="every unsynced sector may be lost, in any order")


def _moments(parent, folder, chance, *, cuts, key, how=None):
    """Let a child sign; give what may be left at some moments, with what was acknowledged."""
    asked = {"most": NOTES, "key": key, **(how or {})}
    for place, done in cut(parent, folder, chance, count=cuts, deed="sign", **asked):
        yield place, [note for line in done for note in _acknowledged(line)]


def cut(parent, folder, chance, *, count, deed, **asked):
    """Let a child do a deed on a copy of `fresh`; give what may be left at some moments.

    Yield the folder as it may be, and the journal's lines until then.
    """
    place, left = folder / "record", folder / "left"
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(folder / "fresh", place)
    journal = folder / "journal"
    journal.write_bytes(b"")
    disk = Disk(place)
    parent.begin(deed, folder=place, **asked).hear()
    lines = list(shim.journal(journal))
    done = 0
    for at in sorted(chance.sample(range(len(lines) + 1), min(count, len(lines)))):
        for line in lines[done:at]:
            disk.follow(*line)
        done = at
        chance.arriving = chance.choice((0.0, 0.5, 0.9, 1.0))
        shutil.rmtree(left, ignore_errors=True)
        left.mkdir()
        disk.after_cut(chance, left)
        yield left, lines[:at]


def _acknowledged(line):
    deed, _, _, said = line
    words = said.decode().split() if deed == "said" else []
    return words[2:3] if words[1:2] == ["signed"] else []


def _control(parent, folder, chance, *, key):
    """Return how many cuts lose notes, or leave no sound record, with fewer syncs or none."""
    moments = (
        moment
        for value in ("NORMAL", "OFF")
        for moment in _moments(parent, folder, chance, cuts=5, key=key, how={"synchronous": value})
    )
    return sum(bool(wrong(place, key) or lost(place, signed, key)) for place, signed in moments)
