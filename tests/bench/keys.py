"""From a key to its paint in the session's line, while autosave, searches and backups run."""

from contextlib import closing, contextmanager
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPlainTextEdit

from ims_notes.app.pages import find
from ims_notes.services.session import begin_session
from ims_notes.storage import backups
from ims_notes.storage.connections import connect
from ims_notes.storage.record_file import record_path
from ims_notes.ui import navigator as places
from tests.bench import records, rn1
from tests.bench.measure import Figure
from tests.bench.window import Paints, part, settle, shell_on

_KEYS_PER_SAMPLE = 167
"""Five thousand keys with thirty samples."""

_SEARCH_EVERY = 20


def figures(setting):
    """Type the reference note over and over; beside it a bare field takes the same keys."""
    with records.copied(setting.folder) as folder:
        with closing(connect(record_path(folder), writing=False)) as raw:
            patient_id = UUID(bytes=rn1.patients(raw)[0])
        with shell_on(folder) as shell, _backed_up(shell) as count:
            ours, floor = _typed(shell, patient_id, count=setting.samples * _KEYS_PER_SAMPLE)
            made = count()
    yield Figure(
        name="key -> painted in the session's line",
        ours=ours,
        floor=floor,
        p99=50.0,
        most=100.0,
        note=f"autosave, {made} whole backups, a search every 20 keys; the floor: a bare field",
    )


@contextmanager
def _backed_up(shell):
    """Back the record up again and again, on the lane that backups have; give how often."""
    record, made, goes_on = shell.desk.record, [], [True]

    def make(place):
        if goes_on:
            now, zone = shell.desk.clock.now(), shell.desk.zone()
            made.append(backups.make(record.path, place, key=record.key, now=now, zone=zone))
            made[-1].path.unlink()

    def again(place):
        if goes_on:
            shell.runner.submit(
                lambda: make(place), done=lambda _none: again(place), owner=shell, lane="backup"
            )

    with TemporaryDirectory(prefix="ims-notes-bench-") as place:
        again(Path(place))
        yield lambda: len(made)
        goes_on.clear()
        shell.runner.drain()


def _typed(shell, patient_id, *, count):
    desk = shell.desk
    draft = begin_session(patient_id, begin=desk.begin, clock=desk.clock).note
    shell.navigator.go(places.session(draft.id, patient_id=patient_id))
    settle(1000)
    line, bare = part(shell, "shorthand_line"), QPlainTextEdit()
    bare.resize(line.size())
    bare.show()
    settle()
    fields = [(line, Paints(line.viewport()), []), (bare, Paints(bare.viewport()), [])]
    for number, letter in enumerate(cycle(rn1.TEXT + "\b")):
        if number == count:
            break
        if number % _SEARCH_EVERY == 0:
            shell.runner.submit(lambda: find(desk, "ma"), owner=shell)
        for field, paints, taken in fields:
            if letter == "\b":
                field.selectAll()
                QTest.keyClick(field, Qt.Key.Key_Delete)
            else:
                taken.append(paints.after(lambda at=field, key=letter: QTest.keyClick(at, key)))
    bare.close()
    return [taken for _field, _paints, taken in fields]
