"""The chain's head beside the record: how far it had come when it was last written here.

A record whose newest entries were cut off, or that is an older copy put back, is whole in itself;
only what is kept outside it can tell. The file `ims-notes.head` is one small block that is
overwritten in place after each commit that sealed or audited something. It is written after the
commit and so may lag behind the record, never lead.
"""

import json
import os
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from ims_notes.domain.canonical import FIRST_SEAL
from ims_notes.storage.record_file import HEAD_NAME

_BLOCK = 512
_FORMAT = 1
_MOST = 2**63 - 1
"""The largest number that SQLite counts to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """How far a record has come: seals, signed notes among them, audit lines, the last of each."""

    seals: int = 0
    notes: int = 0
    seal: bytes = FIRST_SEAL
    lines: int = 0
    line: bytes = FIRST_SEAL


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """What a record lacks of what it once held.

    Attributes:
        notes: signed notes that are missing; None where it is another record altogether.
        seals: seals missing: notes, addenda and tombstones.
        lines: audit lines missing.
    """

    notes: int | None
    seals: int
    lines: int


def head_now(connection: Connection, since: Head | None = None) -> Head:
    """Return how far a record has come; `since`, an earlier head of it, spares the counting."""
    return head_after(connection, since if since and _holds(connection, since) else Head())


def head_after(connection: Connection, known: Head) -> Head:
    """Return how far a record has come since a head that it certainly held, such as at opening."""
    newer = connection.exec_driver_sql(
        "SELECT seq, kind, seal FROM seal WHERE seq > ? ORDER BY seq", (known.seals,)
    ).all()
    last = connection.exec_driver_sql(
        "SELECT seq, chained FROM audit ORDER BY seq DESC LIMIT 1"
    ).first()
    seal = newer[-1] if newer else (known.seals, "", known.seal)
    return Head(
        seals=seal[0],
        notes=known.notes + sum(kind == "note" for _, kind, _ in newer),
        seal=seal[2],
        lines=last[0] if last else 0,
        line=last[1] if last else FIRST_SEAL,
    )


def lost(connection: Connection, kept: Head) -> Lost | None:
    """Compare a record with a head kept elsewhere; None where it holds all that the head knew."""
    if _holds(connection, kept):
        return None
    now = head_now(connection)
    if now.seals < kept.seals or now.lines < kept.lines:
        notes = max(kept.notes - now.notes, 0)
        return Lost(
            notes=notes, seals=max(kept.seals - now.seals, 0), lines=max(kept.lines - now.lines, 0)
        )
    return Lost(notes=None, seals=0, lines=0)


def is_miscounted(connection: Connection, kept: Head) -> bool:
    """Tell whether a head that the record holds counts its signed notes otherwise."""
    asked = "SELECT count(*) FROM seal WHERE kind = 'note' AND seq <= ?"
    return connection.exec_driver_sql(asked, (kept.seals,)).scalar() != kept.notes


def read_head(folder: Path) -> Head | None:
    """Return the head kept beside a record; None where there is none that can be read."""
    try:
        with (folder / HEAD_NAME).open("rb") as file:
            return head_from(json.loads(file.read(4 * _BLOCK)))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return None


def head_from(said: dict[str, Any]) -> Head:
    """Build a head from what is written of it.

    Raises:
        ValueError, TypeError, KeyError: it is none.
    """
    if said["format"] != _FORMAT:
        raise ValueError("not a head of this program")
    seals, notes, lines = (said[name] for name in ("seals", "notes", "lines"))
    if not all(type(each) is int and 0 <= each <= _MOST for each in (seals, notes, lines)):
        raise ValueError("a head counts")
    seal, line = (bytes.fromhex(said[name]) for name in ("seal", "line"))
    return Head(seals=seals, notes=notes, seal=seal, lines=lines, line=line)


def head_said(head: Head) -> dict[str, Any]:
    """Return what is written of a head: numbers and hashes, nothing about anybody."""
    return {
        "format": _FORMAT,
        "seals": head.seals,
        "notes": head.notes,
        "seal": head.seal.hex(),
        "lines": head.lines,
        "line": head.line.hex(),
    }


def write_head(folder: Path, head: Head) -> None:
    """Keep a head beside its record.

    Overwritten in place and not synced: a power cut may leave an older head, which is harmless. A
    folder that cannot be written keeps the older one too; the record itself is safe.
    """
    text = json.dumps(head_said(head)).encode().ljust(_BLOCK - 1) + b"\n"
    with suppress(OSError):
        flags = os.O_CREAT | os.O_WRONLY | getattr(os, "O_BINARY", 0)
        handle = os.open(folder / HEAD_NAME, flags, 0o600)
        try:
            os.write(handle, text)
            os.ftruncate(handle, len(text))
        finally:
            os.close(handle)


def _holds(connection: Connection, head: Head) -> bool:
    """Tell whether a record holds what a head knew, at the same places."""
    at_seal = "SELECT seal FROM seal WHERE seq = ?"
    at_line = "SELECT chained FROM audit WHERE seq = ?"
    return all(
        not place or connection.exec_driver_sql(asked, (place,)).scalar() == wanted
        for asked, place, wanted in (
            (at_seal, head.seals, head.seal),
            (at_line, head.lines, head.line),
        )
    )
