"""What the demo clinic is made of: invented names, complaints, course shapes and phrases.

All of it is data under resources/catalogue/demo; this module gives it types.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date
    from pathlib import Path

Texts = tuple[str, ...]
_Built = TypeVar("_Built")


@dataclass(frozen=True, slots=True, kw_only=True)
class Therapist:
    """A practitioner and how they type: entry end, a held needle, how often passes are told."""

    name: str
    credentials: str
    registration: str
    line_end: str
    needle: str
    insertions: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """An invented patient with a name of their own."""

    family_name: str
    given_name: str = ""
    preferred_name: str = ""
    born: date
    gender: str = ""
    phone: str = ""
    email: str = ""
    identifier: str = ""
    referrer: str = ""
    alerts: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Regular:
    """The patient first on the day's list: one open episode, scripted visit by visit."""

    person: Person
    region: str
    complaint: str
    onset: str
    contributing: str
    exercises: Texts
    days_ago: tuple[int, ...]
    pains: tuple[int, ...]
    afters: tuple[int, ...]
    sites: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class NameList:
    """Given and family names that go together."""

    share: int
    women: Texts
    men: Texts
    family: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """One region's complaints, with sites, exercises and words as typed in the shorthand."""

    region: str
    share: int
    complaints: Texts
    onsets: Texts
    contributing: Texts
    muscles: Texts
    segments: Texts
    both_sides: float
    exercises: Texts
    hands_on: Texts
    rom: tuple[tuple[str, int, int], ...]
    education: Texts
    positions: Texts


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """How pain runs over a course, as a share of its first value."""

    id: str
    levels: tuple[float, ...]
    noise: float
    share: int = 0

    def at(self, place: float) -> float:
        """Return the share of the first value at a place from 0 (first visit) to 1 (last)."""
        spot = place * (len(self.levels) - 1)
        low = min(int(spot), len(self.levels) - 2)
        return self.levels[low] + (spot - low) * (self.levels[low + 1] - self.levels[low])


@dataclass(frozen=True, slots=True, kw_only=True)
class Chance:
    """A text with how often it occurs, 0-1; ``mark`` is what is written at the site for it."""

    text: str
    rate: float
    mark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """How often things happen at a visit."""

    events: tuple[Chance, ...]
    since_last: tuple[Chance, ...]
    twitches: tuple[Chance, ...]
    site_options: tuple[Chance, ...]
    instead: tuple[Chance, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unfinished:
    """An unsigned note: the parts that are there and what else was typed."""

    keep: Texts
    typed: str


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Material:
    """Everything the demo clinic is made of."""

    name: str
    address: str
    phone: str
    routine: str
    newcomer: str
    therapists: tuple[Therapist, ...]
    regular: Regular
    people: tuple[Person, ...]
    names: tuple[NameList, ...]
    alerts: Texts
    referrers: Texts
    genders: Texts
    complaints: tuple[Complaint, ...]
    shapes: tuple[Shape, ...]
    long_shape: Shape
    rates: Rates
    phrases: Mapping[str, Mapping[str, Texts]]
    reasons: Mapping[str, Texts]
    closing: Mapping[str, str]
    addenda: tuple[Mapping[str, str], ...]
    drafts: tuple[Unfinished, ...]
    complaint_by_region: Mapping[str, Complaint] = field(init=False)

    def __post_init__(self) -> None:
        """Build the look-up by region."""
        by_region = {complaint.region: complaint for complaint in self.complaints}
        object.__setattr__(self, "complaint_by_region", by_region)


def read_material(folder: Path) -> Material:
    """Read the demo clinic's material from its folder (resources/catalogue/demo)."""
    files = {name: _table(folder / f"{name}.toml") for name in _FILES}
    clinic, people, courses = files["clinic"], files["people"], files["courses"]
    phrases = files["phrases"]
    return Material(
        **{key: clinic[key] for key in _CLINIC},
        therapists=_many(clinic["practitioner"], Therapist),
        regular=_regular(dict(clinic["regular"])),
        people=_many(people["named"], Person),
        names=_many(people["names"], NameList),
        alerts=people["alerts"],
        referrers=people["referrers"],
        genders=people["other_genders"],
        complaints=_many(files["complaints"]["complaint"], Complaint),
        shapes=_many(courses["shape"], Shape),
        long_shape=Shape(**courses["long"]),
        rates=_rates(courses),
        phrases={key: phrases[key] for key in _PHRASES},
        reasons=phrases["reasons"],
        closing=phrases["episode"],
        addenda=phrases["addendum"],
        drafts=_many(phrases["draft"], Unfinished),
    )


_CLINIC = ("name", "address", "phone", "routine", "newcomer")
_FILES = ("clinic", "people", "complaints", "courses", "phrases")
_PHRASES = ("first", "better", "same", "worse", "last", "contact", "missed", "no_needling")
_PERSON = ("family_name", "given_name", "born", "gender", "phone", "email", "identifier")


def _table(path: Path) -> dict[str, Any]:
    read: dict[str, Any] = _frozen(tomllib.loads(path.read_text(encoding="utf-8")))
    return read


def _frozen(value: Any) -> Any:  # noqa: ANN401 (whatever TOML holds)
    if isinstance(value, dict):
        return {key: _frozen(one) for key, one in value.items()}
    return tuple(_frozen(one) for one in value) if isinstance(value, list) else value


def _many(tables: tuple[dict[str, Any], ...], build: Callable[..., _Built]) -> tuple[_Built, ...]:
    return tuple(build(**table) for table in tables)


def _regular(table: dict[str, Any]) -> Regular:
    person = Person(**{key: table.pop(key) for key in (*_PERSON, "referrer")})
    return Regular(person=person, **table)


def _rates(courses: dict[str, Any]) -> Rates:
    return Rates(
        events=_many(courses["event"], Chance),
        since_last=_many(courses["since_last"], Chance),
        twitches=_many(courses["twitch"], Chance),
        site_options=_many(courses["site_option"], Chance),
        instead=_many(courses["instead"], Chance),
    )
