"""Cuts a text into entries and words in one pass.

Each character is looked at a bounded number of times, so that no text, however odd, takes more
than linear time.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import NamedTuple

from ims_notes.domain.shorthand.words import DAYS, NARRATIVE, TWITCHES


class TokenKind(Enum):
    """What a token is; an unclosed quote runs to the end of its line."""

    WORD = "word"
    COMMA = "comma"
    QUOTE = "quote"
    UNCLOSED = "unclosed"


class Token(NamedTuple):
    """A word in lower case with handwriting signs made plain, a comma, or a quoted text."""

    text: str
    start: int
    end: int
    kind: TokenKind = TokenKind.WORD


class RawEntry(NamedTuple):
    """One entry as cut: ``narrative`` is the prose after a heading, else None."""

    start: int
    end: int
    tokens: list[Token]
    narrative: str | None = None


_PIECE = re.compile(
    r'(?P<space>[^\S\r\n]+)|(?P<end>[;\r\n])|(?P<comma>,)|(?P<quote>["“”„])|'
    r'(?P<word>[^\s;,"“”„]+)'
)
_LINE_END = re.compile(r"[\r\n]")
_CURLY_CLOSE = re.compile('[“”"]')
_HANDWRITTEN = str.maketrans(
    {
        "\N{RIGHTWARDS ARROW}": ">",
        "\N{RIGHTWARDS DOUBLE ARROW}": ">",
        "\N{MULTIPLICATION SIGN}": "x",
        "\N{EN DASH}": "-",
        "\N{EM DASH}": "-",
        "\N{MINUS SIGN}": "-",
        "\N{MICRO SIGN}": "u",
        "\N{GREEK SMALL LETTER MU}": "u",
        "\N{DEGREE SIGN}": "deg",
    }
)
_NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)"
_RATING = rf"-?{_NUMBER}(?:/10)?"
_SIGN = rf"(?:{'|'.join(map(re.escape, TWITCHES))})[0-9]?[0-9]?"
_LEVEL = "[ctls][0-9]{1,2}"
_UNITS = (
    *("s", "sec", "secs", "min", "mins", "hz", "us", "ma", "mm", "deg"),
    *("h", "hr", "hrs", "hours", "sets", "reps", *DAYS),
)
_JOINED = re.compile(
    "|".join(
        (
            rf"{_RATING} >(?:-|{_RATING}(?:mm|deg)?)?",
            rf"(?:{_RATING})?> (?:-|{_RATING}(?:mm|deg)?)",
            rf"(?:{_RATING}>)?{_NUMBER} /10",
            rf"{_NUMBER} /(?:{_NUMBER}(?:hz)?)?",
            rf"{_NUMBER}/ {_NUMBER}(?:hz)?",
            rf"{_SIGN} /(?:{_SIGN})?",
            rf"{_SIGN}/ {_SIGN}",
            rf"{_NUMBER} x(?:{_NUMBER}(?:mm)?)?",
            rf"{_NUMBER}x {_NUMBER}(?:mm)?",
            rf"[-0-9.>/x]*[0-9] (?:{'|'.join(map(re.escape, _UNITS))})",
            rf"(?:[ixd]|ltr|hold) {_NUMBER}",
            r"ltr [-+?]",
            rf"{_LEVEL} [->]",
            rf"{_LEVEL}[->] (?:{_LEVEL}|[0-9][0-9]?)",
        )
    )
)
"""What belongs together although spaces stand between: ``6 > 3``, ``5 min``, ``c4 - c7``."""

_BEFORE_COMMA = re.compile(r"[dix]?[0-9.>/x-]*[0-9]")
_DIGITS = "0123456789"
_LONGEST_JOINED = 30


def split_entries(text: str) -> list[RawEntry]:
    """Return the entries of a text in order; empty ones are left out.

    An entry ends with ``;`` or a line end outside quotes; prose after ``s o a p`` at its line end.
    """
    entries: list[RawEntry] = []
    tokens: list[Token] = []
    position = 0
    while piece := _PIECE.match(text, position):
        start, position = piece.span()
        if piece.lastgroup == "word":
            token = Token(_plain(piece.group()), start, position)
            if not tokens and token.text.rstrip(":") in NARRATIVE:
                entries.append(_narrative(text, token))
                position = entries[-1].end
            else:
                tokens.append(token)
        elif piece.lastgroup == "comma":
            tokens.append(Token(",", start, position, TokenKind.COMMA))
        elif piece.lastgroup == "quote":
            tokens.append(_quote(text, start))
            position = tokens[-1].end
        elif piece.lastgroup == "end" and tokens:
            entries.append(_entry(tokens))
            tokens = []
    if tokens:
        entries.append(_entry(tokens))
    return entries


def _plain(word: str) -> str:
    if not word.isascii():
        word = word.translate(_HANDWRITTEN)
    return word.lower().replace("->", ">").replace("=>", ">")


def _entry(tokens: list[Token]) -> RawEntry:
    return RawEntry(tokens[0].start, tokens[-1].end, _glued(tokens))


def _narrative(text: str, heading: Token) -> RawEntry:
    found = _LINE_END.search(text, heading.end)
    line = text[heading.end : found.start() if found else len(text)].rstrip()
    return RawEntry(heading.start, heading.end + len(line), [heading], line.lstrip())


def _quote(text: str, start: int) -> Token:
    if text[start] != '"':
        found = _CURLY_CLOSE.search(text, start + 1)
        if found:
            content = text[start + 1 : found.start()]
            return Token(content, start, found.end(), TokenKind.QUOTE)
        return _unclosed(text, start)
    close = text.find('"', start + 1)
    while close != -1 and text.startswith('"', close + 1):
        close = text.find('"', close + 2)
    if close == -1:
        return _unclosed(text, start)
    content = text[start + 1 : close].replace('""', '"')
    return Token(content, start, close + 1, TokenKind.QUOTE)


def _unclosed(text: str, start: int) -> Token:
    found = _LINE_END.search(text, start)
    end = found.start() if found else len(text)
    content = text[start + 1 : end].rstrip().replace('""', '"')
    return Token(content, start, start + len(text[start:end].rstrip()), TokenKind.UNCLOSED)


def _glued(tokens: list[Token]) -> list[Token]:
    """Join what only spaces or a decimal comma keep apart: ``6 > 3``, ``5 min``, ``0,30x40``."""
    joined: list[Token] = []
    for token in tokens:
        if joined and token.kind is TokenKind.WORD:
            last = joined[-1]
            if last.kind is TokenKind.WORD:
                if _belong(last.text, token.text):
                    joined[-1] = Token(last.text + token.text, last.start, token.end)
                    continue
            elif last.kind is TokenKind.COMMA and _is_decimal(joined, token):
                joined.pop()
                if joined and joined[-1].end == last.start:
                    before = joined.pop()
                    token = Token(f"{before.text}.{token.text}", before.start, token.end)
                else:
                    token = Token(f".{token.text}", last.start, token.end)
        joined.append(token)
    return joined


def _is_decimal(joined: list[Token], token: Token) -> bool:
    comma = joined[-1]
    if token.start != comma.end or token.text[0] not in _DIGITS:
        return False
    before = joined[-2] if len(joined) > 1 else None
    if before is None or before.end < comma.start:
        return True
    if len(before.text) > _LONGEST_JOINED:
        return False
    return bool(_BEFORE_COMMA.fullmatch(before.text))


def _belong(left: str, right: str) -> bool:
    is_short = len(left) <= _LONGEST_JOINED and len(right) <= _LONGEST_JOINED
    return is_short and bool(_JOINED.fullmatch(f"{left} {right}"))
