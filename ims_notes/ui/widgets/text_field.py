"""A labelled field that shows what is wrong where it was typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QCompleter, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from ims_notes.ui import theme
from ims_notes.ui.announcer import speak

if TYPE_CHECKING:
    from collections.abc import Iterable


class TextField(QWidget):
    """Label, line or text, and the sentence that says what to mend.

    Signals:
        changed: the therapist typed.
    """

    changed = Signal()

    def __init__(self, name: str, title: str, *, lines: int = 1, hint: str = "") -> None:
        """Make an empty field; with more than one line it is a text that Tab leaves."""
        super().__init__()
        self.edit: QLineEdit | QPlainTextEdit = QLineEdit() if lines == 1 else QPlainTextEdit()
        self.edit.setObjectName(name)
        self.edit.setAccessibleName(title)
        self.edit.setPlaceholderText(hint)
        if isinstance(self.edit, QPlainTextEdit):
            self.edit.setTabChangesFocus(True)
        self._lines = lines
        self._fit()
        self.edit.textChanged.connect(self._on_typed)
        self._title = theme.label(title, role="caption")
        self._title.setBuddy(self.edit)
        self._wrong = theme.label(role="danger", wrap=True)
        self._wrong.setObjectName(f"{name}_wrong")
        self._wrong.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(max(2, theme.space(self) // 3))
        for part in (self._title, self.edit, self._wrong):
            column.addWidget(part)

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for as many lines at another size of text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._fit()

    def _fit(self) -> None:
        if isinstance(self.edit, QPlainTextEdit):
            height = self.fontMetrics().lineSpacing() * (self._lines + 0.9)
            self.edit.setFixedHeight(round(height))

    def suggest(self, words: Iterable[str]) -> None:
        """Offer words while a part of them is typed; only where the field is one line."""
        completer = QCompleter(list(words), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        if isinstance(self.edit, QLineEdit):
            self.edit.setCompleter(completer)

    @property
    def text(self) -> str:
        """What stands in the field."""
        edit = self.edit
        return edit.text() if isinstance(edit, QLineEdit) else edit.toPlainText()

    def show_text(self, text: str) -> None:
        """Put text into the field without saying that it was typed."""
        with QSignalBlocker(self.edit):
            if isinstance(self.edit, QLineEdit):
                self.edit.setText(text)
            else:
                self.edit.setPlainText(text)
        self.accept()

    def refuse(self, sentence: str) -> None:
        """Say at the field what is wrong, and go there."""
        self._mark(sentence)
        self.edit.setFocus()
        speak(self.edit, sentence)

    def warn(self, sentence: str) -> None:
        """Say at the field what is wrong and leave the focus where it is."""
        self._mark(sentence)

    def accept(self) -> None:
        """Take the sentence away."""
        self._mark("")

    @property
    def is_wrong(self) -> bool:
        """Whether a sentence stands below the field."""
        return bool(self._wrong.text())

    def _mark(self, sentence: str) -> None:
        if sentence == self._wrong.text():
            return
        self._wrong.setText(sentence)
        self._wrong.setVisible(bool(sentence))
        self.edit.setAccessibleDescription(sentence)
        self.edit.setProperty("wrong", bool(sentence))
        self.edit.style().unpolish(self.edit)
        self.edit.style().polish(self.edit)

    def _on_typed(self) -> None:
        self.accept()
        self.changed.emit()
