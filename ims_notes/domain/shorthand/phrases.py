"""Words of a visit line that name something in the catalogue, or stay the therapist's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ims_notes.domain.shorthand.entries import Choice
from ims_notes.domain.shorthand.muscle_list import spoken, stretch
from ims_notes.domain.shorthand.tokens import Token, TokenKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from ims_notes.domain.shorthand.reading import Reading
    from ims_notes.domain.shorthand.vocabulary import Term

_MOST_WORDS = 6
_MOST_CHOICES = 12


def words_after(tokens: Sequence[Token]) -> list[Token]:
    """Return the tokens after the line's first word, without commas."""
    return [token for token in tokens[1:] if token.kind is not TokenKind.COMMA]


def is_quoted(token: Token) -> bool:
    """Say whether a token is a quoted text."""
    return token.kind is not TokenKind.WORD


def own_words(reading: Reading, tokens: Sequence[Token]) -> str:
    """Return tokens as the therapist wrote them, with single spaces and without quotes."""
    texts = (token.text if is_quoted(token) else reading.typed(token) for token in tokens)
    return " ".join(texts).strip()


def known_or_own(reading: Reading, term: Term, *, tokens: Sequence[Token]) -> str:
    """Return the catalogue id that tokens mean, else the therapist's own words, marked.

    A quoted text is only looked up as a whole, so that quotes keep one's own words.
    """
    words = own_words(reading, tokens)
    vocabulary = reading.vocabulary
    find = vocabulary.find_whole if is_quoted(tokens[0]) else vocabulary.find
    ids = find(term, words)
    if len(ids) == 1:
        return ids[0]
    choices = [Choice(label=one.replace("_", " "), replacement=one) for one in ids]
    code = "term_ambiguous" if ids else "term_unknown"
    reading.warn(code, stretch(tokens), choices=choices[:_MOST_CHOICES])
    return words


def longest_known(
    reading: Reading, term: Term, *, tokens: Sequence[Token]
) -> tuple[str | None, int]:
    """Return the id that the longest run of first words means, and how many words it took."""
    if tokens and is_quoted(tokens[0]):
        return (known_or_own(reading, term, tokens=tokens[:1]), 1)
    for used in range(min(len(tokens), _MOST_WORDS), 0, -1):
        ids = reading.vocabulary.find(term, spoken(tokens[:used]))
        if len(ids) == 1 and not any(is_quoted(token) for token in tokens[:used]):
            return ids[0], used
    return None, 0


def mark_all(reading: Reading, tokens: Iterable[Token]) -> None:
    """Mark each of some tokens as not understood here."""
    for token in tokens:
        if token.kind is not TokenKind.COMMA:
            code = "quote_not_here" if is_quoted(token) else "option_unknown"
            reading.error(code, token)


def missing(reading: Reading, head: Token, *, example: str) -> None:
    """Mark a line that holds nothing after its first word."""
    reading.error("words_missing", head, example=example)
