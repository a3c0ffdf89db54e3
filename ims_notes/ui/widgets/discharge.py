"""What Discharge opens on the spot: the day, the summary, and the deed itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QPushButton, QVBoxLayout, QWidget

from ims_notes.domain.dates import read_past_date, written
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.ui import theme
from ims_notes.ui.announcer import speak
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.field import Field
from ims_notes.ui.widgets.flow import Flow
from ims_notes.ui.widgets.sections import areas_around
from ims_notes.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from datetime import date

    from ims_notes.domain.episodes import Episode


class Discharging(QWidget):
    """Hidden until asked for; `agreed` carries the day and the summary."""

    agreed = Signal(object, str)

    def __init__(self, episode: Episode, *, name: str, region: str, today: date) -> None:
        """Make the part for an open episode; a summary of a discharge taken back is still there."""
        super().__init__()
        self._opened_on = episode.opened_on
        self._today = today
        self._day = discharge_day_field(f"{name}_discharged_on")
        self._day.text = written(today)
        self._summary = summary_field(f"{name}_summary")
        self._summary.show_text(episode.discharge_summary)
        agree = QPushButton(tr("Episode", "Discharge"))
        theme.mark(agree, "primary")
        agree.clicked.connect(self._on_agree)
        keep = QPushButton(tr("Episode", "Keep it open"))
        keep.clicked.connect(self.hide)
        row = Flow(gap=theme.space(self) // 2)
        for button, deed in ((agree, "close"), (keep, "keep")):
            button.setObjectName(f"{name}_{deed}")
            spoken = tr("Episode", "{deed}: {region}", deed=button.text(), region=region)
            button.setAccessibleName(spoken)
            row.addWidget(button)
        self.stops: list[QWidget] = [self._summary.edit, self._day.editor, agree, keep]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._summary)
        column.addWidget(self._day)
        column.addLayout(row)
        self.hide()

    def ask(self) -> None:
        """Show the part and wait for the summary."""
        self.show()
        self._summary.edit.setFocus()
        # What is shown just now has its place only after the layout's turn.
        QTimer.singleShot(0, self, self._into_view)

    def _into_view(self) -> None:
        for area in areas_around(self):
            area.ensureWidgetVisible(self)

    def _on_agree(self) -> None:
        self._day.clear_note()
        try:
            day = read_discharge_day(self._day.text, opened_on=self._opened_on, today=self._today)
        except RuleBroken as problem:
            self._day.say(sentence(problem))
            self._day.editor.setFocus()
            return
        if self._summary.text.strip() or self._summary.is_wrong:
            self.agreed.emit(day, self._summary.text)
            return
        words = tr("Episode", "No summary yet. Write one, or press Discharge again to go without.")
        self._summary.warn(words)
        speak(self._summary.edit, words)


def discharge_day_field(name: str) -> Field:
    """Make the field for the day of a discharge."""
    return Field(tr("Episode", "Discharged on"), QLineEdit(), name=name)


def summary_field(name: str) -> TextField:
    """Make the field for what is said at a discharge."""
    hint = tr("Episode", "Where it stands, and what to do if it returns")
    return TextField(name, tr("Episode", "Summary at discharge"), lines=3, hint=hint)


def read_discharge_day(text: str, *, opened_on: date, today: date) -> date:
    """Read the day of a discharge.

    Raises:
        RuleBroken: no date, or one before the episode began or after today.
    """
    try:
        day = read_past_date(text, today=today)
    except RuleBroken as problem:
        is_ahead = problem.rule is Rule.BORN_IN_FUTURE
        rule = Rule.DISCHARGE_DAY if is_ahead else problem.rule
        raise RuleBroken(rule, field="discharged_on") from problem
    if day is None:
        raise RuleBroken(Rule.DATE_UNREADABLE, field="discharged_on")
    if day < opened_on:
        raise RuleBroken(Rule.DISCHARGE_DAY, field="discharged_on")
    return day
