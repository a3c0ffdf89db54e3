"""The way in for who forgot the passphrase: the recovery code, then a new passphrase."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout

from ims_notes.domain.errors import RecordUnavailable, RuleBroken, Trouble
from ims_notes.domain.passphrase import read_code
from ims_notes.ui import theme
from ims_notes.ui.announcer import speak
from ims_notes.ui.pages.unlock.asks import Recovery
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.field import Field
from ims_notes.ui.widgets.flow import Flow
from ims_notes.ui.widgets.new_passphrase import NewPassphrase
from ims_notes.ui.widgets.one_of import OneOf
from ims_notes.ui.widgets.sections import areas_around

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ims_notes.ui.pages.unlock.asks import UnlockAsks
    from ims_notes.ui.runner import Runs


class WithCode(Card):
    """The code from the paper and the passphrase that opens the record from now on.

    Signals:
        submitted: a `Recovery`: the code, the new passphrase, and whose it is.
        back: the therapist remembers the passphrase after all.
    """

    submitted = Signal(object)
    back = Signal()

    def __init__(self, *, runner: Runs, asks: UnlockAsks) -> None:
        """Wait for the code."""
        super().__init__(tr("Unlock", "Open with the recovery code"))
        self._code = Field(
            tr("Unlock", "Recovery code, from the paper"),
            QLineEdit(),
            name="recovery_code",
            hint=tr("Unlock", "Seven groups. Capitals, blanks and dashes do not matter."),
        )
        self._new = NewPassphrase(
            runner=runner, strength=asks.strength, offer_words=asks.offer_words, replaces=True
        )
        self._people: OneOf | None = None
        self._open = _button("recover_record", tr("Unlock", "Open with the new passphrase"))
        self._back = _button("back_to_passphrase", tr("Unlock", "Back to the passphrase"))
        theme.mark(self._open, "primary")
        theme.mark(self._back, "quiet")
        self._lay_out()
        self.setFocusProxy(self._code.editor)
        self._code.line.setMaxLength(256)
        self._code.line.textEdited.connect(self._on_code_edited)
        self._code.line.returnPressed.connect(self._on_code_entered)
        self._open.clicked.connect(self._on_open)
        self._new.chosen.connect(self._on_chosen)
        self._back.clicked.connect(self.back)

    def explain(self, problem: Exception) -> None:
        """Say at its field what went wrong."""
        if isinstance(problem, RuleBroken) and problem.field in {"passphrase", "repeat"}:
            self._new.explain(problem)
            return
        words = sentence(problem)
        if isinstance(problem, RecordUnavailable) and problem.trouble is Trouble.KEY_WRONG:
            words = tr(
                "Unlock",
                "This code belongs to another record, or a newer code has taken its place.",
            )
        self._code.say(words)
        self._code.editor.setFocus()

    def ask_who(self, people: Sequence[tuple[str, str]]) -> None:
        """Ask whose passphrase it is; choosing a name opens the record."""
        self._ask_no_more()
        self._who.setText(tr("Unlock", "Whose passphrase is it?"))
        self._who.show()
        self._people = OneOf("whose", people, title=self._who.text())
        self._people.chosen.connect(self._on_open)
        self._who_room.addWidget(self._people)
        self._people.show()
        if (first := self._people.findChild(QPushButton)) is not None:
            first.setFocus()
        speak(self._people, self._who.text())
        # Once it has its place: large text puts it below what the window shows.
        QTimer.singleShot(0, self._show_who)

    def _show_who(self) -> None:
        for area in areas_around(self)[:1]:
            area.ensureWidgetVisible(self._open)
            area.ensureWidgetVisible(self._who)

    def forget(self) -> None:
        """Take code and passphrase away after they were used."""
        self._ask_no_more()
        self._code.text = ""
        self._new.clear()

    def _lay_out(self) -> None:
        step = theme.space(self)
        self.body.addWidget(self._code)
        self.body.addSpacing(step)
        words = tr("Unlock", "Choose a new passphrase. The one that was forgotten ends here.")
        self.body.addWidget(theme.label(words, wrap=True))
        self.body.addWidget(self._new)
        self._who = theme.label(role="strong", wrap=True)
        self._who.hide()
        self._who_room = QVBoxLayout()
        self._who_room.addWidget(self._who)
        self.body.addLayout(self._who_room)
        self.body.addSpacing(step)
        row = Flow(gap=step)
        row.addWidget(self._open)
        row.addWidget(self._back)
        self.body.addLayout(row)

    def _on_code_edited(self) -> None:
        self._code.clear_note()
        self._ask_no_more()

    def _ask_no_more(self) -> None:
        self._who.hide()
        if self._people is not None:
            self._people.hide()
            self._people.deleteLater()
            self._people = None

    def _on_code_entered(self) -> None:
        if self._read() is not None:
            self._new.take_focus()

    def _on_open(self) -> None:
        if self._read() is not None:
            self._new.choose()

    def _on_chosen(self, passphrase: str) -> None:
        if (code := self._read()) is not None:
            who = self._people.value if self._people else ""
            self.submitted.emit(Recovery(code=code, passphrase=passphrase, who=who))

    def _read(self) -> str | None:
        """Return the code as it is used, or say at the field which group does not fit."""
        if not self._code.text.strip():
            self._code.say(tr("Unlock", "Type the code from the paper."))
            self._code.editor.setFocus()
            return None
        try:
            code = read_code(self._code.text)
        except RuleBroken as problem:
            self.explain(problem)
            return None
        self._code.text = code.text
        self._code.clear_note()
        return code.text


def _button(name: str, words: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAccessibleName(words)
    return button
