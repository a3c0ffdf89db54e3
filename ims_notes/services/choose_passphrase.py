"""How soon a passphrase would be guessed, and five words for who wants none of their own."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from ims_notes import bundle
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.passphrase import (
    LONGEST,
    Fit,
    fit_of,
    five_words,
    length_of,
    normalised,
    refusal,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

LEAST_SCORE: Final = 4
"""Ten thousand million guesses; a score of 3 lets two common words pass ("password password")."""

_AT_ONCE: Final = 64
"""Characters rated in one go: the time grows with the cube of the length."""

_MOST_NAMES: Final = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Strength:
    """How good a passphrase is.

    Attributes:
        score: 0 (guessed at once) to 4 (hardly ever).
        guesses_log10: decimal logarithm of the guesses that it takes.
        verdict: whether it will do.
        length: characters typed.
    """

    score: int
    guesses_log10: float
    verdict: Fit
    length: int


def strength(text: str, *, names: Iterable[str] = ()) -> Strength:
    """Rate a passphrase; answers in a fraction of a second, whatever was pasted.

    A long one is rated in two pieces, of which the better counts: the whole is never easier.

    Args:
        text: as typed.
        names: what somebody would try first, such as the practitioner's and the clinic's name.
    """
    fit, length = fit_of(text), length_of(text)
    if fit is Fit.TOO_LONG:
        return Strength(score=0, guesses_log10=0.0, verdict=fit, length=length)
    known = _tried_first(names)
    words = _without(known, normalised(text))
    rated = [_rated(words[at : at + _AT_ONCE], known) for at in range(0, LONGEST, _AT_ONCE)]
    score, guesses = max(rated)
    if fit is Fit.FITS and score < LEAST_SCORE:
        fit = Fit.COMMON
    return Strength(score=score, guesses_log10=guesses, verdict=fit, length=length)


def fitting(text: str, *, repeat: str | None = None, names: Iterable[str] = ()) -> str:
    """Return a new passphrase as it is used, if it will do.

    Args:
        text: as typed.
        repeat: as typed once more; None where it is not asked for.
        names: as for `strength`.

    Raises:
        RuleBroken: PASSPHRASE_TOO_SHORT, PASSPHRASE_TOO_LONG, PASSPHRASE_COMMON (field
            ``passphrase``) or PASSPHRASE_DIFFERS (field ``repeat``).
    """
    verdict = strength(text, names=names).verdict
    if verdict is not Fit.FITS:
        raise refusal(verdict)
    chosen = normalised(text)
    if repeat is not None and normalised(repeat) != chosen:
        raise RuleBroken(Rule.PASSPHRASE_DIFFERS, field="repeat")
    return chosen


def offer_words(pick: Callable[[int], int] = secrets.randbelow) -> str:
    """Return five random words of the EFF's long list: 64 bits.

    Args:
        pick: given n, returns a random whole number from 0 to n - 1.
    """
    lines = bundle.resource("words", "eff_long.txt").read_text(encoding="utf-8").splitlines()
    return five_words([line for line in lines if not line.startswith("#")], pick)


def _tried_first(names: Iterable[str]) -> list[str]:
    """Return the names whole and in their parts."""
    whole = [normalised(name[:LONGEST]) for name in names]
    parts = [part for name in whole for part in name.split()]
    return [name for name in (*whole, *parts) if len(name) > 2][:_MOST_NAMES]


def _without(names: list[str], words: str) -> str:
    """Take the names out: whoever knows them guesses only the rest."""
    if not names:
        return words
    rest = re.sub("|".join(map(re.escape, names)), " ", words, flags=re.IGNORECASE)
    return " ".join(rest.split())


def _rated(text: str, known: list[str]) -> tuple[int, float]:
    """Return score and decimal logarithm of guesses."""
    from zxcvbn import zxcvbn

    if not text:
        return 0, 0.0
    found = zxcvbn(text, user_inputs=known)
    return int(found["score"]), float(found["guesses_log10"])
