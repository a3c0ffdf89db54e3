"""The progress of a patient: chart or table, which series, and one threshold at a time."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QSizePolicy,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from ims_notes.ui import icons, theme
from ims_notes.ui.episode_words import region_name
from ims_notes.ui.models.progress_table import NOTE_ROLE, ProgressTable
from ims_notes.ui.plain import set_tip
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets import chart_words as words
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.choices import PickList, Toggle
from ims_notes.ui.widgets.not_copied import keep_off_clipboard
from ims_notes.ui.widgets.progress_chart import ProgressChart
from ims_notes.ui.widgets.rows import make_roomy
from ims_notes.ui.words import named

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.chart.thresholds import Threshold
    from ims_notes.domain.progress import Progress, Series

NO_THRESHOLD = "none"


class ProgressCard(Card):
    """Chart and table of one patient's pain over time.

    Signals:
        visit_chosen: the note's id of a visit in the chart or the table.
        threshold_chosen: the code of the threshold, or ``none``.
    """

    visit_chosen = Signal(object)
    threshold_chosen = Signal(str)

    def __init__(
        self, progress: Progress, *, catalogue: Catalogue, thresholds: Sequence[Threshold]
    ) -> None:
        """Lay out the card for a progress."""
        super().__init__(tr("Progress", "Progress"))
        self.setObjectName("progress_card")
        self._naming = words.Naming(
            region=lambda region: region_name(catalogue, region),
            event=lambda event: named(catalogue.adverse_event_by_id, event),
        )
        self._progress = self._shown = progress
        self._codes = {threshold.code for threshold in thresholds}
        self._chart = ProgressChart(progress, thresholds=thresholds, naming=self._naming)
        self._table = ProgressTable(self._naming, self)
        self._series = PickList(
            "progress_series",
            title=tr("Progress", "What the chart shows"),
            empty=tr("Progress", "All regions"),
        )
        self._threshold = PickList(
            "progress_threshold",
            [(one.code, one.label) for one in thresholds],
            title=tr("Progress", "Threshold line"),
            empty=tr("Progress", "No threshold line"),
        )
        self._as_table = Toggle("progress_as_table", tr("Progress", "Table"))
        self._lay_out()
        self._connect()

    def show_progress(self, progress: Progress) -> None:
        """Show a patient's series; the same choice stays while it exists."""
        chosen = self._series.value if progress.patient_id == self._progress.patient_id else None
        self._progress = progress
        choices = [(_key(s), self._name(s)) for s in reversed(progress.series)]
        self._series.offer(choices)
        self._series.setVisible(len(choices) > 1)
        if chosen in [key for key, _name in choices]:
            self._series.show_value(chosen)
        self._show()

    def show_threshold(self, code: str) -> None:
        """Draw the threshold of this code; ``none`` and unknown codes draw none."""
        known = code if code in self._codes else None
        if known != self._threshold.value:
            self._threshold.show_value(known)
            self._chart.set_threshold(known)

    def _name(self, series: Series) -> str:
        return tr(
            "Progress",
            "{name} · since {day}",
            name=words.series_name(series, self._naming),
            day=words.written(series.opened_on),
        )

    def _show(self) -> None:
        chosen = self._series.value
        series = [s for s in self._progress.series if chosen in (None, _key(s))]
        shown = replace(self._progress, series=tuple(series))
        self._shown = shown
        self._chart.set_progress(shown)
        self._words.setText("\n".join(self._told(series, shown)))
        is_empty = not any(one.points for one in series)
        for control in (self._threshold, self._as_table):
            control.setVisible(not is_empty)
        if is_empty:
            self._stack.setCurrentWidget(self._empty)
        else:
            self._on_as_table(self._as_table.isChecked())

    def _told(self, series: list[Series], shown: Progress) -> list[str]:
        told = []
        for one in series:
            parts = (words.headline(one, self._naming), words.detail(one))
            told.append(". ".join(part for part in parts if part))
        return [*told, words.caption(shown)]

    def _lay_out(self) -> None:
        for pick, length in ((self._series, 14), (self._threshold, 16)):
            pick.setMinimumContentsLength(length)
            pick.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
            self.corner.addWidget(pick)
        set_tip(self._as_table, tr("Progress", "Every value in words instead of the chart"))
        self.corner.addWidget(self._as_table)
        self.corner.setSpacing(theme.space(self))
        self._stack = QStackedWidget()
        self._empty = self._empty_state()
        self._tabular = self._table_view()
        for page in (self._empty, self._chart, self._tabular):
            self._stack.addWidget(page)
        self.body.addWidget(self._stack, 1)
        # The chart brings its own margins, so the card's shrink by as much.
        step = theme.space(self)
        if (outer := self.layout()) is not None:
            outer.setContentsMargins(2 * step, 2 * step, 2 * step, step // 2)
            outer.setSpacing(step // 2)

    def _empty_state(self) -> QWidget:
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.addStretch(1)
        sign = theme.label()
        sign.setPixmap(icons.icon("chart", "muted").pixmap(36, 36))
        heading = theme.label(tr("Progress", "No signed visit yet"), role="heading")
        heading.setObjectName("progress_empty")
        hint = theme.label(
            tr("Progress", "The chart begins with the first signed visit that has a pain score."),
            role="muted",
            wrap=True,
        )
        for part in (sign, heading, hint):
            part.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(part)
        column.addStretch(2)
        return empty

    def _table_view(self) -> QWidget:
        self._view = QTableView()
        self._view.setObjectName("progress_table")
        self._view.setAccessibleName(tr("Progress", "Pain at every visit"))
        self._view.setModel(self._table)
        self._view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._view.setTabKeyNavigation(False)
        make_roomy(self._view)
        keep_off_clipboard(self._view)
        heads = self._view.horizontalHeader()
        heads.setResizeContentsPrecision(50)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self._words = theme.label(role="muted", wrap=True)
        self._words.setObjectName("progress_words")
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._words)
        column.addWidget(self._view, 1)
        return whole

    def _connect(self) -> None:
        self._chart.visit_chosen.connect(self.visit_chosen)
        self._view.activated.connect(self._on_row)
        self._series.chosen.connect(lambda _value: self._show())
        self._threshold.chosen.connect(self._on_threshold)
        self._as_table.toggled.connect(self._on_as_table)

    def _on_row(self, index: QModelIndex) -> None:
        self.visit_chosen.emit(index.data(NOTE_ROLE))

    def _on_threshold(self, code: str | None) -> None:
        self._chart.set_threshold(code)
        self.threshold_chosen.emit(code or NO_THRESHOLD)

    def _on_as_table(self, as_table: bool) -> None:
        self._as_table.show_value(as_table)
        # Hundreds of rows cost more to measure than the chart to draw: only who looks pays.
        if as_table:
            self._table.set_progress(self._shown)
        self._stack.setCurrentWidget(self._tabular if as_table else self._chart)


def _key(series: Series) -> tuple[object, ...]:
    return (series.episode_id, series.region, series.context)
