"""A parsed text as plain data, with exactly the documented keys in their order."""

from __future__ import annotations

from dataclasses import fields
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ims_notes.domain.visit import Narrative, PainScore, Visit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ims_notes.domain.shorthand.entries import Mark, Parsed

_NOT_TAKEN = ("after_not_taken", "reason")


def to_json(parsed: Parsed) -> dict[str, Any]:
    """Return sites, visit, warnings and errors for ``ims-notes parse``.

    The reason why pain after was not taken is a key only when there is one. Choices are texts
    for the marked place, muscles by their id; a missing side has none, for it is never a guess.
    """
    return {
        "sites": [_plain(site) for site in parsed.sites],
        "visit": _plain(parsed.visit),
        "warnings": _marks(parsed.warnings),
        "errors": _marks(parsed.errors),
    }


def _plain(value: Any) -> Any:  # noqa: ANN401
    if hasattr(value, "__dataclass_fields__"):
        made = {one.name: _plain(getattr(value, one.name)) for one in fields(value)}
        return _without_unsaid(value, made)
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, float) and value == int(value):
        return int(value)
    return value


def _without_unsaid(value: object, made: dict[str, Any]) -> dict[str, Any]:
    if isinstance(value, Narrative):
        return {name: words for name, words in made.items() if words is not None}
    if isinstance(value, Visit) and value.pain_after_reason is None:
        del made["pain_after_reason"]
    if isinstance(value, PainScore) and not value.after_not_taken:
        return {name: part for name, part in made.items() if name not in _NOT_TAKEN}
    return made


def _marks(marks: Sequence[Mark]) -> list[dict[str, Any]]:
    return [
        {
            "start": mark.start,
            "end": mark.end,
            "code": mark.code,
            "message": mark.message,
            "choices": [choice.spelled or choice.replacement for choice in mark.choices]
            if mark.code != "side_missing"
            else [],
        }
        for mark in marks
    ]
