"""The log that a crash leaves beside the record (`-wal`): proved to fit before it is used.

SQLite takes any whole log for the record's own, and writes it into the file at the next chance: one
that belongs to another record, or to an older copy, would destroy what it is put beside. So what
the two give together is looked at first, through a connection that can write neither.
"""

import contextlib
from pathlib import Path

from sqlalchemy import NullPool, create_engine
from sqlcipher3 import dbapi2 as sqlite

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage.connections import give_key, how_to_read, scalar
from ims_notes.storage.heads import Head, Lost, lost
from ims_notes.storage.trouble import in_plain_words

LARGEST_PROVED = 256 * 1024 * 1024
"""A file larger than this, in bytes, is compared with its head alone: a start may not wait."""

_UNSOUND = (sqlite.Error, UnicodeDecodeError)
"""The second where SQLite quotes what damage has made unreadable."""

_WITH_LOG, _ALONE = "mode=ro", "mode=ro&immutable=1"


def has_log(path: Path) -> bool:
    """Tell whether a log with something in it lies beside a record."""
    with contextlib.suppress(OSError):
        return log_path(path).stat().st_size > 0
    return False


def log_path(path: Path) -> Path:
    """Return where a record's log lies."""
    return path.with_name(path.name + "-wal")


def refuse_unfolded(path: Path) -> None:
    """Refuse to give a closed record its name while a part of it still lies in its log.

    On a full disk SQLite closes without a word where it cannot fold the log into the file.

    Raises:
        RecordUnavailable: DISK_FULL.
    """
    if has_log(path):
        raise RecordUnavailable(Trouble.DISK_FULL, path=str(path))


def prove_log(path: Path, *, key: bytes | None, kept: Head | None) -> Lost | None:
    """Return what record and log lack together; None where nothing. Changes neither of them.

    Args:
        path: the record file.
        key: its key; None for a plain record.
        kept: the head kept beside the record, if any.

    Raises:
        RecordUnavailable: LOG_MISPAIRED, the record alone is sound and with the log it is not;
            DAMAGED, neither is; NEEDS_ROOM, the log cannot be read where nothing is written.
    """
    how_to_read(path)
    if _is_sound(path, _WITH_LOG, key=key):
        return _lost(path, key=key, kept=kept)
    if not _is_sound(path, _ALONE, key=key):
        if key is not None and not _is_readable(path, key):
            return None  # It is the key that does not fit: whoever opens the record says so.
        raise RecordUnavailable(Trouble.DAMAGED, path=str(path))
    raise RecordUnavailable(Trouble.LOG_MISPAIRED, path=str(path))


def set_log_aside(path: Path) -> None:
    """Keep a log that does not fit under another name in the same folder.

    Raises:
        OSError: the folder cannot be written.
    """
    log = log_path(path)
    names = (log.with_name(f"{log.name}.set-aside-{number}") for number in range(1, 10_000))
    log.rename(next(name for name in names if not name.exists()))
    path.with_name(path.name + "-shm").unlink(missing_ok=True)


def _is_sound(path: Path, how: str, *, key: bytes | None) -> bool:
    is_small = path.stat().st_size <= LARGEST_PROVED
    asked = "PRAGMA quick_check(1)" if is_small else "SELECT count(*) FROM sqlite_master"
    try:
        with contextlib.closing(_connect(path, how, key=key)) as connection:
            return scalar(connection, asked) == "ok" if is_small else True
    except _UNSOUND:
        return False


def _is_readable(path: Path, key: bytes) -> bool:
    try:
        with contextlib.closing(_connect(path, _ALONE, key=key)) as connection:
            return scalar(connection, "SELECT count(*) FROM sqlite_master") is not None
    except _UNSOUND:
        return False


def _lost(path: Path, *, key: bytes | None, kept: Head | None) -> Lost | None:
    if kept is None:
        return None
    reading = create_engine(
        "sqlite://",
        module=sqlite,
        creator=lambda: _connect(path, _WITH_LOG, key=key),
        poolclass=NullPool,
        hide_parameters=True,
    )
    with in_plain_words(), reading.connect() as connection:
        return lost(connection, kept)


def _connect(path: Path, how: str, *, key: bytes | None) -> sqlite.Connection:
    made = sqlite.connect(f"{path.absolute().as_uri()}?{how}", uri=True, isolation_level=None)
    give_key(made, key)
    return made
