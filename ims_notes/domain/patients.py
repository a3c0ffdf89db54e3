"""A patient: who they are, how to reach them and what to be alert to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.texts import one_line, within

if TYPE_CHECKING:
    from datetime import date

    from ims_notes.domain.ids import PatientId

NAME_LIMIT = 200
"""Longest name, in characters, that the record keeps."""

DETAIL_LIMIT = 1_000
"""Longest other detail (address line, alert, referrer), in characters."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """One person in the clinic's care. Empty text means not recorded."""

    id: PatientId
    family_name: str
    given_name: str = ""
    preferred_name: str = ""
    born: date | None = None
    gender: str = ""
    phone: str = ""
    email: str = ""
    identifier: str = ""
    referrer: str = ""
    alerts: str = ""

    def tidied(self, *, today: date) -> Patient:
        """Return the patient as it may be kept.

        Names lose invisible direction marks and doubled spaces and are composed (NFC).

        Raises:
            RuleBroken: no name at all, a text too long, or born in the future.
        """
        names: dict[str, Any] = {f: one_line(getattr(self, f)) for f in _NAMES}
        details: dict[str, Any] = {f: one_line(getattr(self, f)) for f in _DETAILS}
        if not names["family_name"] and not names["given_name"]:
            raise RuleBroken(Rule.NAME_MISSING, field="family_name")
        for field, text in names.items():
            within(text, NAME_LIMIT, field=field)
        for field, text in details.items():
            within(text, DETAIL_LIMIT, field=field)
        if self.born is not None and self.born > today:
            raise RuleBroken(Rule.BORN_IN_FUTURE, field="born")
        return replace(self, **names, **details)


_NAMES = ("family_name", "given_name", "preferred_name")
_DETAILS = ("gender", "phone", "email", "identifier", "referrer", "alerts")
