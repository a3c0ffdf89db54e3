"""The program as it is started: patients are opened, then notes; both are read from stdin.

ARGS are the record's folder.
"""

import builtins
import json
import os
import sys
from uuid import UUID

own_import = builtins.__import__

from PySide6.QtCore import QObject, QTimer  # noqa: E402

from ims_notes.__main__ import main  # noqa: E402
from ims_notes.ui import first_window  # noqa: E402
from tests.bench.alone.resident import resident  # noqa: E402

# The program takes what it finds for Python's own.
builtins.__import__ = own_import

_STARTED_MS = 4000


class FirstWindow(first_window.FirstWindow):
    """The same window; it goes about on its own once the start is over."""

    def furnish(self, inside):
        super().furnish(inside)
        self.visits = Visits(inside._navigator, self)
        QTimer.singleShot(_STARTED_MS, self.visits.begin)


class Visits(QObject):
    """Goes from place to place and tells what that costs.

    It waits by a timer, not by a loop of its own: in such a loop Qt deletes nothing.
    """

    def __init__(self, navigator, parent):
        super().__init__(parent)
        self.navigator = navigator
        self.steps = iter(())

    def begin(self):
        """Read where to go, and go."""
        from ims_notes.ui import navigator as places

        asked = json.load(sys.stdin)
        self.steps = iter(
            [
                *((places.patient(UUID(each)), 100) for each in asked["patients"]),
                ("patients", 0),
                *((places.session(UUID(each)), 25) for each in asked["notes"]),
                ("notes", 0),
            ]
        )
        self.step()

    def step(self):
        """Go to the next place, or tell the memory in use."""
        place, wait_ms = next(self.steps, (None, 0))
        if place is None:
            os._exit(0)
        if isinstance(place, str):
            print(place, resident(), flush=True)
        else:
            self.navigator.go(place)
        QTimer.singleShot(wait_ms, self.step)


first_window.FirstWindow = FirstWindow
main(["--data", sys.argv[1]])
