"""What a child of a nursery does at the real window: types while the disk fails, types secrets."""

import os
import sys
import time
from contextlib import closing
from pathlib import Path
from uuid import UUID

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QPlainTextEdit

from ims_notes.app import desk, page_table  # noqa: F401 - read once, before the children
from ims_notes.storage import connections
from ims_notes.storage.record_file import record_path
from ims_notes.ui import navigator as places
from ims_notes.ui.dialogs import sign  # noqa: F401
from ims_notes.ui.pages.session import page  # noqa: F401
from ims_notes.ui.pages.today import TodayPage  # noqa: F401
from tests.faults import shim
from tests.flows.at_work import CTRL, Key, Therapist, everything_said


def do(say, *, deed, **asked):
    """Do one deed, by its name."""
    DEEDS[deed](say, **asked)


class Waiting:
    """Waits as pytest-qt does, with Qt's own loop and without pytest."""

    def waitUntil(self, is_so, timeout):
        late = time.monotonic() + timeout / 1e3
        while not is_so():
            if time.monotonic() > late:
                raise TimeoutError
            self.wait(10)

    def wait(self, milliseconds):
        loop = QEventLoop()
        QTimer.singleShot(milliseconds, loop.quit)
        loop.exec()


def _at_window(folder):
    app = QApplication(sys.argv[:1])
    return Therapist(Waiting(), app, folder=folder and Path(folder))


def type_through(say, *, folder, note, text, at, error, for_ever):
    """Type while the disk fails; say each moment at which the screen says more than is so."""
    me = _at_window(folder)
    me.wait_page("today_page")
    me.shell.navigator.go(places.session(UUID(note)))
    me.wait_for("shorthand_line")
    me.line.selectAll()
    with shim.control(os.environ["IMS_SHIM_CONTROL"]) as control:
        control.fail(at, error=error, kinds=shim.WRITES | shim.SYNCS, for_ever=for_ever)
        for letter in text:
            me.type(letter)
            me.qtbot.wait(10)
            _look(say, me, folder, note)
        for _ in range(12):
            me.qtbot.wait(100)
            _look(say, me, folder, note)
        if me.line.text() != text:
            say("wrong", "the text left the editor")
        said = everything_said(me.frame)
        control.heal()
        if for_ever and "not saved" not in said:
            say("wrong", "nothing was said although nothing could be saved")
    me.type(" ")
    me.press(Key.Key_Backspace)
    try:
        me.wait_saved()
    except TimeoutError:
        say("wrong", f"still not saved once the disk was well: {me.state}")
    _look(say, me, folder, note)
    say("kept", me.line.text())


def _look(say, me, folder, note):
    """Say it if the screen calls something saved that a stranger does not find in the file."""
    if not me.state.startswith("Saved ") or not me.desk.keeper.is_kept:
        say("unsaved")
        return
    shown = me.line.text()
    path = record_path(Path(folder))
    with closing(connections.connect(path, writing=False)) as stranger:
        asked = "SELECT text FROM note WHERE id = ?"
        (kept,) = stranger.execute(asked, (UUID(note).bytes,)).fetchone()
    if kept != shown:
        say("wrong", f"said {me.state}, but {len(shown) - len(kept)} keys are not in the file")


def type_secrets(say, *, words, closes):
    """Work a while with words that stand nowhere else; say every title, and the crash report.

    Args:
        closes: close the window at the end, which backs up, instead of waiting to be killed.

    At last it puts what was typed into a temporary file, once one called ``go`` lies there, which
    is wrong: a control.
    """
    family, given, story, fault = words
    me = _at_window(None)
    me.name_oneself()
    me.create_record()
    me.add_patient(family, given, begins=True)
    me.type(f"l ut y; pain 6>3; used 1 out 1; ok; ae none; tol well; ed soreness; s {story}")
    me.wait_saved()
    titles = _titles()
    typed = me.line.text()
    me.sign()
    me.find_patient(family.lower())
    me.press(Key.Key_K, CTRL)
    me.wait_for("jump")
    titles |= _titles()
    me.press(Key.Key_Escape)
    say("told", _crash(me, fault), *sorted(titles | _titles()))
    if closes:
        me.close()
    say("done")
    place = Path(os.environ["TMPDIR"])
    while not (place / "go").exists():
        time.sleep(0.01)
    (place / "to-print").write_text(typed, "utf-16-le")
    say("printed")


def _crash(me, fault):
    """Let something in the program fail over a secret; return the report that is shown."""

    def fails():
        raise ValueError(fault)

    me.shell.runner.submit(fails, owner=me.frame)
    found = []
    me.wait(lambda: found.extend(_reports()) or found)
    report = found[0].findChild(QPlainTextEdit, "crash_report").toPlainText()
    found[0].close()
    return report.replace("\n", " ")


def _reports():
    return [each for each in QApplication.topLevelWidgets() if each.objectName() == "crash"]


def _titles():
    return {each.windowTitle() for each in QApplication.topLevelWidgets() if each.isVisible()}


DEEDS = {each.__name__: each for each in (type_through, type_secrets)}
