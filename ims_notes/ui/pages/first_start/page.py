"""The page of the first start: two clear choices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ims_notes.ui import theme
from ims_notes.ui.pages.first_start.demo_clinic import DemoClinic
from ims_notes.ui.pages.first_start.own_record import OwnRecord
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.reflow import Reflow

if TYPE_CHECKING:
    from ims_notes.ui.navigator import Place
    from ims_notes.ui.pages.first_start.asks import FirstStartAsks, NewRecord
    from ims_notes.ui.runner import Runs


class FirstStartPage(QWidget):
    """Two clear choices."""

    def __init__(self, *, runner: Runs, asks: FirstStartAsks) -> None:
        """Lay both choices out."""
        super().__init__()
        self.setObjectName("first_start_page")
        self._runner = runner
        self._asks = asks
        self._own = OwnRecord(asks)
        self._demo = DemoClinic()
        self._lay_out()
        self._own.submitted.connect(self._on_create)
        self._demo.look_around.connect(self._on_look_around)

    def open(self, place: Place) -> None:
        """Let typing begin with the name."""
        self._own.take_focus()

    def _lay_out(self) -> None:
        step = theme.space(self)
        inner = QWidget()
        inner.setMaximumWidth(theme.space(self, 140))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step)
        column.addWidget(theme.label(tr("FirstStart", "Welcome to IMS Notes"), role="title"))
        what = tr("FirstStart", "Document a needling session, sign it, and see the pain over time.")
        column.addWidget(theme.label(what, role="muted", wrap=True))
        column.addSpacing(step)
        right = QWidget()
        below = QVBoxLayout(right)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(2 * step)
        below.addWidget(self._demo)
        below.addWidget(_honest_card())
        column.addWidget(Reflow((self._own, right), narrowest=44, stretches=(3, 2)))
        column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * step, 3 * step, 3 * step, 3 * step)
        row.addStretch(0)
        row.addWidget(inner, 100)
        row.addStretch(0)

    def _on_create(self, record: NewRecord) -> None:
        self._busy(True)
        self._runner.submit(
            lambda: self._asks.create(record),
            done=self._on_opened,
            failed=self._on_refused,
            owner=self,
            lane="write",
        )

    def _on_look_around(self) -> None:
        self._busy(True)
        progress = self._demo.begin()
        self._runner.submit(
            lambda: self._asks.open_demo(progress),
            done=self._on_demo_opened,
            failed=self._on_demo_refused,
            owner=self,
            lane="write",
        )

    def _on_opened(self, opened: object) -> None:
        self._busy(False)
        self._asks.opened(opened)

    def _on_refused(self, problem: Exception) -> None:
        self._busy(False)
        self._own.explain(problem)

    def _on_demo_opened(self, opened: object) -> None:
        cancelled = opened is None
        self._busy(False)
        self._demo.end(tr("FirstStart", "Cancelled; nothing was kept.") if cancelled else "")
        if not cancelled:
            self._asks.opened(opened)

    def _on_demo_refused(self, problem: Exception) -> None:
        self._busy(False)
        self._demo.end(sentence(problem), role="danger")

    def _busy(self, is_busy: bool) -> None:
        self._own.setEnabled(not is_busy)


def _honest_card() -> Card:
    """Say how this version keeps the record."""
    card = Card(tr("FirstStart", "How the record is kept"))
    card.body.addWidget(
        theme.label(
            tr(
                "FirstStart",
                "In this version the record is not encrypted. Anyone who can open the files on "
                "this computer can read it, so turn on the computer's disk encryption and lock "
                "the screen when you leave it. Encryption of the record comes with a later "
                "version.",
            ),
            wrap=True,
        )
    )
    return card
