"""An archive: everything in a record, or about one patient, as text that proves itself.

A zip of canonical JSON, one object a line, with the chains that prove it and a manifest. The same
record gives the same bytes, but for the moment in the manifest. ``README.txt`` inside explains it
to a stranger, ``verify.py`` inside checks it without this program.
"""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass
from typing import IO, TYPE_CHECKING, Any

from ims_notes.domain.canonical import FIRST_SEAL, canonical_json, content_hash

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime
    from uuid import UUID
    from zipfile import ZipFile, ZipInfo

    from ims_notes.domain.chain import SealLine
    from ims_notes.services.ports.archive import Archived, ChainedLine

FORMAT = "ims-notes archive"
VERSION = 1
MANIFEST = "manifest.json"

_NO_DATE = (1980, 1, 1, 0, 0, 0)
_TOLD_EVERY = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What the manifest says of the making; ``pieces`` are the members that explain and verify."""

    at: datetime
    program: str
    pieces: dict[str, bytes]


@dataclass(slots=True)
class _Head:
    """How far the chains had come, as they were written."""

    seals: int = 0
    seal: str = FIRST_SEAL.hex()
    lines: int = 0
    line: str = FIRST_SEAL.hex()


def write_archive(
    target: IO[bytes],
    source: Archived,
    *,
    made: Made,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> dict[str, int]:
    """Write an archive in a stream; return how many lines each of its lists has.

    Args:
        target: where to; an open file that can be sought in.
        source: one moment of the record.
        made: what the manifest says of it.
        progress: is told the notes written and the notes in all; what it raises ends it.
    """
    from zipfile import ZIP_DEFLATED, ZipFile

    head = _Head()
    counts: dict[str, int] = {}
    said: dict[str, dict[str, object]] = {}
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name, texts in sorted(_members(source, head=head, made=made, progress=progress)):
            size, sha256, lines = _write(archive, name, texts=texts)
            said[name] = {"bytes": size, "sha256": sha256}
            if name.endswith(".jsonl") and "/" not in name:
                counts[name.removesuffix(".jsonl")] = lines
        manifest = {
            **{"format": FORMAT, "version": VERSION, "made_at": made.at, "program": made.program},
            **{"patient_id": source.patient_id, "counts": counts, "members": said},
            "head": asdict(head),
        }
        _write(archive, MANIFEST, texts=[canonical_json(manifest).encode() + b"\n"])
    return counts


_Member = tuple[str, "Iterable[bytes]"]


def _members(
    source: Archived, *, head: _Head, made: Made, progress: Callable[[int, int], object]
) -> Iterator[_Member]:
    yield from ((name, [content]) for name, content in made.pieces.items())
    yield "clinic.json", _lines([source.clinic()])
    yield "practitioners.jsonl", _lines(source.practitioners())
    yield "patients.jsonl", _lines(source.patients())
    yield "episodes.jsonl", _lines(source.episodes())
    yield "drafts.jsonl", _lines(source.drafts())
    yield "notes.jsonl", _followed(_texts(source.notes()), source.count_of_notes(), told=progress)
    yield "addenda.jsonl", _texts(source.addenda())
    yield "tombstones.jsonl", _texts(source.tombstones())
    yield "chain.jsonl", _own_chain(source.seals(), head)
    for chain in source.imported():
        yield f"imported/{chain}.jsonl", _lines(source.imported_seals(chain))
    yield "audit.jsonl", _audit(source.audit(), head, only=source.patient_id)


def _write(archive: ZipFile, name: str, *, texts: Iterable[bytes]) -> tuple[int, str, int]:
    """Write a member; return its length, its hash in hex, and how many texts it has."""
    total, size, count = hashlib.sha256(), 0, 0
    # How long it becomes is not known before; the roomier header costs twenty bytes.
    with archive.open(_info(name), "w", force_zip64=True) as member:
        for text in texts:
            member.write(text)
            total.update(text)
            size, count = size + len(text), count + 1
    return size, total.hexdigest(), count


def _info(name: str) -> ZipInfo:
    """Return a member's header, the same on every computer and every day."""
    from zipfile import ZIP_DEFLATED, ZipInfo

    info = ZipInfo(name, _NO_DATE)
    info.compress_type = ZIP_DEFLATED
    info.create_system = 3
    info.external_attr = 0o600 << 16
    return info


def _lines(values: Iterable[object]) -> Iterator[bytes]:
    return (canonical_json(value).encode() + b"\n" for value in values)


def _texts(texts: Iterable[str]) -> Iterator[bytes]:
    return (text.encode() + b"\n" for text in texts)


def _followed(
    lines: Iterator[bytes], total: int, *, told: Callable[[int, int], object]
) -> Iterator[bytes]:
    for done, line in enumerate(lines, 1):
        yield line
        if done % _TOLD_EVERY == 0 or done == total:
            told(done, total)


def _own_chain(seals: Iterable[SealLine], head: _Head) -> Iterator[bytes]:
    for line in seals:
        head.seals, head.seal = line.seq, line.seal
        yield canonical_json(line).encode() + b"\n"


def _audit(lines: Iterable[ChainedLine], head: _Head, *, only: UUID | None) -> Iterator[bytes]:
    """Give the audit; of lines about others only the hash."""
    for line in lines:
        head.lines, head.line = line.seq, line.chained
        names = ("seq", "at", "who", "deed", "patient_id", "on_id")
        chained: dict[str, Any] = {name: getattr(line, name) for name in names}
        if only is None or line.patient_id == only:
            said: dict[str, Any] = {"chained": line.chained, "line": chained}
        else:
            sha256 = content_hash(canonical_json(chained)).hex()
            said = {"chained": line.chained, "seq": line.seq, "sha256": sha256}
        yield canonical_json(said).encode() + b"\n"
