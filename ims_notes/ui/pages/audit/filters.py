"""What to show of the audit: when, who, what kind of deed, which patient."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from ims_notes.domain.audit import DeedKind
from ims_notes.domain.dates import read_past_date
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.services.read_audit import AuditAsked
from ims_notes.ui import theme
from ims_notes.ui.audit_words import kind_words, nobody_words
from ims_notes.ui.pages.audit.patient_filter import PatientFilter
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.choices import PickList
from ims_notes.ui.widgets.field import Field
from ims_notes.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ims_notes.services.ports.patients import PatientFound
    from ims_notes.ui.runner import Runs

FROM_TO: Final = "from_to"
"""The period whose days are typed."""

_DAYS: Final = {"today": 1, "week": 7, "month": 30}


class AuditFilters(QWidget):
    """Four filters that hold together; the days to type appear when they are asked for.

    Signals:
        changed: something else is asked for.
    """

    changed = Signal()

    def __init__(
        self,
        *,
        find: Callable[[str], Sequence[PatientFound]],
        today: Callable[[], date],
        runner: Runs,
    ) -> None:
        """Ask for everything."""
        super().__init__()
        self.setObjectName("audit_filters")
        self._today = today
        self._period = PickList(
            "audit_period", _periods(), title=tr("Audit", "Period"), empty=tr("Audit", "All days")
        )
        self._who = PickList(
            "audit_who", title=tr("Audit", "Person"), empty=tr("Audit", "Everybody"), length=18
        )
        kinds = [(kind, kind_words(kind)) for kind in DeedKind]
        self._kind = PickList(
            "audit_kind",
            kinds,
            title=tr("Audit", "Kind of deed"),
            empty=tr("Audit", "Every deed"),
            length=15,
        )
        self.patient = PatientFilter(find=find, runner=runner)
        self._first = _day_field("audit_first", tr("Audit", "From"))
        self._last = _day_field("audit_last", tr("Audit", "To"))
        self._lay_out()
        self._connect()

    @property
    def asked(self) -> AuditAsked:
        """What is asked for now; a day that cannot be read asks for all."""
        first, last = self._days()
        # Qt hands back the plain word.
        kind = self._kind.value
        return AuditAsked(
            first=first,
            last=last,
            who=cast("str | None", self._who.value),
            kind=None if kind is None else DeedKind(str(kind)),
            patient_id=self.patient.patient_id,
        )

    def offer_people(self, people: Sequence[str]) -> None:
        """Offer everybody of whom the audit tells; who is chosen stays chosen."""
        chosen = self._who.value
        self._who.offer([(name, name or nobody_words()) for name in people])
        if chosen is not None:
            self._who.show_value(chosen)

    def ask_for_everything(self) -> None:
        """Take every filter away."""
        for pick in (self._period, self._who, self._kind):
            pick.show_value(None)
        self.patient.clear_choice()
        self._on_period()

    def hide_names(self, hides_names: bool) -> None:
        """Name nobody in what is proposed from now on."""
        self.patient.hides_names = hides_names
        if hides_names and self.patient.text():
            self.patient.clear()

    def _days(self) -> tuple[date | None, date | None]:
        period, today = self._period.value, self._today()
        if period == FROM_TO:
            return self._read(self._first), self._read(self._last)
        if period is None:
            return None, None
        return today - timedelta(days=_DAYS[str(period)] - 1), today

    def _read(self, field: Field) -> date | None:
        field.clear_note()
        try:
            day = read_past_date(field.text, today=self._today())
            if day is None and field.text.strip():
                raise RuleBroken(Rule.DATE_UNREADABLE)
        except RuleBroken as problem:
            ahead = tr("Audit", "This day lies ahead.")
            field.say(ahead if problem.rule is Rule.BORN_IN_FUTURE else sentence(problem))
            return None
        return day

    def _lay_out(self) -> None:
        step = theme.space(self)
        row = Flow(gap=step)
        for widget in (self._period, self._who, self._kind, self.patient):
            row.addWidget(widget)
        self._typed = QWidget()
        days = Flow(self._typed, gap=step)
        for field in (self._first, self._last):
            days.addWidget(field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step)
        column.addLayout(row)
        column.addWidget(self._typed)
        self._typed.hide()
        self._keep_room()

    def changeEvent(self, event: QEvent) -> None:
        """Make room for as many letters at another size of text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._keep_room()

    def _keep_room(self) -> None:
        for widget in (self.patient, self._first, self._last):
            widget.setFixedWidth(theme.space(self, 32))

    def _connect(self) -> None:
        self._period.chosen.connect(self._on_period)
        self._who.chosen.connect(self.changed)
        self._kind.chosen.connect(self.changed)
        self.patient.chosen.connect(self.changed)
        for field in (self._first, self._last):
            field.line.textChanged.connect(self.changed)

    def _on_period(self) -> None:
        self._typed.setVisible(self._period.value == FROM_TO)
        if self._period.value == FROM_TO:
            self._first.line.setFocus()
        self.changed.emit()


def _periods() -> list[tuple[str, str]]:
    return [
        ("today", tr("Audit", "Today")),
        ("week", tr("Audit", "Last 7 days")),
        ("month", tr("Audit", "Last 30 days")),
        (FROM_TO, tr("Audit", "From … to …")),
    ]


def _day_field(name: str, caption: str) -> Field:
    line = QLineEdit()
    line.setPlaceholderText(tr("Audit", "such as 14-Jul-2026"))
    return Field(caption, line, name=name)
