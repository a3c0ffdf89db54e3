"""Search as one types, over the large record, against the same FTS5 query asked raw."""

from contextlib import closing
from itertools import cycle
from uuid import UUID

from PySide6.QtTest import QTest

from ims_notes.app.desk import Desk
from ims_notes.services.find_patients import find_patients
from ims_notes.services.ports.patients import PatientQuery
from ims_notes.storage import search
from ims_notes.storage.connections import connect
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import record_path
from tests.bench.measure import Figure, in_turn, timed
from tests.bench.window import Paints, part, shell_on

_RAW = "SELECT patient_id FROM search WHERE search MATCH ? ORDER BY words LIMIT 30"
_NAMES = """
    SELECT DISTINCT family_name FROM patient
    WHERE family_name GLOB '[A-Z][a-z][a-z][a-z][a-z]*' ORDER BY id LIMIT 20
"""


def figures(setting):
    """Ask for names letter by letter."""
    with closing(connect(record_path(setting.folder), writing=False)) as raw:
        names = [row[0].lower() for row in raw.execute(_NAMES)]
        words = cycle([name[:end] for name in names for end in range(1, 6)])
        with Record.read(setting.folder) as record:
            yield from _asked(Desk(record), raw, words, count=setting.samples * 10)
    yield from _painted(setting.folder, names, count=setting.samples * 10)


def _asked(desk, raw, words, *, count):
    today = desk.today()
    typed = []

    def query():
        typed[:] = [next(words)]
        with desk.look() as work:
            asked = PatientQuery(words=tuple(typed))
            return timed(lambda: search.find(work.connection, asked, limit=30))

    def answer():
        return timed(lambda: find_patients(typed[0], look=desk.look, today=today))

    def floor():
        match = f'"{typed[0]}"*'
        return timed(lambda: [UUID(bytes=row[0]) for row in raw.execute(_RAW, [match])])

    queries, answers, floors = in_turn(count, query, answer, floor)
    yield Figure(name="search: the query", ours=queries, floor=floors, reach=2.0)
    yield Figure(name="search: answer with visits and pain", ours=answers, floor=floors)


def _painted(folder, names, *, count):
    with shell_on(folder) as shell:
        line, rows = part(shell, "search"), part(shell, "found_rows")
        answered = []
        rows.lines.modelReset.connect(lambda: answered.append(True))
        paints = Paints(rows.viewport(), lambda: bool(answered))
        taken = []
        for name in cycle(names):
            line.clear()
            for letter in name[:5]:
                answered.clear()
                taken.append(paints.after(lambda key=letter: QTest.keyClick(line, key)))
            if len(taken) > count:
                break
    yield Figure(name="search: key -> answer painted", ours=taken[5:], p99=50.0)
