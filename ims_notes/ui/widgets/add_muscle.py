"""Adds a muscle without knowing the shorthand: side, name, twitch; it writes the entry."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLineEdit, QPushButton, QToolButton, QWidget

from ims_notes.domain.shorthand import parse
from ims_notes.ui import icons, theme
from ims_notes.ui.plain import set_tip
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.choices import Segments
from ims_notes.ui.widgets.muscle_names import complete_muscles
from ims_notes.ui.words import sentence_of

if TYPE_CHECKING:
    from ims_notes.domain.shorthand import Vocabulary


class AddMuscle(QWidget):
    """One row of controls.

    Signals:
        added: an entry for the line, such as ``b ut y``.
        refused: a sentence on what is missing or not understood.
    """

    added = Signal(str)
    refused = Signal(str)

    def __init__(self) -> None:
        """Offer no muscles until a vocabulary is known."""
        super().__init__()
        self._vocabulary: Vocabulary | None = None
        self.side = Segments("add_side", _sides(), title=tr("AddMuscle", "Side"))
        self.twitch = Segments("add_twitch", _twitches(), title=tr("AddMuscle", "Twitch"))
        self.muscle = QLineEdit()
        self.muscle.setObjectName("add_muscle")
        self.muscle.setAccessibleName(tr("AddMuscle", "Muscle to add"))
        self.muscle.setPlaceholderText(tr("AddMuscle", "Muscle name"))
        self.muscle.returnPressed.connect(self._on_add)
        self._list = QToolButton()
        self._list.setObjectName("add_muscle_list")
        self._list.setIcon(icons.icon("chevron-down"))
        self._list.setAccessibleName(tr("AddMuscle", "List of muscles"))
        set_tip(self._list, tr("AddMuscle", "List of muscles"))
        self._list.clicked.connect(self._on_list)
        self._add = QPushButton(tr("AddMuscle", "Add"))
        self._add.setObjectName("add_muscle_button")
        self._add.setAccessibleName(tr("AddMuscle", "Add the muscle"))
        self._add.setIcon(icons.icon("add"))
        self._add.clicked.connect(self._on_add)
        self._lay_out()

    def know(self, vocabulary: Vocabulary) -> None:
        """Offer the muscles of a vocabulary."""
        self._vocabulary = vocabulary
        complete_muscles(self.muscle, vocabulary.catalogue)

    def set_narrow(self, is_narrow: bool) -> None:
        """Stand in two lines where one has no room."""
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._halves.setDirection(down if is_narrow else across)

    def _lay_out(self) -> None:
        step = theme.space(self)
        self._halves = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._halves.setContentsMargins(0, 0, 0, 0)
        self._halves.setSpacing(2 * step)
        where, what = QHBoxLayout(), QHBoxLayout()
        for half in (where, what):
            half.setSpacing(step)
        where.addWidget(self.side)
        where.addWidget(self.muscle, 1)
        where.addWidget(self._list)
        what.addWidget(theme.label(tr("AddMuscle", "Twitch"), role="caption"))
        what.addWidget(self.twitch)
        what.addWidget(self._add)
        self._halves.addLayout(where, 1)
        self._halves.addLayout(what)

    def _on_list(self) -> None:
        completer = self.muscle.completer()
        if completer is not None:
            self.muscle.setFocus(Qt.FocusReason.OtherFocusReason)
            completer.setCompletionPrefix("")
            completer.complete()

    def _on_add(self) -> None:
        name = " ".join(self.muscle.text().split())
        if self._vocabulary is None or not name:
            self.muscle.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self.side.value is None:
            self.refused.emit(tr("AddMuscle", "Choose the side first: left, right or both."))
            return
        read = parse(f"{self.side.value} {name}", self._vocabulary)
        if read.errors or not read.sites:
            self.refused.emit(sentence_of(read.errors[0]) if read.errors else name)
            return
        if len({site.muscle for site in read.sites}) == 1 and read.sites[0].level is None:
            name = self._vocabulary.short_words[read.sites[0].muscle].lower()
        self.added.emit(" ".join(t for t in (self.side.value, name, self.twitch.value) if t))
        for each in (self.side, self.twitch):
            each.show_value(None)
        self.muscle.clear()
        self.muscle.setFocus(Qt.FocusReason.OtherFocusReason)


def _sides() -> list[tuple[str, str]]:
    return [
        ("l", tr("AddMuscle", "Left")),
        ("r", tr("AddMuscle", "Right")),
        ("b", tr("AddMuscle", "Both")),
    ]


def _twitches() -> list[tuple[str, str]]:
    return [
        ("y", tr("AddMuscle", "Yes")),
        ("n", tr("AddMuscle", "No")),
        ("?", tr("AddMuscle", "?")),
        ("ns", tr("AddMuscle", "Not sought")),
    ]
