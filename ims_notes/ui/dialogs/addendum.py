"""The two fields of an addendum, shown inside the signed note; nothing opens over it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton

from ims_notes.ui import theme
from ims_notes.ui.announcer import speak
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card


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
        for keys, deed in (
            ("Ctrl+Return", self._give),
            ("Ctrl+Enter", self._give),
            ("Escape", self.closed.emit),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(deed)

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
