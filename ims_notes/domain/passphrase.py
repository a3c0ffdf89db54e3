"""What a passphrase must be, what its keys become, and the recovery code on paper.

Both end as a secret from which the record's key is unwrapped, so that what is typed must give the
same bytes on every system and keyboard.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from ims_notes.domain.errors import Rule, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SHORTEST: Final = 15
"""Fewest characters of a passphrase that is not made of words."""

FEWEST_WORDS: Final = 5
"""So many words do, however short."""

LONGEST: Final = 128
"""Most characters of a passphrase."""

_MOST_TYPED: Final = 8 * LONGEST
"""No passphrase is longer as typed: a letter and its accents take a few code points at most."""

_WORD = re.compile(r"[^\W_]{2,}")
_VARIATIONS = re.compile("[\ufe00-\ufe0f]")


class Fit(StrEnum):
    """Whether a passphrase will do, and if not, why."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    COMMON = "common"
    FITS = "fits"


_REFUSALS: Final = {
    Fit.TOO_SHORT: Rule.PASSPHRASE_TOO_SHORT,
    Fit.TOO_LONG: Rule.PASSPHRASE_TOO_LONG,
    Fit.COMMON: Rule.PASSPHRASE_COMMON,
}


def normalised(text: str) -> str:
    """Return what a typed or pasted passphrase stands for, the same on every system.

    NFKC, as NIST SP 800-63B advises: composed and decomposed accents, full-width letters and the
    blank of another keyboard are one. Blanks at the ends are dropped and runs of them are one
    blank, as a copy brings more of them along; what cannot be seen (joiners, direction marks,
    the choice between two looks of a sign) counts for nothing. Upper and lower case differ.

    Raises:
        RuleBroken: PASSPHRASE_TOO_LONG, no passphrase is as long as this.
    """
    if len(text) > _MOST_TYPED:
        raise refusal(Fit.TOO_LONG)
    seen = "".join(c for c in text if c.isspace() or unicodedata.category(c) not in _UNSEEN)
    return " ".join(unicodedata.normalize("NFKC", _VARIATIONS.sub("", seen)).split())


_UNSEEN = frozenset({"Cc", "Cf", "Cs"})


def length_of(text: str) -> int:
    """Return how many characters of a passphrase were typed; `LONGEST` + 1 for any that is over."""
    return len(normalised(text)) if len(text) <= _MOST_TYPED else LONGEST + 1


def fit_of(text: str) -> Fit:
    """Tell whether a passphrase has the right length; how soon it is guessed is not asked here."""
    if length_of(text) > LONGEST:
        return Fit.TOO_LONG
    words = normalised(text)
    if len(words) < SHORTEST and len(_WORD.findall(words)) < FEWEST_WORDS:
        return Fit.TOO_SHORT
    return Fit.FITS


def refusal(fit: Fit) -> RuleBroken:
    """Return the broken rule for a passphrase that will not do; its field is ``passphrase``."""
    return RuleBroken(_REFUSALS[fit], field="passphrase")


def five_words(words: Sequence[str], pick: Callable[[int], int]) -> str:
    """Return five random words as a passphrase.

    Args:
        words: the list to pick from; 7,776 words give 64 bits.
        pick: given n, returns a random whole number from 0 to n - 1.
    """
    return " ".join(words[pick(len(words))] for _ in range(FEWEST_WORDS))


def pause_after(wrong: int) -> int:
    """Return how many seconds to wait after so many wrong passphrases: none before the fifth."""
    return 0 if wrong < 5 else min(30, 2 ** min(wrong - 5, 5))


_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O and U, which are mistaken for others."""

_MISREAD: Final = str.maketrans("ILO", "110")
_BETWEEN = re.compile(r"[\s_.\u2010-\u2015\u2212-]+")

CODE_BYTES: Final = 17
"""Randomness in a recovery code: 136 bits."""

_GROUPS: Final = 7
_IN_GROUP: Final = 4
_MOST_CODE: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryCode:
    """The code on paper that opens the record when the passphrase is forgotten."""

    bits: bytes = field(repr=False)

    @property
    def groups(self) -> tuple[str, ...]:
        """Seven groups of four signs and a check sign, which also knows the group's place."""
        value = int.from_bytes(self.bits) << _GROUPS * _IN_GROUP * 5 - CODE_BYTES * 8
        signs = [value >> 5 * at & 31 for at in reversed(range(_GROUPS * _IN_GROUP))]
        parts = (signs[at : at + _IN_GROUP] for at in range(0, len(signs), _IN_GROUP))
        return tuple(
            "".join(_ALPHABET[sign] for sign in (*part, _check(part, place)))
            for place, part in enumerate(parts)
        )

    @property
    def text(self) -> str:
        """The code as it is printed; also the secret from which the key is unwrapped."""
        return "-".join(self.groups)


def read_code(text: str) -> RecoveryCode:
    """Return the recovery code that was typed: case, blanks and dashes do not matter.

    The letter O is read as zero, I and L as one.

    Raises:
        RuleBroken: RECOVERY_CODE_MISTYPED with the ``group``, from 1, that does not fit; its
            field is ``recovery_code``.
    """
    signs: list[int] = []
    groups = _typed_groups(text)
    for place in range(_GROUPS):
        group = [_ALPHABET.find(sign) for sign in groups[place]] if place < len(groups) else []
        if len(group) != _IN_GROUP + 1 or -1 in group:
            raise _mistyped(place)
        if _check(group[:-1], place) != group[-1]:
            raise _mistyped(place)
        signs += group[:-1]
    value = 0
    for sign in signs:
        value = value << 5 | sign
    bits, spare = divmod(value, 1 << _GROUPS * _IN_GROUP * 5 - CODE_BYTES * 8)
    if spare or len(groups) > _GROUPS:
        raise _mistyped(_GROUPS - 1)
    return RecoveryCode(bits=bits.to_bytes(CODE_BYTES))


def _typed_groups(text: str) -> list[str]:
    """Return the groups as they were typed apart; typed in one, they are counted off."""
    text = text[:_MOST_CODE].upper().translate(_MISREAD)
    groups = [group for group in _BETWEEN.split(text) if group]
    if len(groups) == _GROUPS:
        return groups
    signs = "".join(groups)
    return [signs[at : at + _IN_GROUP + 1] for at in range(0, len(signs), _IN_GROUP + 1)]


def _check(signs: Sequence[int], place: int) -> int:
    """Return the check sign of a group.

    A weighted sum over the field of 32 elements (x^5 + x^2 + 1), begun with the group's place:
    one wrong sign, two neighbours swapped and a group in another's place are always noticed.
    """
    made = place + 1
    for sign in signs:
        made = made << 1 ^ (0b100101 if made & 16 else 0) ^ sign
    return made << 1 ^ (0b100101 if made & 16 else 0)


def _mistyped(place: int) -> RuleBroken:
    return RuleBroken(Rule.RECOVERY_CODE_MISTYPED, field="recovery_code", group=place + 1)
