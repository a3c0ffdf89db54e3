"""The program as it is started, told to say when what is painted: ARGS are the record's folder.

It prints the first paint of the window, of the shell's status line, of the page Today, and of the
first answer to a search begun as soon as the search line stands there.
"""

import builtins
import os
import sys
import time

own_import = builtins.__import__

from PySide6.QtCore import QEvent, QObject, QTimer  # noqa: E402
from PySide6.QtWidgets import QApplication, QWidget  # noqa: E402

from ims_notes.__main__ import main  # noqa: E402
from ims_notes.ui import first_window  # noqa: E402

# The program takes what it finds for Python's own.
builtins.__import__ = own_import


def say(moment):
    print(moment, time.monotonic(), flush=True)


class FirstWindow(first_window.FirstWindow):
    """The same window; it says when it is painted and looks for what comes then."""

    is_told = False

    def paintEvent(self, event):
        super().paintEvent(event)
        if not self.is_told:
            self.is_told = True
            say("first")
            self.steps = Steps(self)


class Steps(QObject):
    """Waits for one widget after the other to be painted."""

    def __init__(self, window):
        super().__init__(window)
        self.names = ["status_line", "search", "found_rows"]
        self.watched = None
        self.timer = QTimer(self)
        self.timer.timeout.connect(self.look)
        self.timer.start(3)

    def look(self):
        """Begin to watch the next widget once it is there."""
        widget = None if self.watched else self.find(self.names[0])
        if widget is not None:
            self.watched = widget
            widget.installEventFilter(self)
            widget.update()

    def find(self, name):
        """Return the widget, or None while there is none; the search line has the focus."""
        focused = QApplication.focusWidget()
        if name == "search":
            return focused if focused is not None and focused.objectName() == name else None
        if name == "found_rows":
            focused.setText("ma")
        found = self.parent().findChild(QWidget, name)
        return found.viewport() if name == "found_rows" else found

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint and watched is self.watched:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.on_painted)
        return False

    def on_painted(self):
        say(self.names.pop(0))
        self.watched = None
        if not self.names:
            os._exit(0)


first_window.FirstWindow = FirstWindow
main(["--data", sys.argv[1]])
