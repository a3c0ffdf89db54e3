"""Thresholds of change from published studies: data with a population and a source each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, fields
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class ThresholdFault(ValueError):
    """The file of thresholds cannot be used; the message says where and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What another study found, for one population; a fact beside the line, never a line.

    ``region`` is the catalogue id of the region whose chart it belongs to.
    """

    region: str
    says: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """How much less pain than the baseline a study called a change that people noticed.

    Either ``points`` (more than 0, up to 10) or ``percent`` (more than 0, up to 100) is set.

    Attributes:
        code: ``two_points``, ``thirty_percent``, ``fifty_percent``.
        label: the few words beside the line.
        felt: how such a change was usually felt, in the product's words.
        population: whom the study asked. source: author, year and what kind of text.
    """

    code: str
    label: str
    felt: str
    population: str
    source: str
    points: float | None = None
    percent: float | None = None
    findings: tuple[Finding, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a threshold without exactly one size, or off the scale."""
        sizes = [(self.points, 10), (self.percent, 100)]
        given = [(size, most) for size, most in sizes if size is not None]
        if len(given) != 1 or not 0 < given[0][0] <= given[0][1]:
            raise ThresholdFault(f"{self.code}: needs points up to 10 or percent up to 100")

    def below(self, baseline: int) -> float | None:
        """Return the pain value at the threshold; None where the scale has no room for it."""
        if not baseline:
            return None
        less = self.points if self.points is not None else baseline * (self.percent or 0) / 100
        return baseline - less if less <= baseline else None


def read_thresholds(text: str) -> tuple[Threshold, ...]:
    """Read ``thresholds.toml``, in its order.

    Raises:
        ThresholdFault: not TOML, a field missing, unknown or of the wrong kind, a code twice.
    """
    try:
        tables = tomllib.loads(text)["threshold"]
        thresholds = tuple(_threshold(table) for table in tables)
    except (tomllib.TOMLDecodeError, KeyError, TypeError, AttributeError) as fault:
        raise ThresholdFault(f"thresholds: {fault}") from fault
    codes = [threshold.code for threshold in thresholds]
    if len(set(codes)) < len(codes):
        raise ThresholdFault(f"thresholds: a code stands twice in {codes}")
    return thresholds


def _threshold(table: Mapping[str, object]) -> Threshold:
    unknown = set(table) - {field.name for field in fields(Threshold)} - {"finding"}
    if unknown:
        raise ThresholdFault(f"{table.get('code')}: unknown {sorted(unknown)}")
    return Threshold(
        code=_text(table, "code"),
        label=_text(table, "label"),
        felt=_text(table, "felt"),
        population=_text(table, "population"),
        source=_text(table, "source"),
        points=_number(table, "points"),
        percent=_number(table, "percent"),
        findings=tuple(_finding(one) for one in _tables(table)),
    )


def _finding(table: Mapping[str, object]) -> Finding:
    return Finding(
        region=_text(table, "region"),
        says=_text(table, "says"),
        source=_text(table, "source"),
    )


def _tables(table: Mapping[str, object]) -> list[Mapping[str, object]]:
    found = table.get("finding", [])
    if not isinstance(found, list):
        raise ThresholdFault(f"{table.get('code')}: finding must be a list of tables")
    return found


def _text(table: Mapping[str, object], key: str) -> str:
    value = table[key]
    if not isinstance(value, str) or not value.strip():
        raise ThresholdFault(f"{key}: must be a text")
    return value


def _number(table: Mapping[str, object], key: str) -> float | None:
    value = table.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ThresholdFault(f"{key}: must be a number")
    return float(value)
