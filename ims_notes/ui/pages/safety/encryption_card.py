"""Whether the record is encrypted, what opens it, and how that is changed."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ims_notes.ui import theme
from ims_notes.ui.announcer import NoticeText
from ims_notes.ui.pages.safety import encryption_steps as steps
from ims_notes.ui.pages.safety.step import button
from ims_notes.ui.pages.safety.step_card import StepCard
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.flow import Flow
from ims_notes.ui.widgets.icon_label import IconLabel
from ims_notes.ui.widgets.recovery_code_card import RecoveryCodeCard

if TYPE_CHECKING:
    from ims_notes.ui.announcer import Announcer
    from ims_notes.ui.pages.safety.asks import Encrypted, SafetyAsks, SafetyState
    from ims_notes.ui.runner import Runs


class EncryptionCard(StepCard):
    """Passphrase, recovery code, keyring; a plain record can be encrypted here and the reverse."""

    def __init__(self, *, runner: Runs, announcer: Announcer, asks: SafetyAsks) -> None:
        """Lay the card out; `show_state` fills it."""
        super().__init__(
            "encryption_card",
            heading=tr("Safety", "Encryption and passphrase"),
            runner=runner,
            announcer=announcer,
            asks=asks,
        )
        self._icon = IconLabel("lock", "ok", size=22)
        self._now = theme.label(role="strong", wrap=True)
        self._now.setObjectName("encryption_now")
        self._meaning = theme.label(wrap=True)
        self._meaning.setObjectName("encryption_meaning")
        self._code = theme.label(wrap=True)
        self._code.setObjectName("recovery_code_now")
        self._change = button("change_passphrase", tr("Safety", "Change my passphrase …"))
        self._renew = button("renew_code", tr("Safety", "New recovery code …"))
        self._encrypt = button("encrypt_record", tr("Safety", "Encrypt this record …"))
        theme.mark(self._encrypt, "primary")
        self._decrypt = button("decrypt_record", tr("Safety", "Keep it without encryption …"))
        theme.mark(self._decrypt, "quiet")
        self._remember = QCheckBox(tr("Safety", "Remember on this computer"))
        self._remember.setObjectName("remember_key")
        self._remember.setAccessibleName(self._remember.text())
        self._lay_out()
        self._change.clicked.connect(self._on_change)
        self._renew.clicked.connect(self._on_renew)
        self._encrypt.clicked.connect(self._on_encrypt)
        self._decrypt.clicked.connect(self._on_decrypt)
        self._remember.clicked.connect(self._on_remember)

    @property
    def shows_code(self) -> bool:
        """Whether a recovery code is shown that nobody said to have on paper."""
        return self.findChild(RecoveryCodeCard) is not None

    def show_rest(self, state: SafetyState) -> None:
        """Say what is so now and offer what can be done about it."""
        has_own = state.me is not None and state.me.has_passphrase
        self._icon.show_icon(*(("lock", "ok") if state.is_encrypted else ("warning", "attention")))
        self._now.setText(_now(state))
        self._meaning.setText(_meaning(state))
        self._code.setText(_code(state))
        theme.mark(self._code, "attention" if not state.has_recovery_code else "muted")
        self._code.setVisible(state.is_encrypted)
        self._change.setVisible(state.is_encrypted and has_own)
        self._no_passphrase.setVisible(state.is_encrypted and not has_own)
        self._renew.setVisible(state.is_encrypted)
        self._decrypt.setVisible(state.is_encrypted)
        self._encrypt.setVisible(not state.is_encrypted)
        for each in (self._change, self._renew, self._decrypt, self._encrypt):
            each.setEnabled(state.may_write)
        self._remembering.setVisible(state.is_encrypted and state.may_remember)
        with QSignalBlocker(self._remember):
            self._remember.setChecked(state.is_remembered)

    def _lay_out(self) -> None:
        step = theme.space(self)
        words = QVBoxLayout()
        words.setSpacing(step // 2)
        words.addWidget(self._now)
        words.addWidget(self._meaning)
        row = QHBoxLayout()
        row.setSpacing(step)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        self._no_passphrase = theme.label(
            tr(
                "Safety",
                "You have no passphrase of your own. Whoever has one gives you yours under "
                "“Lock and people”.",
            ),
            role="muted",
            wrap=True,
        )
        self._remembering = self._remembering_part()
        self.column.addLayout(row)
        self.column.addWidget(self._code)
        self.column.addWidget(self._no_passphrase)
        self.column.addLayout(_flow(step, self._change, self._renew, self._encrypt))
        self.column.addWidget(self._remembering)
        self.column.addLayout(_flow(step, self._decrypt))

    def _remembering_part(self) -> QWidget:
        what = tr(
            "Safety",
            "This computer's own keyring then keeps the key, and the record opens for whoever is "
            "logged in to this account. The passphrase itself is kept nowhere.",
        )
        self._remember.setAccessibleDescription(what)
        both = QWidget()
        column = QVBoxLayout(both)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._remember, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(theme.label(what, role="caption", wrap=True))
        return both

    def _on_change(self) -> None:
        step = steps.to_change(self.runner, asks=self.asks, names=self._names())
        step.given.connect(
            lambda old, new: self.carry_out(
                lambda: self.asks.change_passphrase(old, new), self._on_changed
            )
        )
        self.begin(step)

    def _on_changed(self, _nothing: object) -> None:
        self.finish(tr("Safety", "Passphrase changed"))

    def _on_renew(self) -> None:
        has_old = self.state is not None and self.state.has_recovery_code
        step = steps.to_renew(has_old=has_old)
        step.given.connect(
            lambda own, _new: self.carry_out(
                lambda: self.asks.renew_recovery_code(own), self._show_code
            )
        )
        self.begin(step)

    def _on_encrypt(self) -> None:
        step = steps.to_encrypt(self.runner, asks=self.asks, names=self._names())
        step.given.connect(
            lambda _own, new: self.carry_out(lambda: self.asks.encrypt(new), self._on_encrypted)
        )
        self.begin(step)

    def _on_encrypted(self, made: Encrypted) -> None:
        self._show_code(made.code)
        self.announcer.say(tr("Safety", "The record is encrypted"))

    def _on_decrypt(self) -> None:
        step = steps.to_decrypt()
        step.given.connect(
            lambda own, _new: self.carry_out(lambda: self.asks.decrypt(own), self._on_decrypted)
        )
        self.begin(step)

    def _on_decrypted(self, _nothing: object) -> None:
        self.finish(tr("Safety", "The record is no longer encrypted"))

    def _show_code(self, code: str) -> None:
        """Show a code that nothing else keeps, until it is said to be on paper."""
        me = self.state.me if self.state is not None else None
        card = RecoveryCodeCard(
            code, practitioner=me.name if me is not None else "", day=self.asks.today()
        )
        # It stands in this card; a frame in a frame would say nothing.
        theme.mark(card, "")
        if (inner := card.layout()) is not None:
            inner.setContentsMargins(0, 0, 0, 0)
        card.kept.connect(self._on_kept)
        self.show_instead(card)
        card.setFocus()
        self.changed.emit()

    def _on_kept(self, is_on_paper: bool) -> None:
        if is_on_paper:
            self.finish(tr("Safety", "Keep the recovery code apart from this computer"))
            return
        self.end()
        words = tr(
            "Safety",
            "The recovery code is not shown again. Make a new one when you have paper at hand.",
        )
        self.announcer.notice(NoticeText(sentence=words, kind="attention"))

    def _on_remember(self, is_wanted: bool) -> None:
        self.carry_out(
            lambda: self.asks.remember(is_wanted), partial(self._on_remembered, is_wanted)
        )

    def _on_remembered(self, is_wanted: bool, _nothing: object) -> None:
        if is_wanted:
            self.announcer.say(tr("Safety", "Remembered on this computer"))
        else:
            self.announcer.say(tr("Safety", "No longer remembered on this computer"))
        self.changed.emit()

    def _names(self) -> tuple[str, ...]:
        return tuple(person.name for person in self.state.people) if self.state else ()


def _flow(gap: int, *buttons: QPushButton) -> Flow:
    row = Flow(gap=gap)
    for each in buttons:
        row.addWidget(each)
    return row


def _now(state: SafetyState) -> str:
    if state.is_encrypted:
        return tr("Safety", "This record is encrypted.")
    return tr("Safety", "This record is not encrypted.")


def _meaning(state: SafetyState) -> str:
    if state.is_encrypted:
        return tr(
            "Safety",
            "Whoever steals this laptop, its disk or a backup cannot read it without a passphrase "
            "or the recovery code.",
        )
    return tr(
        "Safety",
        "Whoever steals this laptop, its disk or a backup can read everything about your patients.",
    )


def _code(state: SafetyState) -> str:
    if state.has_recovery_code:
        return tr(
            "Safety",
            "A recovery code opens the record for who forgets the passphrase. Keep its paper apart "
            "from this computer; without the paper, make a new code.",
        )
    return tr(
        "Safety",
        "There is no recovery code: if every passphrase is forgotten, nobody can open the record.",
    )
