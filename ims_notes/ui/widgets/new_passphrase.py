"""A new passphrase: rated while it is typed, five random words on offer, typed twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.passphrase import Fit, fit_of, normalised, refusal
from ims_notes.services.choose_passphrase import Strength
from ims_notes.ui import theme
from ims_notes.ui.announcer import speak
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.passphrase_field import PassphraseField
from ims_notes.ui.widgets.strength_meter import StrengthMeter

if TYPE_CHECKING:
    from ims_notes.ui.runner import Runs

AskStrength: TypeAlias = Callable[[str, tuple[str, ...]], Strength]
"""Rates a passphrase as typed, given names that would be tried first; runs on the read lane."""


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class _Rated:
    text: str
    names: tuple[str, ...]
    strength: Strength


class NewPassphrase(QWidget):
    """Two fields, a meter between them, and a button that fills in five random words.

    Signals:
        chosen: a passphrase that will do, typed twice alike, as it is used.
        refused: it will not do; the field says why and has the caret.
        changed: something was typed.
    """

    chosen = Signal(str)
    refused = Signal()
    changed = Signal()

    def __init__(
        self,
        *,
        runner: Runs,
        strength: AskStrength,
        offer_words: Callable[[], str],
        replaces: bool = False,
    ) -> None:
        """Make empty fields.

        Args:
            runner: rates on its read lane; only the newest rating counts.
            strength: rates what is typed.
            offer_words: returns five random words.
            replaces: whether there was another one, whose field may stand beside.
        """
        super().__init__()
        self._runner = runner
        self._strength = strength
        self._offer_words = offer_words
        self._names: tuple[str, ...] = ()
        self._rated: _Rated | None = None
        self._is_awaited = False
        caption = tr("Passphrase", "New passphrase") if replaces else tr("Passphrase", "Passphrase")
        self._first = PassphraseField(caption, name="new_passphrase")
        self._repeat = PassphraseField(
            tr("Passphrase", "The same once more"), name="repeat_passphrase"
        )
        self._meter = StrengthMeter("passphrase_strength")
        self._words = _words_button()
        self._lay_out()
        self._first.changed.connect(self._on_typed)
        self._first.entered.connect(self._on_first_entered)
        self._repeat.changed.connect(self._on_repeated)
        self._repeat.entered.connect(self.choose)
        self._words.clicked.connect(self._on_words)

    def set_names(self, *names: str) -> None:
        """Name what somebody would try first; what is typed is rated anew."""
        names = tuple(name for name in names if name.strip())
        if names != self._names:
            self._names = names
            self._rate()

    @property
    def value(self) -> str | None:
        """The passphrase as it is used; None until it will do and both fields are alike."""
        if self._verdict() is not Fit.FITS:
            return None
        chosen = normalised(self._first.text)
        return chosen if chosen == normalised(self._repeat.text) else None

    def choose(self) -> None:
        """Say `chosen`, or at the fields what is wrong; waits for the rating if it is under way."""
        verdict = self._verdict()
        if verdict is None and fit_of(self._first.text) is not Fit.FITS:
            # At once: whoever types on at full speed types into the field that is wrong.
            verdict = fit_of(self._first.text)
        if verdict is None:
            self._is_awaited = True
            self._rate()
        elif verdict is not Fit.FITS:
            self.explain(refusal(verdict))
        elif (chosen := self.value) is None:
            self.explain(RuleBroken(Rule.PASSPHRASE_DIFFERS, field="repeat"))
        else:
            self.chosen.emit(chosen)

    def explain(self, problem: RuleBroken) -> None:
        """Say a broken rule at the field it belongs to."""
        field = self._repeat if problem.field == "repeat" else self._first
        field.say(sentence(problem))
        field.editor.setFocus()
        self.refused.emit()

    @property
    def is_empty(self) -> bool:
        """Whether nothing is typed yet."""
        return not self._first.text

    def take_focus(self) -> None:
        """Let typing begin with the passphrase."""
        self._first.editor.setFocus()

    def clear(self) -> None:
        """Take both away, such as after they were used."""
        self._first.clear()
        self._repeat.clear()

    def _lay_out(self) -> None:
        step = theme.space(self)
        # Each field has the whole width: five words are to be read without scrolling.
        below = QHBoxLayout()
        below.setSpacing(2 * step)
        below.addWidget(self._meter, 1)
        below.addWidget(self._words, alignment=Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step // 2)
        column.addWidget(self._first)
        column.addLayout(below)
        column.addWidget(self._repeat)

    def _on_typed(self) -> None:
        self._is_awaited = False
        self._repeat.clear_note()
        self._rate()
        self.changed.emit()

    def _on_repeated(self) -> None:
        self._is_awaited = False
        self.changed.emit()

    def _on_first_entered(self) -> None:
        self._repeat.editor.setFocus()

    def _on_words(self) -> None:
        self._first.show_text(True)
        self._first.text = words = self._offer_words()
        self._repeat.clear()
        self._repeat.say(
            tr("Passphrase", "Write the five words down, then type them here."), role="caption"
        )
        self._repeat.editor.setFocus()
        speak(self._first.editor, words)

    def _verdict(self) -> Fit | None:
        """Return what was found for what stands there now; None while that is under way."""
        rated = self._rated
        if rated is None or (rated.text, rated.names) != (self._first.text, self._names):
            return None
        return rated.strength.verdict

    def _rate(self) -> None:
        text, names, ask = self._first.text, self._names, self._strength
        self._runner.submit(
            lambda: _Rated(text=text, names=names, strength=ask(text, names)),
            done=self._on_rated,
            owner=self,
            latest="strength",
        )

    def _on_rated(self, rated: _Rated) -> None:
        self._rated = rated
        self._meter.show_strength(rated.strength)
        if self._is_awaited:
            self._is_awaited = False
            self.choose()


def _words_button() -> QPushButton:
    button = QPushButton(tr("Passphrase", "Five words for me"))
    button.setObjectName("five_words")
    button.setAccessibleName(button.text())
    what = tr("Passphrase", "Fills in five random words and shows them")
    button.setAccessibleDescription(what)
    return button
