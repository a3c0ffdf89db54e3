"""Asks once before something that cannot be taken back.

Call it through the module, ``confirm.ask(...)``, so that a test can put its own answer there.
"""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ims_notes.ui import theme
from ims_notes.ui.translation import tr


def ask(
    parent: QWidget | None,
    *,
    question: str,
    detail: str = "",
    yes: str,
    no: str = "",
    danger: bool = False,
) -> bool:
    """Ask a question in plain text; Escape and closing mean no.

    Args:
        parent: the window or page that asks.
        question: one short question.
        detail: what follows from yes, and whether it can be undone.
        yes: the deed as a verb, such as "Delete draft".
        no: words for the way back; "Cancel" when empty.
        danger: colour the deed as dangerous and let Enter mean no.
    """
    dialog = ConfirmDialog(parent, question=question, detail=detail, yes=yes, no=no, danger=danger)
    answer = dialog.exec()
    dialog.deleteLater()
    return answer == QDialog.DialogCode.Accepted


class ConfirmDialog(QDialog):
    """A question, its consequence and two buttons that say what they do."""

    def __init__(
        self,
        parent: QWidget | None,
        *,
        question: str,
        detail: str,
        yes: str,
        no: str,
        danger: bool,
    ) -> None:
        """Lay the question out."""
        super().__init__(parent)
        self.setObjectName("confirm")
        self.setWindowTitle(tr("Confirm", "IMS Notes"))
        self.setAccessibleName(question)
        step = theme.space(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * step, 3 * step, 3 * step, 2 * step)
        column.setSpacing(step)
        column.addWidget(theme.label(question, role="heading", wrap=True))
        if detail:
            column.addWidget(theme.label(detail, wrap=True))
        column.addSpacing(step)
        column.addLayout(self._buttons(yes=yes, no=no or tr("Confirm", "Cancel"), danger=danger))
        self.setMinimumWidth(theme.space(self, 50))

    def _buttons(self, *, yes: str, no: str, danger: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        refuse, agree = QPushButton(no), QPushButton(yes)
        for button, name in ((refuse, "confirm_no"), (agree, "confirm_yes")):
            button.setObjectName(name)
            button.setAccessibleName(button.text())
            row.addWidget(button)
        theme.mark(agree, "danger" if danger else "primary")
        refuse.clicked.connect(self.reject)
        agree.clicked.connect(self.accept)
        first = refuse if danger else agree
        first.setDefault(True)
        first.setFocus()
        return row
