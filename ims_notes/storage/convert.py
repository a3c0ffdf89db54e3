"""Encrypts a plain record, and makes an encrypted one plain: whole, or not at all.

The record is written anew beside itself, proved, and only then takes the old one's name. Killed at
any moment, the folder holds the old record or the new one with what opens it: the key file is
there before an encrypted record has its name, and goes only after a plain one has.
"""

import contextlib
import os
from pathlib import Path

from sqlcipher3 import dbapi2 as sqlite

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage.connections import BUSY_S, give_key, scalar
from ims_notes.storage.copying import stated, stated_in
from ims_notes.storage.keys import Keys, keys_path, write_keys
from ims_notes.storage.lock import WriterLock
from ims_notes.storage.record_file import (
    is_encrypted,
    make_file,
    on_disk,
    record_path,
    refuse_unusable,
    settle,
)
from ims_notes.storage.trouble import in_plain_words

_AT_ONCE = 1 << 20


def encrypt_record(folder: Path, *, key: bytes, keys: Keys) -> None:
    """Encrypt a closed plain record with this key; copies made before migrations too.

    Raises:
        RecordUnavailable: in use, damaged, or the disk is in the way; it is plain as before.
    """
    with WriterLock(folder):
        path = record_path(folder)
        refuse_unusable(path)
        write_keys(keys_path(folder), keys)
        for each in (*_copies(path), path):
            if not is_encrypted(each):
                _rewrite(each, old=None, new=key)


def decrypt_record(folder: Path, *, key: bytes) -> None:
    """Make a closed encrypted record plain.

    Raises:
        RecordUnavailable: in use, damaged, another key, or the disk is in the way; it is
            encrypted as before.
    """
    with WriterLock(folder):
        path = record_path(folder)
        refuse_unusable(path)
        for each in (*_copies(path), path):
            if is_encrypted(each):
                _rewrite(each, old=key, new=None)
        with on_disk(path):
            keys_path(folder).unlink(missing_ok=True)


def _copies(path: Path) -> list[Path]:
    """Return the copies that migrations left beside the record."""
    return [each for each in path.parent.glob(f"{path.name}.before-*") if each.is_file()]


def _rewrite(path: Path, *, old: bytes | None, new: bytes | None) -> None:
    unnamed = path.with_name(f".{path.name}.new")
    make_file(unnamed)
    try:
        with in_plain_words(), contextlib.closing(_alone(path, old)) as source:
            wanted = stated(source)
            _export(source, unnamed, key=new)
            found = stated_in(unnamed, key=new)
        if found != ("ok", *wanted):
            raise RecordUnavailable(Trouble.DAMAGED, path=str(path))
        with on_disk(path), path.open("r+b") as replaced:
            settle(unnamed, path)
            if new is not None:
                _overwrite(replaced.fileno())
    finally:
        unnamed.unlink(missing_ok=True)


def _alone(path: Path, key: bytes | None) -> sqlite.Connection:
    """Open a record that nobody else has open, and fold its log into it for good.

    Raises:
        RecordUnavailable: BUSY, somebody else has it open.
    """
    connection = sqlite.connect(str(path), isolation_level=None, timeout=BUSY_S)
    with contextlib.ExitStack() as undo:
        undo.callback(connection.close)
        give_key(connection, key)
        if scalar(connection, "PRAGMA journal_mode=DELETE") != "delete":
            raise RecordUnavailable(Trouble.BUSY, path=str(path))
        connection.execute("PRAGMA temp_store=MEMORY")
        undo.pop_all()
    return connection


def _export(source: sqlite.Connection, target: Path, *, key: bytes | None) -> None:
    secret = "" if key is None else f"x'{key.hex()}'"
    source.execute("ATTACH DATABASE ? AS made KEY ?", (str(target), secret))
    source.execute("SELECT sqlcipher_export('made')")
    for name in ("application_id", "user_version"):
        source.execute(f"PRAGMA made.{name}={scalar(source, f'PRAGMA main.{name}')}")
    # As every record in use: else a check would find it in another mode until it is next opened.
    source.execute("PRAGMA made.journal_mode=WAL")
    source.execute("DETACH DATABASE made")


def _overwrite(handle: int) -> None:
    """Overwrite the plain file that has just lost its name.

    What a disk keeps of it elsewhere (spare cells, snapshots) no program can reach.
    """
    with contextlib.suppress(OSError):
        left = os.fstat(handle).st_size
        os.lseek(handle, 0, os.SEEK_SET)
        while left > 0:
            left -= os.write(handle, bytes(min(left, _AT_ONCE)))
        os.fsync(handle)
