"""A real process that signs notes until it is killed; run by test_kill, one child per line read.

Prints the child's process id, then the id of each note once its signing is acknowledged.
With `early` it acknowledges before the commit: the control that must lose notes.
"""

import os
import sys
import time
from pathlib import Path

from ims_notes.storage.record import Record
from tests.storage.given import NOW, Clinic


def sign_for_ever(folder, *, early):
    with Record.open(folder) as record:
        clinic = Clinic(record)
        while True:
            note = clinic.draft()
            signed = note.signed(at=NOW)
            with clinic.begin() as work:
                work.notes.put_draft(note)
            with clinic.begin() as work:
                work.notes.sign(signed, clinic.full(signed))
                work.audit.record("note.signed", on=note.id)
                if early:
                    print(note.id.hex, flush=True)
                    time.sleep(0.2)
            if not early:
                print(note.id.hex, flush=True)


def main():
    folder, early = Path(sys.argv[1]), "early" in sys.argv
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            sign_for_ever(folder, early=early)
        print(child, flush=True)
        os.waitpid(child, 0)
        print("dead", flush=True)


if __name__ == "__main__":
    main()
