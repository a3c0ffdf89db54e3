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


EACH = 100
"""Kills on one record; then another one is begun, for proving a large one takes its time."""


def run(n, seed, folder, *, seconds=60.0):
    """Kill a signing process `n` times, on encrypted records that grow."""
    tally, chance, key = Tally(NAME, n, seconds), Random(seed), new_key()
    broken, acknowledged = folder / "broken", {}
    with nursery() as parent:
        for each in tally.rounds():
            place = folder / f"record-{each // EACH}"
            if place not in acknowledged:
                make(place, key)
            acknowledged.setdefault(place, []).extend(_killed(parent, place, chance, key=key))
            began = time.monotonic()
            Record.open(place, key=key).close()
            tally.expect(time.monotonic() - began < RESTART_S, "the restart took too long")
        make(broken, key)
        early = []
        for _ in range(3):
            early += _killed(parent, broken, chance, key=key, early=True)
    for place, notes in acknowledged.items():
        tally.failures += [f"check found {code}" for code in wrong(place, key)]
        tally.failures += [f"{note} is lost" for note in lost(place, notes, key)]
    tally.control_failures = len(lost(broken, early, key))
    return tally.outcome(note=f"{sum(map(len, acknowledged.values()))} notes were acknowledged")


def _killed(parent, place, chance, *, key, early=False):
    """Let a child sign some notes, kill it at some moment; return what it acknowledged."""
    child = parent.begin("sign", folder=place, key=key, early=early)
    said = child.signed(1 if early else chance.randint(1, 6))
    time.sleep(0 if early else chance.random() / 100)
    child.send(signal.SIGKILL)
    return said + child.all_signed()
