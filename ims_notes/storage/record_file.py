"""The record file as the file system sees it, judged before SQLite touches it."""

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble

FILE_NAME = "ims-notes.record"
NEW_NAME = ".ims-notes.record.new"
LOCK_NAME = "ims-notes.lock"
KEYS_NAME = "ims-notes.keys"
HEAD_NAME = "ims-notes.head"
TRIES_NAME = "ims-notes.tries"

_OWN = (FILE_NAME, LOCK_NAME, KEYS_NAME, HEAD_NAME, TRIES_NAME)

APPLICATION_ID = int.from_bytes(b"IMSn", "big")
"""Stands in the file's header and says whose it is."""

SCHEMA = 2
"""Counts the migrations; stands in the file's header as the user version."""

HEAD = "0002"
"""The newest migration. Known here so that Alembic is imported only to migrate."""

_HEADER = 100
_PLAIN = b"SQLite format 3\0"
_PAGE = 4096
"""An encrypted record is written in pages of this size, in bytes."""


def record_path(folder: Path) -> Path:
    """Return where the record lies in its folder."""
    return folder / FILE_NAME


def refuse_unusable(path: Path) -> None:
    """Read the header as plain bytes and refuse what this program cannot use.

    The file is not touched: SQLite has not opened it yet.

    Raises:
        RecordUnavailable: none there, foreign, newer, damaged, or not a record at all.
    """
    header = _header(path)
    size = path.stat().st_size
    if size == 0:
        raise RecordUnavailable(Trouble.DAMAGED, path=str(path), size=0)
    if header[:16] != _PLAIN:
        _refuse_noise(path, size)
        return
    if len(header) < _HEADER:
        raise RecordUnavailable(Trouble.DAMAGED, path=str(path), size=size)
    if _number(header, 68) != APPLICATION_ID:
        raise RecordUnavailable(Trouble.FOREIGN, path=str(path))
    if _number(header, 60) > SCHEMA:
        raise RecordUnavailable(Trouble.NEWER, path=str(path), version=_number(header, 60))
    if size < _promised(header) and not _has_log(path):
        raise RecordUnavailable(Trouble.DAMAGED, path=str(path), size=size)


def is_encrypted(path: Path) -> bool:
    """Tell whether a record's file is encrypted: it does not begin as a plain one does.

    Raises:
        RecordUnavailable: there is none, or it cannot be read.
    """
    return _header(path)[:16] != _PLAIN


def refuse_own_file(path: Path) -> None:
    """Refuse to write over what a record or a backup consists of, in whatever folder.

    Whoever exports may name any file, also one that is all they have of their notes.

    Raises:
        RuleBroken: FILE_OF_A_RECORD.
    """
    name = path.resolve().name.casefold()
    if name.startswith(_OWN) or (name.startswith("ims-notes-") and name.endswith(".backup")):
        raise RuleBroken(Rule.FILE_OF_A_RECORD, path=str(path))


def make_folder(folder: Path) -> None:
    """Make the folder, closed to other people, or refuse one that holds anything.

    Raises:
        RecordUnavailable: it is not empty, or cannot be made.
    """
    with on_disk(folder):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        # What a creation that was cut short leaves behind is nobody's data.
        found = [p.name for p in folder.iterdir() if not p.name.startswith(_LEFT_BEHIND)]
    if found:
        raise RecordUnavailable(Trouble.NOT_EMPTY, path=str(folder))


def make_file(path: Path) -> None:
    """Make an empty file that only its owner can read, in place of a left-over one.

    Raises:
        RecordUnavailable: the folder cannot be written.
    """
    with on_disk(path):
        for end in ("", "-wal", "-shm", "-journal"):
            path.with_name(path.name + end).unlink(missing_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))


def sweep_unfinished(folder: Path) -> None:
    """Take away files that never got their name, for whoever holds the lock.

    A conversion that was killed leaves one that anybody can read beside an encrypted record.
    """
    for name in (f".{FILE_NAME}*.new*", f".{KEYS_NAME}.new"):
        for left in folder.glob(name):
            with suppress(OSError):
                left.unlink()


def close_to_others(path: Path) -> None:
    """Take away everybody else's rights to the file, where the system knows rights.

    Raises:
        RecordUnavailable: the file is somebody else's.
    """
    with on_disk(path):
        if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
            path.chmod(0o600)


def settle(source: Path, target: Path) -> None:
    """Give a finished file its name for good: file synced, renamed, folder synced.

    Raises:
        RecordUnavailable: the disk is in the way; the target is as it was.
    """
    with on_disk(target):
        _sync(source)
        os.replace(source, target)
        if os.name == "posix":
            _sync(target.parent)


@contextmanager
def on_disk(path: Path) -> Iterator[None]:
    """Turn the file system's errors into the record's.

    Raises:
        RecordUnavailable: DISK_FULL or NOT_WRITABLE.
    """
    try:
        yield
    except OSError as error:
        full = error.errno == errno.ENOSPC
        trouble = Trouble.DISK_FULL if full else Trouble.NOT_WRITABLE
        raise RecordUnavailable(trouble, path=str(path)) from error


_LEFT_BEHIND = (NEW_NAME, LOCK_NAME, KEYS_NAME, f".{KEYS_NAME}", HEAD_NAME, TRIES_NAME)
"""What a creation that was cut short may leave."""

_NOISE = 240
"""More different byte values than any other kind of file has in its first page."""


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _header(path: Path) -> bytes:
    try:
        # A pipe of that name would let whoever opens it wait for ever.
        if not stat.S_ISREG(path.stat().st_mode):
            raise RecordUnavailable(Trouble.NOT_A_RECORD, path=str(path))
        with path.open("rb") as file:
            return file.read(_HEADER)
    except FileNotFoundError:
        raise RecordUnavailable(Trouble.NO_RECORD, path=str(path)) from None
    except OSError as error:
        raise RecordUnavailable(Trouble.DISK_FAULT, path=str(path)) from error


def _refuse_noise(path: Path, size: int) -> None:
    """Refuse what is neither a plain record nor, by its key file and size, an encrypted one."""
    has_keys = path.with_name(KEYS_NAME).exists()
    if size < _PAGE or (size % _PAGE and not _has_log(path)):
        trouble = Trouble.DAMAGED if has_keys else Trouble.NOT_A_RECORD
        raise RecordUnavailable(trouble, path=str(path), size=size)
    if has_keys:
        return
    with path.open("rb") as file:
        # Encrypted pages are noise: nearly every byte value occurs in the first of them.
        is_noise = len(set(file.read(_PAGE))) > _NOISE
    trouble = Trouble.KEYS_MISSING if is_noise else Trouble.NOT_A_RECORD
    raise RecordUnavailable(trouble, path=str(path))


def _number(header: bytes, offset: int) -> int:
    return int.from_bytes(header[offset : offset + 4], "big")


def _promised(header: bytes) -> int:
    """Return the size that the header promises, in bytes."""
    page = int.from_bytes(header[16:18], "big")
    return _number(header, 28) * (65_536 if page == 1 else page)


def _has_log(path: Path) -> bool:
    log = path.with_name(path.name + "-wal")
    return log.exists() and log.stat().st_size > 0
