"""The page of the first start: two clear choices, then the recovery code of a new record."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ims_notes.ui import theme
from ims_notes.ui.pages.first_start.demo_clinic import DemoClinic
from ims_notes.ui.pages.first_start.own_record import OwnRecord
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.recovery_code_card import RecoveryCodeCard, may_lose_code
from ims_notes.ui.widgets.reflow import Reflow
from ims_notes.ui.widgets.shown_stack import ShownStack

if TYPE_CHECKING:
    from ims_notes.ui.navigator import Place
    from ims_notes.ui.pages.first_start.asks import Created, FirstStartAsks, NewRecord
    from ims_notes.ui.runner import Runs


class FirstStartPage(QWidget):
    """Two clear choices."""

    def __init__(self, *, runner: Runs, asks: FirstStartAsks) -> None:
        """Lay both choices out."""
        super().__init__()
        self.setObjectName("first_start_page")
        self._runner = runner
        self._asks = asks
        self._own = OwnRecord(runner=runner, asks=asks)
        self._demo = DemoClinic()
        self._lay_out()
        self._own.submitted.connect(self._on_create)
        self._demo.look_around.connect(self._on_look_around)

    def open(self, place: Place) -> None:
        """Let typing begin with the name."""
        if self._shown.shown is self._choices:
            self._own.take_focus()

    def may_leave(self) -> bool:
        """Ask while the recovery code is shown: nothing shows it again."""
        return self._shown.shown is not self._code or may_lose_code(self)

    def _lay_out(self) -> None:
        step = theme.space(self)
        self._choices = self._laid_choices()
        self._code = QWidget()
        self._code_column = QVBoxLayout(self._code)
        self._code_column.setContentsMargins(0, 0, 0, 0)
        self._shown = ShownStack(self._choices, self._code)
        self._shown.setMaximumWidth(theme.space(self, 140))
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * step, 3 * step, 3 * step, 3 * step)
        row.addStretch(0)
        row.addWidget(self._shown, 100)
        row.addStretch(0)

    def _laid_choices(self) -> QWidget:
        step = theme.space(self)
        inner = QWidget()
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
        return inner

    def _on_create(self, record: NewRecord) -> None:
        self._busy(True)
        self._runner.submit(
            lambda: self._asks.create(record),
            done=partial(self._on_created, record),
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

    def _on_created(self, record: NewRecord, created: Created) -> None:
        self._busy(False)
        self._own.forget()
        if created.recovery_code is None:
            self._asks.opened(created.opened)
            return
        card = RecoveryCodeCard(
            created.recovery_code, practitioner=record.name.strip(), day=date.today()
        )
        card.kept.connect(lambda _is_kept: self._asks.opened(created.opened))
        self._code_column.addWidget(card)
        self._code_column.addStretch(1)
        self._shown.setMaximumWidth(theme.space(self, 90))
        self._shown.show_only(self._code)
        card.setFocus()

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
    """Say how the record is kept and what follows from it."""
    card = Card(tr("FirstStart", "How the record is kept"))
    for words in (
        tr(
            "FirstStart",
            "On this computer only and, unless you choose otherwise, encrypted by your "
            "passphrase: a lost or stolen computer does not give it away.",
        ),
        tr(
            "FirstStart",
            "The passphrase is kept nowhere, so nobody can send it to you. A recovery code for "
            "paper comes next; keep it well.",
        ),
    ):
        card.body.addWidget(theme.label(words, wrap=True))
    return card
