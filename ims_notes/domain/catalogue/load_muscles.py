"""Turns the muscle files into muscles, groups and ambiguous words, or says what is broken."""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING

from ims_notes.domain.catalogue.muscles import AmbiguousWord, Muscle, MuscleGroup, Practice
from ims_notes.domain.catalogue.reading import (
    BrokenCatalogue,
    Document,
    Entry,
    Field,
    Shape,
    entries,
    identifier,
    one_of,
    open_document,
    some_texts,
    text,
    texts,
    unique_words,
    whole,
    yes_or_no,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

MUSCLE_FOLDER = "muscles/"
GROUP_FILE = "muscle_groups.toml"
_IN_CAPITALS = re.compile(r"\b[A-Z]{5,}\b")
_ROOT = re.compile(r"CN-(?:XI|VII|V3)|C[1-8]|T(?:1[0-2]|[1-9])|L[1-5]|S[1-5]")
_LEVEL = re.compile(r"c[1-8]|t(?:1[0-2]|[1-9])|l[1-5]|s[1-5]")
_QUOTED = ("needle_length", "max_depth", "snomed")


def _level(value: object) -> str:
    if isinstance(value, str) and _LEVEL.fullmatch(value):
        return value
    raise ValueError("must be a vertebral level such as c5")


def _roots(value: object) -> tuple[str, ...]:
    roots = some_texts(value)
    for root in roots:
        if not _ROOT.fullmatch(root):
            raise ValueError(f"holds '{root}', which is not a nerve root")
    return roots


def _levels(value: object) -> Mapping[str, str]:
    if not isinstance(value, dict) or not value.keys() <= set("ctls"):
        raise ValueError("must name what the word means at c, t, l and s")
    return MappingProxyType({letter: text(muscle) for letter, muscle in value.items()})


_OPTIONAL_TEXT = Field(text, required=False)
_MUSCLE: Shape = {
    "id": Field(identifier),
    "name": Field(text),
    "formal": _OPTIONAL_TEXT,
    "latin": _OPTIONAL_TEXT,
    "level": Field(_level, required=False),
    "abbreviations": Field(texts, required=False),
    "synonyms": Field(texts, required=False),
    "paired": Field(yes_or_no, required=False),
    "nerve": Field(text),
    "roots": Field(_roots),
    "roots_alt": _OPTIONAL_TEXT,
    "hazards": Field(some_texts),
    "risk_tier": Field(whole(1, 3)),
    "pneumothorax": Field(yes_or_no, required=False),
    "pneumothorax_source": _OPTIONAL_TEXT,
    "needle_length_mm": _OPTIONAL_TEXT,
    "needle_length_source": _OPTIONAL_TEXT,
    "max_depth_mm": _OPTIONAL_TEXT,
    "max_depth_source": _OPTIONAL_TEXT,
    "warn_depth_mm": Field(whole(1, 150), required=False),
    "snomed": _OPTIONAL_TEXT,
    "snomed_source": _OPTIONAL_TEXT,
    "position": Field(identifier, required=False),
    "practice": Field(one_of(Practice)),
    "source": Field(text),
}
_GROUP: Shape = {
    "id": Field(identifier),
    "name": Field(text),
    "words": Field(some_texts),
    "parts": Field(texts, required=False),
    "at_level": Field(_levels, required=False),
}


def load_muscles(files: Mapping[str, str]) -> tuple[Muscle, ...]:
    """Return every muscle and segment, file by file in the order of their names.

    Raises:
        BrokenCatalogue: a file is broken; see the clinical checks in this module.
    """
    found: list[Muscle] = []
    read: list[Entry] = []
    known: set[str] = set()
    for file in sorted(name for name in files if name.startswith(MUSCLE_FOLDER)):
        document = open_document(files, file, keys=("region", "muscle"))
        region = _region_of(document)
        for entry in entries(document, "muscle", shape=_MUSCLE):
            if entry.id in known:
                raise entry.broken(f"the id '{entry.id}' is used twice")
            known.add(entry.id)
            muscle = Muscle(region=region, **entry.values)
            _check_muscle(entry, muscle)
            read.append(entry)
            found.append(muscle)
    if not found:
        raise BrokenCatalogue(MUSCLE_FOLDER, 1, "the folder holds no muscles")
    unique_words(read, key="synonyms")
    return tuple(found)


def _region_of(document: Document) -> str:
    region = document.table.get("region")
    if document.file != f"{MUSCLE_FOLDER}{region}.toml":
        raise document.broken("'region' must be the name of the file", key="region")
    return str(region)


def _check_muscle(entry: Entry, muscle: Muscle) -> None:
    """Refuse a muscle whose risk is understated or whose figures have no source."""
    if muscle.risk_tier < 3:
        if muscle.pneumothorax:
            raise entry.broken("a pneumothorax flag means risk tier 3")
        for hazard in muscle.hazards:
            if _IN_CAPITALS.search(hazard):
                raise entry.broken(f"the hazard '{hazard}' in capitals means risk tier 3")
    for figure in _QUOTED:
        quoted = entry.values.get(f"{figure}_mm", entry.values.get(figure))
        if (quoted is None) != (f"{figure}_source" not in entry.values):
            raise entry.broken(f"'{figure}' and its source must stand together")
    if muscle.warn_depth_mm is not None and muscle.max_depth_mm is None:
        raise entry.broken("only a sourced maximum depth may warn")
    if muscle.level and muscle.id != f"ps_{muscle.level}":
        raise entry.broken(f"the segment at {muscle.level} must have the id 'ps_{muscle.level}'")


def load_muscle_words(
    files: Mapping[str, str], muscles: Sequence[Muscle]
) -> tuple[tuple[MuscleGroup, ...], tuple[AmbiguousWord, ...]]:
    """Return the group words and the short forms that never resolve by themselves.

    Raises:
        BrokenCatalogue: the file is broken, names an unknown muscle, or claims a muscle's own word.
    """
    document = open_document(files, GROUP_FILE, keys=("never_alone", "group"))
    known = {muscle.id for muscle in muscles}
    synonyms = {word.casefold(): m.id for m in muscles for word in m.synonyms}
    abbreviations = {word.casefold(): m.id for m in muscles for word in m.abbreviations}
    never_alone = _never_alone(document, known=known, synonyms=synonyms)
    read = list(entries(document, "group", shape=_GROUP))
    unique_words(read)
    for entry in read:
        _check_group(entry, known=known, taken=abbreviations | synonyms)
    return tuple(MuscleGroup(**entry.values) for entry in read), never_alone


def _never_alone(
    document: Document, *, known: set[str], synonyms: Mapping[str, str]
) -> tuple[AmbiguousWord, ...]:
    table = document.table.get("never_alone")
    if not isinstance(table, dict):
        raise document.broken("'never_alone' is missing")
    found: list[AmbiguousWord] = []
    for word, value in table.items():
        try:
            candidates = some_texts(value)
        except ValueError as fault:
            raise document.broken(f"'{word}' {fault}", key=word) from fault
        for muscle in candidates:
            if muscle not in known:
                raise document.broken(f"'{word}' names the unknown muscle '{muscle}'", key=word)
        if word in synonyms:
            raise document.broken(f"'{word}' is a synonym of '{synonyms[word]}'", key=word)
        found.append(AmbiguousWord(word=word, candidates=candidates))
    return tuple(found)


def _check_group(entry: Entry, *, known: set[str], taken: Mapping[str, str]) -> None:
    group = MuscleGroup(**entry.values)
    meant = [group.muscle_at(f"{letter}1") for letter in group.at_level]
    if not group.parts and not meant:
        raise entry.broken("a group needs 'parts' or 'at_level'")
    for muscle in (*group.parts, *meant):
        if muscle not in known:
            raise entry.broken(f"names the unknown muscle '{muscle}'")
    for word in group.words:
        if word.casefold() in taken:
            raise entry.broken(f"the word '{word}' already belongs to '{taken[word.casefold()]}'")
