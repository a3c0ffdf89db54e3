"""The real window on a record, in this process, and the moments at which it has painted.

A wait runs Qt's own loop: `QTest.qWait` would hold the lock that the lanes of work need.
"""

import gc
import sys
from contextlib import contextmanager
from time import perf_counter

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

LONGEST_MS = 20_000


def application():
    """Return the one application of this process."""
    return QApplication.instance() or QApplication([])


@contextmanager
def shell_on(folder):
    """Give the opened shell, standing at Today with everything shown."""
    from ims_notes.app.window import Shell

    app = application()
    shell = Shell(app, folder=folder)
    # The program's crash hook keeps silent on the terminal.
    sys.excepthook = sys.__excepthook__
    shell.window.show()
    shell.start()
    until(lambda: shell.window.page is not None)
    settle()
    # As the program does once its start is over.
    gc.freeze()
    try:
        yield shell
    finally:
        shell.window.may_leave()
        shell.close()
        shell.window.close()
        shell.window.deleteLater()
        QApplication.processEvents()


def part(shell, name):
    """Return the widget of this object name."""
    found = shell.window.findChild(QWidget, name)
    if found is None:
        raise LookupError(name)
    return found


def until(is_so):
    """Run the loop until something is so."""
    loop, look = QEventLoop(), QTimer()
    look.timeout.connect(lambda: is_so() and loop.quit())
    look.start(5)
    _run(loop, what="what was waited for never came")
    look.stop()


def settle(milliseconds=300):
    """Let everything that is under way be done."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


class Paints(QObject):
    """Tells how long it takes from a deed to the paint of a widget that shows its outcome."""

    def __init__(self, widget, is_so=lambda: True):
        super().__init__()
        self._widget, self._is_so = widget, is_so
        self._loop = QEventLoop()
        self._painted = 0.0

    def after(self, deed):
        """Do the deed; return the milliseconds until the outcome is painted."""
        self._widget.installEventFilter(self)
        begin = perf_counter()
        deed()
        _run(self._loop, what="nothing was painted")
        return (self._painted - begin) * 1e3

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint and self._is_so():
            watched.removeEventFilter(self)
            # The timer runs when this paint is over.
            QTimer.singleShot(0, self._on_painted)
        return False

    def _on_painted(self):
        self._painted = perf_counter()
        self._loop.quit()


def _run(loop, *, what):
    late = QTimer()
    late.setSingleShot(True)
    late.timeout.connect(lambda: loop.exit(1))
    late.start(LONGEST_MS)
    if loop.exec():
        raise TimeoutError(what)
