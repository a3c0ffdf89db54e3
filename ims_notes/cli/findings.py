"""What `check` says of each thing found wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def say_finding(code: str, facts: Mapping[str, object]) -> str:
    """Return one sentence for a problem code; a code without words is named as it is."""
    detail = ", ".join(f"{name} {value}" for name, value in facts.items())
    return f"{_SENTENCES.get(code, code.replace('_', ' '))}{f' ({detail})' if detail else ''}"


_SENTENCES: dict[str, str] = {}
