"""The clock and the randomness, handed in so that a test or the demo clinic can fix them."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ims_notes.domain.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the time (aware, UTC) and makes identifiers."""

    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    random_bytes: Callable[[int], bytes] = os.urandom

    def new_id(self) -> UUID:
        """Make an identifier of this moment."""
        return new_id(self.now(), self.random_bytes)

    def today(self, zone: str) -> date:
        """Return the day it is in a zone."""
        return day_in(self.now(), zone)


def day_in(moment: datetime, zone: str) -> date:
    """Return the day of a moment in a zone (IANA name; an unknown name counts as UTC)."""
    return in_zone(moment, zone).date()


def zone_of(name: str) -> tzinfo:
    """Return the zone of an IANA name; an unknown name, or a folder's, counts as UTC."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, OSError, ValueError):
        return UTC


def in_zone(moment: datetime, zone: str) -> datetime:
    """Return the moment as a clock in the zone shows it (an unknown name counts as UTC)."""
    try:
        return moment.astimezone(zone_of(zone))
    except OverflowError:
        # The moment lies at the end of the calendar.
        return moment.astimezone(UTC)
