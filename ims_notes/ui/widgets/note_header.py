"""The head of a note: what the visit was, when, where and for which complaint."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QEvent, QLocale, QSignalBlocker, Qt, QTime, Signal
from PySide6.QtWidgets import (
    QDateEdit,
    QLineEdit,
    QStyle,
    QStyleOptionComboBox,
    QStylePainter,
    QTimeEdit,
    QWidget,
)

from ims_notes.domain.note import NoteKind
from ims_notes.services.clock import in_zone, zone_of
from ims_notes.ui import theme
from ims_notes.ui.plain import set_tip
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.choices import PickList
from ims_notes.ui.widgets.flow import Flow
from ims_notes.ui.words import named, word_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtGui import QPaintEvent, QWheelEvent

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.episodes import Episode
    from ims_notes.domain.note import Note


class NoteHeader(QWidget):
    """Fields side by side; a change hands out a note with only these fields changed.

    Signals:
        changed: nothing; ask `filled`.
    """

    changed = Signal()

    def __init__(self, catalogue: Catalogue) -> None:
        """Make the fields."""
        super().__init__()
        self.setObjectName("note_header")
        self._catalogue = catalogue
        places = [(place.id, place.name) for place in catalogue.places]
        self.kind = PickList("note_kind", title=tr("NoteHeader", "Kind of note"))
        self.kind.clear()
        for kind in NoteKind:
            self.kind.addItem(word_for(kind), kind)
        self.date = _Date()
        self.time = _Time()
        self.place = PickList(
            "place",
            places,
            title=tr("NoteHeader", "Place of visit"),
            empty=tr("NoteHeader", "Place not recorded"),
        )
        self.episode = _Complaint(
            "episode",
            title=tr("NoteHeader", "Complaint"),
            empty=tr("NoteHeader", "By the region typed"),
        )
        self.late_reason = QLineEdit()
        self.late_reason.setObjectName("late_reason")
        self.late_reason.setAccessibleName(tr("NoteHeader", "Why this is entered later"))
        self.late_reason.setPlaceholderText(tr("NoteHeader", "Why this is entered later"))
        self.late_reason.setMinimumWidth(theme.space(self, 22))
        self._lay_out()
        self._connect()

    def show_note(self, note: Note, episodes: Iterable[Episode]) -> None:
        """Show a note's head."""
        local = in_zone(note.started_at, note.zone)
        blocked = [QSignalBlocker(each) for each in (self.date, self.time, self.late_reason)]
        self.kind.show_value(note.kind)
        self.date.setDate(QDate(local.year, local.month, local.day))
        self.time.setTime(QTime(local.hour, local.minute))
        self.place.show_value(note.place or None, note.place)
        regions = self._catalogue.region_by_id
        self.episode.offer(
            (e.id, " \u00b7 ".join(t for t in (named(regions, e.region), e.complaint) if t))
            for e in episodes
            if e.is_open or e.id == note.episode_id
        )
        self.episode.show_value(note.episode_id)
        self.late_reason.setText(note.late_reason)
        del blocked

    def show_late(self, is_late: bool) -> None:
        """Ask why, where the note is entered on a later day than its visit."""
        self.late_reason.setVisible(is_late)

    def mark_wrong(self, field: str | None) -> None:
        """Mark the date and time where the visit lies in the future; None takes marks away."""
        for editor in (self.date, self.time):
            editor.setProperty("wrong", "true" if field == "started_at" else "false")
            editor.style().unpolish(editor)
            editor.style().polish(editor)

    def filled(self, note: Note) -> Note:
        """Return the note with what the fields say; a time that was not touched stays exact."""
        kind, place, episode = self.kind.value, self.place.value, self.episode.value
        return replace(
            note,
            kind=NoteKind(str(kind)),
            started_at=self._moment(note),
            place=str(place or ""),
            episode_id=episode,  # type: ignore[arg-type]
            late_reason=self.late_reason.text(),
        )

    def _moment(self, note: Note) -> datetime:
        before = in_zone(note.started_at, note.zone)
        day, clock = self.date.date(), self.time.time()
        typed = (day.year(), day.month(), day.day(), clock.hour(), clock.minute())
        if typed == (before.year, before.month, before.day, before.hour, before.minute):
            return note.started_at
        return datetime(*typed, tzinfo=zone_of(note.zone)).astimezone(UTC)

    def _lay_out(self) -> None:
        flow = Flow(self, gap=theme.space(self))
        self.kind.setMinimumContentsLength(14)
        self.place.setMinimumContentsLength(14)
        self.episode.setMinimumContentsLength(26)
        for field in (
            self.kind,
            self.date,
            self.time,
            self.place,
            self.episode,
            self.late_reason,
        ):
            flow.addWidget(field)

    def _connect(self) -> None:
        for field in (self.kind, self.place, self.episode):
            field.chosen.connect(lambda _value: self.changed.emit())
        self.date.dateChanged.connect(self.changed)
        self.time.timeChanged.connect(self.changed)
        self.late_reason.textEdited.connect(self.changed)


class _Complaint(PickList):
    """Words too long for the field end in an ellipsis; the tooltip has them whole."""

    def shown(self) -> str:
        """Return the words as they fit."""
        option = QStyleOptionComboBox()
        self.initStyleOption(option)
        style, control = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        width = self.style().subControlRect(style, option, control, self).width()
        return self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, width - 4
        )

    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip:
            set_tip(self, self.currentText())
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        option.currentText = self.shown()
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)


class _Date(QDateEdit):
    """A date that cannot be misread; the wheel leaves it alone."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("visit_date")
        self.setAccessibleName(tr("NoteHeader", "Date of visit"))
        self.setLocale(QLocale(QLocale.Language.C))
        self.setDisplayFormat("dd-MMM-yyyy")
        self.setCalendarPopup(True)
        self.setDateRange(QDate(1900, 1, 1), QDate(9999, 12, 31))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(theme.space(self, 17))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class _Time(QTimeEdit):
    """A time of day in 24 hours; the wheel leaves it alone."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("visit_time")
        self.setAccessibleName(tr("NoteHeader", "Time of visit"))
        self.setDisplayFormat("HH:mm")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumWidth(theme.space(self, 12))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()
