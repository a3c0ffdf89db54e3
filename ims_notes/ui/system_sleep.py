"""Hears from the desktop that the machine is about to sleep or that the session was locked.

Linux: logind's ``PrepareForSleep`` and a session's ``Lock`` on the system bus, the screen saver's
``ActiveChanged`` on the session bus. Where there is no bus nothing is heard, and nothing is said
about it. Windows: messages to the program's windows. macOS tells a program without native code
nothing; there the jump of the clock that `IdleWatch` sees after waking locks the screen.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import SLOT, QAbstractNativeEventFilter, QCoreApplication, QObject, Signal, Slot

if TYPE_CHECKING:
    from PySide6.QtCore import QByteArray
    from PySide6.QtDBus import QDBusConnection

WM_POWERBROADCAST: Final = 0x0218
WM_WTSSESSION_CHANGE: Final = 0x02B1
PBT_APMSUSPEND: Final = 4
WTS_SESSION_LOCK: Final = 7

_LOGIN: Final = "org.freedesktop.login1"
_SYSTEM_SIGNALS: Final = (
    (f"{_LOGIN}.Manager", "PrepareForSleep", SLOT("on_prepare_for_sleep(bool)")),
    (f"{_LOGIN}.Session", "Lock", SLOT("on_session_lock()")),
)
_SESSION_SIGNALS: Final = (
    ("org.freedesktop.ScreenSaver", "ActiveChanged", SLOT("on_screen_saver(bool)")),
    ("org.gnome.ScreenSaver", "ActiveChanged", SLOT("on_screen_saver(bool)")),
)


class SystemSleep(QObject):
    """Listens where the desktop tells.

    Signals:
        about_to_sleep: the machine goes to sleep now.
        session_locked: the person's session was locked, or its screen saver came on.
    """

    about_to_sleep = Signal()
    session_locked = Signal()

    def __init__(self, parent: QObject) -> None:
        """Hear nothing yet; `listen` begins, best after the window is up."""
        super().__init__(parent)
        self._windows: _WindowsMessages | None = None

    def listen(self, window: int = 0) -> None:
        """Begin to listen; `window` is the native handle of the main window, for Windows."""
        if sys.platform == "win32":
            self._windows = _WindowsMessages(self, window)
        elif sys.platform == "linux":
            if has_system_bus():
                self.listen_to(system=_bus("system"))
            if has_session_bus():
                self.listen_to(session=_bus("session"))

    def listen_to(
        self, *, system: QDBusConnection | None = None, session: QDBusConnection | None = None
    ) -> None:
        """Listen to these buses, from whatever sender: asking who it is could take long."""
        for bus, signals in ((system, _SYSTEM_SIGNALS), (session, _SESSION_SIGNALS)):
            if bus is not None and bus.isConnected():
                for interface, name, slot in signals:
                    # PySide's annotation asks for bytes, which it then refuses.
                    bus.connect("", "", interface, name, self, slot)  # type: ignore[call-overload]

    @Slot(bool)
    def on_prepare_for_sleep(self, begins: bool) -> None:
        """Hear that the machine goes to sleep, or that it woke."""
        if begins:
            self.about_to_sleep.emit()

    @Slot()
    def on_session_lock(self) -> None:
        """Hear that a session of this machine was locked."""
        self.session_locked.emit()

    @Slot(bool)
    def on_screen_saver(self, is_on: bool) -> None:
        """Hear that the screen saver came on, or went."""
        if is_on:
            self.session_locked.emit()


def has_system_bus() -> bool:
    """Tell whether there is a system bus, without Qt asking and complaining."""
    named = os.environ.get("DBUS_SYSTEM_BUS_ADDRESS")
    return bool(named) or Path("/run/dbus/system_bus_socket").exists()


def has_session_bus() -> bool:
    """Tell whether there is a session bus; one is never started for this."""
    folder = os.environ.get("XDG_RUNTIME_DIR")
    named = os.environ.get("DBUS_SESSION_BUS_ADDRESS")
    return bool(named) or (bool(folder) and Path(str(folder), "bus").exists())


def heard(message: int, parameter: int) -> str:
    """Return what a Windows message tells: ``sleep``, ``lock``, or nothing."""
    if message == WM_POWERBROADCAST and parameter == PBT_APMSUSPEND:
        return "sleep"
    if message == WM_WTSSESSION_CHANGE and parameter == WTS_SESSION_LOCK:
        return "lock"
    return ""


def _bus(which: str) -> QDBusConnection:
    from PySide6.QtDBus import QDBusConnection

    is_system = which == "system"
    return QDBusConnection.systemBus() if is_system else QDBusConnection.sessionBus()


class _WindowsMessages(QAbstractNativeEventFilter):
    """Reads the messages that Windows sends to the program's windows."""

    def __init__(self, sleep: SystemSleep, window: int) -> None:
        super().__init__()
        self._sleep = sleep
        app = QCoreApplication.instance()
        if app is not None:
            app.installNativeEventFilter(self)
        if sys.platform == "win32" and window:
            import ctypes

            # Without asking, no window hears of the session's lock.
            ctypes.windll.wtsapi32.WTSRegisterSessionNotification(window, 0)

    def nativeEventFilter(
        self, event_type: QByteArray | bytes | bytearray | memoryview, message: int
    ) -> Any:  # noqa: ANN401 (as Qt's own annotation has it)
        from ctypes import wintypes

        if bytes(event_type) == b"windows_generic_MSG":  # type: ignore[arg-type]
            told = wintypes.MSG.from_address(int(message))
            what = heard(told.message, told.wParam)
            if what == "sleep":
                self._sleep.about_to_sleep.emit()
            elif what == "lock":
                self._sleep.session_locked.emit()
        return False, 0
