"""Reads catalogue TOML strictly: a fault is named by file, line and reason."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from enum import StrEnum

_WHERE = re.compile(r" \((?:at line (\d+), column \d+|at end of document)\)$")
_ID = re.compile(r"[a-z][a-z0-9_]*")
_Choice = TypeVar("_Choice", bound="StrEnum")


class BrokenCatalogue(Exception):
    """A catalogue file cannot be used; says which file, which line and why."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        """Name the file (as it was given), the line from 1, and the reason."""
        super().__init__(f"{file}, line {line}: {reason}")
        self.file = file
        self.line = line
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Field:
    """How one key is read; ``read`` raises ValueError saying what the value must be."""

    read: Callable[[object], Any]
    required: bool = True


Shape = dict[str, Field]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One parsed file together with its text, so that a fault can be given its line."""

    file: str
    text: str
    table: dict[str, Any]

    def line_of(self, pattern: str, *, nth: int = 0) -> int:
        """Return the line of the nth place where a pattern begins a line, or 1."""
        found = [m.start() for m in re.finditer(rf"(?m)^[ \t]*{pattern}", self.text)]
        return self.text.count("\n", 0, found[nth]) + 1 if nth < len(found) else 1

    def broken(self, reason: str, *, key: str | None = None) -> BrokenCatalogue:
        """Return the fault at a key of the file, or at its first line."""
        line = self.line_of(rf"\[*\"?{re.escape(key)}\b") if key else 1
        return BrokenCatalogue(self.file, line, reason)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One ``[[kind]]`` of a file, its values read and checked."""

    document: Document
    kind: str
    index: int
    values: dict[str, Any]

    @property
    def id(self) -> str:
        """Return the entry's id."""
        return str(self.values["id"])

    def broken(self, reason: str) -> BrokenCatalogue:
        """Return the fault at the line where this entry starts."""
        line = self.document.line_of(rf"\[\[{self.kind}\]\]", nth=self.index)
        return BrokenCatalogue(self.document.file, line, reason)


def open_document(files: Mapping[str, str], file: str, *, keys: Collection[str]) -> Document:
    """Parse one file; it may hold these keys and no other.

    Raises:
        BrokenCatalogue: the file is missing, is not TOML, or holds an unknown key.
    """
    text = files.get(file)
    if text is None:
        raise BrokenCatalogue(file, 1, "the file is missing")
    try:
        document = Document(file=file, text=text, table=tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        where = _WHERE.search(str(fault))
        line = int(where[1]) if where and where[1] else text.count("\n") + 1
        raise BrokenCatalogue(file, line, f"not TOML: {_WHERE.sub('', str(fault))}") from fault
    for key in document.table:
        if key not in keys:
            raise document.broken(f"unknown key '{key}'", key=key)
    return document


def entries(document: Document, kind: str, *, shape: Shape) -> Iterator[Entry]:
    """Yield every ``[[kind]]`` of a document, read by its shape.

    Raises:
        BrokenCatalogue: an unknown or missing key, a wrong value, or an id used twice.
    """
    tables = document.table.get(kind, [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise document.broken(f"'{kind}' must be written as [[{kind}]]", key=kind)
    seen: set[str] = set()
    for index, table in enumerate(tables):
        bare = Entry(document=document, kind=kind, index=index, values=table)
        try:
            values = read_table(table, shape)
        except ValueError as fault:
            raise bare.broken(str(fault)) from fault
        entry = Entry(document=document, kind=kind, index=index, values=values)
        if entry.id in seen:
            raise entry.broken(f"the id '{entry.id}' is used twice")
        seen.add(entry.id)
        yield entry


def read_table(table: Mapping[str, object], shape: Shape) -> dict[str, Any]:
    """Read one table by its shape; raise ValueError naming the key at fault."""
    for key in table:
        if key not in shape:
            raise ValueError(f"unknown key '{key}'")
    values: dict[str, Any] = {}
    for key, field in shape.items():
        if key not in table:
            if field.required:
                raise ValueError(f"'{key}' is missing")
            continue
        try:
            values[key] = field.read(table[key])
        except ValueError as fault:
            raise ValueError(f"'{key}' {fault}") from fault
    return values


def text(value: object) -> str:
    """Read a text that is not empty."""
    if isinstance(value, str) and value.strip():
        return value.strip()
    raise ValueError("must be a text")


def identifier(value: object) -> str:
    """Read an id: small letters, digits and underscores."""
    if isinstance(value, str) and _ID.fullmatch(value):
        return value
    raise ValueError("must be small letters, digits and underscores")


def texts(value: object) -> tuple[str, ...]:
    """Read a list of texts, none of them twice."""
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise ValueError("must be a list of texts")
    if len(set(value)) < len(value):
        raise ValueError("holds the same text twice")
    return tuple(value)


def some_texts(value: object) -> tuple[str, ...]:
    """Read a list of at least one text."""
    read = texts(value)
    if not read:
        raise ValueError("must not be empty")
    return read


def yes_or_no(value: object) -> bool:
    """Read true or false."""
    if isinstance(value, bool):
        return value
    raise ValueError("must be true or false")


def whole(low: int, high: int) -> Callable[[object], int]:
    """Return a reader of whole numbers from low to high."""

    def read(value: object) -> int:
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        raise ValueError(f"must be a whole number from {low} to {high}")

    return read


def one_of(choices: type[_Choice]) -> Callable[[object], _Choice]:
    """Return a reader of one of the named choices."""
    by_value = {choice.value: choice for choice in choices}

    def read(value: object) -> _Choice:
        if isinstance(value, str) and value in by_value:
            return by_value[value]
        raise ValueError(f"must be one of {', '.join(by_value)}")

    return read


def unique_words(read: Sequence[Entry], *, key: str = "words") -> dict[str, str]:
    """Return each word of the entries, case folded, with the id that owns it.

    Raises:
        BrokenCatalogue: two entries own the same word.
    """
    owners: dict[str, str] = {}
    for entry in read:
        for word in entry.values.get(key, ()):
            owner = owners.setdefault(word.casefold(), entry.id)
            if owner != entry.id:
                raise entry.broken(f"the word '{word}' already belongs to '{owner}'")
    return owners
