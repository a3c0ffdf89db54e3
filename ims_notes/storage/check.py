"""Proves a record: its file, its tables and triggers, its chains, every signed note."""

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from sqlalchemy import Connection

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage.check_audit import prove_audit
from ims_notes.storage.check_notes import (
    UNREADABLE,
    Chain,
    Problem,
    problem,
    prove_addenda,
    prove_notes,
)
from ims_notes.storage.check_search import prove_search
from ims_notes.storage.connections import engine
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import record_path

_MOST_LINES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was proved, and what was found wrong."""

    problems: tuple[Problem, ...]
    notes: int = 0
    addenda: int = 0
    seals: int = 0
    audit_lines: int = 0


def check_record(folder: Path, *, key: bytes | None = None) -> Checked:
    """Prove the record in a folder, also beside a running window; nothing is changed.

    Raises:
        RecordUnavailable: there is none, it is of another version, or SQLite cannot read it
            at all.
    """
    with Record.read(folder, key=key) as record:
        try:
            with record.look() as work:
                return _prove(work.connection, record.path)
        except RecordUnavailable as error:
            if error.trouble is not Trouble.DAMAGED:
                raise
            return Checked(problems=(problem("integrity", said="pages cannot be read"),))


def _prove(connection: Connection, path: Path) -> Checked:
    problems = list(_file(connection, path))
    if any(each.code == "integrity" for each in problems):
        return Checked(problems=tuple(problems))  # On broken pages nothing more can be proved.
    problems += [*_references(connection), *_schema(connection)]
    try:
        proved = _chains(connection)
    except UNREADABLE:
        # A value of the wrong kind: no program wrote that here.
        proved = Checked(problems=(problem("rows_unreadable"),))
    return replace(proved, problems=(*problems, *proved.problems))


def _chains(connection: Connection) -> Checked:
    chain = Chain(connection)
    notes, about_notes = prove_notes(connection, chain)
    addenda, about_addenda = prove_addenda(connection, chain)
    lines, about_audit = prove_audit(connection, chain)
    about_search = prove_search(connection)
    return Checked(
        problems=(*chain.problems, *about_notes, *about_addenda, *about_audit, *about_search),
        notes=notes,
        addenda=addenda,
        seals=chain.count,
        audit_lines=lines,
    )


def _file(connection: Connection, path: Path) -> Iterator[Problem]:
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        yield problem("open_to_others")
    mode = connection.exec_driver_sql("PRAGMA journal_mode").scalar()
    if mode != "wal":
        yield problem("journal_mode", found=mode)
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
