"""The window killed while somebody types: what it showed as kept is there at the next start."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import pytest

from ims_notes.app import desk
from ims_notes.domain.note import NoteState
from ims_notes.storage.record import Record
from tests.faults.window_clinic import PATIENTS, clinic_at, drafts_for
from tests.flows.at_work import RN1

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is POSIX's")

ROUNDS = PATIENTS
LOST_S = 1.0
SCRIPT = Path(__file__).with_name("window.py")


@pytest.fixture
def clinic(tmp_path):
    folder = tmp_path / "clinic"
    clinic_at(folder)
    return folder


@pytest.fixture
def windows():
    """Start windows one after the other; each is a process that may be killed."""
    nursery = subprocess.Popen(
        [sys.executable, str(SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(SCRIPT.parents[2])},
        start_new_session=True,
    )
    yield nursery
    os.killpg(nursery.pid, signal.SIGKILL)
    nursery.wait(10)
    nursery.stdin.close()
    nursery.stdout.close()


class Window:
    """One window in a process of its own, and what it said so far."""

    def __init__(self, nursery, folder, note_id, how):
        self.heard = []
        self._nursery = nursery
        nursery.stdin.write(f"{folder}\t{note_id}\t{how}\n")
        nursery.stdin.flush()

    def wait(self, word, times=1):
        """Listen until it said this so many times; return what came with it at last."""
        while times:
            said, _, rest = self._nursery.stdout.readline().rstrip("\n").partition(" ")
            self.heard.append((said, rest))
            times -= said == word
            assert times == 0 or said not in ("", "dead"), self.heard[-3:]
        return rest

    def kill(self):
        os.kill(int(dict(self.heard)["child"]), signal.SIGKILL)
        self.wait("dead")


def kept(folder, note_id):
    with Record.read(folder) as record, record.look() as work:
        return work.notes.get(note_id)


def test_a_killed_window_loses_a_second_of_typing_at_most(clinic, windows):
    note, chance = drafts_for(clinic)[0], Random(1)
    before, lost = note.text, []
    for _ in range(ROUNDS):
        began = time.monotonic()
        window = Window(windows, clinic, note.id, "type")
        assert window.wait("found") == before
        assert time.monotonic() - began < 3
        window.wait("typed", times=chance.randint(95, 120))
        killed = time.monotonic()
        window.kill()
        keys = [float(moment) for word, moment in window.heard if word == "typed"]
        owed = sum(moment <= killed - LOST_S for moment in keys)
        before = kept(clinic, note.id).text
        assert RN1.startswith(before)
        assert len(before) >= owed > 0
        lost.append(len(keys) - len(before))
    assert max(lost) > 0, "no kill came between a key and its save: this proves nothing"
    print(f"0 of {ROUNDS} kills lost more than {LOST_S} s of typing; keys lost: {lost}")


def test_a_note_shown_as_signed_survives_a_kill(clinic, windows):
    notes = drafts_for(clinic)
    for note in notes:
        window = Window(windows, clinic, note.id, "sign")
        window.wait("signed")
        window.kill()
    for note in notes:
        found = kept(clinic, note.id)
        assert (found.state, found.text) == (NoteState.SIGNED, RN1)
    assert desk.check(clinic).problems == ()
    print(f"0 of {len(notes)} signed notes lost")
