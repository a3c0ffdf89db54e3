"""Killed while a record is encrypted, made plain, or given another passphrase.

Afterwards it is what it was or what it was to be, opens with what opens it, and holds the same.
"""

import shutil
import time
from collections import Counter
from random import Random

from ims_notes.domain.errors import RecordUnavailable
from ims_notes.storage.keys import keys_path, new_key, read_keys, unwrap
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import is_encrypted, record_path
from tests.faults.children import nursery
from tests.faults.outcome import Tally
from tests.faults.reading import SECRET, contents, make, wrong

NAME = "killed conversion, passphrase change"
OTHER_SECRET = "quite another five words"
PLAIN = b"SQLite format 3"


def run(n, seed, folder, *, seconds=60.0):
    """Kill `n` conversions, each at some moment of its course."""
    tally, chance, key = Tally(NAME, n, seconds), Random(seed), new_key()
    place = folder / "record"
    with nursery() as parent:
        plain, encrypted = _records(parent, folder, key)
        wanted = contents(plain)
        ways = (
            (plain, "encrypt", {"key": key}),
            (encrypted, "decrypt", {"key": key}),
            (encrypted, "change_passphrase", {"key": key, "secret": OTHER_SECRET}),
        )
        tooks = [_killed(parent, way, place)[0] for way in ways]
        met = Counter()
        for each in tally.rounds():
            way, took = ways[each % len(ways)], tooks[each % len(ways)]
            _killed(parent, way, place, after=chance.uniform(0, took))
            found = found_wrong(place, wanted)
            met["encrypted" if is_encrypted(record_path(place)) else "plain"] += 1
            tally.failures += [f"killed in {way[1]}: {what}" for what in found]
            tally.failures += [
                f"after {way[1]} again: {what}" for what in _again(parent, way, place)
            ]
        _copied(plain, place)
        child = parent.begin("encrypt_in_place", folder=place, key=key)
        child.hear("wrote")
        child.kill()
        tally.control_failures = len(found_wrong(place, wanted))
    return tally.outcome(
        note=", ".join(f"{count} {word} afterwards" for word, count in met.items())
    )


def _records(parent, folder, key):
    """Make a plain record with notes in it, and the same encrypted."""
    plain, encrypted = folder / "plain", folder / "encrypted"
    make(plain)
    parent.begin("sign", folder=plain, most=3).finish()
    shutil.copytree(plain, encrypted)
    parent.begin("encrypt", folder=encrypted, key=key).finish()
    return plain, encrypted


def _killed(parent, way, place, *, after=None):
    """Begin on a fresh copy and kill it after so long; return how long it took, and the child."""
    source, deed, asked = way
    _copied(source, place)
    began = time.monotonic()
    child = parent.begin(deed, folder=place, **asked)
    if after is None:
        child.finish()
    else:
        time.sleep(after)
        child.kill()
    return time.monotonic() - began, child


def _copied(source, place):
    shutil.rmtree(place, ignore_errors=True)
    shutil.copytree(source, place)


def found_wrong(place, wanted):
    """Return what is wrong with a record as the next start finds it."""
    try:
        key = _key(place)
        Record.open(place, key=key).close()
        found = wrong(place, key)
        found += [] if contents(place, key) == wanted else ["it holds something else"]
        return found + (_legible(place) if key else [])
    except RecordUnavailable as error:
        return [f"the next start says {error.trouble.value}"]


def _key(place):
    """Return what opens a record: nothing, or what its key file gives for a known passphrase."""
    if not is_encrypted(record_path(place)):
        return None
    keys = read_keys(keys_path(place))
    try:
        return unwrap(keys, SECRET).key
    except RecordUnavailable:
        return unwrap(keys, OTHER_SECRET).key


def _again(parent, way, place):
    """Do to the end what was cut short; return what is wrong then."""
    _, deed, asked = way
    if is_encrypted(record_path(place)) == (deed != "encrypt"):
        child = parent.begin(deed, folder=place, **asked)
        child.hear()
        if child.status:
            return [child.broke]
    is_plain = deed == "decrypt"
    if is_encrypted(record_path(place)) is is_plain:
        return ["it is not what it was to be"]
    return [] if is_plain else _legible(place)


def _legible(place):
    """Name the files beside an encrypted record that anybody can read."""
    found = [each.name for each in place.iterdir() if each.read_bytes()[:15] == PLAIN]
    return [f"{name} can be read" for name in found]
