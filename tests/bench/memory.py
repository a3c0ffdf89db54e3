"""Memory in use after a day's work, against a bare window."""

import subprocess
import sys
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.measure import Figure, in_turn, middle
from tests.bench.start_up import environment

_ALONE = Path(__file__).with_name("alone")
_RUNS = 5
_GROWTH = 1.05


def figures(setting):
    """Measure a bare window, then ours after 20 patients and after many notes more."""
    with TemporaryDirectory(prefix="ims-notes-bench-") as home:
        bare = partial(_used, home, "bare_memory.py")
        ours = partial(_used, home, "our_memory.py", str(setting.folder))
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


def _used(home, script, *arguments):
    told = subprocess.run(
        [sys.executable, _ALONE / script, *arguments],
        env=environment(home) | {"PYTHONPATH": str(Path(__file__).resolve().parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=600,
        check=True,
    ).stdout
    words = [line.split() for line in told.splitlines()]
    return {name: float(used) for name, used in words}
