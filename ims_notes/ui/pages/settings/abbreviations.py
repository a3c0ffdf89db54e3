"""The clinic's own abbreviations for muscles, each kept or removed at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
)

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.texts import folded
from ims_notes.ui import theme
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.rows import make_roomy
from ims_notes.ui.widgets.text_field import TextField
from ims_notes.ui.words import named

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ims_notes.domain.catalogue import Catalogue


class AbbreviationsCard(Card):
    """Abbreviation and muscle; `changed` carries the whole mapping as it should be kept."""

    changed = Signal(object)

    def __init__(self, catalogue: Catalogue) -> None:
        """Lay the card out."""
        super().__init__(tr("Settings", "Own abbreviations"))
        self.setObjectName("settings_abbreviations")
        self._catalogue = catalogue
        self._kept: dict[str, str] = {}
        self._muscles = {folded(m.name): m.id for m in catalogue.muscles}
        self._word = TextField("abbreviation_word", tr("Settings", "Abbreviation"))
        self._muscle = TextField(
            "abbreviation_muscle",
            tr("Settings", "Muscle"),
            hint=tr("Settings", "Type a part of its name"),
        )
        self._table = self._make_table()
        self._lay_out()

    def show_abbreviations(self, kept: Mapping[str, str]) -> None:
        """Show what is kept, by abbreviation."""
        self._kept = dict(kept)
        self._table.setRowCount(len(kept))
        for row, (word, muscle) in enumerate(sorted(kept.items())):
            words = (word, named(self._catalogue.muscle_by_id, muscle))
            for column, text in enumerate(words):
                self._table.setItem(row, column, QTableWidgetItem(text))
        self._table.setVisible(bool(kept))
        self._remove.setVisible(bool(kept))
        self._empty.setVisible(not kept)

    def refuse(self, problem: RuleBroken) -> bool:
        """Say at the field why an abbreviation cannot be kept."""
        fields = {
            Rule.ABBREVIATION_NOT_ONE_WORD: self._word,
            Rule.ABBREVIATION_UNKNOWN_MUSCLE: self._muscle,
        }
        if (field := fields.get(problem.rule)) is None:
            return False
        field.refuse(sentence(problem))
        return True

    def clear_typed(self) -> None:
        """Make room for the next abbreviation."""
        self._word.show_text("")
        self._muscle.show_text("")

    def _make_table(self) -> QTableWidget:
        table = QTableWidget(0, 2)
        table.setObjectName("abbreviations_table")
        table.setAccessibleName(tr("Settings", "Own abbreviations"))
        table.setHorizontalHeaderLabels([tr("Settings", "Abbreviation"), tr("Settings", "Muscle")])
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.horizontalHeader().setSectionResizeMode(1, QHeaderView.ResizeMode.Stretch)
        make_roomy(table)
        table.setMinimumHeight(theme.space(self, 30))
        return table

    def _lay_out(self) -> None:
        words = tr(
            "Settings",
            "They work in the line of a session like the built-in ones and go before them.",
        )
        self._empty = theme.label(tr("Settings", "No abbreviation of your own yet."), role="muted")
        self._muscle.suggest(muscle.name for muscle in self._catalogue.muscles)
        for field in (self._word, self._muscle):
            if isinstance(field.edit, QLineEdit):
                field.edit.returnPressed.connect(self._on_add)
        delete = QShortcut(QKeySequence("Del"), self._table)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_remove)
        self.body.addWidget(theme.label(words, role="muted", wrap=True))
        self.body.addLayout(self._fields_row())
        self.body.addLayout(self._buttons_row())
        self.body.addWidget(self._empty)
        self.body.addWidget(self._table, 1)

    def _fields_row(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(self))
        for column, (field, width) in enumerate(((self._word, 1), (self._muscle, 3))):
            grid.addWidget(field, 0, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, width)
        return grid

    def _buttons_row(self) -> QHBoxLayout:
        add = self._button("abbreviation_add", tr("Settings", "Add"))
        add.clicked.connect(self._on_add)
        self._remove = self._button("abbreviation_remove", tr("Settings", "Remove"))
        self._remove.clicked.connect(self._on_remove)
        row = QHBoxLayout()
        row.addWidget(add)
        row.addStretch(1)
        row.addWidget(self._remove)
        return row

    def _button(self, name: str, words: str) -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(tr("Settings", "{deed} abbreviation", deed=words))
        return button

    def _on_add(self) -> None:
        typed = self._muscle.text.strip()
        muscle = self._muscles.get(folded(typed), typed)
        self.changed.emit(self._kept | {self._word.text.strip(): muscle})

    def _on_remove(self) -> None:
        item = self._table.item(self._table.currentRow(), 0)
        if item is not None:
            self.changed.emit({k: m for k, m in self._kept.items() if k != item.text()})
