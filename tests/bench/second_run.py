"""What `./dev run` adds to the program once everything is installed."""

import subprocess
import sys
from pathlib import Path

from tests.bench.measure import Figure, in_turn, timed

_HERE = Path(__file__).resolve().parents[2]


def figures(setting):
    """Ask for the version through `./dev run` and directly; the difference is the overhead."""
    program = Path(sys.executable).with_name("ims-notes")
    through, direct = in_turn(
        setting.samples, lambda: _version(_HERE / "dev", "run"), lambda: _version(program)
    )
    more = [both - alone for both, alone in zip(through, direct, strict=True)]
    yield Figure(name="./dev run: overhead of a second run", ours=more, floor=direct, p99=2000.0)


def _version(*command):
    asked = [*map(str, command), "--version"]
    return timed(lambda: subprocess.run(asked, check=True, capture_output=True))
