"""The power is cut (simulated) while a record is converted or gets another passphrase.

Whatever sectors and names arrived, it opens with what opens it and holds the same. The control
converts a record inside its own file.
"""

import shutil

from ims_notes.storage.keys import new_key
from tests.faults import shim
from tests.faults.children import nursery
from tests.faults.conversion import OTHER_SECRET, found_wrong
from tests.faults.outcome import Tally, skipped
from tests.faults.power import Chance, cut
from tests.faults.reading import contents, make

NAME = "power cut while converting (simulated)"
DEEDS = ("encrypt", "decrypt", "change_passphrase")


def run(n, seed, folder, *, seconds=60.0):
    """Cut the power at `n` moments of conversions and changes of the passphrase."""
    if why := shim.missing():
        return skipped(NAME, why)
    tally, chance, key = Tally(NAME, n, seconds), Chance(seed), new_key()
    with nursery() as parent:
        wanted = _records(parent, folder, key)
    with nursery(**shim.environment(folder, folder / "record", with_journal=True)) as parent:
        moments = iter(())
        for each in tally.rounds():
            if (moment := next(moments, None)) is None:
                deed = DEEDS[each % len(DEEDS)]
                moments = _moments(
                    parent, folder, chance, deed=deed, key=key, count=max(4, n // 12)
                )
                moment = next(moments)
            tally.failures += [f"{deed}: {what}" for what in found_wrong(moment, wanted)]
        control = _moments(parent, folder, chance, deed="encrypt_in_place", key=key, count=8)
        tally.control_failures = sum(bool(found_wrong(each, wanted)) for each in control)
    return tally.outcome()


def _records(parent, folder, key):
    """Make a plain record, and the same encrypted; return what both hold."""
    plain, encrypted = folder / "plain", folder / "encrypted"
    make(plain)
    parent.begin("sign", folder=plain, most=2).finish()
    shutil.copytree(plain, encrypted)
    parent.begin("encrypt", folder=encrypted, key=key).finish()
    return contents(plain)


def _moments(parent, folder, chance, *, deed, key, count):
    fresh = folder / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    shutil.copytree(folder / ("plain" if deed.startswith("encrypt") else "encrypted"), fresh)
    asked = {"secret": OTHER_SECRET} if deed == "change_passphrase" else {}
    for place, _ in cut(parent, folder, chance, count=count, deed=deed, key=key, **asked):
        yield place
