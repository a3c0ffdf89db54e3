"""A field for a secret: hidden, can be shown, says when Caps Lock seems to be on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton

from ims_notes.ui import icons, theme
from ims_notes.ui.plain import set_tip
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.field import Field

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

MOST_TYPED: Final = 1024
"""Characters that the field takes: far over the longest passphrase, so that none is cut to fit."""


class PassphraseField(Field):
    """Caption, hidden line with a button that shows it, and one line for what there is to say.

    Signals:
        entered: Enter was pressed in the line.
        changed: something was typed, pasted or put in.
    """

    entered = Signal()
    changed = Signal()

    def __init__(self, caption: str, *, name: str, hint: str = "") -> None:
        """Make an empty field whose text is hidden."""
        self._line = _SecretLine()
        super().__init__(caption, self._line, name=name, hint=hint)
        self._show = QToolButton()
        self._show.setObjectName(f"{name}_show")
        self._show.setCheckable(True)
        self._caps = theme.label(
            tr("Passphrase", "Caps Lock seems to be on."), role="attention", wrap=True
        )
        self._caps.setObjectName(f"{name}_caps")
        self._caps.hide()
        row = QHBoxLayout()
        row.setSpacing(theme.space(self, 0.5))
        self.column.removeWidget(self._line)
        row.addWidget(self._line, 1)
        row.addWidget(self._show)
        self.column.insertLayout(1, row)
        self.column.insertWidget(2, self._caps)
        self._show.toggled.connect(self._on_show)
        self._line.textChanged.connect(self._on_changed)
        self._line.returnPressed.connect(self.entered)
        self._line.caps_lock.connect(self._caps.setVisible)
        self.show_text(False)

    def show_text(self, is_shown: bool) -> None:
        """Show what is typed, or hide it."""
        self._show.setChecked(is_shown)
        self._on_show(is_shown)

    def clear(self) -> None:
        """Take everything away and hide what comes next."""
        self._line.clear()
        self.show_text(False)

    def _on_show(self, is_shown: bool) -> None:
        mode = QLineEdit.EchoMode
        self._line.setEchoMode(mode.Normal if is_shown else mode.Password)
        caption = self._line.accessibleName()
        words = (
            tr("Passphrase", "Hide: {caption}", caption=caption)
            if is_shown
            else tr("Passphrase", "Show: {caption}", caption=caption)
        )
        self._show.setIcon(icons.icon("hide" if is_shown else "show"))
        self._show.setAccessibleName(words)
        set_tip(self._show, words)

    def _on_changed(self) -> None:
        self.clear_note()
        self.changed.emit()


class _SecretLine(QLineEdit):
    """Tells from the letters typed whether Caps Lock is on; no system is asked."""

    caps_lock = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(MOST_TYPED)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        letter = event.text()
        if len(letter) == 1 and letter.lower() != letter.upper():
            has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            # With Shift a capital says nothing: some systems keep it one under Caps Lock.
            if not (has_shift and letter.isupper()):
                self.caps_lock.emit(letter.isupper() != has_shift)
        elif event.key() == Qt.Key.Key_CapsLock:
            self.caps_lock.emit(False)
        super().keyPressEvent(event)
