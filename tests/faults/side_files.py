"""The log is deleted, cut short or another one, or an old copy is put back: flagged at the start.

The control has no head beside the record, so that nothing outside says what it once held.
"""

import shutil
import signal
from collections import Counter
from random import Random

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import FILE_NAME, HEAD_NAME
from tests.faults.children import nursery
from tests.faults.outcome import Tally
from tests.faults.reading import make, signed_ids, wrong

NAME = "log deleted, cut, old; old copy back"
LOG = f"{FILE_NAME}-wal"


def run(n, seed, folder, *, seconds=60.0):
    """Put `n` wrong sets of files together from what one record was at four moments."""
    tally, chance = Tally(NAME, n, seconds), Random(seed)
    place, met = folder / "record", Counter()
    moments = _moments(folder, chance)
    whole = len(signed_ids(_put(moments[-1], place)))
    for each in tally.rounds():
        spoil = SPOILS[each % len(SPOILS)]
        _put(moments[-1], place)
        spoil(place, moments, chance)
        kept = folder / "kept"
        _put(place, kept)
        said, missing = _opened(place), whole - _held(kept)
        tally.expect(_is_right(said, missing), f"{spoil.__name__}: {missing} gone, said {said}")
        met[said[0]] += 1
        (kept / HEAD_NAME).unlink(missing_ok=True)
        tally.control_failures += bool(missing) and not wrong(kept)
    return tally.outcome(note=", ".join(f"{count} {word}" for word, count in met.items()))


def _moments(folder, chance):
    """Return copies of one record as it grew: before, twice while somebody signs, after a kill."""
    place = folder / "growing"
    make(place)
    found = []
    with nursery() as parent:
        parent.begin("sign", folder=place, most=3).finish()
        found.append(_put(place, folder / "closed"))
        child = parent.begin("sign", folder=place)
        for number in range(3):
            child.signed(chance.randint(2, 5))
            child.send(signal.SIGSTOP)
            found.append(_put(place, folder / f"moment-{number}"))
            child.send(signal.SIGCONT)
        child.kill()
    return found


def _put(source, target):
    shutil.rmtree(target, ignore_errors=True)
    ignored = shutil.ignore_patterns("*-shm", "*.lock")
    return shutil.copytree(source, target, ignore=ignored)


def log_deleted(place, _moments, _chance):
    (place / LOG).unlink()


def log_cut_short(place, _moments, chance):
    with (place / LOG).open("r+b") as file:
        file.truncate(chance.randrange((place / LOG).stat().st_size))


def older_log_put_back(place, moments, chance):
    shutil.copy(chance.choice(moments[1:-1]) / LOG, place / LOG)


def older_record_put_back(place, moments, chance):
    _with_head(place, chance.choice(moments[:-1]), place / HEAD_NAME)


def other_records_log(place, moments, chance):
    other = place.with_name("other")
    shutil.rmtree(other, ignore_errors=True)
    make(other)
    with nursery() as parent:
        child = parent.begin("sign", folder=other)
        child.signed(chance.randint(1, 3))
        child.kill()
    shutil.copy(other / LOG, place / LOG)


def newer_log_beside_older_record(place, moments, _chance):
    shutil.copy(moments[0] / FILE_NAME, place / FILE_NAME)


def _with_head(place, moment, head):
    kept = head.read_bytes()
    _put(moment, place)
    head.write_bytes(kept)


SPOILS = (
    *(log_deleted, log_cut_short, older_log_put_back, older_record_put_back),
    *(newer_log_beside_older_record, other_records_log),
)


def _opened(place):
    """Open as the program does; return what is said, and how many notes are called missing."""
    try:
        Record.open(place).close()
    except RecordUnavailable as error:
        return error.trouble.value, error.facts.get("notes")
    return "opened", None


def _held(place):
    """Return how many signed notes are there when the loss is accepted; none if unreadable."""
    copied = _put(place, place.with_name("accepted"))
    try:
        return len(signed_ids(copied))
    except RecordUnavailable:
        return 0


def _is_right(said, missing):
    word, notes = said
    if word == Trouble.ENTRIES_MISSING.value:
        return notes == missing
    return word != "opened" or not missing
