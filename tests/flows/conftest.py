"""The whole program in a test: a real record, real threads, the real window."""

import shutil
import sys
import threading
import time
from datetime import UTC, date, datetime, timedelta

import pytest
import shiboken6
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from ims_notes.app import desk
from ims_notes.services.clock import Clock
from ims_notes.ui.dialogs import crash
from tests.flows.at_work import Therapist

NOW = datetime(2026, 3, 10, 11, 30, tzinfo=UTC)
TODAY = date(2026, 3, 10)


@pytest.fixture(autouse=True)
def fixed_day(monkeypatch):
    """The clock runs, from late on a Tuesday morning on."""
    began = time.monotonic()

    def now():
        return NOW + timedelta(seconds=time.monotonic() - began)

    monkeypatch.setattr(desk, "Clock", lambda: Clock(now=now))


@pytest.fixture(autouse=True)
def no_crash(monkeypatch):
    """A bug fails the test instead of waiting in a dialog for somebody to close it."""
    reports = []
    monkeypatch.setattr(crash, "show_crash", reports.append)
    for place, name in ((sys, "excepthook"), (sys, "unraisablehook"), (threading, "excepthook")):
        monkeypatch.setattr(place, name, getattr(place, name))
    yield
    assert reports == []


def is_bound(window):
    """Does PySide hold the window for the child of some other widget?"""
    return shiboken6.isValid(window) and "\nparent..." in shiboken6.dump(window)


def losing_what_cannot_be_saved():
    """Close also where the test left a text that no record takes, such as one too long."""
    answers = QTimer()
    answers.timeout.connect(
        lambda: [d.accept() for d in [QApplication.activeModalWidget()] if d is not None]
    )
    answers.start(20)
    return answers


@pytest.fixture
def at_work(qtbot, qapp):
    """Start the program; started twice, it is closed before."""
    started = []

    def start(folder=None, **how):
        for before in started:
            before.close()
        started.append(Therapist(qtbot, qapp, folder=folder, **how))
        return started[-1]

    yield start
    for each in started:
        assert not is_bound(each.frame), "the window would go with what it is bound to"
        while (dialog := QApplication.activeModalWidget()) is not None:
            dialog.close()
        closes = losing_what_cannot_be_saved()
        if not each.close():
            each.shell.close()
            each.frame.deleteLater()
        closes.stop()
    qapp.clipboard().clear()


@pytest.fixture(scope="session")
def invented(tmp_path_factory):
    """The demo clinic as it is on that Tuesday, made once."""
    folder = tmp_path_factory.mktemp("invented") / "clinic"
    desk.build_demo(
        folder, patients=12, sessions=60, seed=1, until=TODAY, progress=lambda _done, _total: None
    )
    return folder


@pytest.fixture
def clinic(invented, tmp_path):
    """A fresh demo clinic of this test's own."""
    return shutil.copytree(invented, tmp_path / "clinic")
