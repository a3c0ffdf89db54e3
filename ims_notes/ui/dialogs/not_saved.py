"""Asks before the program closes over a text that could not be saved; it can be copied first.

Call it through the module, ``not_saved.ask(...)``, so that a test can put its own answer there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QBoxLayout, QDialog, QPushButton, QWidget

from ims_notes.ui import theme
from ims_notes.ui.announcer import speak
from ims_notes.ui.dialogs.confirm import ConfirmDialog
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable


def ask(parent: QWidget | None, *, text: str, copied: Callable[[], object]) -> bool:
    """Ask whether to close although a text is not saved; Escape, Enter and closing mean no.

    Args:
        parent: the window or page that asks.
        text: what would be lost.
        copied: is called when it went to the clipboard.
    """
    dialog = NotSavedDialog(parent, text=text, copied=copied)
    answer = dialog.exec()
    dialog.deleteLater()
    return answer == QDialog.DialogCode.Accepted


class NotSavedDialog(ConfirmDialog):
    """Says what would be lost, and puts it on the clipboard where that is asked."""

    def __init__(self, parent: QWidget | None, *, text: str, copied: Callable[[], object]) -> None:
        """Lay the question out; nothing is copied unasked."""
        super().__init__(
            parent,
            question=tr("NotSaved", "The note is not saved. Close anyway?"),
            detail=tr(
                "NotSaved",
                "The record cannot be written just now. What you typed since it was last saved is "
                "only here, and is lost when the program closes.",
            ),
            yes=tr("NotSaved", "Close and lose it"),
            no=tr("NotSaved", "Stay"),
            danger=True,
        )
        self._text, self._copied = text, copied
        self._copy = QPushButton(tr("NotSaved", "Copy the text"))
        self._copy.setObjectName("copy_unsaved")
        self._copy.setAccessibleName(self._copy.text())
        self._copy.clicked.connect(self._on_copy)
        self._said = theme.label("", role="muted", wrap=True)
        self._said.setObjectName("copied_unsaved")
        self._said.hide()
        column = self.layout()
        if isinstance(column, QBoxLayout):
            buttons = column.count() - 1
            column.insertWidget(buttons, self._said)
            item = column.itemAt(buttons + 1)
            row = item.layout() if item is not None else None
            if isinstance(row, QBoxLayout):
                row.insertWidget(0, self._copy)

    @Slot()
    def _on_copy(self) -> None:
        # Not taken away after half a minute, as a copied note is: it is the only one there is.
        QGuiApplication.clipboard().setText(self._text)
        words = tr(
            "NotSaved",
            "The text is on the clipboard. Paste it into another program before you close this "
            "one: some computers empty the clipboard then.",
        )
        self._said.setText(words)
        self._said.show()
        speak(self._said, words)
        self._copied()
