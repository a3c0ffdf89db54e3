"""The demo clinic's appointment book: weekdays, 8 to 18, one patient a therapist at a time."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from ims_notes.services.clock import zone_of

if TYPE_CHECKING:
    from random import Random

STARTS = tuple(
    time(minutes // 60, minutes % 60)
    for minutes in range(8 * 60, 18 * 60, 30)
    if minutes // 60 != 12
)
"""When a visit of half an hour may begin."""

_SATURDAY = 5


class Appointments:
    """Books visits backwards in time, so that none ever lies ahead."""

    def __init__(self, zone: str) -> None:
        """Open an empty book in a zone (IANA name; an unknown one counts as UTC)."""
        self._zone = zone_of(zone)
        self._taken: dict[tuple[date, int], set[int]] = {}

    def book(self, therapist: int, *, by: date, rng: Random) -> datetime:
        """Take a free half hour on a day, or on the weekday before that has one; UTC."""
        day = workday(by)
        while len(taken := self._taken.setdefault((day, therapist), set())) == len(STARTS):
            day = workday(day - timedelta(days=1))
        free = [place for place in range(len(STARTS)) if place not in taken]
        place = rng.choice(free)
        taken.add(place)
        return self.moment(day, STARTS[place])

    def moment(self, day: date, at: time) -> datetime:
        """Return the UTC moment of a clock time on a day in the clinic's zone."""
        return datetime.combine(day, at, self._zone).astimezone(UTC)


def workday(day: date) -> date:
    """Return the day, or the Friday before if it is on a weekend."""
    return day - timedelta(days=max(0, day.weekday() - _SATURDAY + 1))
