"""Names a person the same way on every screen: ``MEIER, Anna`` and ``14-Jul-1985 (41y)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from ims_notes.domain.dates import age_on, written
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from datetime import date

    class HasName(Protocol):
        """Anyone with the two names of a person."""

        @property
        def family_name(self) -> str:
            """Family name; may be empty."""
            ...

        @property
        def given_name(self) -> str:
            """Given name; may be empty."""
            ...


def full_name(person: HasName) -> str:
    """Return ``MEIER, Anna``; a missing name leaves no comma behind."""
    return ", ".join(part for part in (person.family_name.upper(), person.given_name) if part)


def initials(person: HasName) -> str:
    """Return ``M. A.``, for a screen that others can see."""
    names = (person.family_name, person.given_name)
    return " ".join(f"{name[:1].upper()}." for name in names if name)


def born_and_age(born: date | None, *, today: date) -> str:
    """Return ``14-Jul-1985 (41y)``; nothing where no date of birth is recorded."""
    if born is None:
        return ""
    return tr("People", "{born} ({age}y)", born=written(born), age=age_on(born, today))
