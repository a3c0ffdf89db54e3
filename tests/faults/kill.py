"""Killed (kill -9) while signing: what was acknowledged is there, nothing is half there."""

import signal
import time
from random import Random

from ims_notes.storage.keys import new_key
from ims_notes.storage.record import Record
from tests.faults.children import nursery
from tests.faults.outcome import Tally
from tests.faults.reading import lost, make, wrong

RESTART_S = 3.0
NAME = "kill -9 while signing"


def run(n, seed, folder, *, seconds=60.0):
    """Kill a signing process `n` times, on one encrypted record that grows."""
    tally, chance = Tally(NAME, n, seconds), Random(seed)
    key = new_key()
    place, broken = folder / "record", folder / "broken"
    with nursery() as parent:
        make(place, key)
        acknowledged = []
        for _ in tally.rounds():
            acknowledged += _killed(parent, place, chance, key=key)
            began = time.monotonic()
            Record.open(place, key=key).close()
            tally.expect(time.monotonic() - began < RESTART_S, "the restart took too long")
        make(broken, key)
        early = []
        for _ in range(3):
            early += _killed(parent, broken, chance, key=key, early=True)
    tally.failures += [f"check found {code}" for code in wrong(place, key)]
    gone = lost(place, acknowledged, key)
    tally.failures += [f"{each} was acknowledged and is lost" for each in gone]
    tally.control_failures = len(lost(broken, early, key))
    return tally.outcome(note=f"{len(acknowledged)} notes were acknowledged")


def _killed(parent, place, chance, *, key, early=False):
    """Let a child sign some notes, kill it at some moment; return what it acknowledged."""
    child = parent.begin("sign", folder=place, key=key, early=early)
    said = child.signed(1 if early else chance.randint(1, 6))
    time.sleep(0 if early else chance.random() / 100)
    child.send(signal.SIGKILL)
    return said + child.all_signed()
