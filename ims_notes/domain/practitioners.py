"""A practitioner: who treats and signs."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.patients import NAME_LIMIT
from ims_notes.domain.texts import one_line, within

if TYPE_CHECKING:
    from ims_notes.domain.ids import PractitionerId


@dataclass(frozen=True, slots=True, kw_only=True)
class Practitioner:
    """A therapist as printed under a signed note."""

    id: PractitionerId
    name: str
    credentials: str = ""
    registration: str = ""
    active: bool = True

    def tidied(self) -> Practitioner:
        """Return the practitioner as it may be kept.

        Raises:
            RuleBroken: no name, or a text too long.
        """
        texts: dict[str, Any] = {
            f: one_line(getattr(self, f)) for f in ("name", "credentials", "registration")
        }
        for field, text in texts.items():
            within(text, NAME_LIMIT, field=field)
        if not texts["name"]:
            raise RuleBroken(Rule.PRACTITIONER_MISSING, field="name")
        return replace(self, **texts)

    @property
    def signature(self) -> str:
        """Name, credentials and registration number as they stand under a note."""
        return ", ".join(t for t in (self.name, self.credentials, self.registration) if t)
