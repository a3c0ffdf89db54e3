"""What the patient does and was told now: home programme, last visit, next visit."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from ims_notes.domain.dates import written
from ims_notes.services.clock import day_in
from ims_notes.ui import theme
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.flow import clear
from ims_notes.ui.words import days, dose, named

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.note_content import NoteContent
    from ims_notes.domain.programme import Programme, ProgrammeItem
    from ims_notes.domain.visit import HandsOn


class PlanCard(Card):
    """The current plan in words; it changes only by a session."""

    def __init__(self, catalogue: Catalogue) -> None:
        """Start empty."""
        super().__init__(tr("Plan", "Current plan"))
        self.setObjectName("plan_card")
        self.body.setSpacing(max(2, theme.space(self) // 3))
        self._catalogue = catalogue
        self._topics = {topic.id: topic.title for topic in catalogue.topics}
        self._techniques = {one.id: one for one in catalogue.hands_on}

    def show_plan(self, programme: Programme, last: NoteContent | None, *, today: date) -> None:
        """Show the programme done now and what the last signed visit left."""
        clear(self.body)
        if last is None and not programme:
            words = tr("Plan", "The plan grows out of the first signed visit.")
            self.body.addWidget(theme.label(words, role="muted", wrap=True))
            self.body.addStretch(1)
            return
        self._part(
            tr("Plan", "Home programme"),
            (f"{n}. {self._exercise(item)}" for n, item in enumerate(programme, 1)),
            none=tr("Plan", "No exercise at home now."),
        )
        if last is not None:
            self._show_last(last, today=today)
        self.body.addStretch(1)

    def _show_last(self, last: NoteContent, *, today: date) -> None:
        on, visit = day_in(last.started_at, last.zone), last.visit
        unsaid = tr("Plan", "Not recorded")
        self._part(tr("Plan", "Next visit"), [_next_visit(on, visit.next_days, today=today)])
        self._part(
            tr("Plan", "Education, {day}", day=written(on)),
            (self._topics.get(topic, topic) for topic in visit.education),
            none=unsaid,
        )
        self._part(
            tr("Plan", "Hands-on, {day}", day=written(on)),
            (self._hands_on(row) for row in visit.hands_on),
            none=unsaid,
        )
        if visit.narrative.p:
            self._part(tr("Plan", "In your words, {day}", day=written(on)), [visit.narrative.p])

    def _part(self, heading: str, lines: Iterable[str], *, none: str = "") -> None:
        if self.body.count():
            self.body.addSpacing(theme.space(self, 0.7))
        self.body.addWidget(theme.label(heading, role="caption"))
        said = list(lines)
        for line in said or [none]:
            self.body.addWidget(theme.label(line, role="body" if said else "muted", wrap=True))

    def _exercise(self, item: ProgrammeItem) -> str:
        name, amount = named(self._catalogue.exercise_by_id, item.name), dose(item)
        if not amount:
            return tr("Plan", "{exercise}, dose not recorded", exercise=name)
        return tr("Plan", "{exercise}, {dose}", exercise=name, dose=amount)

    def _hands_on(self, row: HandsOn) -> str:
        minutes = tr("Plan", "{n} min", n=row.minutes) if row.minutes else ""
        muscle = named(self._catalogue.muscle_by_id, row.muscle)
        parts = (named(self._techniques, row.technique), muscle, minutes)
        return ", ".join(part for part in parts if part)


def _next_visit(last: date, ahead: int | None, *, today: date) -> str:
    if ahead is None:
        return tr("Plan", "Not recorded")
    due = last + timedelta(days=ahead)
    told = tr("Plan", "{day}, {time} after the last", day=written(due), time=days(ahead))
    return tr("Plan", "{told} (past)", told=told) if due < today else told
