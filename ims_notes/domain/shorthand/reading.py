"""The open notebook of one parse: rows, facts of the visit, marks, and what holds from above."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

from ims_notes.domain.shorthand.entries import Choice, Entry, Mark
from ims_notes.domain.shorthand.words import LIMITS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ims_notes.domain.shorthand.vocabulary import Vocabulary
    from ims_notes.domain.sites import NeedlingSite

_LONGEST_QUOTED = 60
_FIELD_NAMES = {
    "twitch_count": "the number of twitches",
    "hz": "the frequency in Hz",
    "us": "the pulse width in µs",
    "ma": "the current in mA",
    "deg": "the angle in degrees",
    "mm": "the distance in mm",
    "hold_s": "the hold in seconds",
    "count": "the number of needles",
    "diameter_mm": "the needle's diameter in mm",
    "length_mm": "the needle's length in mm",
    "depth_mm": "the depth in mm",
    "dwell_s": "the dwell in seconds",
    "next_days": "the number of days",
    "number": "the number of the exercise",
    "times_per_day": "the number of times a day",
}


class Place(Protocol):
    """Anything that lies somewhere in the text: a token, an entry."""

    @property
    def start(self) -> int: ...  # noqa: D102
    @property
    def end(self) -> int: ...  # noqa: D102


class Reading:
    """Collects what a parse finds."""

    def __init__(self, text: str, vocabulary: Vocabulary) -> None:
        """Start with a blank page."""
        self.text = text
        self.vocabulary = vocabulary
        self.sites: list[NeedlingSite] = []
        self.rows_seen: set[tuple[object, ...]] = set()
        self.entries: list[Entry] = []
        self.errors: list[Mark] = []
        self.warnings: list[Mark] = []
        self.visit: dict[str, Any] = {}
        self.said: dict[object, object] = {}
        self.defaults: dict[str, Any] = {}
        self.region: str | None = None

    def typed(self, place: Place) -> str:
        """Return the text at a place as the therapist typed it."""
        return self.text[place.start : place.end]

    def error(
        self, code: str, place: Place, *, choices: Iterable[Choice] = (), **facts: object
    ) -> None:
        """Mark a place as not understood."""
        self.errors.append(self._mark(code, place, choices=tuple(choices), facts=facts))

    def warn(
        self, code: str, place: Place, *, choices: Iterable[Choice] = (), **facts: object
    ) -> None:
        """Mark a place as understood but worth a look."""
        self.warnings.append(self._mark(code, place, choices=tuple(choices), facts=facts))

    def in_range(self, field: str, value: float, *, place: Place) -> bool:
        """Say whether a number is possible; mark the place when it is not."""
        low, high = LIMITS[field]
        if low <= value <= high:
            return True
        self.error("out_of_range", place, field=field_name(field), low=low, high=high)
        return False

    def once(self, key: object, value: object, *, place: Place) -> bool:
        """Say whether this is the first word on a matter; mark the place when it is not."""
        if key not in self.said:
            self.said[key] = value
            return True
        if self.said[key] == value:
            self.warn("said_again", place)
        else:
            self.error("said_twice", place)
        return False

    def put(self, field: str, value: object, *, place: Place) -> None:
        """Keep a fact of the visit that is said once."""
        if self.once(field, value, place=place):
            self.visit[field] = value

    def add(self, field: str, value: object) -> None:
        """Keep one more of a kind of fact that may be said several times."""
        self.visit.setdefault(field, []).append(value)

    def visit_facts(self) -> dict[str, Any]:
        """Return the facts of the visit, by field, as a visit keeps them."""
        return {
            field: tuple(value) if isinstance(value, list) else value
            for field, value in self.visit.items()
        }

    def _mark(
        self, code: str, place: Place, *, choices: tuple[Choice, ...], facts: dict[str, object]
    ) -> Mark:
        typed = self.text[place.start : min(place.end, place.start + _LONGEST_QUOTED)]
        if place.end - place.start > _LONGEST_QUOTED:
            typed += "…"
        words = (("typed", typed), *[(name, plain(fact)) for name, fact in facts.items()])
        return Mark(start=place.start, end=place.end, code=code, choices=choices, facts=words)


def plain(fact: object) -> str:
    """Return a fact as a sentence shows it: 40, not 40.0."""
    return f"{fact:.10g}" if isinstance(fact, float) else str(fact)


def field_name(field: str) -> str:
    """Return the English words for a numeric field."""
    return _FIELD_NAMES.get(field, field)
