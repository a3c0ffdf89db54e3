"""One step inside a card: what will happen, what it takes, the deed and the way back."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QProgressBar, QPushButton, QVBoxLayout, QWidget

from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble
from ims_notes.domain.passphrase import normalised
from ims_notes.ui import theme
from ims_notes.ui.announcer import speak
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.flow import Flow
from ims_notes.ui.widgets.new_passphrase import NewPassphrase
from ims_notes.ui.widgets.passphrase_field import PassphraseField

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from PySide6.QtGui import QKeyEvent

    from ims_notes.ui.pages.safety.asks import SafetyAsks
    from ims_notes.ui.runner import Runs


class Step(QWidget):
    """Heading, sentences, fields in `column`, and two buttons; Esc goes back.

    Signals:
        agreed: the deed's button was pressed.
        left: the therapist goes back.
    """

    agreed = Signal()
    left = Signal()

    def __init__(
        self,
        name: str,
        *,
        heading: str,
        words: Sequence[str] = (),
        deed: str,
        danger: bool = False,
    ) -> None:
        """Lay the step out without fields.

        Args:
            name: begins the object names of its parts.
            heading: what it is about.
            words: what follows from the deed, a sentence or two each.
            deed: the deed as a verb.
            danger: colour the deed as dangerous.
        """
        super().__init__()
        self.setObjectName(f"{name}_step")
        self.setAccessibleName(heading)
        self._is_busy = False
        self.agree = button(f"{name}_go_on", deed)
        theme.mark(self.agree, "danger" if danger else "primary")
        self.back = button(f"{name}_back", tr("Safety", "Back"))
        theme.mark(self.back, "quiet")
        for each in (self.agree, self.back):
            # Enter presses the one that has the focus.
            each.setAutoDefault(True)
        self._foot = theme.label(role="danger", wrap=True)
        self._foot.setObjectName(f"{name}_wrong")
        self._foot.hide()
        self._room = QWidget()
        self._bar = QProgressBar()
        self._lay_out(heading, words)
        self.agree.clicked.connect(self.agreed)
        self.back.clicked.connect(self.left)

    @property
    def is_busy(self) -> bool:
        """Whether the deed is being done."""
        return self._is_busy

    def take_focus(self) -> None:
        """Begin with the way back where there is nothing to type."""
        self.back.setFocus()

    def busy(self, is_busy: bool) -> None:
        """Show that the deed is being done; nothing can be pressed until it is."""
        self._is_busy = is_busy
        self._foot.hide()
        if is_busy:
            # Else the focus would run on into another card.
            self.setFocus()
        self._room.setEnabled(not is_busy)
        self._bar.setVisible(is_busy)

    def explain(self, problem: Exception) -> None:
        """Say what went wrong, at its field where it has one."""
        words = sentence(problem)
        self._foot.setText(words)
        self._foot.show()
        speak(self, words)
        self.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back by Esc, unless the deed is being done."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif not self._is_busy:
            self.left.emit()

    def _lay_out(self, heading: str, words: Sequence[str]) -> None:
        step = theme.space(self)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(max(4, step // 2))
        self._bar.setAccessibleName(tr("Safety", "Being done"))
        self._bar.hide()
        inner = QVBoxLayout(self._room)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(step)
        inner.addWidget(theme.label(heading, role="strong", wrap=True))
        for paragraph in words:
            inner.addWidget(theme.label(paragraph, wrap=True))
        fields = QWidget()
        self.column = QVBoxLayout(fields)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(step)
        inner.addWidget(fields)
        inner.addWidget(self._foot)
        row = Flow(gap=step)
        row.addWidget(self.agree)
        row.addWidget(self.back)
        inner.addLayout(row)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(step)
        outer.addWidget(self._room)
        outer.addWidget(self._bar)


class SecretStep(Step):
    """A step that wants a passphrase that opens the record, a new one, or both.

    Signals:
        given: the first and the new passphrase as they are used; empty where one is not asked.
    """

    given = Signal(str, str)

    def __init__(
        self,
        name: str,
        *,
        heading: str,
        words: Sequence[str],
        deed: str,
        own: str = "",
        danger: bool = False,
    ) -> None:
        """Lay the step out; `own` is the caption of the first passphrase, if it is asked."""
        super().__init__(name, heading=heading, words=words, deed=deed, danger=danger)
        self._own = PassphraseField(own, name="own_passphrase") if own else None
        self._new: NewPassphrase | None = None
        if self._own is not None:
            self.column.addWidget(self._own)
            self._own.entered.connect(self._on_own_entered)
        self.agreed.connect(self._on_agreed)

    def ask_new(self, *, runner: Runs, asks: SafetyAsks, names: Sequence[str]) -> SecretStep:
        """Ask for a new passphrase too; `names` are what somebody would try first."""
        self._new = NewPassphrase(
            runner=runner,
            strength=asks.strength,
            offer_words=asks.offer_words,
            replaces=self._own is not None,
        )
        self._new.set_names(*names)
        self._new.chosen.connect(self._on_chosen)
        self.column.addWidget(self._new)
        return self

    def take_focus(self) -> None:
        """Begin with the first field."""
        if self._own is not None:
            self._own.editor.setFocus()
            self._own.line.selectAll()
        elif self._new is not None:
            self._new.take_focus()

    def explain(self, problem: Exception) -> None:
        """Say what went wrong at the passphrase it is about, else below the fields."""
        if self._own is not None and _is_wrong_passphrase(problem):
            self._own.say(sentence(RuleBroken(Rule.PASSPHRASE_WRONG)))
            self.take_focus()
        elif (
            self._new is not None
            and isinstance(problem, RuleBroken)
            and problem.field in ("passphrase", "repeat")
        ):
            self._new.explain(problem)
        else:
            super().explain(problem)

    def _on_own_entered(self) -> None:
        if self._new is not None and self._typed() is not None:
            self._new.take_focus()
        elif self._new is None:
            self._on_agreed()

    def _on_agreed(self) -> None:
        if (own := self._typed()) is None:
            return
        if self._new is not None:
            self._new.choose()
        else:
            self.given.emit(own, "")

    def _on_chosen(self, new: str) -> None:
        if (own := self._typed()) is not None:
            self.given.emit(own, new)

    def _typed(self) -> str | None:
        """Return the first passphrase as it is used, or say at the field that there is none."""
        if self._own is None:
            return ""
        try:
            own = normalised(self._own.text)
        except RuleBroken:
            self.explain(RuleBroken(Rule.PASSPHRASE_WRONG))
            return None
        if not own:
            self._own.say(tr("Safety", "Type it here."))
            self._own.editor.setFocus()
        return own or None


def button(name: str, words: str) -> QPushButton:
    """Make a button that is called what it says."""
    made = QPushButton(words)
    made.setObjectName(name)
    made.setAccessibleName(words)
    return made


def stops(part: QWidget) -> list[QWidget]:
    """Return what Tab stops at in a part, in the order it is read."""
    return [w for w in part.findChildren(QWidget) if w.focusPolicy() & Qt.FocusPolicy.TabFocus]


def put_in_order(widgets: Iterable[QWidget]) -> None:
    """Let Tab lead from each widget to the next; Qt puts what joins a page later at its end."""
    for one, following in itertools.pairwise(widgets):
        QWidget.setTabOrder(one, following)


def _is_wrong_passphrase(problem: Exception) -> bool:
    if isinstance(problem, RecordUnavailable):
        return problem.trouble is Trouble.KEY_WRONG
    return isinstance(problem, RuleBroken) and problem.rule is Rule.PASSPHRASE_WRONG
