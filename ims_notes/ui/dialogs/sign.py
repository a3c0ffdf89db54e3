"""Reads a note back as it will stand; Enter signs, Escape returns to it.

Call it through the module, ``sign.ask(...)``, so that a test can put its own answer there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ims_notes.ui import icons, theme
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def ask(
    parent: QWidget | None,
    *,
    text: str,
    not_recorded: Sequence[str],
    copies: bool = False,
    copied: Callable[[], object] = lambda: None,
) -> bool:
    """Show a note as prose and ask for the signature.

    Args:
        parent: the page that asks.
        text: the note as it will stand.
        not_recorded: what the note does not state, in words.
        copies: whether signing also puts the note on the clipboard.
        copied: is called when some of it went to the clipboard before.
    """
    dialog = SignDialog(parent, text=text, not_recorded=not_recorded, copies=copies)
    dialog.prose.copied.connect(copied)
    answer = dialog.exec()
    dialog.deleteLater()
    if parent is not None:
        parent.window().activateWindow()
    return answer == QDialog.DialogCode.Accepted


class SignDialog(QDialog):
    """The note, what is not recorded, and two buttons."""

    def __init__(
        self, parent: QWidget | None, *, text: str, not_recorded: Sequence[str], copies: bool
    ) -> None:
        """Lay the note out for reading."""
        super().__init__(parent)
        self.setObjectName("sign_dialog")
        self.setWindowTitle(tr("Sign", "IMS Notes"))
        self.setAccessibleName(tr("Sign", "Read and sign"))
        step = theme.space(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * step, 2 * step, 3 * step, 2 * step)
        column.setSpacing(round(1.5 * step))
        column.addWidget(theme.label(tr("Sign", "The note as it will stand"), role="heading"))
        column.addWidget(self._preview())
        self.prose = Prose(name="sign_text", title=tr("Sign", "The note as it will stand"))
        self.prose.show_text(text)
        column.addWidget(self.prose, 1)
        if not_recorded:
            column.addLayout(self._gaps(not_recorded))
        column.addLayout(self._buttons(copies))
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self.accept)
        self._fit(parent)

    def _preview(self) -> QLabel:
        words = tr("Sign", "Preview: not signed yet. The time of signing is set when you sign.")
        label = theme.label(words, role="muted", wrap=True)
        label.setObjectName("sign_preview")
        return label

    def _gaps(self, not_recorded: Sequence[str]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.space(self))
        sign = theme.label()
        sign.setPixmap(icons.icon("info", "muted").pixmap(QSize(16, 16)))
        words = tr("Sign", "Not recorded: {parts}", parts=", ".join(not_recorded))
        label = theme.label(words, role="muted", wrap=True)
        label.setObjectName("sign_not_recorded")
        row.addWidget(sign)
        row.addWidget(label, 1)
        return row

    def _buttons(self, copies: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(
            theme.label(
                tr("Sign", "A signed note stays as it is; later changes are dated addenda."),
                role="caption",
            ),
            1,
        )
        back = QPushButton(tr("Sign", "Back to the note"))
        words = tr("Sign", "Sign and copy") if copies else tr("Sign", "Sign")
        agree = QPushButton(icons.icon("sign", "on_accent"), words)
        for button, name, spoken in (
            (back, "sign_back", back.text()),
            (agree, "sign_agree", words),
        ):
            button.setObjectName(name)
            button.setAccessibleName(spoken)
            row.addWidget(button)
        theme.mark(agree, "primary")
        back.clicked.connect(self.reject)
        agree.clicked.connect(self.accept)
        agree.setDefault(True)
        agree.setFocus()
        return row

    def _fit(self, parent: QWidget | None) -> None:
        """Be as large as reading needs and the window allows."""
        window = parent.window().size() if parent else QSize(1280, 720)
        wanted = QSize(theme.space(self, 92), theme.space(self, 76))
        self.resize(wanted.boundedTo(QSize(window.width() - 40, window.height() - 40)))
