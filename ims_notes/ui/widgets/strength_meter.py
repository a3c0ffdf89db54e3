"""How good a passphrase is, in words and as a bar; never by colour alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from ims_notes.domain.passphrase import SHORTEST, Fit
from ims_notes.ui import theme
from ims_notes.ui.translation import tr, tr_count

if TYPE_CHECKING:
    from ims_notes.services.choose_passphrase import Strength

_GOOD_FROM, _STRONG_FROM = 12.0, 15.0
"""Decimal logarithm of guesses: years and ages for many computers with the file in hand."""

_FULL: Final = 18
_STEPS: Final = 100


class StrengthMeter(QWidget):
    """A bar with one sentence under it."""

    def __init__(self, name: str) -> None:
        """Show nothing rated yet."""
        super().__init__()
        self._bar = QProgressBar()
        self._bar.setObjectName(f"{name}_bar")
        self._bar.setAccessibleName(tr("Passphrase", "Strength of the passphrase"))
        self._bar.setRange(0, _STEPS)
        self._bar.setTextVisible(False)
        self._bar.setFixedHeight(theme.space(self, 0.75))
        self._words = theme.label(role="caption", wrap=True)
        self._words.setObjectName(f"{name}_words")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(self, 0.4))
        column.addWidget(self._bar)
        column.addWidget(self._words)
        self.show_strength(None)

    @property
    def words(self) -> str:
        """What the meter says."""
        return self._words.text()

    def show_strength(self, rated: Strength | None) -> None:
        """Show a rating; None while nothing is typed."""
        words, role = _said(rated)
        self._words.setText(words)
        theme.mark(self._words, role)
        theme.wear(self._words, "caption")
        self._bar.setValue(_filled(rated))
        self._bar.setAccessibleDescription(words)


def _filled(rated: Strength | None) -> int:
    if rated is None or rated.length == 0 or rated.verdict is Fit.TOO_LONG:
        return 0
    filled = min(_STEPS, round(_STEPS * rated.guesses_log10 / _FULL))
    # What will not do stays under a third, however odd its few signs are.
    return max(2, filled if rated.verdict is Fit.FITS else min(filled, _STEPS // 3))


def _said(rated: Strength | None) -> tuple[str, str]:
    """Return the sentence and its role."""
    if rated is None or rated.length == 0:
        return tr("Passphrase", "15 characters or more, or five words."), "caption"
    if rated.verdict is Fit.TOO_SHORT:
        missing = max(1, SHORTEST - rated.length)
        words = tr_count(
            "Passphrase",
            one="Too short: {n} more character, or five words.",
            many="Too short: {n} more characters, or five words.",
            n=missing,
        )
        return words, "caption"
    if rated.verdict is Fit.TOO_LONG:
        return tr("Passphrase", "Too long: 128 characters at most."), "attention"
    if rated.verdict is Fit.COMMON:
        return tr("Passphrase", "Too easy to guess."), "attention"
    if rated.guesses_log10 < _GOOD_FROM:
        return tr("Passphrase", "Fair: it will do. One more word makes it good."), "caption"
    if rated.guesses_log10 < _STRONG_FROM:
        return tr("Passphrase", "Good."), "ok"
    return tr("Passphrase", "Strong."), "ok"
