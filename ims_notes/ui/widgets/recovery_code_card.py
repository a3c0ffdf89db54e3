"""Shows a new recovery code, says what it is for, and lets it be printed or written down."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPushButton, QVBoxLayout, QWidget

from ims_notes.domain.passphrase import read_code
from ims_notes.ui import icons, recovery_sheet, theme
from ims_notes.ui.recovery_sheet import RecoverySheet
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.field import Field
from ims_notes.ui.widgets.flow import Flow
from ims_notes.ui.widgets.reflow import Reflow

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QFocusEvent


class RecoveryCodeCard(Card):
    """The code large in groups, its use, a way to print it, and the last group as a check.

    Signals:
        kept: true once the last group was typed as it stands on the paper; false where it is
            to be written down later.
    """

    kept = Signal(bool)

    def __init__(self, code: str, *, practitioner: str, day: date) -> None:
        """Show a code.

        Args:
            code: the text of a `RecoveryCode`.
            practitioner: whose record it opens, for the sheet; may be empty.
            day: when it was made.
        """
        super().__init__(tr("Recovery", "Your recovery code"))
        self.setObjectName("recovery_card")
        groups = read_code(code).groups
        self._sheet = RecoverySheet(groups=groups, practitioner=practitioner, day=day)
        self._print = _button("print_code", tr("Recovery", "Print …"))
        self._print.setIcon(icons.icon("print"))
        self._last = Field(
            tr("Recovery", "To go on, type group {n}, the last one", n=len(groups)),
            QLineEdit(),
            name="last_group",
        )
        self._last.editor.setMaximumWidth(theme.space(self, 22))
        self._last.line.setMaxLength(32)
        self._done = _button("code_kept", tr("Recovery", "I have it on paper"))
        self._later = _button("code_later", tr("Recovery", "I shall write it down later"))
        theme.mark(self._done, "primary")
        theme.mark(self._later, "quiet")
        self._lay_out(groups)
        self._print.clicked.connect(self._on_print)
        self._last.line.returnPressed.connect(self._on_done)
        self._last.line.textEdited.connect(lambda _text: self._last.clear_note())
        self._done.clicked.connect(self._on_done)
        self._later.clicked.connect(lambda: self.kept.emit(False))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus to the check; by a focus proxy Tab would leap over the print button."""
        self._last.editor.setFocus(event.reason())

    def _lay_out(self, groups: tuple[str, ...]) -> None:
        step = theme.space(self)
        self.body.addWidget(_Groups(groups))
        uses = QVBoxLayout()
        uses.setSpacing(step // 2)
        for words in recovery_sheet.instructions():
            uses.addWidget(theme.label(words, wrap=True))
        self.body.addLayout(uses)
        self.body.addWidget(self._print, alignment=Qt.AlignmentFlag.AlignLeft)
        self.body.addSpacing(step)
        self.body.addWidget(self._last)
        row = Flow(gap=step)
        row.addWidget(self._done)
        row.addWidget(self._later)
        self.body.addLayout(row)
        once = theme.label(
            tr(
                "Recovery",
                "The code is shown this once. Without paper at hand go on, and make a new one on "
                "the Safety page later.",
            ),
            role="muted",
            wrap=True,
        )
        once.setObjectName("code_shown_once")
        self._later.setAccessibleDescription(once.text())
        self.body.addWidget(once)

    def _on_print(self) -> None:
        recovery_sheet.print_sheet(self, self._sheet)
        self._last.editor.setFocus()

    def _on_done(self) -> None:
        groups = self._sheet.groups
        typed = self._last.text.upper().translate(str.maketrans("OIL", "011"))
        if "".join(sign for sign in typed if sign.isalnum()) == groups[-1]:
            self.kept.emit(True)
            return
        words = tr(
            "Recovery", "This is not group {n}. Compare it with what you wrote.", n=len(groups)
        )
        self._last.say(words)
        self._last.editor.setFocus()


def may_lose_code(parent: QWidget) -> bool:
    """Ask before a code goes from the screen that nobody said to have on paper."""
    from ims_notes.ui.dialogs import confirm

    return confirm.ask(
        parent,
        question=tr("Recovery", "Is the recovery code on paper?"),
        detail=tr("Recovery", "It is not shown again. A new one can be made on the Safety page."),
        yes=tr("Recovery", "Leave"),
        no=tr("Recovery", "Stay here"),
    )


class _Groups(QFrame):
    """The groups large, each with its number, wrapping where the window is narrow."""

    def __init__(self, groups: tuple[str, ...]) -> None:
        super().__init__()
        self.setProperty("role", "notice_info")
        self.setObjectName("recovery_code")
        self.setAccessibleName(tr("Recovery", "Recovery code: {code}", code=" ".join(groups)))
        step = theme.space(self)
        parts = [_group(group, number) for number, group in enumerate(groups, 1)]
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * step, 2 * step, 2 * step, step)
        column.addWidget(Reflow(parts, narrowest=14, stretches=(1, 1, 1, 1)))


def _group(group: str, number: int) -> QWidget:
    both = QWidget()
    column = QVBoxLayout(both)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    signs = theme.label(group, role="title")
    signs.setObjectName(f"group_{number}")
    place = theme.label(str(number), role="caption")
    for label in (signs, place):
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label)
    return both


def _button(name: str, words: str) -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAccessibleName(words)
    return button
