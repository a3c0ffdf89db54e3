"""The four narrative boxes: prose in, prose out; each line of a box is one line of the note."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPlainTextEdit, QVBoxLayout, QWidget

from ims_notes.domain.shorthand import EntryKind
from ims_notes.ui import theme
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card

if TYPE_CHECKING:
    from ims_notes.domain.visit import Narrative

LINES = 3
_KINDS = (
    EntryKind.SUBJECTIVE,
    EntryKind.OBJECTIVE,
    EntryKind.ASSESSMENT,
    EntryKind.PLAN,
)


class NarrativeCard(Card):
    """Subjective, objective, assessment, plan.

    Signals:
        wrote: the kind of entry and its prose, lines separated by line ends.
    """

    wrote = Signal(object, str)

    def __init__(self) -> None:
        """Make four empty boxes."""
        super().__init__(tr("Narrative", "In your words"))
        self.setObjectName("narrative_card")
        self._boxes: dict[EntryKind, NarrativeBox] = {}
        grid = QGridLayout()
        grid.setSpacing(theme.space(self))
        titles = (
            tr("Narrative", "S  Subjective"),
            tr("Narrative", "O  Objective"),
            tr("Narrative", "A  Assessment"),
            tr("Narrative", "P  Plan"),
        )
        for at, (kind, title) in enumerate(zip(_KINDS, titles, strict=True)):
            box = NarrativeBox(title, name=f"narrative_{kind.value}")
            box.wrote.connect(lambda prose, kind=kind: self.wrote.emit(kind, prose))
            grid.addWidget(box, at // 2, at % 2)
            self._boxes[kind] = box
        self.body.addLayout(grid)

    def show_narrative(self, narrative: Narrative) -> None:
        """Show the prose of the line."""
        for kind, box in self._boxes.items():
            box.show_prose(getattr(narrative, kind.value) or "")

    def go_to(self, kind: EntryKind) -> None:
        """Take the keys in a box."""
        self._boxes[kind].editor.setFocus(Qt.FocusReason.ShortcutFocusReason)


class NarrativeBox(QWidget):
    """One heading with its prose."""

    wrote = Signal(str)

    def __init__(self, title: str, *, name: str) -> None:
        """Make an empty box."""
        super().__init__()
        self.editor = QPlainTextEdit()
        self.editor.setObjectName(name)
        self.editor.setAccessibleName(title)
        self.editor.setTabChangesFocus(True)
        height = LINES * self.editor.fontMetrics().lineSpacing() + 3 * theme.space(self)
        self.editor.setFixedHeight(height)
        self.editor.textChanged.connect(lambda: self.wrote.emit(self.editor.toPlainText()))
        caption = theme.label(title, role="caption")
        caption.setBuddy(self.editor)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(self) // 2)
        column.addWidget(caption)
        column.addWidget(self.editor)

    def show_prose(self, prose: str) -> None:
        """Show the line's prose, unless the box says the same already in other spacing."""
        if settled(self.editor.toPlainText()) == prose:
            return
        with QSignalBlocker(self.editor):
            self.editor.setPlainText(prose)


def settled(prose: str) -> str:
    """Return prose as the line keeps it: each line without outer blanks, none empty at the ends."""
    return "\n".join(line.strip() for line in prose.splitlines()).strip("\n")
