"""A date of birth typed freely and understood while it is typed."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton

from ims_notes.domain.dates import MONTHS, age_on, read_past_date, written
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.ui import theme
from ims_notes.ui.people import born_and_age
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.field import Field

if TYPE_CHECKING:
    from datetime import date

OLDEST = 120
"""An age above this is more likely a slip of the keys; it is pointed out, never refused."""

_TWO_WAYS = re.compile(r"(\d{1,2})\D(\d{1,2})\D(\d{2,4})")


class BornField(Field):
    """Shows ``14-Jul-1985 (41y)`` under what is typed, or how to mend it."""

    def __init__(self, caption: str, *, name: str) -> None:
        """Make an empty field; `set_today` before it is used."""
        super().__init__(
            caption, QLineEdit(), name=name, hint=tr("Born", "Such as 14 jul 85 or 1985-07-14")
        )
        self.problem: RuleBroken | None = None
        self.born: date | None = None
        self._today: date | None = None
        self._ways = [QPushButton(), QPushButton()]
        row = QHBoxLayout()
        row.setSpacing(theme.space(self))
        for place, way in enumerate(self._ways):
            way.setObjectName(f"{name}_way_{place}")
            way.clicked.connect(lambda _checked=False, way=way: self._take(way.text()))
            row.addWidget(way)
        row.addStretch(1)
        self.column.addLayout(row)
        self._offer(())
        self.line.textChanged.connect(self._on_typed)

    def set_today(self, today: date) -> None:
        """Say what day it is; ages and two-digit years depend on it."""
        self._today = today
        self._on_typed(self.text)

    def show_day(self, born: date | None) -> None:
        """Fill in a known date of birth."""
        self.text = written(born)

    def _on_typed(self, text: str) -> None:
        if self._today is None:
            return
        self.born, self.problem = None, None
        try:
            self.born = read_past_date(text, today=self._today)
            if self.born is None and text.strip():
                raise RuleBroken(Rule.DATE_UNREADABLE, field="born", text=text)
        except RuleBroken as problem:
            self.problem = problem
        self._explain()

    def _explain(self) -> None:
        self._offer(self._two_readings())
        if self.problem is not None:
            self.say(sentence(self.problem), role="attention")
        elif self.born is not None and self._today is not None:
            words = born_and_age(self.born, today=self._today)
            is_likely = age_on(self.born, self._today) <= OLDEST
            doubt = tr("Born", "{born}: is the year right?", born=words)
            self.say(words if is_likely else doubt, role="ok" if is_likely else "attention")
        else:
            self.clear_note()

    def _two_readings(self) -> tuple[str, ...]:
        """Return both days that an ambiguous date may mean, as their writing."""
        typed = _TWO_WAYS.search(self.text)
        if self.problem is None or self.problem.rule is not Rule.DATE_AMBIGUOUS or not typed:
            return ()
        first, second, year = int(typed[1]), int(typed[2]), typed[3]
        ways = []
        for day, month in ((first, second), (second, first)):
            read = self._read(f"{day} {MONTHS[month - 1]} {year}")
            ways += [written(read)] if read else []
        return tuple(ways)

    def _read(self, text: str) -> date | None:
        try:
            return read_past_date(text, today=self._today) if self._today else None
        except RuleBroken:
            return None

    def _offer(self, ways: tuple[str, ...]) -> None:
        for place, button in enumerate(self._ways):
            button.setVisible(place < len(ways))
            button.setText(ways[place] if place < len(ways) else "")
            button.setAccessibleName(tr("Born", "Born {day}", day=button.text()))

    def _take(self, day: str) -> None:
        self.text = day
        self.editor.setFocus()
