"""A deed that takes its time: what it does, its button, its progress, Cancel, what came of it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from ims_notes.ui import theme
from ims_notes.ui.announcer import speak
from ims_notes.ui.pages.safety.step import button
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.flow import Flow
from ims_notes.ui.widgets.icon_label import IconLabel

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ICONS = {"ok": ("check", "accent"), "wrong": ("problem", "danger"), "info": ("info", "accent")}


class LongDeed(QWidget):
    """Call `begin` when it was asked for, `end` when it is over.

    Signals:
        asked: the button was pressed.
    """

    asked = Signal()
    _advanced = Signal(int, int)

    def __init__(self, name: str, *, heading: str, words: str, deed: str) -> None:
        """Lay it out at rest.

        Args:
            name: begins the object names of its parts.
            heading: what it is about.
            words: what it does and does not do.
            deed: the deed as a verb.
        """
        super().__init__()
        self.setObjectName(f"{name}_part")
        self._stopped = threading.Event()
        self._ask = button(f"{name}_now", deed)
        self._bar = QProgressBar()
        self._bar.setObjectName(f"{name}_progress")
        self._bar.setAccessibleName(heading)
        self._stop = button(f"{name}_stop", tr("Checking", "Cancel"))
        self._stop.setAccessibleName(tr("Checking", "Cancel: {deed}", deed=deed))
        self._icon = IconLabel("info", "accent")
        self._said = theme.label(wrap=True)
        self._said.setObjectName(f"{name}_said")
        self._more = theme.label(wrap=True)
        self._more.setObjectName(f"{name}_more")
        self._lay_out(heading, words)
        self._ask.clicked.connect(self.asked)
        self._stop.clicked.connect(self._on_stop)
        self._advanced.connect(self._on_advanced)

    @property
    def is_busy(self) -> bool:
        """Whether it is being done."""
        return not self._bar.isHidden()

    def begin(self) -> Callable[[int, int], bool]:
        """Show progress and return what the deed reports to, from its own thread."""
        self._stopped = stopped = threading.Event()
        held = self.window().focusWidget() is self._ask
        self._bar.setRange(0, 0)
        self._show_said("", "")
        self._bar.show()
        self._stop.setEnabled(True)
        self._stop.show()
        self._ask.hide()
        if held:
            self._stop.setFocus()

        def go_on(done: int, total: int) -> bool:
            if not shiboken6.isValid(self):
                return False
            self._advanced.emit(done, total)
            return not stopped.is_set()

        return go_on

    def end(self, said: str, *, kind: str = "info", more: Sequence[str] = ()) -> None:
        """Return to rest and say what came of it; `kind` is ok, wrong or info."""
        held = self.window().focusWidget() is self._stop
        self._bar.hide()
        self._ask.show()
        if held:
            self._ask.setFocus()
        self._stop.hide()
        self._icon.show_icon(*_ICONS[kind])
        self._show_said(said, "\n".join(more))
        if said:
            speak(self, said)
        if held:
            # Once it is laid out; who went elsewhere meanwhile is not called back.
            QTimer.singleShot(0, self, self._reveal)

    def _reveal(self) -> None:
        """Scroll what came of it into sight, the button with it where there is room."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        if area is not None:
            last = self._more if self._more.isVisibleTo(self) else self._answer
            area.ensureWidgetVisible(last)
            area.ensureWidgetVisible(self._ask)

    def _show_said(self, said: str, more: str) -> None:
        self._said.setText(said)
        self._more.setText(more)
        self._answer.setVisible(bool(said))
        self._more.setVisible(bool(more))

    def _on_stop(self) -> None:
        self._stopped.set()
        # It ends at the next thing it does; pressing twice changes nothing.
        self._stop.setEnabled(False)

    def _on_advanced(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _lay_out(self, heading: str, words: str) -> None:
        step = theme.space(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step)
        column.addWidget(theme.label(heading, role="strong", wrap=True))
        column.addWidget(theme.label(words, wrap=True))
        column.addWidget(self._bar)
        row = Flow(gap=step)
        row.addWidget(self._ask)
        row.addWidget(self._stop)
        column.addLayout(row)
        self._answer = QWidget()
        answer = QHBoxLayout(self._answer)
        answer.setContentsMargins(0, 0, 0, 0)
        answer.setSpacing(step)
        answer.addWidget(self._icon)
        answer.addWidget(self._said, 1)
        column.addWidget(self._answer)
        column.addWidget(self._more)
        for part in (self._bar, self._stop, self._answer, self._more):
            part.hide()
