"""The audit as a table for somebody else: who, when, what, which patient; never any content."""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from ims_notes.interchange.csv_out import csv_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from uuid import UUID

    from ims_notes.services.ports.audit import AuditLine

HEAD = ("seq", "at", "who", "deed", "patient_id", "on_id")
"""The columns: ``at`` is ISO 8601 in UTC, ``deed`` the word in the record."""

NAMES = ("family_name", "given_name")
"""Two more columns, where the patients' names are asked for."""


def audit_head(*, with_names: bool) -> bytes:
    """Return the first line of the file."""
    return csv_bytes([HEAD + NAMES if with_names else HEAD])


def audit_lines(lines: Iterable[AuditLine], *, with_names: bool) -> bytes:
    """Return a line for each line of the audit; names are those that patients have today."""
    return csv_bytes(_cells(line, with_names=with_names) for line in lines)


def _cells(line: AuditLine, *, with_names: bool) -> Iterator[str]:
    yield str(line.seq)
    yield line.at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    yield line.who
    yield line.deed
    yield _text(line.patient_id)
    yield _text(line.on_id)
    if with_names:
        yield line.family_name
        yield line.given_name


def _text(thing: UUID | None) -> str:
    return "" if thing is None else str(thing)
