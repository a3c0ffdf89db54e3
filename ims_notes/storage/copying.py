"""Copies a record while it is in use: by SQLite's own backup, proved before it gets its name."""

import contextlib
from collections.abc import Callable
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage.connections import connect, give_key, scalar
from ims_notes.storage.record_file import make_file, settle
from ims_notes.storage.trouble import in_plain_words

PAGES_AT_ONCE = 2048
"""How many pages are copied between two reports of progress: 8 MB."""

Progress = Callable[[int, int], object]
"""Is told how much is done and how much it is in all; what it raises ends the work."""


def copy_whole(
    path: Path,
    target: Path,
    *,
    key: bytes | None,
    progress: Progress = lambda done, total: None,
) -> None:
    """Copy a record as it is at one moment, prove the copy, and give it its name for good.

    Writers go on meanwhile. The copy has the same key. What `progress` raises ends the copying.

    Args:
        path: the record file.
        target: the copy's name; an earlier file of that name is replaced.
        key: the record's key; None for a plain record.
        progress: is told pages done and pages in all.

    Raises:
        RecordUnavailable: the copy is not whole; nothing has that name then.
    """
    unnamed = target.with_name(f".{target.name}.new")
    try:
        wanted = copy_unproved(path, unnamed, key=key, progress=progress)
        if stated_in(unnamed, key=key) != ("ok", *wanted):
            raise RecordUnavailable(Trouble.DAMAGED, path=str(path))
        settle(unnamed, target)
    finally:
        unnamed.unlink(missing_ok=True)


def copy_unproved(
    path: Path, target: Path, *, key: bytes | None, progress: Progress
) -> tuple[object, ...]:
    """Copy a record as it is at one moment and return what it states; nothing is proved yet.

    Raises:
        RecordUnavailable: the record cannot be read, or the copy not be written.
    """
    make_file(target)
    with in_plain_words(), contextlib.closing(connect(path, writing=False, key=key)) as source:
        # One moment of the record: without it every commit would begin the copy anew.
        source.execute("BEGIN")
        wanted = stated(source)
        with contextlib.closing(_empty(target, key)) as copy:
            # Nobody misses a copy that was cut short: it needs no journal, and it is brought to
            # the disk as a whole when it gets its name.
            for pragma in ("journal_mode=OFF", "synchronous=OFF", "cache_size=16"):
                copy.execute(f"PRAGMA {pragma}")
            source.backup(
                copy,
                pages=PAGES_AT_ONCE,
                progress=lambda _status, left, total: progress(total - left, total),
            )
    return wanted


def stated(connection: sqlite.Connection) -> tuple[object, ...]:
    """Return what a whole copy has in common with its record: counts and the chains' heads."""
    asked = (
        "SELECT count(*) FROM note",
        "SELECT count(*) FROM patient",
        "SELECT count(*) FROM audit",
        "SELECT seal FROM seal ORDER BY seq DESC LIMIT 1",
        "SELECT chained FROM audit ORDER BY seq DESC LIMIT 1",
    )
    return tuple(scalar(connection, each) for each in asked)


def stated_in(path: Path, *, key: bytes | None) -> tuple[object, ...]:
    """Return a copy's soundness ("ok") and what it states, read anew from the disk."""
    with in_plain_words(), contextlib.closing(_empty(path, key)) as connection:
        sound = scalar(connection, "PRAGMA integrity_check")
        return (sound, *stated(connection))


def _empty(path: Path, key: bytes | None) -> sqlite.Connection:
    """Open a file that nobody else knows yet, without the side files of a record in use."""
    connection = sqlite.connect(str(path), isolation_level=None, check_same_thread=False)
    give_key(connection, key)
    return connection
