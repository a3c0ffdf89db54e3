"""What becomes of typed text before it is kept."""

from __future__ import annotations

import re
import unicodedata

from ims_notes.domain.errors import Rule, RuleBroken

NARRATIVE_LIMIT = 100_000
"""Longest note text, in bytes of UTF-8, that a session takes."""

_DIRECTION_MARKS = dict.fromkeys(
    [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), 0xFEFF]
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f\x85\u2028\u2029]")


def composed(text: str) -> str:
    """Return the text in NFC, with lone surrogates and control characters made visible blanks."""
    text = _SURROGATES.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    return unicodedata.normalize("NFC", _CONTROLS.sub(" ", text))


def one_line(text: str) -> str:
    """Return identity text on one line, without invisible direction marks or doubled spaces."""
    return " ".join(composed(text).translate(_DIRECTION_MARKS).split())


def within(text: str, limit: int, *, field: str) -> str:
    """Return the text if it is no longer than the limit.

    Raises:
        RuleBroken: with the length and the limit, so that nothing is cut in silence.
    """
    if len(text) > limit:
        raise RuleBroken(Rule.TEXT_TOO_LONG, field=field, length=len(text), limit=limit)
    return text


def folded(text: str) -> str:
    """Return text for comparing and searching: no accents, no case, single spaces."""
    if text.isascii():
        return " ".join(text.lower().split())
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join(bare.casefold().split())
