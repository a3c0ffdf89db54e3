"""Killed while backing up a record that somebody signs in: whatever has a backup's name is one."""

import shutil
import time
import zipfile
from random import Random

from ims_notes.domain.errors import RecordUnavailable
from ims_notes.storage import backups
from ims_notes.storage.record_file import FILE_NAME
from tests.faults.children import nursery
from tests.faults.outcome import Tally
from tests.faults.reading import lost, make, wrong

NAME = "killed backup beside signing"


def run(n, seed, folder, *, seconds=60.0):
    """Kill `n` backups, each at some moment of its course."""
    tally, chance = Tally(NAME, n, seconds), Random(seed)
    place, target = folder / "record", folder / "backups"
    make(place)
    made = 0
    with nursery() as parent:
        signing, signed = _signing(parent, place)
        took = min(_backed_up(parent, place, target)[0] for _ in range(3))
        for _ in tally.rounds():
            if made % 20 == 19:
                signing.kill()
                shutil.rmtree(place)
                make(place)
                signing, signed = _signing(parent, place)
            _backed_up(parent, place, target, after=chance.uniform(0, took * 2))
            found = _named(target)
            made += len(found)
            tally.failures += [what for each in found for what in _wrong(each, folder, signed)]
            backups.sweep(target)
            left = [each.name for each in target.iterdir() if each not in found]
            tally.expect(not left, f"not swept: {left}")
        tally.control_failures = _control(parent, folder, place, target, signed)
        signing.kill()
    return tally.outcome(note=f"{made} were whole when they were killed")


def _signing(parent, place):
    """Begin a child that signs; return it and the first notes that it acknowledged."""
    child = parent.begin("sign", folder=place)
    return child, child.signed(2)


def _backed_up(parent, place, target, *, after=None):
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    began = time.monotonic()
    child = parent.begin("back_up", folder=place, target=target)
    if after is None:
        child.finish()
    else:
        time.sleep(after)
        child.kill()
    return time.monotonic() - began, child


def _named(target):
    return sorted(target.glob("*.backup"))


def _wrong(path, folder, signed):
    """Return what is wrong with a file that has a backup's name."""
    if backups.look_at(path).manifest is None:
        return ["a backup says nothing about itself"]
    place = folder / "restored"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    with zipfile.ZipFile(path) as pack:
        pack.extract(FILE_NAME, place)
    try:
        found = [f"{each} is not in the backup" for each in lost(place, signed)]
    except RecordUnavailable as error:
        return [error.trouble.value]
    return found + [f"check found {code}" for code in wrong(place) if code != "open_to_others"]


def _control(parent, folder, place, target, signed):
    """Return how many careless copies have a backup's name and are none."""
    shutil.rmtree(target)
    target.mkdir()
    child = parent.begin("copy_carelessly", folder=place, target=target)
    child.hear("wrote")
    child.kill()
    return sum(bool(_wrong(each, folder, signed)) for each in _named(target))
