"""The start: the window is seen before anything slow is loaded, and some things never are."""

import json
import os
import subprocess
import sys
from datetime import date

import pytest

from ims_notes.app.desk import build_demo

LEFT_OUT = ("alembic", "typst", "fhir", "keyring", "pydantic", "numpy")

IMPORT_THE_ENTRY = """
import json, sys
import ims_notes.__main__
print(json.dumps(sorted(sys.modules)))
"""

# Looks twice: at the first paint, and when the page of today stands in the window.
OPEN_THE_WINDOW = """
import json, os, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from ims_notes.ui import first_window

def tell():
    print(json.dumps(sorted(sys.modules)), flush=True)

class FirstWindow(first_window.FirstWindow):
    told = 0

    def show_empty(self):
        self.painted.connect(self.on_painted)
        return super().show_empty()

    def on_painted(self):
        if not self.told:
            tell()
            self.timer = QTimer(self)
            self.timer.timeout.connect(self.on_tick)
            self.timer.start(20)
        self.told += 1

    def on_tick(self):
        focused = QApplication.focusWidget()
        if focused is not None and focused.objectName() == "search":
            tell()
            self.close()

first_window.FirstWindow = FirstWindow
from ims_notes.__main__ import main
sys.exit(main(sys.argv[1:]))
"""


def modules_told(program, *arguments):
    """Run a program of its own; return the top names of the modules it lists, list by list."""
    done = subprocess.run(
        [sys.executable, "-c", program, *map(str, arguments)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return [set(json.loads(line)) for line in done.stdout.splitlines()]


def tops(modules):
    return {name.partition(".")[0] for name in modules}


@pytest.fixture
def started(tmp_path):
    build_demo(
        tmp_path / "clinic",
        patients=2,
        sessions=4,
        seed=1,
        until=date(2026, 1, 5),
        progress=lambda done, total: None,
    )
    return modules_told(OPEN_THE_WINDOW, "--data", tmp_path / "clinic")


def test_the_entry_point_imports_neither_qt_nor_sql():
    (modules,) = modules_told(IMPORT_THE_ENTRY)
    assert "ims_notes.__main__" in modules
    assert not tops(modules) & {"PySide6", "sqlalchemy", "sqlcipher3"}


def test_the_window_is_painted_before_anything_of_the_record_is_loaded(started):
    first, _ = started
    assert "ims_notes.ui.first_window" in first
    assert not tops(first) & {"sqlalchemy", "sqlcipher3", *LEFT_OUT}
    assert not any(name.startswith("ims_notes.storage") for name in first)
    assert "ims_notes.ui.main_window" not in first


def test_today_stands_without_what_only_later_deeds_need(started):
    _, standing = started
    assert "ims_notes.ui.pages.today.page" in standing
    assert "sqlalchemy" in standing
    assert not tops(standing) & set(LEFT_OUT)
    assert "ims_notes.ui.pages.session.page" not in standing
    assert "ims_notes.ui.widgets.progress_chart" not in standing
