"""Tells whether this computer's clock can be right, given when somebody last worked here."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from datetime import datetime

BEHIND_BY: Final = timedelta(days=1)
"""A clock this much earlier than the last entry is wrong, or the one before it was."""

AHEAD_BY: Final = timedelta(days=400)
"""Nobody leaves a record alone for that long; more likely the clock was set to another year."""


class ClockMoved(StrEnum):
    """How a clock disagrees with the record's last entry."""

    BEHIND = "behind"
    AHEAD = "ahead"


def clock_moved(now: datetime, last: datetime | None) -> ClockMoved | None:
    """Compare the time it is with that of the last entry; None where they can both be right.

    Nothing is refused for it: entries keep their order by their numbers, whatever the clock says.

    Args:
        now: the time by this computer's clock, aware.
        last: when the newest line of the audit was written; None in an empty record.
    """
    if last is None:
        return None
    if last - now > BEHIND_BY:
        return ClockMoved.BEHIND
    return ClockMoved.AHEAD if now - last > AHEAD_BY else None
