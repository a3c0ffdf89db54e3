"""The way into the invented clinic: an offer, then its progress, which can be cancelled."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton

from ims_notes.ui import theme
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card

if TYPE_CHECKING:
    from collections.abc import Callable


class DemoClinic(Card):
    """The way into the invented clinic, with its progress."""

    look_around = Signal()
    _advanced = Signal(int, int)

    def __init__(self) -> None:
        """Offer the demo clinic."""
        super().__init__(tr("FirstStart", "Look around the demo clinic"))
        self._cancelled = threading.Event()
        words = tr(
            "FirstStart",
            "A clinic with invented people and visits, to try everything without harm. It lives "
            "in a folder of its own, and every screen says that it is a demo.",
        )
        self._look = QPushButton(tr("FirstStart", "Look around"))
        self._look.setObjectName("look_around")
        self._look.setAccessibleName(tr("FirstStart", "Look around the demo clinic"))
        self._bar = QProgressBar()
        self._bar.setObjectName("demo_progress")
        self._bar.setAccessibleName(tr("FirstStart", "The demo clinic is being made"))
        self._cancel = QPushButton(tr("FirstStart", "Cancel"))
        self._cancel.setObjectName("demo_cancel")
        self._cancel.setAccessibleName(tr("FirstStart", "Cancel making the demo clinic"))
        self._said = theme.label(wrap=True)
        self._said.setObjectName("demo_said")
        left = Qt.AlignmentFlag.AlignLeft
        self.body.addWidget(theme.label(words, wrap=True))
        self.body.addWidget(self._look, alignment=left)
        self.body.addWidget(self._bar)
        self.body.addWidget(self._cancel, alignment=left)
        self.body.addWidget(self._said)
        self._look.clicked.connect(self.look_around)
        self._cancel.clicked.connect(lambda: self._cancelled.set())
        self._advanced.connect(self._on_advanced)
        self.end("")

    def begin(self) -> Callable[[int, int], bool]:
        """Show progress and return what the making reports to, from its own thread."""
        self._cancelled = cancelled = threading.Event()
        self._bar.setRange(0, 0)
        self._said.hide()
        self._look.hide()
        self._bar.show()
        self._cancel.show()
        self._cancel.setFocus()

        def progress(done: int, total: int) -> bool:
            if shiboken6.isValid(self):
                self._advanced.emit(done, total)
            return not cancelled.is_set()

        return progress

    def end(self, said: str, *, role: str = "muted") -> None:
        """Return to the offer, with a word on what happened."""
        self._bar.hide()
        self._cancel.hide()
        self._look.show()
        self._said.setText(said)
        theme.mark(self._said, role)
        self._said.setVisible(bool(said))

    def _on_advanced(self, done: int, total: int) -> None:
        self._bar.setRange(0, total)
        self._bar.setValue(done)
