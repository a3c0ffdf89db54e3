"""When the screen locks, what a PIN must be, and how often it may be wrong."""

from __future__ import annotations

import itertools
import unicodedata
from dataclasses import dataclass, replace
from typing import Final

from ims_notes.domain.errors import Rule, RuleBroken

DEFAULT_MINUTES: Final = 5
"""The screen locks after this many minutes without a key, a click or a touch."""

LONGEST_MINUTES: Final = 15
"""The longest wait that may be chosen; the shortest is one minute."""

PIN_SHORTEST: Final = 4
PIN_LONGEST: Final = 12

TRIES: Final = 5
"""How often a PIN may be wrong before only the passphrase opens the lock."""

TICK_S: Final = 5.0
"""How often the watch looks at the clock, in seconds."""

LONGEST_TICK_S: Final = 30.0
"""A longer gap between two looks at the clock means that the machine slept, in seconds."""


def may_wait(minutes: object) -> bool:
    """Tell whether the screen may be left this many minutes before it locks: 1 to 15, whole."""
    return type(minutes) is int and 1 <= minutes <= LONGEST_MINUTES


def is_idle(now: float, last_touch: float, *, minutes: int) -> bool:
    """Tell whether nobody has touched the program for so long that it locks.

    Args:
        now: a clock that only runs forward, in seconds.
        last_touch: the same clock at the last key, click or touch.
        minutes: how long may be waited.
    """
    return now - last_touch >= 60 * minutes


def slept(*, wall_gap: float, monotonic_gap: float) -> bool:
    """Tell whether the machine slept between two looks at the clock, both in seconds.

    Some systems stop the clock that only runs forward while they sleep, others let it run; the
    time of day always goes on. Putting the time of day far forward locks as well.
    """
    return max(wall_gap, monotonic_gap) > LONGEST_TICK_S


def checked_pin(typed: str) -> str:
    """Return a new PIN in ASCII digits, whatever script its digits were typed in.

    Raises:
        RuleBroken: PIN_LENGTH where it is not 4 to 12 digits, PIN_TRIVIAL where it is one digit
            over and over or digits in a row; field ``pin``.
    """
    pin = plain_pin(typed)
    if not (pin.isascii() and pin.isdigit() and PIN_SHORTEST <= len(pin) <= PIN_LONGEST):
        raise RuleBroken(Rule.PIN_LENGTH, field="pin", shortest=PIN_SHORTEST, longest=PIN_LONGEST)
    steps = {(int(after) - int(before)) % 10 for before, after in itertools.pairwise(pin)}
    if steps in ({0}, {1}, {9}):
        raise RuleBroken(Rule.PIN_TRIVIAL, field="pin")
    return pin


def plain_pin(typed: str) -> str:
    """Return what was typed with blanks taken out and digits of every script as ASCII digits."""
    return "".join(_digit(letter) for letter in typed if not letter.isspace())


def _digit(letter: str) -> str:
    value = unicodedata.decimal(letter, None)
    return letter if value is None else str(value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tries:
    """How often one person's PIN was wrong since it, or the passphrase, was last right."""

    wrong: int = 0

    @property
    def left(self) -> int:
        """How many more PINs may be tried."""
        return max(0, TRIES - self.wrong)

    @property
    def is_used_up(self) -> bool:
        """Whether only the passphrase opens the lock now."""
        return self.left == 0

    def with_one_wrong(self) -> Tries:
        """Return the tries after one more wrong PIN."""
        return replace(self, wrong=self.wrong + 1)

    def refusal(self) -> RuleBroken:
        """Return what to tell whoever typed a wrong PIN: how many tries are left, or none."""
        if self.is_used_up:
            return RuleBroken(Rule.PIN_USED_UP, field="pin")
        return RuleBroken(Rule.PIN_WRONG, field="pin", left=self.left)
