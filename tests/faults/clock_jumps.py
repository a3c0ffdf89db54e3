"""The clock jumps years, either way, while notes are written: order and chain are right.

The control is a program that would order the notes by the time on the clock.
"""

from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from itertools import cycle, pairwise
from random import Random
from uuid import UUID

from ims_notes.app.desk import Desk, build_demo
from ims_notes.services.clock import Clock
from ims_notes.storage.connections import connect
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import record_path
from tests.bench import rn1
from tests.faults.outcome import Tally
from tests.faults.reading import wrong

NAME = "clock jumps (-30 to +30 years)"
TODAY = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
YEARS = timedelta(days=30 * 365)
ORDER = "SELECT note_id FROM seal WHERE kind = 'note' ORDER BY seq DESC LIMIT ?"


class Jumping:
    """A clock that somebody sets anew between any two deeds."""

    def __init__(self, chance):
        self.now = TODAY
        self._chance = chance

    def jump(self):
        self.now = TODAY + self._chance.uniform(-1, 1) * YEARS

    def clock(self):
        return Clock(now=lambda: self.now, random_bytes=self._chance.randbytes)


def run(n, seed, folder, *, seconds=60.0):
    """Sign `n` notes with a jump before each deed."""
    tally, jumping = Tally(NAME, n, seconds), Jumping(Random(seed))
    place = folder / "record"
    build_demo(
        place, patients=4, sessions=20, seed=1, until=date(2026, 3, 1), progress=lambda *_: None
    )
    with closing(connect(record_path(place), writing=False)) as raw:
        patients = cycle([UUID(bytes=each) for each in rn1.patients(raw)])
    signed = []
    for _ in tally.rounds():
        with Record.open(place) as record:
            signed.append(_sign(Desk(record, jumping.clock()), next(patients), jumping))
    _judge(tally, place, signed)
    moments = [note.signed_at for note in signed]
    tally.control_failures = sum(later < earlier for earlier, later in pairwise(moments))
    return tally.outcome(note="the control orders by the time on the clock")


def _sign(desk, patient_id, jumping):
    """Write and sign a note, the clock jumping between."""
    jumping.jump()
    draft = rn1.typed(desk, patient_id)
    jumping.jump()
    return rn1.signed(desk, draft).note


def _judge(tally, place, signed):
    with closing(connect(record_path(place), writing=False)) as raw:
        found = [UUID(bytes=row[0]) for row in raw.execute(ORDER, (len(signed),))][::-1]
    tally.expect(found == [note.id for note in signed], "the chain has another order")
    tally.failures += [f"check found {code}" for code in wrong(place)]
    with Record.read(place) as record, record.look() as work:
        for patient_id in {note.patient_id for note in signed}:
            visits = [line.started_at for line in work.notes.timeline(patient_id)]
            tally.expect(visits == sorted(visits, reverse=True), "visits are not in their order")
