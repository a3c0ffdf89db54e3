"""From the start of the process to what can be seen, and to the first answer."""

import os
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench.measure import Figure, in_turn

_ALONE = Path(__file__).with_name("alone")


def figures(setting):
    """Measure the window's first paint, the shell, today's page and the first answer."""
    with TemporaryDirectory(prefix="ims-notes-bench-") as home:
        bare = partial(_moments, home, "bare_window.py")
        ours = partial(_moments, home, "our_window.py", str(setting.folder))
        floors, starts = in_turn(setting.samples, bare, ours)
    floor = [moments["first"] for moments in floors]
    reaches = {"first": 1.3, "status_line": None, "search": None, "found_rows": 4.0}
    for moment, reach in reaches.items():
        told = [moments[moment] for moments in starts]
        yield Figure(name=_NAMES[moment], ours=told, floor=floor, reach=reach)


_NAMES = {
    "first": "first paint",
    "status_line": "shell painted",
    "search": "search line painted",
    "found_rows": "usable: first answer painted",
}


def environment(home):
    """Return the environment of a measured process: no screen, a home of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("XDG_")}
    kept.pop("PYTHONDONTWRITEBYTECODE", None)
    return kept | {"HOME": home, "QT_QPA_PLATFORM": "offscreen"}


def _moments(home, script, *arguments):
    """Run a script; return the moments it tells, in milliseconds from before it was started."""
    begin = time.monotonic()
    told = subprocess.run(
        [sys.executable, _ALONE / script, *arguments],
        env=environment(home),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        timeout=60,
        check=True,
    ).stdout
    words = [line.split() for line in told.splitlines()]
    return {name: (float(moment) - begin) * 1e3 for name, moment in words}
