"""Finds a thing by its names, in full or in part, with indexes that are built once."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache
from typing import TYPE_CHECKING

from ims_notes.domain.texts import folded

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_LETTERS = re.compile(r"[^\W_]+")
_WORD = re.compile(r"\(*[^\W_]+(?:[-_/.'()]+[^\W_]+)*[.)]*")
_LONGEST_PHRASE = 200


def phrase_of(text: str) -> str:
    """Return text for comparing names: folded, with signs such as - _ ( ) as spaces."""
    return " ".join(_LETTERS.findall(folded(text)))


@lru_cache(maxsize=8192)
def typed_phrase(text: str) -> str:
    """Return typed words for comparing, or nothing when a sign stands where no name has one.

    A name may hold signs, but ``ut+`` or ``prone ?`` say more than a name does.
    """
    if len(text) > _LONGEST_PHRASE:
        return ""
    words = folded(text).split()
    return phrase_of(text) if all(map(_WORD.fullmatch, words)) else ""


def without_final_s(phrase: str) -> str | None:
    """Return the phrase without a final s, or None when there is none to take off."""
    return phrase[:-1] if len(phrase) > 1 and phrase.endswith("s") else None


class Names:
    """The names of some things, each pointing to an id."""

    def __init__(self, named: Iterable[tuple[str, str]]) -> None:
        """Index pairs of name and id; one id may have many names, one name several ids."""
        pairs = sorted({(phrase_of(name), id_) for name, id_ in named})
        self._phrases = [phrase for phrase, _ in pairs]
        self._ids = [id_ for _, id_ in pairs]
        words = sorted(
            (word, place) for place, phrase in enumerate(self._phrases) for word in phrase.split()
        )
        self._words = [word for word, _ in words]
        self._places = [place for _, place in words]

    def whole(self, phrase: str) -> tuple[str, ...]:
        """Return the ids that have exactly this name."""
        return self._these(_beginning(self._phrases, phrase, is_match=lambda name: name == phrase))

    def starting(self, phrase: str) -> tuple[str, ...]:
        """Return the ids with a name that begins so; a number only matches a whole number."""
        return self._these(
            _beginning(self._phrases, phrase, is_match=lambda name: begins(name, phrase))
        )

    def in_order(self, phrase: str) -> tuple[str, ...]:
        """Return the ids with a name in which each typed word begins a word, in order."""
        typed = phrase.split()
        longest = max(typed, key=len)
        found = _beginning(self._words, longest, is_match=lambda word: begins(word, longest))
        places = sorted({self._places[index] for index in found})
        return self._these(p for p in places if _each_begins(typed, self._phrases[p].split()))

    def find(self, phrase: str) -> tuple[str, ...]:
        """Return what the first way of matching finds; a final s is taken off at the end."""
        bare = without_final_s(phrase)
        for form in (phrase, bare) if bare else (phrase,):
            for way in (self.whole, self.starting, self.in_order):
                if form and (ids := way(form)):
                    return ids
        return ()

    def _these(self, places: Iterable[int]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._ids[place] for place in places))


def begins(name: str, typed: str) -> bool:
    """Say whether a name begins with what was typed; t1 does not begin t10."""
    if not name.startswith(typed):
        return False
    return not (typed[-1].isdigit() and name[len(typed) : len(typed) + 1].isdigit())


def _beginning(ordered: list[str], typed: str, *, is_match: Callable[[str], bool]) -> Iterator[int]:
    index = bisect_left(ordered, typed)
    while index < len(ordered) and ordered[index].startswith(typed):
        if is_match(ordered[index]):
            yield index
        index += 1


def _each_begins(typed: list[str], words: list[str]) -> bool:
    rest = iter(words)
    return all(any(begins(word, part) for word in rest) for part in typed)
