"""Notices that nobody is at the program any more, or that the machine slept.

Keys, clicks and touches are noticed where the system hands them to a window: three calls to a key,
6 us together. A filter on the whole application would be called for everything that follows a key,
every timer, layout and paint: some forty calls in a session, 80 us.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from ims_notes.domain.locking import TICK_S, is_idle, slept

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QWindow

_TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseMove,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TouchUpdate,
        QEvent.Type.TabletPress,
        QEvent.Type.TabletMove,
        QEvent.Type.InputMethod,
        QEvent.Type.NativeGesture,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clocks:
    """The time of day and a clock that only runs forward, both in seconds."""

    wall: Callable[[], float] = time.time
    monotonic: Callable[[], float] = time.monotonic


class IdleWatch(QObject):
    """Looks at the clock every few seconds.

    Signals:
        idle: nobody touched the program for as many minutes as may be waited; once until the
            next touch.
        slept: the machine slept since the last look; also where the desktop says nothing of it,
            as on macOS.
    """

    idle = Signal()
    slept = Signal()

    def __init__(
        self, *, minutes: Callable[[], int], parent: QObject, clocks: Clocks | None = None
    ) -> None:
        """Begin to watch; `minutes` is asked at every look."""
        super().__init__(parent)
        self._minutes = minutes
        self._clocks = clocks or Clocks()
        self._now = self._clocks.monotonic
        self._last_wall = self._clocks.wall()
        self._last_look = self._last_touch = self._now()
        self._is_idle = False
        self._timer = QTimer(self)
        self._timer.setInterval(round(TICK_S * 1000))
        self._timer.timeout.connect(self.look)
        self._timer.start()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.focusWindowChanged.connect(self._notice)
        self._notice_all()

    def touch(self) -> None:
        """Begin to wait anew."""
        self._last_touch = self._now()
        self._is_idle = False

    def stop(self) -> None:
        """Look no more."""
        self._timer.stop()

    def look(self) -> None:
        """Look at the clock now."""
        wall, now = self._clocks.wall(), self._now()
        wall_gap, gap = wall - self._last_wall, now - self._last_look
        self._last_wall, self._last_look = wall, now
        self._notice_all()
        if slept(wall_gap=wall_gap, monotonic_gap=gap):
            self.slept.emit()
        if not self._is_idle and is_idle(now, self._last_touch, minutes=self._minutes()):
            self._is_idle = True
            self.idle.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notice a touch and let it pass."""
        if event.type() in _TOUCHES:
            self._last_touch = self._now()
            self._is_idle = False
        return False

    def _notice_all(self) -> None:
        for window in QGuiApplication.topLevelWindows():
            self._notice(window)

    def _notice(self, window: QWindow | None) -> None:
        """Watch a window; one that is watched already is watched once."""
        if window is not None:
            window.installEventFilter(self)
