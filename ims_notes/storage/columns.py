"""Column types that mean the same on SQLite and on PostgreSQL."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, Dialect, LargeBinary, Row, Select, TypeDecorator, Uuid
from sqlalchemy.types import TypeEngine


class Id(TypeDecorator[UUID]):
    """A UUID: sixteen bytes on SQLite, the native type on PostgreSQL."""

    impl = LargeBinary(16)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Choose the native type where there is one."""
        native = Uuid() if dialect.name == "postgresql" else LargeBinary(16)
        return dialect.type_descriptor(native)

    def bind_processor(self, dialect: Dialect) -> Callable[[Any], Any] | None:
        """Say how the database is given one: in one step, for a note names some fifty."""
        return None if dialect.name == "postgresql" else _bytes_of

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Say how one is read back."""
        return None if dialect.name == "postgresql" else _uuid_of


def _bytes_of(value: UUID | None) -> bytes | None:
    return None if value is None else value.bytes


# A patient's page meets each note's key some sixteen times.
@lru_cache(maxsize=4096)
def _uuid_of(value: bytes | None) -> UUID | None:
    return None if value is None else UUID(bytes=value)


class Utc(TypeDecorator[datetime]):
    """A moment, kept in UTC and read back aware; sorts by time in every database."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the moment in UTC.

        Raises:
            ValueError: a time without a zone, which could be any moment of a day.
        """
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time in the record needs a zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read the moment back, aware, in UTC."""
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


Found = Row[*tuple[Any, ...]]
"""A row as selected, its columns by name."""

Asked = Select[*tuple[Any, ...]]
"""A question to the record."""


def one_of(column: str, words: Iterable[StrEnum]) -> str:
    """Return the CHECK text that a column holds one of these words (or nothing)."""
    return f"{column} IN ({', '.join(repr(word.value) for word in words)})"


def longest(limit: int, *columns: str) -> str:
    """Return the CHECK text that none of the texts is longer than so many characters."""
    return " AND ".join(f"length({column}) <= {limit}" for column in columns)


def on_scale(*columns: str) -> str:
    """Return the CHECK text that pain lies on the scale of 0 to 10 (or is not recorded)."""
    return " AND ".join(f"{column} BETWEEN 0 AND 10" for column in columns)


def at_least_one(*columns: str) -> str:
    """Return the CHECK text that a count is 1 or more (or is not recorded)."""
    return " AND ".join(f"{column} >= 1" for column in columns)
