"""Find patients as the therapist types."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ims_notes.domain.dates import read_past_date
from ims_notes.domain.errors import RuleBroken
from ims_notes.domain.texts import folded
from ims_notes.services.ports.patients import PatientQuery

if TYPE_CHECKING:
    from datetime import date

    from ims_notes.services.ports.patients import PatientFound
    from ims_notes.services.ports.work import BeginWork

ANSWERS = 30
"""How many matches a search answers with; more are found by typing on."""

SHORTEST_NUMBER = 3
"""Fewer digits than this would match half of all phone numbers."""

_TYPED_LIMIT = 200


def find_patients(
    text: str, *, look: BeginWork, today: date, limit: int = ANSWERS
) -> tuple[PatientFound, ...]:
    """Return the patients that a typed text may mean; blank text finds nobody.

    Names, preferred name and identifier match by the beginning of each word, a date of birth
    in any unambiguous form (``14 jul 85``, ``1985-07-14``), a phone number by its digits.
    """
    query = understand(text, today=today)
    if query == PatientQuery():
        return ()
    with look() as work:
        return work.patients.find(query, limit=limit)


def understand(text: str, *, today: date) -> PatientQuery:
    """Return what a search text asks for."""
    text = text[:_TYPED_LIMIT]
    try:
        born = read_past_date(text, today=today)
    except RuleBroken:
        born = None
    if born is not None:
        return PatientQuery(born=born)
    digits = re.sub(r"\D", "", text)
    is_number = len(digits) >= SHORTEST_NUMBER and not re.search(r"[^\W\d_]", text)
    words = tuple(re.findall(r"\w+", folded(text)))
    return PatientQuery(words=words, digits=digits if is_number else "")
