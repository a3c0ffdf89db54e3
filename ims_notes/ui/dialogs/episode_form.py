"""Begins an episode of care or changes one: region, complaint and what is known of it.

Call it through the module, ``episode_form.ask(...)``, so that a test can put its answer there.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from ims_notes.domain.dates import read_past_date, written
from ims_notes.domain.episodes import Episode, EpisodeStatus
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.ids import EpisodeId
from ims_notes.ui import theme
from ims_notes.ui.dialogs.form import FormDialog
from ims_notes.ui.episode_words import region_id, region_name, status_word
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.discharge import (
    discharge_day_field,
    read_discharge_day,
    summary_field,
)
from ims_notes.ui.widgets.field import Choice, Field
from ims_notes.ui.widgets.one_of import OneOf
from ims_notes.ui.widgets.text_field import TextField

if TYPE_CHECKING:
    from datetime import date

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.ids import PatientId

NOT_KEPT: Final = EpisodeId(UUID(int=0))
"""The id of an episode that is not in the record yet; opening it gives it its own."""


def new_episode(patient_id: PatientId, *, today: date, like: Episode | None = None) -> Episode:
    """Return an episode to begin with, of today, with region and complaint of a past one."""
    return Episode(
        id=NOT_KEPT,
        patient_id=patient_id,
        region=like.region if like else "",
        complaint=like.complaint if like else "",
        opened_on=today,
    )


def ask(
    parent: QWidget | None, *, episode: Episode, catalogue: Catalogue, today: date
) -> Episode | None:
    """Let the therapist fill in an episode; None when they thought better of it."""
    form = EpisodeForm(parent, episode=episode, catalogue=catalogue, today=today)
    kept = form.exec() == FormDialog.DialogCode.Accepted
    form.deleteLater()
    return form.episode if kept else None


class EpisodeForm(FormDialog):
    """The form; `episode` is what it holds once it was accepted."""

    def __init__(
        self, parent: QWidget | None, *, episode: Episode, catalogue: Catalogue, today: date
    ) -> None:
        """Show an episode."""
        begins, changes = tr("Episode", "New episode of care"), tr("Episode", "Edit episode")
        is_new = episode.id == NOT_KEPT
        super().__init__(
            parent,
            name="episode_form",
            heading=begins if is_new else changes,
            deed=tr("Episode", "Begin episode") if is_new else tr("Episode", "Save"),
            is_ready=self._read,
        )
        self.episode = episode
        self._catalogue = catalogue
        self._today = today
        names = tuple(region.name for region in catalogue.regions)
        self._region = Field(tr("Episode", "Region"), Choice(names), name="episode_region")
        title, hint = tr("Episode", "Begun on"), tr("Episode", "Such as 14 jul 26")
        self._opened = Field(title, QLineEdit(), name="episode_opened_on", hint=hint)
        self._closed = discharge_day_field("episode_discharged_on")
        self._texts = _text_fields(episode)
        self._status = OneOf(
            "episode_status",
            [(s.value, status_word(s)) for s in (EpisodeStatus.ACTIVE, EpisodeStatus.ON_HOLD)],
            title=tr("Episode", "Status"),
        )
        self._lay_out()
        self._fill()

    def _lay_out(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.space(self, 2))
        grid.setVerticalSpacing(theme.space(self))
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(self._region, 0, 0, top)
        grid.addWidget(self._opened, 0, 1, top)
        for row, name in enumerate(("complaint", "onset", "contributing"), 1):
            grid.addWidget(self._texts[name], row, 0, 1, 2)
        grid.addWidget(self._texts["diagnosis"], 4, 0, top)
        grid.addWidget(self._texts["diagnosis_code"], 4, 1, top)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 2)
        self.column.addLayout(grid)
        self.column.addWidget(self._status)
        self.column.addWidget(self._closed)
        if not self.episode.is_open:
            self.column.addWidget(self._texts["discharge_summary"])

    def _fill(self) -> None:
        episode = self.episode
        is_named = episode.region and episode.region != "unspecified"
        self._region.text = region_name(self._catalogue, episode.region) if is_named else ""
        self._opened.text = written(episode.opened_on)
        for name, field in self._texts.items():
            field.show_text(getattr(episode, name))
        self._status.show_value(episode.status)
        self._status.setVisible(episode.is_open)
        self._closed.text = written(episode.discharged_on)
        self._closed.setVisible(not episode.is_open)
        self._region.editor.setFocus()

    def _read(self) -> bool:
        """Take what was typed, or say at the field why it cannot be kept."""
        self._region.clear_note()
        self._opened.clear_note()
        self._closed.clear_note()
        texts: dict[str, Any] = {name: field.text for name, field in self._texts.items()}
        try:
            opened_on = self._opened_on()
            typed = replace(
                self.episode,
                region=region_id(self._catalogue, self._region.text),
                opened_on=opened_on,
                discharged_on=self._discharged_on(opened_on),
                status=self._status_chosen(),
                **texts,
            )
            self.episode = typed.tidied()
        except RuleBroken as problem:
            self._refuse(problem)
            return False
        return True

    def _opened_on(self) -> date:
        try:
            day = read_past_date(self._opened.text, today=self._today)
        except RuleBroken as problem:
            rule = problem.rule
            # The dates of birth have this rule; an episode in the future is no birth.
            if rule is Rule.BORN_IN_FUTURE:
                rule = Rule.VISIT_IN_FUTURE
            raise RuleBroken(rule, field="opened_on") from problem
        if day is None:
            raise RuleBroken(Rule.DATE_UNREADABLE, field="opened_on")
        return day

    def _discharged_on(self, opened_on: date) -> date | None:
        if self.episode.is_open:
            return None
        return read_discharge_day(self._closed.text, opened_on=opened_on, today=self._today)

    def _status_chosen(self) -> EpisodeStatus:
        """Return what is down; a closed episode shows no buttons and stays closed."""
        is_open = self.episode.is_open
        return EpisodeStatus(self._status.value) if is_open else self.episode.status

    def _refuse(self, problem: RuleBroken) -> None:
        if (text := self._texts.get(problem.field or "")) is not None:
            text.refuse(sentence(problem))
            return
        days = {"opened_on": self._opened, "discharged_on": self._closed}
        field = days.get(problem.field or "", self._region)
        words = sentence(problem)
        if problem.rule is Rule.VISIT_IN_FUTURE:
            words = tr("Episode", "This day lies in the future.")
        field.say(words)
        field.editor.setFocus()


def _text_fields(episode: Episode) -> dict[str, TextField]:
    contributing = tr("Episode", "Contributing factors, such as posture or injury")
    fields = {
        "complaint": TextField("episode_complaint", tr("Episode", "Complaint"), lines=2),
        "onset": TextField("episode_onset", tr("Episode", "Onset")),
        "contributing": TextField("episode_contributing", contributing),
        "diagnosis": TextField("episode_diagnosis", tr("Episode", "Diagnosis, in your words")),
        "diagnosis_code": TextField("episode_code", tr("Episode", "Diagnosis code")),
    }
    if not episode.is_open:
        fields["discharge_summary"] = summary_field("episode_summary")
    return fields
