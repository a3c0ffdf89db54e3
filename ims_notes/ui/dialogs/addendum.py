"""The two fields of an addendum, shown inside the signed note; nothing opens over it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton

from ims_notes.ui import theme
from ims_notes.ui.announcer import speak
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card

if TYPE_CHECKING:
    from collections.abc import Callable

CTRL: Final = Qt.KeyboardModifier.ControlModifier


class AddendumForm(Card):
    """Text and reason.

    Signals:
        given: the text and the reason, as typed.
        closed: the form was left without an addendum.
    """

    given = Signal(str, str)
    closed = Signal()

    def __init__(self) -> None:
        """Make empty fields."""
        super().__init__(tr("Addendum", "Addendum"))
        self.setObjectName("addendum_form")
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.setFixedHeight(theme.space(self, 11))
        self.reason = QLineEdit()
        for field, name, title in (
            (self.text, "addendum_text", tr("Addendum", "What is added")),
            (self.reason, "addendum_reason", tr("Addendum", "Why the note is amended")),
        ):
            field.setObjectName(name)
            field.setAccessibleName(title)
            field.setPlaceholderText(title)
            self.body.addWidget(field)
        self._wrong = theme.label(role="danger", wrap=True)
        self._wrong.setObjectName("addendum_wrong")
        self._wrong.hide()
        self.body.addWidget(self._wrong)
        self.body.addLayout(self._buttons())

    def event(self, event: QEvent) -> bool:
        """Keep the form's own keys before the window's shortcuts take them."""
        is_asked = event.type() is QEvent.Type.ShortcutOverride
        if is_asked and isinstance(event, QKeyEvent) and self._deed_of(event) is not None:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Sign by Ctrl+Enter, leave by Escape."""
        deed = self._deed_of(event)
        if deed is not None:
            deed()
        else:
            super().keyPressEvent(event)

    @property
    def is_begun(self) -> bool:
        """Is something typed that is neither signed nor left?"""
        typed = self.text.toPlainText() + self.reason.text()
        return not self.isHidden() and bool(typed.strip())

    def begin(self) -> None:
        """Take the keys; what was typed before is still there."""
        self._wrong.hide()
        self.show()
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def done(self) -> None:
        """Empty the fields once the addendum is kept."""
        self.text.clear()
        self.reason.clear()
        self.hide()

    def say(self, sentence: str, field: str | None) -> None:
        """Say what is wrong and go to the field it concerns."""
        self._wrong.setText(sentence)
        self._wrong.show()
        speak(self._wrong, sentence)
        target = self.reason if field == "reason" else self.text
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _deed_of(self, event: QKeyEvent) -> Callable[[], None] | None:
        if event.key() == Qt.Key.Key_Escape:
            return self.closed.emit
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        return self._give if is_enter and event.modifiers() & CTRL else None

    def _give(self) -> None:
        self.given.emit(self.text.toPlainText(), self.reason.text())

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        cancel = QPushButton(tr("Addendum", "Cancel"))
        add = QPushButton(tr("Addendum", "Sign the addendum"))
        for button, name in ((cancel, "addendum_cancel"), (add, "addendum_add")):
            button.setObjectName(name)
            button.setAccessibleName(button.text())
            row.addWidget(button)
        theme.mark(add, "primary")
        cancel.clicked.connect(self.closed)
        add.clicked.connect(self._give)
        return row
