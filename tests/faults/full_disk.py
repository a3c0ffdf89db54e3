"""The disk fills up, or a file may grow no more: said plainly, and the next save works."""

import shutil
import time
from random import Random

from tests.faults import mounts
from tests.faults.children import nursery
from tests.faults.outcome import Tally, skipped
from tests.faults.reading import lost, make, wrong

FULL, GROWN = "disk full, then space again", "file size limit, then lifted"
SIZE = "size=4m"


def run(n, seed, folder, *, seconds=60.0):
    """Fill a small disk `n` times, each time with a little more room than the record needs."""
    if not (space := mounts.space()):
        return skipped(FULL, "no file system can be mounted here")
    tally, chance = Tally(FULL, n, seconds), Random(seed)
    with nursery(*space) as parent:
        for _ in tally.rounds():
            signed, found = _fill(parent, folder, spare=chance.randint(0, 200))
            tally.failures += found
            tally.expect(signed, "nothing was ever signed")
        _, found = _fill(parent, folder, spare=120, early=True)
        tally.control_failures = len(found)
    return tally.outcome()


def _fill(parent, folder, *, spare, early=False):
    """Sign on a disk of our own until it is full; return what was signed, what was wrong."""
    point = folder / f"disk-{spare}-{time.monotonic_ns()}"
    point.mkdir()
    parent.begin("mount", arguments=["-t", "tmpfs", "-o", SIZE, "tmpfs", str(point)]).finish()
    place, ballast = point / "record", point / "ballast"
    parent.begin("make", folder=place).finish()
    parent.begin("spend", folder=point, ballast=ballast, spare=spare).finish()
    child = parent.begin("fill_up", folder=place, ballast=ballast, early=early)
    signed = child.all_signed()
    found = parent.begin("report", folder=place, signed=signed).hear_all("found")
    if child.status:
        found.append(f"the next save did not work once there was space: {child.broke}")
    parent.begin("unmount", point=point).finish()
    return signed, found


def run_limited(n, seed, folder, *, seconds=60.0):
    """Forbid a record's files to grow any more, at `n` sizes; lift that."""
    tally, chance = Tally(GROWN, n, seconds), Random(seed)
    fresh, place = folder / "fresh", folder / "limited"
    make(fresh)
    with nursery() as parent:
        for _ in tally.rounds():
            tally.failures += _outgrow(parent, fresh, place, more=chance.randint(0, 400_000))
        early = _outgrow(parent, fresh, place, more=120_000, early=True)
        tally.control_failures = len(early)
    return tally.outcome()


def _outgrow(parent, fresh, place, **asked):
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(fresh, place)
    child = parent.begin("outgrow", folder=place, **asked)
    signed = child.all_signed()
    found = [f"check found {code}" for code in wrong(place)]
    found += [f"{each} was acknowledged and is lost" for each in lost(place, signed)]
    if child.status:
        found.append(f"the next save did not work once files could grow: {child.broke}")
    return found
