"""The power is cut on a real file system: an ext4 of our own is stopped without a flush.

The kernel forgets what was not synced, the journal is played back at the next mount, and what
was acknowledged is there. The control writes with SQLite's `synchronous` off.
"""

import time
from contextlib import contextmanager
from random import Random

from tests.faults import mounts
from tests.faults.children import nursery
from tests.faults.outcome import Tally, skipped

NAME = "power cut (ext4)"
MEGABYTES = 32


def run(n, seed, folder, *, seconds=60.0):
    """Cut the power `n` times while a child signs."""
    if why := mounts.missing_loop():
        return skipped(NAME, why)
    tally, chance = Tally(NAME, n, seconds), Random(seed)
    acknowledged = 0
    with _disk(folder) as cut:
        for _ in tally.rounds():
            signed, found = cut(chance)
            acknowledged += len(signed)
            tally.failures += found
        controls = (cut(chance, synchronous="OFF")[1] for _ in range(4))
        tally.control_failures = int(any(controls))
    return tally.outcome(note=f"{acknowledged} notes were acknowledged")


@contextmanager
def _disk(folder):
    image, point = folder / "image", folder / "disk"
    mounts.make_ext4(image, MEGABYTES)
    point.mkdir()
    with nursery(*mounts.PRIVATE) as parent:
        parent.begin("mount", arguments=["-o", "loop", str(image), str(point)]).finish()
        place = point / "record"

        def cut(chance, **how):
            parent.begin("make", folder=place).finish()
            child = parent.begin("sign", folder=place, **how)
            some = [child.hear("signed")[1] for _ in range(chance.randint(1, 6))]
            time.sleep(chance.random() / 50)
            cutter = parent.begin("cut_power", point=point)
            _, moment = cutter.hear("cutting")
            signed = _before(moment, some + child.hear_all("signed"))
            cutter.finish()
            parent.begin("remount", point=point, image=image).finish()
            found = parent.begin("report", folder=place, signed=signed).hear_all("found")
            return signed, found

        yield cut


def _before(moment, said):
    """Return what was acknowledged before the cut began: after it nobody reads a screen."""
    notes = (each.split() for each in said)
    return [note for note, at in notes if float(at) < float(moment)]
