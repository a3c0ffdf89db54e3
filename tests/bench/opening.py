"""Opening a patient with 500 sessions, chart painted, against the same rows fetched raw."""

from contextlib import closing
from uuid import UUID

from sqlalchemy import event

from ims_notes.services.open_patient import open_patient
from ims_notes.storage.connections import connect
from ims_notes.storage.record_file import record_path
from ims_notes.ui import navigator as places
from tests.bench import records
from tests.bench.measure import Figure, in_turn, timed
from tests.bench.window import Paints, part, settle, shell_on

_OTHER = """
    SELECT patient_id FROM note GROUP BY 1 HAVING count(*) < 10 ORDER BY count(*) DESC LIMIT 1
"""


def figures(setting):
    """Go to the patient from another one, again and again."""
    with closing(connect(record_path(setting.folder), writing=False)) as raw:
        regular = UUID(bytes=records.regular(raw))
        other = UUID(bytes=raw.execute(_OTHER).fetchone()[0])
        with shell_on(setting.folder) as shell:
            asked = _asked(shell.desk, regular)
            yield from _measure(shell, raw, asked, ids=(regular, other), count=setting.samples)


def _asked(desk, patient_id):
    """Return the statements that opening a patient asks, as the driver is asked."""
    statements = []

    def on_execute(_connection, _cursor, statement, parameters, _context, _is_many):
        if statement.startswith("SELECT"):
            statements.append((statement, parameters))

    event.listen(desk.record._reader, "before_cursor_execute", on_execute)
    open_patient(patient_id, look=desk.look)
    event.remove(desk.record._reader, "before_cursor_execute", on_execute)
    return statements


def _measure(shell, raw, asked, *, ids, count):
    regular, other = ids
    go = shell.navigator.go
    go(places.patient(other))
    settle()
    chart = part(shell, "progress_chart")

    def is_shown():
        return chart._brief.progress.patient_id == regular

    painted = Paints(chart, is_shown)

    def ours():
        go(places.patient(other))
        settle(100)
        return painted.after(lambda: go(places.patient(regular)))

    def read():
        return timed(lambda: open_patient(regular, look=shell.desk.look))

    def floor():
        return timed(lambda: [raw.execute(*each).fetchall() for each in asked])

    opened, reads, floors = in_turn(count, ours, read, floor)
    name = "open a patient with 500 sessions"
    many = f"in {len(chart._brief.progress.series)} series of many episodes, all in one chart"
    yield Figure(name=f"{name}: chart painted", ours=opened, floor=floors, p99=100.0, note=many)
    yield Figure(name=f"{name}: read", ours=reads, floor=floors)
