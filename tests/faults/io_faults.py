"""Every n-th write or sync fails, once or for ever: nothing is said that is not so."""

import errno
import itertools
import shutil
from random import Random

from ims_notes.storage.keys import new_key
from tests.faults import shim
from tests.faults.children import nursery
from tests.faults.outcome import Tally, skipped
from tests.faults.reading import lost, make, wrong

NAME = "every n-th write or sync fails"
HOW = tuple(
    itertools.product(
        (errno.ENOSPC, errno.EIO),
        (shim.WRITES, shim.SYNCS, shim.WRITES | shim.SYNCS | shim.NAMES),
        (False, True),
    )
)
FARTHEST = 40
"""Calls that opening and signing a few notes make, about."""


def run(n, seed, folder, *, seconds=60.0):
    """Fail `n` calls, each in a process of its own that works on a fresh encrypted copy."""
    if why := shim.missing():
        return skipped(NAME, why)
    tally, chance, key = Tally(NAME, n, seconds), Random(seed), new_key()
    fresh, place = folder / "fresh", folder / "record"
    make(fresh, key)
    failed = 0
    with nursery(**shim.environment(folder, place)) as parent:
        for each in tally.rounds():
            error, kinds, for_ever = HOW[each % len(HOW)]
            at = chance.randint(1, FARTHEST if kinds != shim.SYNCS else FARTHEST // 3)
            asked = {"error": error, "kinds": kinds, "for_ever": for_ever, "at": at, "key": key}
            failed += _meet(tally, parent, fresh=fresh, place=place, asked=asked)
        tally.control_failures = _control(parent, fresh=fresh, place=place, key=key)
    return tally.outcome(note=f"{failed} calls failed")


def _meet(tally, parent, *, fresh, place, asked):
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(fresh, place)
    child = parent.begin("sign_through", folder=place, **asked)
    signed, failed = [], 0
    while heard := child.hear("signed", "calls"):
        word, rest = heard
        signed += rest.split()[:1] if word == "signed" else []
        failed += int(rest) if word == "calls" else 0
    told = {**asked, "key": "", "error": errno.errorcode[asked["error"]]}
    tally.expect(child.status == 0, f"the writer broke down with {told}: {child.broke}")
    found = [f"check found {code}" for code in wrong(place, asked["key"])]
    found += [f"{each} was acknowledged and is lost" for each in lost(place, signed, asked["key"])]
    tally.failures += [f"{what} with {told}" for what in found]
    return failed


def _control(parent, *, fresh, place, key):
    """Return how many notes a writer loses that says what it has not kept yet."""
    shutil.rmtree(place)
    shutil.copytree(fresh, place)
    # The first sync keeps the draft, the second would keep the signature.
    asked = {"error": errno.EIO, "kinds": shim.SYNCS, "for_ever": True, "at": 2, "key": key}
    child = parent.begin("sign_through", folder=place, early=True, **asked)
    return len(lost(place, child.all_signed(), key))
