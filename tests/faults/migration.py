"""Killed while an old record is brought up to date: it is as it was, or whole and new."""

import shutil
import time
import zipfile
from contextlib import closing
from pathlib import Path
from random import Random

from ims_notes.storage import connections
from ims_notes.storage.record_file import record_path
from tests.faults.children import nursery
from tests.faults.outcome import Tally
from tests.faults.reading import wrong

NAME = "killed migration (0001 to the newest)"
FIRST_DAY = Path(__file__).parents[1] / "data" / "record-0001.zip"


def run(n, seed, folder, *, seconds=60.0):
    """Kill `n` migrations of a record of the first day, each at some moment of its course."""
    tally, chance = Tally(NAME, n, seconds), Random(seed)
    place = folder / "record"
    old, new = _old(place), None
    ends = {"old": 0, "new": 0}
    with nursery() as parent:
        # The first one warms up.
        took = min(_time(parent, place) for _ in range(2))
        new = _schema(place)
        for _ in tally.rounds():
            _kill(parent, place, after=chance.uniform(0, took * 1.5))
            found = {"old": old, "new": new}
            state = next((name for name, each in found.items() if each == _schema(place)), "half")
            tally.expect(state != "half", "a half-migrated record was left behind")
            ends[state] = ends.get(state, 0) + 1
            tally.failures += [f"after the next start check found {code}" for code in wrong(place)]
            tally.expect(_schema(place) == new, "the next start did not finish it")
        took = _time(parent, place, loose=True)
        for _ in range(12):
            if tally.control_failures < 2:
                _kill(parent, place, after=chance.uniform(took / 3, took), loose=True)
                tally.control_failures += _schema(place) not in (old, new)
    return tally.outcome(note=f"{ends['old']} were as before, {ends['new']} whole and new")


def _old(place):
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    with zipfile.ZipFile(FIRST_DAY) as kept:
        kept.extractall(place)
    return _schema(place)


def _time(parent, place, **how):
    """Return how long it takes when nobody interrupts, in seconds."""
    _old(place)
    began = time.monotonic()
    parent.begin("bring_up", folder=place, **how).finish()
    return time.monotonic() - began


def _kill(parent, place, *, after, **how):
    _old(place)
    child = parent.begin("bring_up", folder=place, **how)
    time.sleep(after)
    child.kill()


def _schema(place):
    """Return the schema, the version, and what the oldest tables hold."""
    with closing(connections.connect(record_path(place), writing=False)) as connection:
        asked = (
            "SELECT version_num FROM alembic_version",
            "SELECT name, sql FROM sqlite_master ORDER BY name",
            *(f"SELECT * FROM {table}" for table in ("patient", "signed_note", "seal", "audit")),
        )
        return [connection.execute(each).fetchall() for each in asked]
