"""What tests of the screen share."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent

from ims_notes.ui import theme
from ims_notes.ui.runner import InPlaceRunner
from ims_notes.ui.theme import Mode
from tests.ui.made_up_day import Clinic, busy_day
from tests.ui.today_screen import Screen


@pytest.fixture(autouse=True)
def no_window_left_behind():
    """Let go of the windows of the test before; without an event loop Qt would keep them all."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def open_today(qtbot, qapp):
    """Open the window on the page of today, on a busy day unless told otherwise."""
    theme.apply_theme(qapp, Mode.LIGHT)

    def open_it(clinic=None, runner=None):
        screen = Screen(clinic or Clinic(today=busy_day()), runner or InPlaceRunner())
        qtbot.addWidget(screen.window)
        return screen.start()

    return open_it
