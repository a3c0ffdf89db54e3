"""Proves a record: its file, its tables and triggers, its chains, every signed note."""

import contextlib
import os
import stat
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, select

from ims_notes.domain.canonical import FIRST_SEAL
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage.audit import LINE, chained
from ims_notes.storage.check_notes import (
    UNREADABLE,
    Chain,
    Problem,
    problem,
    prove_addenda,
    prove_notes,
)
from ims_notes.storage.connections import engine
from ims_notes.storage.record_file import record_path, refuse_unusable
from ims_notes.storage.tables import AuditRow
from ims_notes.storage.trouble import in_plain_words

_MOST_LINES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What was proved, and what was found wrong."""

    problems: tuple[Problem, ...]
    notes: int = 0
    addenda: int = 0
    seals: int = 0
    audit_lines: int = 0


def check_record(folder: Path) -> Checked:
    """Prove the record in a folder, also beside a running window; nothing is changed.

    Raises:
        RecordUnavailable: there is none, or SQLite cannot read it at all.
    """
    path = record_path(folder)
    refuse_unusable(path)
    reader = engine(path, writing=False)
    try:
        with in_plain_words(), reader.begin() as connection:
            return _prove(connection, path)
    except RecordUnavailable as error:
        if error.trouble is not Trouble.DAMAGED:
            raise
        return Checked(problems=(problem("integrity", said="pages cannot be read"),))
    finally:
        reader.dispose()


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
    lines, about_audit = _audit(connection, chain)
    return Checked(
        problems=(*chain.problems, *about_notes, *about_addenda, *about_audit),
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


def _audit(connection: Connection, chain: Chain) -> tuple[int, list[Problem]]:
    found = []
    head, last, count = FIRST_SEAL, 0, 0
    for row in connection.execute(select(AuditRow.__table__).order_by(AuditRow.seq)):
        if row.seq != last + 1:
            found.append(problem("audit_missing", before=row.seq))
        if row.chained != chained(head, {name: getattr(row, name) for name in LINE}):
            found.append(problem("audit_broken", line=row.seq))
        if row.deed == "note.signed" and chain.of("note", row.on_id) is None:
            found.append(problem("seal_cut_off", note=row.on_id))
        head, last, count = row.chained, row.seq, count + 1
    return count, found
