"""Asks when an earlier visit was, so that it can be written down now.

Call it through the module, ``earlier_visit.ask(...)``, so that a test can put its answer there.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP
from PySide6.QtWidgets import QLineEdit, QWidget

from ims_notes.domain.dates import read_past_date, written
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.ui import theme
from ims_notes.ui.dialogs.form import FormDialog
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr, tr_count
from ims_notes.ui.widgets.field import Field

if TYPE_CHECKING:
    from datetime import date

_T = QT_TRANSLATE_NOOP
_WEEKDAYS: Final = (
    _T("Weekday", "Monday"),
    _T("Weekday", "Tuesday"),
    _T("Weekday", "Wednesday"),
    _T("Weekday", "Thursday"),
    _T("Weekday", "Friday"),
    _T("Weekday", "Saturday"),
    _T("Weekday", "Sunday"),
)
_TIME: Final = re.compile(r"(\d{1,2})(?:[:.h ]?(\d{2}))?\s*(am|pm)?", re.IGNORECASE)


def weekday(day: date) -> str:
    """Name the day of the week; it shows a slip in the date at a glance."""
    return tr("Weekday", str(_WEEKDAYS[day.weekday()]))


def read_time(text: str) -> time | None:
    """Read ``9``, ``930``, ``9:30``, ``9.30`` or ``2:15 pm``; None where it is no time of day."""
    typed = _TIME.fullmatch(text.strip())
    if typed is None:
        return None
    hour, minute, half = int(typed[1]), int(typed[2] or 0), (typed[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def ask(parent: QWidget | None, *, now: datetime) -> datetime | None:
    """Return when the visit began, in the zone of `now`; None when the therapist turned back."""
    form = EarlierVisit(parent, now=now)
    kept = form.exec() == FormDialog.DialogCode.Accepted
    form.deleteLater()
    return form.moment if kept else None


class EarlierVisit(FormDialog):
    """Date and time in words, read back with the day of the week."""

    def __init__(self, parent: QWidget | None, *, now: datetime) -> None:
        """Ask for a moment before `now`, which is aware and in the clinic's zone."""
        super().__init__(
            parent,
            name="earlier_visit",
            heading=tr("EarlierVisit", "Record an earlier visit"),
            deed=tr("EarlierVisit", "Begin its note"),
            is_ready=self._is_ready,
        )
        self.moment: datetime | None = None
        self._now = now
        self._day = Field(
            tr("EarlierVisit", "Day of the visit"), QLineEdit(), name="earlier_visit_day",
            hint=tr("EarlierVisit", "Such as 14 jul 26 or 2026-07-14"),
        )  # fmt: skip
        self._time = Field(
            tr("EarlierVisit", "Time it began"), QLineEdit(), name="earlier_visit_time",
            hint=tr("EarlierVisit", "Such as 9:30 or 2:15 pm"),
        )  # fmt: skip
        self._read_back = theme.label(role="ok", wrap=True)
        self._read_back.setObjectName("earlier_visit_read_back")
        words = tr("EarlierVisit", "The note will say that it was entered later.")
        for part in (self._day, self._time, self._read_back, theme.label(words, role="muted")):
            self.column.addWidget(part)
        for field in (self._day, self._time):
            field.line.textChanged.connect(self._on_typed)
        self._day.editor.setFocus()

    def _on_typed(self) -> None:
        self._day.clear_note()
        self._time.clear_note()
        moment = self._typed(is_final=False)
        if moment is None:
            self._read_back.setText("")
            return
        ago = (self._now.date() - moment.date()).days
        told = tr_count("EarlierVisit", one="{n} day ago", many="{n} days ago", n=ago)
        clock = f"{moment:%H:%M}"
        self._read_back.setText(
            tr(
                "EarlierVisit",
                "{weekday} {day}, {time}, {ago}",
                weekday=weekday(moment.date()),
                day=written(moment.date()),
                time=clock,
                ago=told if ago else tr("EarlierVisit", "today"),
            )
        )

    def _is_ready(self) -> bool:
        self.moment = self._typed(is_final=True)
        return self.moment is not None

    def _typed(self, *, is_final: bool) -> datetime | None:
        """Return the moment typed; at the end say at the field what is wrong."""
        try:
            day = self._typed_day()
        except RuleBroken as problem:
            if is_final:
                _refuse(self._day, sentence(problem))
            return None
        at = read_time(self._time.text)
        if at is None:
            if is_final:
                _refuse(self._time, tr("EarlierVisit", "This is not a time of day. Write 9:30."))
            return None
        moment = datetime.combine(day, at, tzinfo=self._now.tzinfo)
        if moment > self._now:
            if is_final:
                _refuse(self._time, sentence(RuleBroken(Rule.VISIT_IN_FUTURE)))
            return None
        return moment

    def _typed_day(self) -> date:
        try:
            day = read_past_date(self._day.text, today=self._now.date())
        except RuleBroken as problem:
            if problem.rule is Rule.BORN_IN_FUTURE:
                raise RuleBroken(Rule.VISIT_IN_FUTURE) from problem
            raise
        if day is None:
            raise RuleBroken(Rule.DATE_UNREADABLE)
        return day


def _refuse(field: Field, words: str) -> None:
    field.say(words)
    field.editor.setFocus()
