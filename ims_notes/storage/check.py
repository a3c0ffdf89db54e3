"""Proves a record: its file, its tables and triggers, its chains, every signed note.

A practitioner or a patient may be renamed: what a note says of both is what was signed, and that
is proved. Their own lines, episodes, drafts and the day's list may change and are not sealed.
"""

import contextlib
import os
import stat
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from uuid import UUID

from sqlalchemy import Connection

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage.check_audit import prove_audit
from ims_notes.storage.check_chains import UNREADABLE, Chain, Problem, problem
from ims_notes.storage.check_notes import prove_addenda, prove_notes
from ims_notes.storage.check_search import prove_search
from ims_notes.storage.check_tombstones import prove_tombstones
from ims_notes.storage.connections import engine
from ims_notes.storage.heads import Head, is_miscounted, lost, read_head
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import HEAD_NAME, record_path

_MOST_LINES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was proved, and what was found wrong.

    ``has_head`` is false where nothing beside the record says how far it had come: then an older
    copy, or newest entries cut off, cannot be noticed. That alone is nothing wrong.
    """

    problems: tuple[Problem, ...]
    notes: int = 0
    addenda: int = 0
    seals: int = 0
    tombstones: int = 0
    imported: int = 0
    audit_lines: int = 0
    has_head: bool = True


def check_record(
    folder: Path,
    *,
    key: bytes | None = None,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> Checked:
    """Prove the record in a folder, also beside a running window; nothing is changed.

    Args:
        folder: where it lies.
        key: its key; None for a plain record.
        progress: is told the notes proved and the notes in all; what it raises ends the check.

    Raises:
        RecordUnavailable: there is none, it is of another version, or SQLite cannot read it
            at all.
    """
    with Record.read(folder, key=key) as record:
        # Read first: a window beside us moves the record on, and then its head.
        head = read_head(folder)
        try:
            with record.look() as work:
                checked = _prove(work.connection, record, progress=progress)
                beside = _head(work.connection, folder, head=head)
                return replace(
                    checked,
                    problems=(*checked.problems, *beside),
                    has_head=(folder / HEAD_NAME).exists(),
                )
        except RecordUnavailable as error:
            if error.trouble is not Trouble.DAMAGED:
                raise
            return Checked(problems=(problem("integrity", said="pages cannot be read"),))


def _prove(
    connection: Connection, record: Record, *, progress: Callable[[int, int], object]
) -> Checked:
    problems = list(_file(connection, record))
    if any(each.code == "integrity" for each in problems):
        return Checked(problems=tuple(problems))  # On broken pages nothing more can be proved.
    problems += [*_references(connection), *_schema(connection)]
    try:
        proved = _chains(connection, progress)
    except UNREADABLE:
        # A value of the wrong kind: no program wrote that here.
        proved = Checked(problems=(problem("rows_unreadable"),))
    return replace(proved, problems=(*problems, *proved.problems))


def _chains(connection: Connection, progress: Callable[[int, int], object]) -> Checked:
    chain = Chain(connection)
    tombstones, about_tombstones = prove_tombstones(connection, chain)
    notes, about_notes = prove_notes(connection, chain, progress=progress)
    addenda, about_addenda = prove_addenda(connection, chain)
    imported: Counter[UUID] = Counter(n for n in notes if not chain.is_own("note", n))
    imported.update(n for n, number in addenda if not chain.is_own("addendum", n, number=number))
    lines, about_audit = prove_audit(connection, chain, imported=imported)
    return Checked(
        problems=(
            *(*chain.problems, *about_tombstones, *about_notes, *about_addenda),
            *(*about_audit, *prove_search(connection)),
        ),
        notes=len(notes),
        addenda=len(addenda),
        seals=chain.count,
        tombstones=tombstones,
        imported=chain.imported,
        audit_lines=lines,
    )


def _head(connection: Connection, folder: Path, *, head: Head | None) -> Iterator[Problem]:
    """Compare with the head beside the record, which knows how far it had come."""
    if head is None:
        if (folder / HEAD_NAME).exists():
            yield problem("head_unreadable")
        return
    missing = lost(connection, head)
    if missing is None:
        if is_miscounted(connection, head):
            yield problem("head_altered")
    elif missing.notes is None:
        yield problem("head_other")
    else:
        yield problem("head_ahead", notes=missing.notes, seals=missing.seals, lines=missing.lines)


def _file(connection: Connection, record: Record) -> Iterator[Problem]:
    if os.name == "posix" and stat.S_IMODE(record.path.stat().st_mode) & 0o077:
        yield problem("open_to_others")
    mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    if mode != "wal":
        yield problem("journal_mode", found=mode)
    if record.key is not None:
        # Each page of an encrypted record carries its own proof, also pages that nothing reads.
        torn = connection.exec_driver_sql("PRAGMA cipher_integrity_check").scalars()
        yield from (problem("integrity", said=each) for each in torn.fetchmany(_MOST_LINES))
    said = connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST_LINES})").scalars()
    yield from (problem("integrity", said=each) for each in said if each != "ok")


def _references(connection: Connection) -> Iterator[Problem]:
    loose = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchmany(_MOST_LINES)
    yield from (problem("foreign_key", table=row[0]) for row in loose)


def _schema(connection: Connection) -> Iterator[Problem]:
    """Compare tables, indexes and triggers with those of a record made this moment."""
    found, expected = _objects(connection), _expected()
    for name in sorted(found.keys() | expected.keys()):
        if name not in found:
            yield problem("schema_missing", name=name)
        elif name not in expected:
            yield problem("schema_added", name=name)
        elif found[name] != expected[name]:
            yield problem("schema_changed", name=name)


def _objects(connection: Connection) -> dict[str, tuple[str, str]]:
    rows = connection.exec_driver_sql(
        "SELECT name, type, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    )
    return {name: (kind, sql) for name, kind, sql in rows}


@cache
def _expected() -> dict[str, tuple[str, str]]:
    from ims_notes.storage import migrate

    with tempfile.TemporaryDirectory() as folder:
        path = record_path(Path(folder))
        migrate.upgrade(path)
        reader = engine(path, writing=False)
        with contextlib.closing(reader.connect()) as connection:
            expected = _objects(connection)
        reader.dispose()
    return expected
