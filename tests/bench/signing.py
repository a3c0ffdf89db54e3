"""From the signature to "Saved", against the same rows committed raw, by the same library."""

from contextlib import closing
from itertools import cycle
from uuid import UUID

from PySide6.QtCore import QEventLoop
from sqlalchemy import event

from ims_notes.app.desk import Desk
from ims_notes.storage.connections import connect
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import record_path
from ims_notes.ui.runner import Runner
from tests.bench import records, rn1
from tests.bench.measure import Figure, in_turn, timed
from tests.bench.window import application


def figures(setting):
    """Sign the reference note; commit into a second copy what that wrote."""
    app = application()
    with (
        records.copied(setting.folder) as ours,
        records.copied(setting.folder) as other,
        closing(connect(record_path(other), writing=True)) as raw,
        Record.open(ours) as record,
    ):
        told, floor = _measure(Desk(record), raw, count=setting.samples * 10)
    app.processEvents()
    yield Figure(
        name='sign -> "Saved"',
        ours=told,
        floor=floor,
        reach=4.0,
        p99=16.7,
        note="reads, rules, note, rows, seal and audit; the floor commits the same statements",
    )


class Written(list):
    """What a record's writer was told to write, as the driver was told."""

    def __init__(self, record):
        super().__init__()
        event.listen(record._writer, "before_cursor_execute", self._on_execute)

    def _on_execute(self, _connection, _cursor, statement, parameters, _context, is_many):
        if statement.startswith(("INSERT", "UPDATE", "DELETE")):
            self.append((statement, parameters if is_many else [parameters]))

    def commit(self, raw):
        """Write all of it in one durable transaction, and forget it."""
        raw.execute("BEGIN IMMEDIATE")
        for statement, rows in self:
            raw.executemany(statement, rows)
        raw.execute("COMMIT")
        self.clear()


def _measure(desk, raw, *, count):
    patients = cycle([UUID(bytes=each) for each in rn1.patients(raw)])
    written, runner, loop = Written(desk.record), Runner(), QEventLoop()

    def sign(draft):
        runner.submit(
            lambda: rn1.signed(desk, draft),
            done=lambda _signed: loop.quit(),
            failed=lambda _problem: loop.exit(1),
            lane="write",
        )
        if loop.exec():
            raise RuntimeError("the reference note was not signed")

    def ours():
        draft = rn1.typed(desk, next(patients))
        written.commit(raw)
        return timed(lambda: sign(draft))

    told, floor = in_turn(count, ours, lambda: timed(lambda: written.commit(raw)))
    runner.shutdown()
    return told, floor
