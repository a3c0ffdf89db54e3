"""The options of a needling entry: what each word says about the row."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from ims_notes.domain.shorthand.numbers import NUMBER, read_pain, read_seconds
from ims_notes.domain.shorthand.reading import field_name
from ims_notes.domain.shorthand.tokens import Token, TokenKind
from ims_notes.domain.shorthand.words import HELD, LIMITS, OPTIONS, SEVERAL, TWITCHES, USUAL
from ims_notes.domain.sites import Estim, Technique, Twitch

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ims_notes.domain.shorthand.reading import Reading

_TWITCH_COUNT = re.compile(r"(?:y|yes|ltr\+?|\+\+)([0-9]{1,4})")
_LOST_COUNT = re.compile(r"(?:n|no|ns|\?|ltr-|ltr\?)[0-9]{1,4}")
_NUMBERED = re.compile(r"([ix])([0-9]{1,6})")
_DEPTH = re.compile(rf"d({NUMBER})(?:mm)?")
_NEEDLE = re.compile(rf"({NUMBER})x({NUMBER})(?:mm)?")
_CURRENT = re.compile(rf"({NUMBER})(?:/({NUMBER}))?hz|({NUMBER})us|({NUMBER})ma")
_COUNTED = {"i": "insertions", "x": "needles"}
_ESTIM = ("hz", "us", "ma", "to_tolerance")
_LOST_SIGNS = "lost"


class TwitchTyped(NamedTuple):
    """A twitch as typed, with the number seen."""

    twitch: Twitch
    seen: int | None = None


class OptionTyped(NamedTuple):
    """The fields one option fills; several for a needle or a pain pair."""

    fields: tuple[tuple[str, Any], ...]


@lru_cache(maxsize=4096)
def read_option(word: str) -> OptionTyped | None:
    """Return what a word says as an option, or None when it is none; ranges are not judged."""
    if word in OPTIONS:
        field, value = OPTIONS[word]
        if field == "twitch":
            value = (TwitchTyped(TWITCHES[word]),)
        return OptionTyped(((field, value),))
    if len(word) > 40:
        return None
    return _read_twitches(word) or _read_measured(word)


def is_option(token: Token) -> bool:
    """Say whether a token is an option or a note, rather than a word of a muscle's name."""
    return token.kind is not TokenKind.WORD or read_option(token.text) is not None


def _read_twitches(word: str) -> OptionTyped | None:
    if _LOST_COUNT.fullmatch(word):
        return OptionTyped(((_LOST_SIGNS, word),))
    left, slash, right = word.partition("/")
    signs = [_read_twitch(sign) for sign in ((left, right) if slash else (left,))]
    found = tuple(sign for sign in signs if sign is not None)
    return OptionTyped((("twitch", found),)) if len(found) == len(signs) else None


def _read_twitch(sign: str) -> TwitchTyped | None:
    if sign in TWITCHES:
        return TwitchTyped(TWITCHES[sign])
    match = _TWITCH_COUNT.fullmatch(sign)
    return TwitchTyped(Twitch.PRESENT, int(match[1])) if match else None


def _read_measured(word: str) -> OptionTyped | None:
    if match := _NUMBERED.fullmatch(word):
        return OptionTyped(((_COUNTED[match[1]], int(match[2])),))
    if match := _DEPTH.fullmatch(word):
        return OptionTyped((("depth_mm", float(match[1])),))
    if match := _NEEDLE.fullmatch(word):
        return OptionTyped((("diameter_mm", float(match[1])), ("length_mm", float(match[2]))))
    if (seconds := read_seconds(word)) is not None:
        return OptionTyped((("dwell_s", seconds),))
    pain = read_pain(word)
    if pain and (pain.is_pair or pain.of_ten) and not pain.not_taken:
        return OptionTyped((("pain", (pain.before, pain.after)),))
    return _read_current(word)


def _read_current(word: str) -> OptionTyped | None:
    match = _CURRENT.fullmatch(word)
    if match is None:
        return None
    first, second, width, current = match.groups()
    if first:
        return OptionTyped((("hz", tuple(float(hz) for hz in (first, second) if hz)),))
    return OptionTyped((("us", float(width)),) if width else (("ma", float(current)),))


class OptionBag:
    """The options of one entry, each said once and within its range."""

    def __init__(self, reading: Reading, *, sides: int, held: bool = False) -> None:
        """Collect for rows of so many sides; ``held`` for a use or tw line."""
        self._reading = reading
        self._sides = sides
        self._held = held
        self.fields: dict[str, Any] = {}
        self._places: dict[str, Token] = {}

    def take(self, token: Token) -> bool:
        """Take one token; False when it is no option."""
        if token.kind is TokenKind.COMMA:
            return True
        if token.kind is not TokenKind.WORD:
            self._take_note(token)
            return True
        option = read_option(token.text)
        if option is None:
            return False
        if self._held and not all(field in HELD for field, _ in option.fields):
            self._reading.error("not_held", token)
            return True
        good = [
            (field, value)
            for field, value in option.fields
            if self._is_possible(field, value, token=token)
        ]
        if len(good) == len(option.fields):
            self._keep(good, token=token)
        return True

    def place_of(self, *fields: str) -> Token | None:
        """Return where the first of these fields was typed, if one was."""
        return next((self._places[field] for field in fields if field in self._places), None)

    def _take_note(self, token: Token) -> None:
        if self._held:
            self._reading.error("not_held", token)
        elif token.text:
            self._keep([("note", token.text)], token=token)
        elif token.kind is TokenKind.QUOTE:
            self._reading.warn("note_empty", token)

    def _keep(self, said: list[tuple[str, Any]], *, token: Token) -> None:
        """Keep what one word says; mark it once if it was said before."""
        held = self.fields
        other = [f for f, value in said if f not in SEVERAL and held.get(f, value) != value]
        if other:
            self._reading.error("said_twice", token, field=other[0])
        elif all(value in held.get(f, ()) if f in SEVERAL else f in held for f, value in said):
            self._reading.warn("said_again", token)
        else:
            for field, value in said:
                held[field] = (*held.get(field, ()), value) if field in SEVERAL else value
        for field, _ in said:
            self._places.setdefault(field, token)

    def _is_possible(self, field: str, value: Any, *, token: Token) -> bool:  # noqa: ANN401
        if field == _LOST_SIGNS:
            self._reading.error("count_without_twitch", token, field="twitch")
            return False
        if field == "twitch":
            return self._is_possible_twitch(value, token)
        numbers = value if isinstance(value, tuple) else (value,)
        if field not in LIMITS:
            return True
        for number in numbers:
            if number is not None and not self._reading.in_range(field, number, place=token):
                return False
        if field == "dwell_s" and value != int(value):
            self._reading.error("out_of_range", token, field=field, low=1, high=3600)
            return False
        self._warn_unusual(field, numbers, token=token)
        return True

    def _is_possible_twitch(self, signs: tuple[TwitchTyped, ...], token: Token) -> bool:
        if len(signs) > 1 and self._sides != len(signs):
            code = "not_held" if self._held else "twitch_pair_one_side"
            self._reading.error(code, token, field="twitch")
            return False
        counts = [sign.seen for sign in signs if sign.seen is not None]
        return all(self._reading.in_range("twitch_count", count, place=token) for count in counts)

    def _warn_unusual(self, field: str, numbers: tuple[float, ...], *, token: Token) -> None:
        if field not in USUAL:
            return
        low, high = USUAL[field]
        if not all(low <= number <= high for number in numbers):
            self._reading.warn("unusual_value", token, field=field_name(field), low=low, high=high)


def over_defaults(defaults: Mapping[str, Any], fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row's own options over those held from above.

    A row that names its own technique takes neither dwell nor current from above with it.
    """
    held = {} if fields.get("own") else dict(defaults)
    if "techniques" in fields:
        for field in ("dwell_s", *_ESTIM):
            held.pop(field, None)
    if "diameter_mm" in fields:
        held.pop("length_mm", None)
    return {**held, **fields}


def site_fields(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a row as a site names them, all but twitch, muscle, side and level."""
    made = {name: value for name, value in fields.items() if name not in _NOT_OF_A_SITE}
    if "pain" in fields:
        made["pain_before"], made["pain_after"] = fields["pain"]
    if "dwell_s" in made:
        made["dwell_s"] = int(made["dwell_s"])
    current = {name: fields[name] for name in _ESTIM if name in fields}
    if current:
        made["estim"] = Estim(**current)
    return made


_NOT_OF_A_SITE = frozenset({*_ESTIM, "twitch", "pain", "own"})


def lacks_current_technique(fields: Mapping[str, Any]) -> bool:
    """Say whether electrical settings stand without the electrical technique."""
    return any(name in fields for name in _ESTIM) and Technique.ELECTRICAL not in fields.get(
        "techniques", ()
    )
