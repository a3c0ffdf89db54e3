"""Signed notes are tampered with by SQL, past the triggers: every time it is found.

Each tampering is done and proved inside one transaction, which is then taken back. The control
is a checker that only asks SQLite whether the file is sound.
"""

from contextlib import contextmanager, suppress
from random import Random

from sqlalchemy.exc import DBAPIError

from ims_notes.domain.note import Addendum
from ims_notes.storage import check, migrate
from ims_notes.storage.heads import lost, read_head
from ims_notes.storage.record import Record
from tests.faults.outcome import Tally
from tests.faults.tampers import Tampering
from tests.storage.given import DECLINED, NOW, Clinic

NAME = "tampering with signed notes by SQL"
EVERY = 25
"""After so many tamperings an untouched copy is proved, which must raise no alarm."""


def run(n, seed, folder, *, seconds=60.0):
    """Tamper `n` times."""
    tally, chance = Tally(NAME, n, seconds), Random(seed)
    place = folder / "record"
    _signed(place)
    alarms = 0
    with Record.read(place) as record, _connected(record) as connection:
        for each in tally.rounds():
            with _tampered(connection, chance) as done:
                tally.expect(_found(connection, record), f"not found: {done}")
                tally.control_failures += _is_sound(connection)
            if each % EVERY == 0:
                alarms += 1
                tally.expect(not _found(connection, record), "a false alarm")
                connection.rollback()
    return tally.outcome(note=f"and {alarms} untouched copies, which raised no alarm")


@contextmanager
def _connected(record):
    """Connect as somebody would who cares for no rule of the tables."""
    connection = migrate._connection(record.path, None)
    connection.exec_driver_sql("PRAGMA ignore_check_constraints=ON")
    try:
        yield connection
    finally:
        connection.close()


@contextmanager
def _tampered(connection, chance):
    """Tamper in some way with the triggers off and on again; take it back afterwards."""
    done = None
    while done is None:
        connection.rollback()
        asked = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        triggers = connection.exec_driver_sql(asked).all()
        for name, _ in triggers:
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        # A draw that SQLite refuses changes nothing: another one.
        with suppress(DBAPIError):
            done = Tampering(connection, chance).once()
            for _, sql in triggers:
                connection.exec_driver_sql(sql)
    yield done
    connection.rollback()


def _found(connection, record):
    """Tell whether anything is found, inside the record or by the head beside it."""
    proved = check._prove(connection, record, progress=lambda _done, _total: None)
    return proved.problems or lost(connection, read_head(record.path.parent))


def _is_sound(connection):
    """Tell what a checker says that asks SQLite only."""
    return connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"


def _signed(place):
    with Record.create(place) as record:
        clinic = Clinic(record)
        clinic.sign()
        for _ in range(2):
            done = clinic.draft().signed(at=NOW)
            with clinic.begin() as work:
                work.notes.sign(done, clinic.full(done))
                work.audit.record("note.signed", on=done.id)
        for text in ("Left too.", "Right too."):
            with clinic.begin() as work:
                work.notes.amend(
                    Addendum(note_id=done.id, author="Kim", added_at=NOW, reason="late", text=text)
                )
                work.audit.record("note.amended", on=done.id)
        clinic.sign(**DECLINED)
        clinic.sign()
