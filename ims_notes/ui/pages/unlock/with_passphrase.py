"""The usual way in: the passphrase, with a growing wait after wrong ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget

from ims_notes.domain.errors import RuleBroken
from ims_notes.domain.passphrase import normalised, pause_after
from ims_notes.ui import theme
from ims_notes.ui.announcer import speak
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr, tr_count
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.flow import Flow
from ims_notes.ui.widgets.passphrase_field import PassphraseField

if TYPE_CHECKING:
    from ims_notes.ui.pages.unlock.asks import UnlockAsks
    from ims_notes.ui.runner import Runs

SECOND_MS: Final = 1000
"""One step of the countdown, in milliseconds."""


class WithPassphrase(Card):
    """Field, Open, and the way for who has forgotten it.

    Signals:
        submitted: the passphrase as it is used, and whether to remember it on this computer.
        forgotten: the therapist wants to use the recovery code.
    """

    submitted = Signal(str, bool)
    forgotten = Signal()

    def __init__(self, *, runner: Runs, asks: UnlockAsks) -> None:
        """Wait for the passphrase."""
        super().__init__(tr("Unlock", "Open the record"))
        self._runner = runner
        self._can_remember = asks.can_remember
        self._wrong = asks.wrong_before
        self._left = 0
        self._timer = QTimer(self)
        self._field = PassphraseField(tr("Unlock", "Passphrase"), name="passphrase")
        self._remember = QCheckBox(tr("Unlock", "Remember on this computer"))
        self._remember.setObjectName("remember")
        self._meaning = theme.label(role="caption", wrap=True)
        self._open = _button("open_record", tr("Unlock", "Open"))
        self._forgot = _button("forgot_passphrase", tr("Unlock", "I forgot my passphrase"))
        theme.mark(self._open, "primary")
        theme.mark(self._forgot, "quiet")
        self._lay_out(asks)
        self.setFocusProxy(self._field.editor)
        self._timer.timeout.connect(self._on_second)
        self._field.entered.connect(self._on_open)
        self._remember.toggled.connect(self._on_remember)
        self._open.clicked.connect(self._on_open)
        self._forgot.clicked.connect(self.forgotten)

    def refuse(self) -> None:
        """Say that the passphrase was wrong; after some of them the next try has to wait."""
        self._wrong += 1
        self._field.say(self._told())
        self._begin_pause(pause_after(self._wrong))
        self._take_up()

    def explain(self, problem: Exception) -> None:
        """Say what else is in the way."""
        self._field.say(sentence(problem))
        self._take_up()

    def forget(self) -> None:
        """Take the passphrase away after it was used."""
        self._field.clear()

    def _lay_out(self, asks: UnlockAsks) -> None:
        step = theme.space(self)
        where = theme.label(str(asks.folder), role="caption", wrap=True)
        where.setObjectName("record_folder")
        self.body.addWidget(where)
        self.body.addSpacing(step // 2)
        self.body.addWidget(self._field)
        self.body.addWidget(self._remembering())
        self.body.addSpacing(step // 2)
        row = Flow(gap=step)
        row.addWidget(self._open)
        row.addWidget(self._forgot)
        self.body.addLayout(row)

    def _remembering(self) -> QWidget:
        self._remember.setAccessibleName(self._remember.text())
        self._remember.setAccessibleDescription(_what_remembering_means())
        self._meaning.setObjectName("remember_meaning")
        self._meaning.hide()
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._remember, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._meaning)
        return both

    def _on_remember(self, is_wanted: bool) -> None:
        self._meaning.setText(_what_remembering_means() if is_wanted else "")
        self._meaning.setVisible(is_wanted)
        if is_wanted:
            # Asked only now: looking for a keyring takes longer than the start may.
            self._runner.submit(
                self._can_remember, done=self._on_known, owner=self, latest="keyring"
            )

    def _on_known(self, can_remember: bool) -> None:
        if can_remember:
            return
        if self._remember.hasFocus():
            self._field.editor.setFocus()
        self._remember.setChecked(False)
        self._remember.setEnabled(False)
        words = tr(
            "Unlock",
            "This computer has no keyring that could keep the key, so the passphrase is asked at "
            "every start.",
        )
        self._meaning.setText(words)
        self._meaning.show()
        speak(self._remember, words)

    def _on_open(self) -> None:
        if self._left:
            return
        try:
            passphrase = normalised(self._field.text)
        except RuleBroken as problem:
            self.explain(problem)
            return
        if not passphrase:
            self._field.say(tr("Unlock", "Type the passphrase of this record."))
            self._field.editor.setFocus()
            return
        self._field.clear_note()
        self._field.show_text(False)
        self.submitted.emit(passphrase, self._remember.isChecked())

    def _told(self) -> str:
        tries = tr_count(
            "Unlock",
            one="This passphrase does not open the record. One wrong try so far.",
            many="This passphrase does not open the record. {n} wrong tries so far.",
            n=self._wrong,
        )
        hint = tr("Unlock", "Look at Caps Lock and at the keyboard's language, then try again.")
        return f"{tries} {hint}"

    def _begin_pause(self, seconds: int) -> None:
        self._left = seconds
        if seconds:
            self._timer.start(SECOND_MS)
        self._show_pause()

    def _on_second(self) -> None:
        self._left -= 1
        if not self._left:
            self._timer.stop()
        self._show_pause()

    def _show_pause(self) -> None:
        self._open.setEnabled(not self._left)
        words = tr("Unlock", "Open in {n} s", n=self._left) if self._left else tr("Unlock", "Open")
        self._open.setText(words)
        self._open.setAccessibleName(words)

    def _take_up(self) -> None:
        self._field.editor.setFocus()
        self._field.line.selectAll()


def _what_remembering_means() -> str:
    return tr(
        "Unlock",
        "This computer's own keyring then keeps the key, and the record opens for whoever is "
        "logged in to this account. The passphrase itself is kept nowhere.",
    )


def _button(name: str, words: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAccessibleName(words)
    return button
