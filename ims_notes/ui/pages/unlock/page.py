"""The page of a cold start: one calm card that waits for the passphrase."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout, QWidget

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.ui import theme
from ims_notes.ui.pages.unlock.asks import WhoIsIt
from ims_notes.ui.pages.unlock.with_code import WithCode
from ims_notes.ui.pages.unlock.with_passphrase import WithPassphrase
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.shown_stack import ShownStack

if TYPE_CHECKING:
    from collections.abc import Callable

    from ims_notes.ui.navigator import Place
    from ims_notes.ui.pages.unlock.asks import Recovery, UnlockAsks
    from ims_notes.ui.runner import Runs


class UnlockPage(QWidget):
    """Passphrase first; the recovery code for who forgot it; other ways to begin below.

    Signals:
        other_ways: the therapist wants another record, a new one or the demo clinic.
        cannot_open: the record could not be opened for another reason than a wrong key; the page
            says it too.
    """

    other_ways = Signal()
    cannot_open = Signal(object)

    def __init__(self, *, runner: Runs, asks: UnlockAsks) -> None:
        """Wait for the passphrase, with the caret in its field."""
        super().__init__()
        self.setObjectName("unlock_page")
        self._runner = runner
        self._asks = asks
        self._usual = WithPassphrase(runner=runner, asks=asks)
        self._code = WithCode(runner=runner, asks=asks)
        self._shown = ShownStack(self._usual, self._code)
        self._bar = QProgressBar()
        self._bar.setObjectName("opening")
        self._bar.setAccessibleName(tr("Unlock", "The record is being opened"))
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._other = QPushButton(tr("Unlock", "Other ways to begin"))
        self._other.setObjectName("other_ways")
        self._other.setAccessibleName(self._other.text())
        theme.mark(self._other, "quiet")
        self._lay_out()
        self._connect()
        self.setFocusProxy(self._usual)

    def open(self, place: Place) -> None:
        """Put the caret into the field shown."""
        self._shown.shown.setFocus()

    def _lay_out(self) -> None:
        step = theme.space(self)
        self._bar.setFixedHeight(max(4, step // 2))
        room = self._bar.sizePolicy()
        room.setRetainSizeWhenHidden(True)
        self._bar.setSizePolicy(room)
        self._bar.hide()
        inner = QWidget()
        inner.setMaximumWidth(theme.space(self, 76))
        column = QVBoxLayout(inner)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step)
        column.addWidget(theme.label(tr("Unlock", "IMS Notes"), role="title"))
        words = tr("Unlock", "The record is encrypted. Its passphrase opens it.")
        column.addWidget(theme.label(words, role="muted", wrap=True))
        column.addSpacing(step)
        column.addWidget(self._shown)
        column.addWidget(self._bar)
        column.addWidget(self._other, alignment=Qt.AlignmentFlag.AlignLeft)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(3 * step, 3 * step, 3 * step, 3 * step)
        outer.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(0)
        row.addWidget(inner, 100)
        row.addStretch(0)
        outer.addLayout(row)
        outer.addStretch(2)

    def _connect(self) -> None:
        self._usual.submitted.connect(self._on_passphrase)
        self._usual.forgotten.connect(partial(self._show, self._code))
        self._code.submitted.connect(self._on_code)
        self._code.back.connect(partial(self._show, self._usual))
        self._other.clicked.connect(self.other_ways)

    def _show(self, card: WithPassphrase | WithCode) -> None:
        self._shown.show_only(card)
        self.setFocusProxy(card)
        card.setFocus()

    def _on_passphrase(self, passphrase: str, is_remembered: bool) -> None:
        self._try(lambda: self._asks.open(passphrase, is_remembered), self._on_refused)

    def _on_code(self, typed: Recovery) -> None:
        self._try(lambda: self._asks.recover(typed), self._on_not_recovered)

    def _try(self, work: Callable[[], object], failed: Callable[[Exception], object]) -> None:
        self._busy(True)
        self._runner.submit(work, done=self._on_opened, failed=failed, owner=self, lane="write")

    def _on_opened(self, opened: object) -> None:
        self._busy(False)
        if isinstance(opened, WhoIsIt):
            self._code.ask_who(opened.people)
            return
        self._usual.forget()
        self._code.forget()
        self._asks.opened(opened)

    def _on_refused(self, problem: Exception) -> None:
        self._busy(False)
        if _is_wrong_key(problem):
            self._usual.refuse()
            return
        self._usual.explain(problem)
        self.cannot_open.emit(problem)

    def _on_not_recovered(self, problem: Exception) -> None:
        self._busy(False)
        self._code.explain(problem)
        if isinstance(problem, RecordUnavailable) and not _is_wrong_key(problem):
            self.cannot_open.emit(problem)

    def _busy(self, is_busy: bool) -> None:
        self._shown.setEnabled(not is_busy)
        self._other.setEnabled(not is_busy)
        self._bar.setVisible(is_busy)


def _is_wrong_key(problem: Exception) -> bool:
    return isinstance(problem, RecordUnavailable) and problem.trouble is Trouble.KEY_WRONG
