"""Identifiers: version-7 UUIDs, which sort by the time they were made."""

from __future__ import annotations

from typing import TYPE_CHECKING, NewType
from uuid import UUID

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

PatientId = NewType("PatientId", UUID)
PractitionerId = NewType("PractitionerId", UUID)
EpisodeId = NewType("EpisodeId", UUID)
NoteId = NewType("NoteId", UUID)
DayEntryId = NewType("DayEntryId", UUID)


def new_id(now: datetime, random_bytes: Callable[[int], bytes]) -> UUID:
    """Make a version-7 UUID (RFC 9562) from a clock reading and ten random bytes.

    Python 3.11 has none of its own, and the packages that do cannot be given the
    clock and the randomness, which the demo clinic and the tests need.

    Args:
        now: aware time; its milliseconds since 1970 fill the first 48 bits.
        random_bytes: gives that many random bytes, e.g. ``os.urandom``.
    """
    milliseconds = max(0, int(now.timestamp() * 1000)) & (2**48 - 1)
    noise = int.from_bytes(random_bytes(10), "big")
    high = (milliseconds << 16) | 0x7000 | (noise >> 68) & 0x0FFF
    low = (0b10 << 62) | noise & (2**62 - 1)
    return UUID(int=(high << 64) | low)
