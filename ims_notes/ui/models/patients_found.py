"""Says who was found: name, date of birth, identifier, last visit, last pain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ims_notes.domain.dates import written
from ims_notes.services.clock import day_in
from ims_notes.ui.models.lines import Line
from ims_notes.ui.people import born_and_age, full_name, initials
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from datetime import date

    from ims_notes.services.ports.patients import PatientFound


def patient_line(found: PatientFound, *, today: date, zone: str, hide_names: bool = False) -> Line:
    """Word a patient as a row; with names hidden only the initials stay."""
    if hide_names:
        return Line(key=found.id, item=found, title=initials(found))
    born = born_and_age(found.born, today=today)
    return Line(
        key=found.id,
        item=found,
        title=full_name(found),
        aside=tr("People", "“{name}”", name=found.preferred_name) if found.preferred_name else "",
        detail=" · ".join(part for part in (born, found.identifier, found.phone) if part),
        trail=last_seen(found, zone=zone),
    )


def last_seen(found: PatientFound, *, zone: str) -> str:
    """Say when a patient was last here and the pain before that visit."""
    if found.last_visit is None:
        return tr("People", "no visit yet")
    day = written(day_in(found.last_visit, zone))
    if found.last_pain is None:
        return tr("People", "last visit {day}", day=day)
    return tr("People", "last visit {day} · pain {pain}", day=day, pain=found.last_pain)
