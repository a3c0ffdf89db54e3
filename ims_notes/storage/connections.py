"""Connections to the record: the pragmas of the house, set and asserted on every one."""

import contextlib
import os
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event
from sqlcipher3 import dbapi2 as sqlite

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage.record_file import LOCK_NAME

# Pragma: (what is set, what must stand there afterwards).
PRAGMAS: dict[str, tuple[str, object]] = {
    "journal_mode": ("WAL", "wal"),
    "synchronous": ("FULL", 2),
    "foreign_keys": ("ON", 1),
    "secure_delete": ("ON", 1),
    "trusted_schema": ("OFF", 0),
    "temp_store": ("MEMORY", 2),
    "cache_size": ("-64000", -64000),
}

BUSY_S = 1.5
"""How long a statement waits for another process, in seconds."""

TURN_S = 10.0
"""How long a piece of work waits for its turn on the one writing connection, in seconds."""


def connect(path: Path, *, writing: bool, key: bytes | None = None) -> sqlite.Connection:
    """Open the record with the house's pragmas.

    A reading connection refuses every write. It opens the file for writing where it may, for
    only then does SQLite take its side files (-wal, -shm) away again.

    Args:
        path: the record file.
        writing: false refuses every write.
        key: the record's key of 32 bytes; None for a plain record.

    Raises:
        RecordUnavailable: a pragma did not take.
        sqlite.Error: as ``trouble.in_plain_words`` explains.
    """
    how = "mode=rw" if writing else how_to_read(path)
    connection = sqlite.connect(
        f"{path.absolute().as_uri()}?{how}",
        uri=True,
        timeout=BUSY_S,
        isolation_level=None,
        # The pool hands a connection to one thread at a time; which one may change.
        check_same_thread=False,
    )
    with contextlib.ExitStack() as undo:
        undo.callback(connection.close)
        give_key(connection, key)
        _set(connection, writing=writing)
        undo.pop_all()
    return connection


def how_to_read(path: Path) -> str:
    """Return how a record can be read where it lies, as SQLite's address says it.

    Raises:
        RecordUnavailable: NEEDS_ROOM, its log cannot be read without writing beside it.
    """
    log, shared = (path.with_name(path.name + end) for end in ("-wal", "-shm"))
    has_log = log.exists() and log.stat().st_size > 0
    if os.access(path.parent, os.W_OK):
        # Whoever reads what a crash left may not write the log into the record when leaving.
        may_tidy = os.access(path, os.W_OK) and (not has_log or is_in_use(path.parent))
        return "mode=rw" if may_tidy else "mode=ro"
    if not has_log:
        # Nobody writes here, so SQLite need not make the side files that it cannot make.
        return "mode=ro&immutable=1"
    if not shared.exists():
        raise RecordUnavailable(Trouble.NEEDS_ROOM, path=str(path))
    return "mode=ro"


def is_in_use(folder: Path) -> bool:
    """Tell whether a running process holds the writer's lock, without Qt and without waiting."""
    try:
        pid = int((folder / LOCK_NAME).read_bytes().split(b"\n", 1)[0])
    except FileNotFoundError:
        return False
    except (OSError, ValueError):
        return os.name == "nt"  # Windows lets nobody read a lock that is held.
    if os.name == "nt":
        return True
    try:
        os.kill(pid, 0)
    except PermissionError:
        return True
    except (OSError, OverflowError):
        return False
    return True


def give_key(connection: sqlite.Connection, key: bytes | None) -> None:
    """Let a new connection read an encrypted record; the first thing said on it."""
    # SQLCipher would tell of a wrong key on stderr; the exception says it.
    connection.execute("PRAGMA cipher_log_level=NONE")
    if key is not None:
        # The raw key itself: nothing is derived, so opening costs nothing more.
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")


def _set(connection: sqlite.Connection, *, writing: bool) -> None:
    for name, (value, wanted) in PRAGMAS.items():
        if name == "journal_mode" and not writing:
            continue  # It belongs to the file: a reader leaves it; `check` reports it.
        connection.execute(f"PRAGMA {name}={value}")
        (found,) = connection.execute(f"PRAGMA {name}").fetchone()
        if found != wanted:
            raise RecordUnavailable(Trouble.DISK_FAULT, pragma=name, found=found)
    if not writing:
        connection.execute("PRAGMA query_only=ON")


def engine(path: Path, *, writing: bool, key: bytes | None = None) -> Engine:
    """Return an engine with one writing connection, or with two reading ones.

    Nothing is opened yet.
    """
    made = create_engine(
        "sqlite://",
        module=sqlite,
        creator=lambda: connect(path, writing=writing, key=key),
        poolclass=QueuePool,
        pool_size=1 if writing else 2,
        max_overflow=0,
        pool_timeout=TURN_S,
        hide_parameters=True,
    )
    # With the driver's own transactions a killed migration left a half-migrated file.
    begin = "BEGIN IMMEDIATE" if writing else "BEGIN"

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return made


def scalar(connection: sqlite.Connection, statement: str) -> Any:  # noqa: ANN401
    """Return the first value of a statement's first row; None without a row."""
    row = connection.execute(statement).fetchone()
    return None if row is None else row[0]


def revision_of(path: Path, *, key: bytes | None = None) -> str:
    """Return the migration that a record stands at.

    Raises:
        RecordUnavailable: nothing says, so it is no whole record.
    """
    with contextlib.closing(connect(path, writing=False, key=key)) as connection:
        asked = "SELECT count(*) FROM sqlite_master WHERE name = 'alembic_version'"
        known = scalar(connection, asked)
        found = known and scalar(connection, "SELECT version_num FROM alembic_version")
    if not found:
        raise RecordUnavailable(Trouble.DAMAGED, path=str(path))
    return str(found)
