"""Killed while signing: what was acknowledged is there, and nothing is half there."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from uuid import UUID

import pytest

from ims_notes.domain.note import NoteState
from ims_notes.storage.check import check_record
from ims_notes.storage.record import Record

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="kill -9 is POSIX's")

ROUNDS = 30
NURSERY = Path(__file__).with_name("nursery.py")
ROOT = NURSERY.parents[2]


@pytest.fixture
def kill_while_signing(tmp_path):
    """Start a child, let it sign some notes, kill it; give what it acknowledged."""
    started = []

    def begin(*how):
        folder = tmp_path / "record"
        Record.create(folder).close()
        nursery = subprocess.Popen(
            [sys.executable, str(NURSERY), str(folder), *how],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
        started.append(nursery)
        return folder, lambda notes, delay: one_round(nursery, notes, delay)

    yield begin
    for nursery in started:
        nursery.stdin.close()
        nursery.wait(10)
        nursery.stdout.close()


def one_round(nursery, notes, delay):
    nursery.stdin.write("go\n")
    nursery.stdin.flush()
    said = [nursery.stdout.readline().strip() for _ in range(notes + 1)]
    child = next(int(line) for line in said if len(line) != 32)
    time.sleep(delay)
    os.kill(child, signal.SIGKILL)
    while (line := nursery.stdout.readline().strip()) != "dead":
        said.append(line)
    return [UUID(line) for line in said if len(line) == 32]


def missing(folder, acknowledged):
    with Record.open(folder) as record, record.look() as work:
        asked = "SELECT id FROM note WHERE state = ?"
        rows = work.connection.exec_driver_sql(asked, (NoteState.SIGNED.value,))
        return set(acknowledged) - {UUID(bytes=row.id) for row in rows}


def test_no_acknowledged_note_is_lost_by_a_kill(kill_while_signing):
    folder, kill = kill_while_signing()
    chance = Random(1)
    acknowledged = []
    for _ in range(ROUNDS):
        acknowledged += kill(chance.randint(1, 6), chance.random() / 100)
        began = time.monotonic()
        Record.open(folder).close()
        assert time.monotonic() - began < 3
    assert missing(folder, acknowledged) == set()
    assert len(acknowledged) >= ROUNDS
    checked = check_record(folder)
    assert checked.problems == ()
    assert checked.notes >= len(acknowledged)


def test_the_harness_sees_a_note_that_was_acknowledged_too_early(kill_while_signing):
    folder, kill = kill_while_signing("early")
    acknowledged = [note for _ in range(3) for note in kill(1, 0)]
    assert missing(folder, acknowledged)
