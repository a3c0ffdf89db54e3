"""What is opened here is kept from other programs: memory, temporary files, clipboard, reports."""

import os
import subprocess
import sys
import tempfile
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest

from ims_notes import log
from ims_notes.app.keys import Unlocked
from ims_notes.domain.passphrase import RecoveryCode
from ims_notes.settings import log_folder
from ims_notes.storage.backups import StoredBackups
from ims_notes.storage.keys import Opened, Slot
from ims_notes.ui import note_clipboard
from ims_notes.ui.dialogs import crash
from ims_notes.ui.note_clipboard import NoteClipboard
from ims_notes.ui.pages.first_start.asks import Created
from ims_notes.ui.pages.restore.asks import Restoring
from ims_notes.ui.pages.safety.asks import Encrypted
from ims_notes.ui.recovery_sheet import RecoverySheet
from tests.flows.at_work import CTRL, RN1, SHIFT, Key

FALL = """
import ctypes, resource, sys
from ims_notes.app import guard
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
if sys.argv[1] == "guarded":
    guard.keep_memory_private()
    print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
    sys.stdout.flush()
text = "the text of a patient"
ctypes.string_at(0)
"""

WINDOW = """
import resource, sys
from PySide6.QtCore import QTimer
from ims_notes.app import window

def start(shell):
    print(resource.getrlimit(resource.RLIMIT_CORE), flush=True)
    QTimer.singleShot(0, shell.window.window().close)

window.Shell.start = start
from ims_notes.__main__ import main
sys.exit(main(sys.argv[1:]))
"""

linux = pytest.mark.skipif(sys.platform != "linux", reason="core files are Linux's")


def run(program, *arguments, folder):
    return subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": os.getcwd()},
        capture_output=True,
        text=True,
        timeout=60,
    )


@linux
def test_a_crash_leaves_no_memory_behind(tmp_path):
    with open("/proc/sys/kernel/core_pattern", encoding="ascii") as file:
        pattern = file.read().strip()
    for how in ("guarded", "bare"):
        (tmp_path / how).mkdir()
        fallen = run(FALL, how, folder=tmp_path / how)
        assert fallen.returncode < 0, "it was to crash"
        if how == "guarded":
            assert fallen.stdout == "(0, 0) 0\n"
            assert list((tmp_path / how).iterdir()) == []
    if pattern == "core" and list((tmp_path / "bare").iterdir()) == []:
        pytest.skip("this machine writes no core files, so nothing was proved but the limit")


@linux
def test_the_window_allows_no_dump_before_it_opens_anything(tmp_path):
    started = run(WINDOW, "--data", tmp_path / "none", folder=tmp_path)
    assert started.returncode == 0, started.stderr
    assert started.stdout == "(0, 0)\n"


@pytest.fixture
def temporary(tmp_path, monkeypatch):
    """The folder for temporary files of this test alone."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    for name in ("TMPDIR", "TEMP", "TMP", "SQLITE_TMPDIR"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


def sign_a_note(me):
    me.wait_page("today_page")
    me.find_patient("halloran", with_ctrl=True)
    me.wait_for("shorthand_line")
    me.type(RN1)
    me.wait_saved()
    me.sign()


def test_no_temporary_file_is_made_while_one_works(at_work, clinic, temporary):
    me = at_work(clinic)
    sign_a_note(me)
    me.go_today()
    me.find("search").setFocus()
    me.type("hall")
    me.wait(lambda: me.sees("found_rows"))
    assert list(temporary.iterdir()) == []
    assert me.close()
    assert list(temporary.iterdir()) == []


def copied():
    return QGuiApplication.clipboard().text()


def test_the_clipboard_is_cleared_also_when_the_page_is_gone(at_work, clinic, monkeypatch):
    monkeypatch.setattr(note_clipboard, "CLEARED_AFTER_MS", 400)
    me = at_work(clinic)
    sign_a_note(me)
    me.press(Key.Key_C, CTRL | SHIFT)
    me.wait(copied)
    me.shell.window.forget_pages()
    me.wait(lambda: copied() == "")


def test_the_clipboard_is_cleared_at_the_end_if_the_note_is_still_on_it(qapp):
    ours = NoteClipboard()
    ours.copy("signed note")
    qapp.aboutToQuit.emit()
    assert copied() == ""


def test_what_somebody_else_copied_stays_on_the_clipboard(qapp):
    ours = NoteClipboard()
    ours.copy("signed note")
    qapp.clipboard().setText("a shopping list")
    ours.clear_ours()
    assert copied() == "a shopping list"


def test_no_list_and_no_table_hands_a_name_to_the_clipboard(at_work, clinic):
    """Qt's own Ctrl+C on a marked row would be told to nobody and stay there."""
    me = at_work(clinic)
    QGuiApplication.clipboard().setText("a shopping list")
    me.find_patient("halloran")
    me.wait_for("timeline")
    seen = {"timeline"}
    copy_from(me, "timeline")
    me.go_today()
    for name in ("recent_rows", "draft_rows", "day_rows"):
        if me.sees(name):
            seen.add(name)
            copy_from(me, name)
    assert len(seen) > 1
    assert copied() == "a shopping list"


def copy_from(me, name):
    view = me.find(name)
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Key.Key_C, CTRL)


class NakamuraAikoError(Exception):
    """An error whose text holds a name."""

    def __str__(self):
        return "Nakamura, Aiko"


class Unspeakable(Exception):
    """An error that cannot even be written down."""

    def __str__(self):
        raise ValueError("Nakamura, Aiko")

    __repr__ = __str__


def noted():
    error = ValueError("Nakamura, Aiko")
    error.add_note("born 14-Jul-1985: Nakamura, Aiko")
    return error


HOSTILE = {
    "a group": lambda: ExceptionGroup("Nakamura, Aiko", [ValueError("Nakamura, Aiko")]),
    "a note on it": noted,
    "unspeakable": Unspeakable,
    "a file": lambda: FileNotFoundError(2, "no such file", "Nakamura, Aiko.pdf"),
    "a letter": lambda: UnicodeEncodeError("ascii", "Nakamura, Aiko\ud800", 0, 1, "Nakamura, Aiko"),
    "a line of code": lambda: SyntaxError("Nakamura, Aiko", ("Nakamura, Aiko", 1, 1, "Nakamura")),
    "many arguments": lambda: KeyError({"name": "Nakamura, Aiko"}, "Nakamura, Aiko"),
}


def raised(make):
    name = "Nakamura, Aiko"
    try:
        raise make() from NakamuraAikoError(name)
    except Exception as error:
        return error


@pytest.mark.parametrize("what", HOSTILE)
def test_an_error_that_holds_a_name_tells_it_to_nobody(what, tmp_path, capsys):
    error = raised(HOSTILE[what])
    log.start_log(tmp_path)
    log.install_crash_hook(lambda _report: None)
    try:
        sys.excepthook(type(error), error, error.__traceback__)
    finally:
        log.stop_log()
    said = log.crash_report(error) + (tmp_path / "ims-notes.log").read_text(encoding="utf-8")
    said += "".join(capsys.readouterr())
    assert type(error).__name__ in said
    assert "Nakamura, Aiko" not in said
    assert "1985" not in said


def test_a_fault_of_the_database_tells_no_name(at_work, clinic, monkeypatch):
    """The statement and its values stay out of the report and of the log."""
    reports = []
    monkeypatch.setattr(crash, "show_crash", reports.append)
    me = at_work(clinic)
    me.wait_page("today_page")

    def fails():
        with me.record.begin() as work:
            work.connection.exec_driver_sql(
                "INSERT INTO patient (id, family_name) VALUES (?, ?)", (b"1", "Quagmire")
            )

    me.shell.runner.submit(fails, owner=me.frame, lane="write")
    me.wait(lambda: reports)
    (written,) = [path for path in log_folder().iterdir() if path.is_file()]
    said = written.read_text(encoding="utf-8") + reports[0]
    assert "IntegrityError" in said
    assert "Quagmire" not in said
    assert "INSERT" not in said


SECRET = "kettle orbit velvet pigeon"
KEY = bytes(range(32))
KEEPERS = {
    "what a passphrase opened": lambda: Unlocked(key=KEY, holder=None),
    "the slot that fitted": lambda: Opened(key=KEY, slot=Slot(kind="passphrase", wrapped=b"")),
    "what makes backups": lambda: StoredBackups(
        record=Path("r"), key=KEY, zone="UTC", now=datetime.now
    ),
    "a restore": lambda: Restoring(path=Path("b"), key=KEY, advanced=print, failed=print),
    "a recovery code": lambda: RecoveryCode(bits=KEY),
    "its sheet": lambda: RecoverySheet(groups=(SECRET,), practitioner="", day=date(2026, 3, 10)),
    "what came of encrypting": lambda: Encrypted(code=SECRET),
    "a new record": lambda: Created(opened=None, recovery_code=SECRET),
}


@pytest.mark.parametrize("what", KEEPERS)
def test_whatever_holds_a_secret_never_tells_it_where_it_is_printed(what):
    """A debugger, a failed assertion, an error's text: each prints what it is handed."""
    said = repr(KEEPERS[what]())
    assert SECRET not in said
    assert repr(KEY)[2:-1] not in said
