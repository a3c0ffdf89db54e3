"""The real window: twenty patients are opened, then a thousand notes; ARGS are the folder."""

import os
import sys
from contextlib import closing
from pathlib import Path
from uuid import UUID

from ims_notes.storage.connections import connect
from ims_notes.storage.record_file import record_path
from ims_notes.ui import navigator as places
from tests.bench.alone.resident import resident
from tests.bench.window import settle, shell_on

_PATIENTS = "SELECT patient_id FROM note GROUP BY 1 ORDER BY count(*) DESC LIMIT 20"
_NOTES = "SELECT id FROM note WHERE state = 'signed' ORDER BY id DESC LIMIT 1000"


def main(folder):
    """Visit and tell what that costs."""
    with closing(connect(record_path(folder), writing=False)) as raw:
        patients, notes = (
            [UUID(bytes=row[0]) for row in raw.execute(asked)] for asked in (_PATIENTS, _NOTES)
        )
    with shell_on(folder) as shell:
        for patient_id in patients:
            shell.navigator.go(places.patient(patient_id))
            settle(100)
        print("patients", resident())
        for note_id in notes:
            shell.navigator.go(places.session(note_id))
            settle(15)
        print("notes", resident(), flush=True)
        os._exit(0)


main(Path(sys.argv[1]))
