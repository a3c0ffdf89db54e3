"""The lock hears that nobody is there, that the machine sleeps, and what the desktop tells."""

import os
import shutil
import subprocess
import sys

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from ims_notes.ui import system_sleep
from ims_notes.ui.idle_watch import Clocks, IdleWatch
from ims_notes.ui.system_sleep import SystemSleep, heard


class TestClocks:
    """Both clocks, moved by hand."""

    __test__ = False

    def __init__(self):
        self.wall = self.monotonic = 1000.0

    def pass_by(self, seconds, *, watch, step=5.0):
        for _each in range(round(seconds / step)):
            self.wall += step
            self.monotonic += step
            watch.look()

    def clocks(self):
        return Clocks(wall=lambda: self.wall, monotonic=lambda: self.monotonic)


@pytest.fixture
def watched(qtbot):
    """A window with a field, watched by made-up clocks; what was heard is listed."""
    field = QLineEdit()
    qtbot.addWidget(field)
    with qtbot.waitExposed(field):
        field.show()
    field.activateWindow()
    time, heard_of = TestClocks(), []
    watch = IdleWatch(minutes=lambda: 5, clocks=time.clocks(), parent=field)
    watch.idle.connect(lambda: heard_of.append("idle"))
    watch.slept.connect(lambda: heard_of.append("slept"))
    return field, time, watch, heard_of


def test_five_minutes_without_a_touch_are_told_once(watched):
    _field, time, watch, heard_of = watched
    time.pass_by(295, watch=watch)
    assert heard_of == []
    time.pass_by(600, watch=watch)
    assert heard_of == ["idle"]
    watch.touch()
    time.pass_by(300, watch=watch)
    assert heard_of == ["idle", "idle"]


def touches():
    yield lambda window: QTest.keyClick(window, Qt.Key.Key_A)
    yield lambda window: QTest.mouseClick(window, Qt.MouseButton.LeftButton)
    yield lambda window: QTest.mouseMove(window, window.geometry().center())


@pytest.mark.parametrize("touch", list(touches()), ids=["key", "click", "move"])
def test_a_key_a_click_and_the_mouse_begin_the_wait_anew(watched, touch):
    field, time, watch, heard_of = watched
    time.pass_by(295, watch=watch)
    touch(field.windowHandle())
    time.pass_by(295, watch=watch)
    assert heard_of == []
    time.pass_by(10, watch=watch)
    assert heard_of == ["idle"]


def test_a_window_that_came_later_is_watched_too(watched, qtbot):
    _field, time, watch, heard_of = watched
    later = QLineEdit()
    qtbot.addWidget(later)
    with qtbot.waitExposed(later):
        later.show()
    time.pass_by(295, watch=watch)
    QTest.keyClick(later.windowHandle(), Qt.Key.Key_A)
    time.pass_by(295, watch=watch)
    assert heard_of == []


@pytest.mark.parametrize(("wall", "monotonic"), [(3600, 1), (3600, 3600)])
def test_a_jump_of_the_clock_means_that_the_machine_slept(watched, wall, monotonic):
    _field, time, watch, heard_of = watched
    watch.look()
    watch.touch()
    time.wall += wall
    time.monotonic += monotonic
    watch.look()
    assert heard_of[0] == "slept"


def test_the_watch_looks_by_itself(watched):
    _field, _time, watch, _heard_of = watched
    assert watch._timer.isActive()
    assert watch._timer.interval() == 5000


@pytest.fixture
def bus():
    """A message bus of this test's own."""
    daemon = shutil.which("dbus-daemon")
    if daemon is None:
        pytest.skip("there is no dbus-daemon on this machine")
    command = [daemon, "--session", "--nofork", "--print-address", "--nopidfile"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    address = process.stdout.readline().decode().strip()
    yield address
    process.terminate()
    process.wait()
    process.stdout.close()


SIGNALS = [
    ("org.freedesktop.login1.Manager", "PrepareForSleep", [True], ["sleep"]),
    ("org.freedesktop.login1.Manager", "PrepareForSleep", [False], []),
    ("org.freedesktop.login1.Session", "Lock", [], ["lock"]),
    ("org.freedesktop.ScreenSaver", "ActiveChanged", [True], ["lock"]),
    ("org.freedesktop.ScreenSaver", "ActiveChanged", [False], []),
    ("org.gnome.ScreenSaver", "ActiveChanged", [True], ["lock"]),
]


@pytest.mark.parametrize(("interface", "name", "said", "expected"), SIGNALS)
def test_linux_tells_of_sleep_and_of_a_locked_session(
    qtbot, bus, *, interface, name, said, expected
):
    from PySide6.QtDBus import QDBusConnection, QDBusMessage

    listening = QDBusConnection.connectToBus(bus, f"listening on {bus}")
    speaking = QDBusConnection.connectToBus(bus, f"speaking on {bus}")
    assert listening.isConnected(), listening.lastError().message()
    owner, heard_of = QObject(), []
    sleep = SystemSleep(owner)
    sleep.about_to_sleep.connect(lambda: heard_of.append("sleep"))
    sleep.session_locked.connect(lambda: heard_of.append("lock"))
    sleep.listen_to(system=listening, session=listening)
    daemon = "org.freedesktop.DBus"
    # Once this is answered, the bus knows what is listened to.
    listening.call(QDBusMessage.createMethodCall(daemon, "/", daemon, "GetId"))
    last = ("org.freedesktop.login1.Session", "Lock", [])
    for at, what, arguments in ((interface, name, said), last):
        message = QDBusMessage.createSignal("/org/anywhere", at, what)
        message.setArguments(arguments)
        assert speaking.send(message)
    # The last one is there to wait for: what came before it has arrived by then.
    qtbot.waitUntil(lambda: len(heard_of) > len(expected))
    assert heard_of == [*expected, "lock"]
    QDBusConnection.disconnectFromBus(f"listening on {bus}")
    QDBusConnection.disconnectFromBus(f"speaking on {bus}")


def test_without_a_bus_nothing_is_heard_and_nothing_said(monkeypatch, tmp_path):
    for name in ("DBUS_SESSION_BUS_ADDRESS", "DBUS_SYSTEM_BUS_ADDRESS"):
        monkeypatch.delenv(name, raising=False)
    assert not system_sleep.has_session_bus()
    script = (
        "import sys; from PySide6.QtCore import QCoreApplication, QObject;"
        "app = QCoreApplication([]); from ims_notes.ui.system_sleep import SystemSleep;"
        "o = QObject(); SystemSleep(o).listen(); app.processEvents()"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, timeout=60, check=True, env=os.environ
    )
    assert (done.stdout, done.stderr) == (b"", b"")


def test_a_bus_that_does_not_answer_is_no_trouble(monkeypatch):
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nowhere/bus")
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nowhere/system")
    assert system_sleep.has_session_bus()
    assert system_sleep.has_system_bus()
    SystemSleep(QObject()).listen()


@pytest.mark.parametrize(
    ("message", "parameter", "expected"),
    [
        (0x0218, 4, "sleep"),
        (0x0218, 7, ""),
        (0x02B1, 7, "lock"),
        (0x02B1, 8, ""),
        (0x0100, 4, ""),
    ],
)
def test_windows_tells_of_sleep_and_of_a_locked_session(message, parameter, expected):
    assert heard(message, parameter) == expected


def test_a_message_of_windows_is_read(qapp):
    import ctypes
    from ctypes import wintypes

    owner, heard_of = QObject(), []
    sleep = SystemSleep(owner)
    sleep.about_to_sleep.connect(lambda: heard_of.append("sleep"))
    sleep.session_locked.connect(lambda: heard_of.append("lock"))
    messages = system_sleep._WindowsMessages(sleep, 0)
    qapp.removeNativeEventFilter(messages)
    for number, parameter in ((0x0218, 4), (0x02B1, 7), (0x0100, 1)):
        told = wintypes.MSG(message=number, wParam=parameter)
        assert messages.nativeEventFilter(b"windows_generic_MSG", ctypes.addressof(told)) == (
            False,
            0,
        )
    assert messages.nativeEventFilter(b"xcb_generic_event_t", 0) == (False, 0)
    assert heard_of == ["sleep", "lock"]
