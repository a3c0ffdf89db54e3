"""A field with its caption above and what there is to say about it below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from ims_notes.ui import theme
from ims_notes.ui.announcer import speak

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent


class Choice(QComboBox):
    """Suggestions to choose from, or own words; the wheel scrolls the page, never the choice."""

    def __init__(self, suggestions: tuple[str, ...]) -> None:
        """Offer suggestions; nothing is chosen."""
        super().__init__()
        self.line = QLineEdit()
        self.setLineEdit(self.line)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.addItems(list(suggestions))
        self.setCurrentIndex(-1)
        self.setMinimumContentsLength(8)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page."""
        event.ignore()


class Field(QWidget):
    """Caption, editor, and one line for a hint or for what is wrong."""

    def __init__(
        self, caption: str, editor: QLineEdit | Choice, *, name: str, hint: str = ""
    ) -> None:
        """Stack the three and name the editor for tests and screen readers."""
        super().__init__()
        self.editor = editor
        self._hint = hint
        _name(editor, name, caption=caption)
        self.line: QLineEdit = editor.line if isinstance(editor, Choice) else editor
        if isinstance(editor, Choice):
            _name(self.line, f"{name}_line", caption=caption)
        self._note = theme.label(wrap=True, role="caption")
        self._note.setObjectName(f"{name}_note")
        title = theme.label(caption, role="caption")
        title.setBuddy(editor)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(theme.space(self, 0.4))
        for widget in (title, editor, self._note):
            self.column.addWidget(widget)
        self.clear_note()

    @property
    def text(self) -> str:
        """What is typed."""
        return self.line.text()

    @text.setter
    def text(self, text: str) -> None:
        self.line.setText(text)

    @property
    def note(self) -> str:
        """What stands below the field."""
        return self._note.text()

    def say(self, words: str, *, role: str = "danger") -> None:
        """Say something below the field; what is wrong is spoken and marked at the field too."""
        self._note.setText(words)
        self._note.setVisible(bool(words))
        theme.mark(self._note, role)
        theme.wear(self._note, "caption")
        self.editor.setAccessibleDescription(words)
        is_wrong = role == "danger" and bool(words)
        self.editor.setProperty("wrong", "true" if is_wrong else "false")
        self.editor.style().unpolish(self.editor)
        self.editor.style().polish(self.editor)
        if is_wrong:
            speak(self.editor, words)

    def clear_note(self) -> None:
        """Say only the hint again."""
        self.say(self._hint, role="caption")


def _name(widget: QWidget, name: str, *, caption: str) -> None:
    widget.setObjectName(name)
    widget.setAccessibleName(caption)
