"""The canonical form of what is signed: one text for one content, byte for byte.

JSON with sorted keys, no blanks, nulls, empty texts and empty lists omitted, times in UTC.
The seal of each signed thing is chained to the one before it by hash only, so that a lawfully
destroyed note leaves its seal and the chain stays whole.
"""

from __future__ import annotations

import hashlib
import json
import types
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import cache
from typing import Any, NewType, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

T = TypeVar("T")

FIRST_SEAL = hashlib.sha256(b"IMS Notes: the chain begins here").digest()
"""What the first seal of every record is chained to."""


def canonical_json(value: object) -> str:
    """Return the canonical JSON of a frozen value."""
    return json.dumps(plain(value), sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def content_hash(text: str) -> bytes:
    """Return the SHA-256 of a canonical text."""
    return hashlib.sha256(text.encode()).digest()


def seal(previous: bytes, content: bytes) -> bytes:
    """Return the seal that chains a content hash to the seal before it."""
    return hashlib.sha256(previous + content).digest()


def plain(value: object) -> Any:  # noqa: ANN401 (JSON has no narrower type)
    """Return a frozen value as JSON types, leaving out what is null or empty."""
    if type(value) in _AS_IT_IS:
        return value
    if names := _names(type(value)):  # type: ignore[arg-type]
        said = ((name, part) for name in names if (part := getattr(value, name)) is not None)
        named = ((name, plain(part)) for name, part in said)
        return {name: part for name, part in named if not _is_nothing(part)}
    if isinstance(value, tuple | list):
        return [plain(part) for part in value]
    if isinstance(value, Mapping):
        return {name: plain(part) for name, part in value.items()}
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return str(value) if isinstance(value, StrEnum) else value


def from_plain(kind: type[T], value: object) -> T:
    """Build a frozen value again from its canonical JSON types.

    Raises:
        ValueError, TypeError, KeyError: the JSON is not of that kind.
    """
    built: T = _build(kind, value)
    return built


def _is_nothing(part: object) -> bool:
    return part is None or part == "" or part == [] or part == {}


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(f.name for f in fields(kind)) if is_dataclass(kind) else ()


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _build(kind: Any, value: Any) -> Any:  # noqa: ANN401 (walks type hints)
    if isinstance(kind, NewType):
        return _build(kind.__supertype__, value)
    origin = get_origin(kind)
    if origin in (Union, types.UnionType):
        inner = next(k for k in get_args(kind) if k is not type(None))
        return None if value is None else _build(inner, value)
    if origin is tuple:
        return tuple(_build(get_args(kind)[0], part) for part in value)
    if origin is Mapping:
        return {name: _build(get_args(kind)[1], part) for name, part in value.items()}
    if is_dataclass(kind):
        hints = _hints(kind)  # type: ignore[arg-type]
        return kind(**{name: _build(hints[name], part) for name, part in value.items()})  # type: ignore[operator]
    return _READ.get(kind, kind)(value)


def _time(value: str) -> datetime:
    return datetime.fromisoformat(value)


_AS_IT_IS = frozenset({type(None), bool, int, str})

_READ: dict[Any, Any] = {datetime: _time, date: date.fromisoformat}
