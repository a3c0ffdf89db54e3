"""The day at a glance: who is expected, what is not signed, who was here last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ims_notes.domain.dates import written
from ims_notes.ui import theme
from ims_notes.ui.models.day_lines import day_line
from ims_notes.ui.models.draft_lines import draft_line
from ims_notes.ui.models.patients_found import patient_line
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.day_list import DayCard
from ims_notes.ui.widgets.line_list import LineList, ListCard
from ims_notes.ui.widgets.reflow import Reflow

if TYPE_CHECKING:
    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.services.today import Today


class Overview(QWidget):
    """Three cards; the page listens to their lists."""

    def __init__(self, *, catalogue: Catalogue, zone: str) -> None:
        """Lay out an empty day."""
        super().__init__()
        self._catalogue = catalogue
        self._zone = zone
        self.day = DayCard()
        self.drafts = ListCard(
            tr("Today", "Not signed yet"),
            LineList("draft_rows", tr("Today", "Drafts that are not signed yet")),
            empty=tr("Today", "No drafts: every note is signed."),
        )
        self.recent = ListCard(
            tr("Today", "Seen last"),
            LineList("recent_rows", tr("Today", "Patients seen last")),
            empty=tr(
                "Today", "Nobody yet. Add a patient with Ctrl+N, or type a name into the search."
            ),
        )
        right = QWidget()
        below = QVBoxLayout(right)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(theme.space(self, 2))
        below.addWidget(self.drafts, 1)
        below.addWidget(self.recent, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(Reflow((self.day, right), narrowest=48, stretches=(1, 1), at_top=False))

    def hasHeightForWidth(self) -> bool:
        """Let long lists scroll by themselves, not the whole page."""
        return False

    def show_today(self, today: Today, *, hide_names: bool) -> None:
        """Show the day; with names hidden only times and initials stay."""
        day = today.day
        weekday = QLocale().standaloneDayName(day.isoweekday())
        self.day.show_day(
            tr("Today", "{weekday} {day}", weekday=weekday, day=written(day)),
            [
                day_line(each, today=day, catalogue=self._catalogue, hide_names=hide_names)
                for each in today.lines
            ],
        )
        self.drafts.show_lines(
            [draft_line(each, today=day, hide_names=hide_names) for each in today.drafts]
        )
        self.recent.show_lines(
            [
                patient_line(each, today=day, zone=self._zone, hide_names=hide_names)
                for each in today.recent
            ]
        )
