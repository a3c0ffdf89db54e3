"""Opens the window: an empty one at once, the rest as soon as that can be seen."""

from __future__ import annotations

import builtins
import gc
import os
import sys
from typing import TYPE_CHECKING

from ims_notes.app.guard import keep_memory_private

if TYPE_CHECKING:
    from pathlib import Path

_NO_DISPLAY = (
    "There is no display here, so the window cannot open. Without one these work: "
    "ims-notes demo, parse, patients, note, chart and check (see ims-notes --help)."
)

_SETTLED_MS = 3000
"""When the start is over, in milliseconds.

What is loaded by then stays for good; looking through it for rubbish, again and again, would hold
the window up for 60 ms each time.
"""


def open_window(data: Path | None, *, demo: bool = False) -> int:
    """Open the window on a record and stay until it is closed; return the exit status."""
    if not _has_display():
        print(_NO_DISPLAY, file=sys.stderr)
        return 1
    own_import = builtins.__import__
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from ims_notes.ui.first_window import FirstWindow

    # PySide's own import reads and keeps the source of every module that is imported after it, in
    # search of switches that nobody uses here: a fifth of the start and 20 MB.
    builtins.__import__ = own_import
    QApplication.setApplicationName("IMS Notes")
    app = QApplication(sys.argv[:1])
    window = FirstWindow()
    if not window.show_empty():
        return 0
    from ims_notes.app.window import Shell
    from ims_notes.ui.clearing_up import ClearingUp

    keep_memory_private()
    ClearingUp(app)
    shell = Shell(app, folder=data, demo=demo)
    window.furnish(shell.window)
    QTimer.singleShot(0, shell.start)
    QTimer.singleShot(_SETTLED_MS, gc.freeze)
    status = app.exec()
    shell.close()
    return status


def _has_display() -> bool:
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
