"""The real window, typed at until it is killed; run by test_window_kill, one child per line read.

A line is ``FOLDER NOTE type`` or ``FOLDER NOTE sign``. Prints the child's process id, the text
found in the line, the moment of each key, and that the note is shown as signed.
"""

import os
import sys
import time
from pathlib import Path
from uuid import UUID

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from ims_notes.app import desk, page_table  # noqa: F401 - read once, before the children
from ims_notes.app.window import Shell
from ims_notes.ui import navigator as places
from ims_notes.ui.dialogs import sign  # noqa: F401
from ims_notes.ui.first_window import FirstWindow
from ims_notes.ui.pages.session import page  # noqa: F401
from ims_notes.ui.pages.today import TodayPage  # noqa: F401
from tests.flows.at_work import RN1

KEY_MS = 15


def say(*words):
    print(*words, flush=True)


def shown(window, name):
    return next((w for w in window.findChildren(QWidget, name) if w.isVisible()), None)


def steps(shell, note_id, *, signs):
    """Do one small thing after another; each ``yield`` lets the window breathe."""
    while shown(shell.window, "today_page") is None:
        yield
    shell.navigator.go(places.session(note_id))
    while (line := shown(shell.window, "shorthand_line")) is None:
        yield
    say("found", line.text())
    line.selectAll()
    for letter in RN1:
        QTest.keyClicks(line, letter)
        say("typed", time.monotonic())
        yield
    if signs:
        QTimer.singleShot(
            0, lambda: QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        )
        while (dialog := QApplication.activeModalWidget()) is None or not dialog.isVisible():
            yield
        QTimer.singleShot(0, lambda: QTest.keyClick(dialog, Qt.Key.Key_Return))
        while shown(shell.window, "signed_view") is None:
            yield
        say("signed")


def work(folder, note_id, *, signs):
    app = QApplication(sys.argv[:1])
    frame = FirstWindow()
    frame.show_empty()
    shell = Shell(app, folder=folder)
    frame.furnish(shell.window)
    QTimer.singleShot(0, shell.start)
    doing = steps(shell, note_id, signs=signs)
    timer = QTimer()
    timer.timeout.connect(lambda: next(doing, None))
    timer.start(1 if signs else KEY_MS)
    app.exec()


def main():
    for line in sys.stdin:
        folder, note_id, how = line.rstrip("\n").split("\t")
        child = os.fork()
        if not child:
            work(Path(folder), UUID(note_id), signs=how == "sign")
            os._exit(1)
        say("child", child)
        os.waitpid(child, 0)
        say("dead")


if __name__ == "__main__":
    main()
