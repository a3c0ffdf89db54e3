"""Says who is expected: the time, the name, the last pain and one thing to ask."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ims_notes.domain.ask_today import Ask, AskAbout
from ims_notes.ui.models.lines import Line
from ims_notes.ui.people import born_and_age, full_name, initials
from ims_notes.ui.translation import tr, tr_count
from ims_notes.ui.words import named

if TYPE_CHECKING:
    from datetime import date

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.services.ports.patients import PatientFound
    from ims_notes.services.today import DayLine


def day_line(
    expected: DayLine, *, today: date, catalogue: Catalogue, hide_names: bool = False
) -> Line:
    """Word an entry of the day's list as a row; with names hidden only time and initials stay."""
    entry, patient = expected.entry, expected.patient
    lead = entry.at.strftime("%H:%M") if entry.at else ""
    if hide_names:
        short = initials(patient) if patient else f"{entry.name[:1].upper()}."
        return Line(key=entry.id, item=expected, lead=lead, title=short)
    if patient is None:
        return Line(
            key=entry.id,
            item=expected,
            lead=lead,
            title=entry.name,
            detail=tr("Today", "Who is this? Enter to choose or add"),
            tone="attention",
        )
    return Line(
        key=entry.id,
        item=expected,
        lead=lead,
        title=full_name(patient),
        aside=born_and_age(patient.born, today=today),
        detail=_ask_words(expected.ask, catalogue=catalogue) or _without_question(patient),
        trail=_last_pain(patient),
    )


def _ask_words(ask: Ask | None, *, catalogue: Catalogue) -> str:
    """Word the one thing to ask as the question itself."""
    if ask is None:
        return ""
    if ask.about is AskAbout.EXERCISES:
        return tr_count(
            "Today",
            one="Ask: how did the exercise go?",
            many="Ask: how did the {n} exercises go?",
            n=ask.count,
        )
    if ask.about is AskAbout.ADVERSE_EVENT:
        event = named(catalogue.adverse_event_by_id, ask.detail)
        return tr("Today", "Ask: {event} at the last visit; how was it afterwards?", event=event)
    if ask.about is AskAbout.POOR_TOLERANCE:
        return tr("Today", "Ask: the last treatment was hard to bear; how was it afterwards?")
    if ask.about is AskAbout.PAIN_ROSE:
        return tr("Today", "Ask: pain was higher after the last visit; how long did it last?")
    return tr("Today", "Ask: how was it after the needling?")


def _without_question(patient: PatientFound) -> str:
    return tr("Today", "First visit") if patient.last_visit is None else ""


def _last_pain(patient: PatientFound) -> str:
    if patient.last_visit is None:
        return ""
    if patient.last_pain is None:
        return tr("Today", "pain not recorded")
    return tr("Today", "last pain {pain}", pain=patient.last_pain)
