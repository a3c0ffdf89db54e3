"""By how much the record grows with one more reference note, everything included."""

from contextlib import closing
from itertools import cycle
from uuid import UUID

from ims_notes.app.desk import Desk
from ims_notes.storage.connections import connect
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import record_path
from tests.bench import records, rn1
from tests.bench.measure import Figure

_BYTES = """
    SELECT length(canonical_json) + length(CAST(text AS BLOB)) FROM signed_note
    JOIN note ON note.id = note_id ORDER BY note.id DESC LIMIT 1
"""
_NOTES = 50


def figures(setting):
    """Sign notes fifty at a time; the floor is what one of them says, as text, in bytes."""
    grown, said = [], []
    with (
        records.copied(setting.folder) as folder,
        closing(connect(record_path(folder), writing=False)) as raw,
        Record.open(folder) as record,
    ):
        desk = Desk(record)
        patients = cycle([UUID(bytes=each) for each in rn1.patients(raw)])
        for _ in range(setting.samples):
            before = _size(raw)
            for _note in range(_NOTES):
                rn1.signed(desk, rn1.typed(desk, next(patients)))
            grown.append((_size(raw) - before) / _NOTES / 1000)
            said.append(raw.execute(_BYTES).fetchone()[0] / 1000)
    yield Figure(
        name="record growth per reference note",
        ours=grown,
        floor=said,
        unit="kB",
        p99=8.0,
        note="each sample is 50 notes; the floor is the text as typed and the signed JSON",
    )


def _size(raw):
    pages, free, size = (
        raw.execute(f"PRAGMA {name}").fetchone()[0]
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size
