"""A needling entry becomes rows; use and tw lines hold for the rows after them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ims_notes.domain.shorthand.find_muscle import UNKNOWN, find_muscle
from ims_notes.domain.shorthand.muscle_list import (
    Placed,
    Stretch,
    muscle_choices,
    place_muscles,
    split_muscles,
)
from ims_notes.domain.shorthand.options import (
    OptionBag,
    TwitchTyped,
    is_option,
    lacks_current_technique,
    over_defaults,
    site_fields,
)
from ims_notes.domain.shorthand.tokens import Token, TokenKind
from ims_notes.domain.shorthand.words import BOTH, SIDES, TECHNIQUES
from ims_notes.domain.sites import NeedlingSite, Technique

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ims_notes.domain.shorthand.entries import Choice
    from ims_notes.domain.shorthand.reading import Reading
    from ims_notes.domain.shorthand.tokens import RawEntry

MOST_ROWS = 500


def read_held(reading: Reading, entry: RawEntry) -> None:
    """Read a use or tw line: its options hold for the rows after it."""
    head, *rest = entry.tokens
    if not rest:
        reading.error("words_missing", head, example="tw ns or use .25x30 pist")
    bag = OptionBag(reading, sides=1, held=True)
    for token in rest:
        if not bag.take(token):
            reading.error("option_unknown", token)
    reading.defaults = over_defaults(reading.defaults, bag.fields)


def holds_only_options(tokens: Sequence[Token]) -> bool:
    """Say whether a word stands first after mt or ed, and all of it is needling options."""
    words = [token for token in tokens if token.kind is not TokenKind.COMMA]
    starts_bare = bool(words) and words[0].kind is TokenKind.WORD
    return starts_bare and all(is_option(token) for token in words)


def read_needling(reading: Reading, entry: RawEntry) -> None:
    """Read a needling entry into rows; what is not understood is marked."""
    items, rest = split_muscles(entry.tokens)
    if not items or (len(items) == 1 and not items[0].words):
        _explain_missing(
            reading, entry, rest=rest, code="muscle_missing" if items else "word_unknown"
        )
        return
    placed = place_muscles(reading, items)
    if not placed and not rest:
        return
    both = all(SIDES[item.side.text] == BOTH for item in items if item.side)
    bag = OptionBag(reading, sides=2 if both else 1)
    _take_options(reading, rest, bag=bag)
    if sum(len(one.sides) for one in placed) + len(reading.sites) > MOST_ROWS:
        reading.error("too_many_rows", entry, high=MOST_ROWS)
        return
    if any(one.sides for one in placed):
        _add_rows(reading, entry, placed=placed, bag=bag)


def _explain_missing(
    reading: Reading, entry: RawEntry, *, rest: Sequence[Token], code: str
) -> None:
    if not rest or TECHNIQUES.get(rest[0].text) is not Technique.ELECTRICAL:
        reading.error(code, entry)
        return
    vocabulary = reading.vocabulary
    choices: list[Choice] = []
    names: list[str] = []
    for phrase, muscles in vocabulary.catalogue_abbreviations.items():
        if phrase.startswith("es "):
            names.append(phrase.upper().replace(" ", "-"))
            choices += muscle_choices(vocabulary, muscles, called=names[-1])
    reading.error("es_not_a_muscle", rest[0], choices=choices, suggestions=", ".join(sorted(names)))


def _take_options(reading: Reading, rest: Sequence[Token], *, bag: OptionBag) -> None:
    comma: Token | None = None
    for token in rest:
        if bag.take(token):
            comma = token if token.kind is TokenKind.COMMA else None
        elif comma and _starts_a_muscle(reading, token):
            reading.error("list_after_options", Stretch(comma.start, rest[-1].end))
            return
        else:
            reading.error("option_unknown", token)


def _starts_a_muscle(reading: Reading, token: Token) -> bool:
    return token.text in SIDES or find_muscle(token.text, reading.vocabulary) != UNKNOWN


def _add_rows(
    reading: Reading, entry: RawEntry, *, placed: Sequence[Placed], bag: OptionBag
) -> None:
    fields = over_defaults(reading.defaults, bag.fields)
    place = bag.place_of("hz", "us", "ma", "to_tolerance")
    if place and lacks_current_technique(fields):
        reading.warn("estim_without_es", place)
    _check_depth(reading, entry, fields=fields, bag=bag)
    made = site_fields(fields)
    signs: tuple[TwitchTyped, ...] = fields.get("twitch", (None,))
    is_repeated = False
    for muscle, level, sides in placed:
        for side, sign in zip(
            sides, signs if len(signs) == len(sides) else signs * 2, strict=False
        ):
            if sign:
                made["twitch"], made["twitch_count"] = sign
            site = NeedlingSite(
                muscle=muscle, side=side, level=level, region=reading.region, **made
            )
            key = (muscle, side, level, site.target, reading.region)
            is_repeated = is_repeated or key in reading.rows_seen
            reading.rows_seen.add(key)
            reading.sites.append(site)
    if is_repeated:
        reading.warn("row_twice", entry)


def _check_depth(
    reading: Reading, entry: RawEntry, *, fields: dict[str, Any], bag: OptionBag
) -> None:
    depth, length = fields.get("depth_mm"), fields.get("length_mm")
    if depth is not None and length is not None and depth > length:
        place = bag.place_of("depth_mm", "length_mm") or entry
        reading.error("depth_over_length", place, depth=depth, length=length, field="depth_mm")
        del fields["depth_mm"]
