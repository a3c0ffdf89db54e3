"""The muscles of a needling entry: which words name them, at which levels, on which sides."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from ims_notes.domain.shorthand.entries import Choice
from ims_notes.domain.shorthand.find_muscle import (
    UNKNOWN,
    Hit,
    find_muscle,
    find_whole_name,
    is_level,
    muscle_at_level,
    read_levels,
)
from ims_notes.domain.shorthand.options import is_option
from ims_notes.domain.shorthand.tokens import Token, TokenKind
from ims_notes.domain.shorthand.words import MIDLINE, NEVER_A_SIDE, SIDES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ims_notes.domain.shorthand.reading import Reading
    from ims_notes.domain.shorthand.vocabulary import Vocabulary
    from ims_notes.domain.sites import Side

_MOST_WORDS = 8
_LISTING = frozenset({"muscle_ambiguous", "muscle_group"})
_WRONG_LEVEL = frozenset({"level_unknown", "level_reversed", "level_conflict"})
_ABOUT_LEVELS = _WRONG_LEVEL | {"level_missing"}


class Item(NamedTuple):
    """One muscle of the list as typed, with the side word in front of it, if any."""

    side: Token | None
    words: list[Token]


class Placed(NamedTuple):
    """A muscle at a level and the sides it was needled on."""

    muscle: str
    level: str | None
    sides: tuple[Side, ...]


class Stretch(NamedTuple):
    """A place from one token to another."""

    start: int
    end: int


class _Found(NamedTuple):
    """The muscles that the first ``used`` words mean, or a hit that says why there are none."""

    rows: tuple[tuple[str, str | None], ...]
    hit: Hit
    used: int
    names: str = ""
    level: str = ""


def stretch(tokens: Sequence[Token]) -> Stretch:
    """Return the place that some tokens cover."""
    return Stretch(tokens[0].start, tokens[-1].end)


def spoken(tokens: Iterable[Token]) -> str:
    """Return the words of some tokens with single spaces."""
    return " ".join(token.text for token in tokens)


def split_muscles(tokens: list[Token]) -> tuple[list[Item], list[Token]]:
    """Cut an entry into the muscles of its list and the options after them."""
    items: list[Item] = []
    is_new = True
    for index, token in enumerate(tokens):
        if token.kind is TokenKind.COMMA:
            is_new = True
        elif is_new and token.text in SIDES and token.kind is TokenKind.WORD:
            items.append(Item(token, []))
            is_new = False
        elif is_option(token):
            return items, tokens[index:]
        else:
            if is_new:
                items.append(Item(None, []))
            items[-1].words.append(token)
            is_new = False
    return items, []


def place_muscles(reading: Reading, items: list[Item]) -> list[Placed]:
    """Return the muscles of a list with their sides; a side holds for the items after it."""
    placed: list[Placed] = []
    sides: tuple[Side, ...] | None = None
    before: _Found | None = None
    for item in _with_whole_names(items, reading.vocabulary):
        if item.side:
            sides = SIDES[item.side.text]
        if not item.words:
            reading.error("muscle_missing", item.side or stretch(item.words))
            continue
        found = _longest(item.words, reading.vocabulary)
        leftover = item.words[found.used :]
        if found.hit.code:
            _explain(reading, item, found=found, is_first=sides is None and not placed)
        elif sides is None:
            sides, leftover = _without_side(reading, item, found=found), leftover[:0]
        _mark_levels(reading, item, found=found, before=before)
        before = found
        placed += [Placed(muscle, level, sides or ()) for muscle, level in found.rows]
        for word in leftover:
            reading.error("option_unknown", word)
    return placed


def _with_whole_names(items: list[Item], vocabulary: Vocabulary) -> Iterator[Item]:
    """Put names that hold a comma back together: biceps femoris, long head."""
    index = 0
    while index < len(items):
        item = items[index]
        following = items[index + 1] if index + 1 < len(items) else None
        if following and not following.side and len(item.words) + len(following.words) <= 8:
            joined = [*item.words, *following.words]
            if find_whole_name(spoken(joined), vocabulary):
                item, index = Item(item.side, joined), index + 1
        yield item
        index += 1


def _longest(words: list[Token], vocabulary: Vocabulary) -> _Found:
    """Return the longest run of words that names a muscle, else the best reason why none does."""
    reason: _Found | None = None
    for used in range(min(len(words), _MOST_WORDS), 0, -1):
        found = _resolve(spoken(words[:used]), vocabulary)
        if found.hit.code is None or found.hit.code in _WRONG_LEVEL:
            return found
        if reason is None and found.hit.code != UNKNOWN.code:
            reason = found
    return reason or _Found((), UNKNOWN, len(words))


@lru_cache(maxsize=8192)
def _resolve(typed: str, vocabulary: Vocabulary) -> _Found:
    words = typed.split(" ")
    levels = [word for word in words if is_level(word)]
    whole = find_whole_name(typed, vocabulary) if levels else None
    if not levels or whole:
        hit = Hit((whole,), None) if whole else find_muscle(typed, vocabulary)
        return _Found(_rows(hit, None, vocabulary=vocabulary), hit, len(words))
    names = " ".join(word for word in words if not is_level(word))
    rows: list[tuple[str, str | None]] = []
    for typed_level in levels:
        read = read_levels(typed_level, vocabulary)
        if read.code:
            return _Found((), Hit((), read.code), len(words), names, typed_level)
        for level in read.levels:
            hit = muscle_at_level(names, level, vocabulary=vocabulary)
            if hit.code:
                return _Found((), hit, len(words), names, typed_level)
            rows += _rows(hit, level, vocabulary=vocabulary)
    return _Found(tuple(rows), Hit((), None), len(words), names, " ".join(levels))


def _rows(
    hit: Hit, level: str | None, *, vocabulary: Vocabulary
) -> tuple[tuple[str, str | None], ...]:
    if hit.code:
        return ()
    muscle = vocabulary.catalogue.muscle_by_id[hit.muscles[0]]
    return ((muscle.id, level or muscle.level),)


def _explain(reading: Reading, item: Item, *, found: _Found, is_first: bool) -> None:
    place = stretch(item.words[: found.used])
    code = found.hit.code or ""
    if code == UNKNOWN.code and is_first:
        code = "word_unknown"
    if code in _LISTING:
        suffix = f" {found.level}" if found.level else ""
        choices = muscle_choices(reading.vocabulary, found.hit.muscles, suffix=suffix)
        reading.error(code, place, choices=choices)
    elif code in _ABOUT_LEVELS:
        names = reading.vocabulary.catalogue.muscle_by_id
        muscle = next((names[one].name for one in found.hit.muscles), found.names)
        example = f"{reading.typed(place)} c5"
        reading.error(code, place, level=found.level, muscle=muscle, example=example)
    else:
        reading.error(code, place)


@lru_cache(maxsize=1024)
def muscle_choices(
    vocabulary: Vocabulary, muscles: tuple[str, ...], *, suffix: str = "", called: str = ""
) -> tuple[Choice, ...]:
    """Return muscles as mends: shown with the full name, typed with the short word.

    ``called`` is shown in place of the short word where several muscles have it.
    """
    by_id = vocabulary.catalogue.muscle_by_id
    return tuple(
        Choice(
            label=f"{called or vocabulary.short_words[one]}{suffix} · {by_id[one].name}",
            replacement=f"{vocabulary.short_words[one]}{suffix}",
            spelled=f"{one}{suffix}",
        )
        for one in muscles
    )


def _without_side(reading: Reading, item: Item, *, found: _Found) -> tuple[Side, ...]:
    """Mark a paired muscle that has no side; return the sides that hold from here."""
    by_id = reading.vocabulary.catalogue.muscle_by_id
    if not any(by_id[muscle].paired for muscle, _ in found.rows):
        _mark_rest(reading, item.words[found.used :])
        return MIDLINE
    words, rest = item.words[: found.used], item.words[found.used :]
    if words[0].text == NEVER_A_SIDE and rest:
        reading.error("lt_not_a_side", words[0], choices=[Choice(label="l", replacement="l")])
        return ()
    letters: tuple[str, ...] = ("l", "r", "b")
    place = stretch(words)
    if rest and rest[0].text in SIDES:
        letters, place, rest = (rest[0].text,), stretch([*words, rest[0]]), rest[1:]
    typed = reading.typed(stretch(words))
    reading.error("side_missing", place, choices=_with_sides(typed, letters))
    _mark_rest(reading, rest)
    return ()


@lru_cache(maxsize=1024)
def _with_sides(typed: str, letters: tuple[str, ...]) -> tuple[Choice, ...]:
    mends = [f"{letter} {typed}" for letter in letters]
    return tuple(Choice(label=mend, replacement=mend) for mend in mends)


def _mark_rest(reading: Reading, words: Iterable[Token]) -> None:
    for word in words:
        reading.error("option_unknown", word)


def _mark_levels(reading: Reading, item: Item, *, found: _Found, before: _Found | None) -> None:
    if not found.rows or not found.level:
        return
    place = stretch(item.words[: found.used])
    is_range = len(found.rows) > 1
    if any(at == "c8" and (is_range or found.names) for _, at in found.rows):
        reading.warn("level_c8", place)
    if not found.names and before and before.names and before.level:
        again = f"{before.names} {found.level}"
        reading.warn("level_alone", place, choices=[Choice(label=again, replacement=again)])
