"""The disk fails while somebody types at the real window, and is well again.

The text stays in the editor, nothing is called saved that is not in the file, and the next save
works without a new start. The control is a look at the file that expects what is on the screen.
"""

import errno
import itertools
import shutil
from random import Random

from ims_notes.storage.record import Record
from tests.faults import shim
from tests.faults.children import nursery
from tests.faults.outcome import Tally, skipped
from tests.faults.window_clinic import clinic_at, drafts_for

TYPED = "b ut, ls y; b inf y/n; pain 6>3; used 2 out 2; ok; last none"
NAME = "disk fails under the window"
HOW = tuple(itertools.product((True, False), (errno.ENOSPC, errno.EIO)))


def run(n, seed, folder, *, seconds=60.0):
    """Type one note through each of `n` failing disks."""
    if why := shim.missing():
        return skipped(NAME, why)
    tally, chance = Tally(NAME, n, seconds), Random(seed)
    fresh, place = folder / "fresh", folder / "record"
    clinic_at(fresh)
    note = drafts_for(fresh)[0]
    known = {"deeds": "tests.faults.window_deeds", **shim.environment(folder, place)}
    with nursery(**known) as parent:
        for each in tally.rounds():
            for_ever, error = HOW[each % len(HOW)]
            shutil.rmtree(place, ignore_errors=True)
            shutil.copytree(fresh, place)
            asked = {"error": error, "for_ever": for_ever, "at": chance.randint(1, 12)}
            child = parent.begin(
                "type_through", folder=place, note=note.id.hex, text=TYPED, **asked
            )
            tally.failures += _heard(tally, child, place, note)
    return tally.outcome(note=f"{tally.control_failures} looks met a text that was not saved yet")


def _heard(tally, child, place, note):
    found = []
    while heard := child.hear("wrong", "unsaved", "kept"):
        word, rest = heard
        found += [rest] if word == "wrong" else []
        # What a window that calls everything saved would have got wrong.
        tally.control_failures += word == "unsaved"
    with Record.read(place) as record, record.look() as work:
        kept = work.notes.get(note.id).text
    if child.status:
        found.append(f"the window broke down: {child.broke}")
    return found + ([] if kept == TYPED else ["what was typed is not kept at the end"])
