"""A chain of seals written down, line by line, as archives hold it and one record hands another.

The chain of an imported archive stands beside the record's own. It is known by the hash of its
lines, which binds not only the seals, but also what each of them seals.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from ims_notes.domain.canonical import canonical_json

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True, slots=True, kw_only=True)
class SealLine:
    """One seal.

    Attributes:
        seq: its place in the chain, from 1.
        kind: what is sealed: ``note``, ``addendum``, ``tombstone`` or ``import``.
        note_id: which note; for an import the id of the chain.
        number: the addendum's number, from 1; 0 otherwise.
        content_sha256: the hash of what is sealed, in hex.
        seal: the seal, in hex.
    """

    seq: int
    kind: str
    note_id: UUID
    number: int
    content_sha256: str
    seal: str


def chain_hash(lines: Iterable[SealLine]) -> bytes:
    """Return the SHA-256 of a chain written down, each line ended by a line feed."""
    total = hashlib.sha256()
    for line in lines:
        total.update(canonical_json(line).encode() + b"\n")
    return total.digest()


def chain_id(sha256: bytes) -> UUID:
    """Return the id by which a chain of this hash is known: a version-8 UUID (RFC 9562)."""
    number = int.from_bytes(sha256[:16], "big") & ~(0xF << 76) & ~(0b11 << 62)
    return UUID(int=number | 8 << 76 | 0b10 << 62)
