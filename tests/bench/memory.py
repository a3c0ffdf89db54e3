"""Memory in use after a day's work, against a bare window."""

import json
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from ims_notes.storage.connections import connect
from ims_notes.storage.record_file import record_path
from tests.bench.measure import Figure, in_turn, middle
from tests.bench.start_up import environment

_ALONE = Path(__file__).with_name("alone")
_RUNS = 5
_GROWTH = 1.05
_PATIENTS = "SELECT patient_id FROM note GROUP BY 1 ORDER BY count(*) DESC LIMIT 20"
_NOTES = "SELECT id FROM note WHERE state = 'signed' ORDER BY id DESC LIMIT 1000"


def figures(setting):
    """Measure a bare window, then ours after 20 patients and after many notes more."""
    with TemporaryDirectory(prefix="ims-notes-bench-") as home:
        bare = partial(_used, home, "bare_memory.py")
        ours = partial(
            _used, home, "our_memory.py", str(setting.folder), asked=_visits(setting.folder)
        )
        floors, days = in_turn(min(_RUNS, setting.samples), bare, ours)
    floor = [used["bare"] for used in floors]
    day = [used["patients"] for used in days]
    yield Figure(name="memory after 20 patients", ours=day, floor=floor, unit="MB", reach=2.2)
    yield Figure(
        name="memory after 1,000 notes more",
        ours=[used["notes"] for used in days],
        floor=day,
        unit="MB",
        reach=_GROWTH,
        note=f"the floor is ours after 20 patients ({middle(day):.0f} MB)",
    )


def _visits(folder):
    """Return where to go, as JSON; asked here, so that the question costs the measured nothing."""
    with closing(connect(record_path(folder), writing=False)) as raw:
        patients, notes = (
            [str(UUID(bytes=row[0])) for row in raw.execute(asked)] for asked in (_PATIENTS, _NOTES)
        )
    return json.dumps({"patients": patients, "notes": notes})


def _used(home, script, *arguments, asked=""):
    told = subprocess.run(
        [sys.executable, _ALONE / script, *arguments],
        env=environment(home) | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        input=asked,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=600,
        check=True,
    ).stdout
    words = [line.split() for line in told.splitlines()]
    return {name: float(used) for name, used in words}
