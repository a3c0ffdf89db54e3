"""Restores a backup: beside the record first, proved and brought up to date, then in its place."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from ims_notes.domain.audit import Deed
from ims_notes.domain.backups import Manifest
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.services.clock import in_zone
from ims_notes.storage import backup_file
from ims_notes.storage.backup_facts import facts
from ims_notes.storage.backup_file import Reported
from ims_notes.storage.backups import WORKING, sweep, working
from ims_notes.storage.check import Checked, check_record
from ims_notes.storage.connections import scalar
from ims_notes.storage.convert import encrypt_record
from ims_notes.storage.keys import Keys, keys_from
from ims_notes.storage.lock import WriterLock
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import (
    FILE_NAME,
    KEYS_NAME,
    LOCK_NAME,
    on_disk,
    record_path,
)
from ims_notes.storage.swapping import BEFORE, finish_swap_locked, swap
from ims_notes.storage.unfinished_log import refuse_unfolded


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What was restored, and where the record that it replaced is kept."""

    manifest: Manifest
    kept_at: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What trying a backup showed."""

    manifest: Manifest
    checked: Checked


def keys_in(path: Path) -> Keys | None:
    """Return the wrapped keys that a backup holds; None for a plain one.

    Raises:
        RecordUnavailable: it is no backup, or damaged.
    """
    with backup_file.opened(path) as pack_:
        if not backup_file.manifest_in(pack_, path).encrypted:
            return None
        try:
            return keys_from(backup_file.small(pack_, KEYS_NAME))
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
            raise RecordUnavailable(Trouble.BACKUP_DAMAGED, path=str(path)) from None


def restore(
    path: Path,
    folder: Path,
    *,
    key: bytes | None,
    replace: bool,
    who: str,
    now: datetime,
    told: Reported = lambda _count: None,
    encrypt: tuple[bytes, Keys] | None = None,
) -> Restored:
    """Put a backup's record into a folder; the one that it replaces is kept beside it.

    Args:
        path: the backup.
        folder: the record's folder; nobody may have its record open.
        key: the key of the backup's record; None for a plain one.
        replace: may a record that lies there be replaced?
        who: whose name the audit's line carries.
        now: its moment, aware.
        told: is told how many bytes more are unpacked; what it raises ends the work, and nothing
            was changed.
        encrypt: a key and its wrapped keys, to encrypt a plain backup's record with.

    Raises:
        RecordUnavailable: NOT_EMPTY, LOCKED, no backup, a damaged one, or the disk is in the way;
            what was in the folder is still in place.
    """
    with _made(folder), WriterLock(folder):
        finish_swap_locked(folder)
        sweep(folder)
        if not replace:
            _refuse_full(folder)
        with working(folder) as room:
            ready, manifest = _unpacked(path, room, key=key, told=told)
            if encrypt is not None and not manifest.encrypted:
                encrypt_record(ready, key=encrypt[0], keys=encrypt[1])
                key = encrypt[0]
            _make_ready(ready, key=key, who=who, now=now)
            before = f"{BEFORE}{in_zone(now, manifest.zone):%Y-%m-%d-%H%M%S}"
            kept_at = swap(folder, ready, before=_free(folder, before))
    return Restored(manifest=manifest, kept_at=kept_at)


@contextlib.contextmanager
def _made(folder: Path) -> Iterator[None]:
    """Make a folder where it is missing; take it away again if nothing came into it."""
    with on_disk(folder):
        new = [each for each in (folder, *folder.parents) if not each.exists()]
    with contextlib.ExitStack() as undo:
        for each in reversed(new):
            undo.callback(_drop_empty, each)
        with on_disk(folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        yield


def _drop_empty(folder: Path) -> None:
    with contextlib.suppress(OSError):
        folder.rmdir()  # Only an empty one can go.


def try_restore(
    path: Path, room: Path, *, key: bytes | None, told: Reported = lambda _count: None
) -> Tried:
    """Restore a backup into a sandbox, check everything in it, and take the sandbox away.

    An encrypted record stays encrypted there.

    Args:
        path: the backup.
        room: a folder on a disk with room for it, such as the backup's own.
        key: the key of the backup's record; None for a plain one.
        told: as for `restore`.

    Raises:
        RecordUnavailable: it is no backup, damaged, the key does not fit, or there is no room.
    """
    with working(room) as sandbox:
        ready, manifest = _unpacked(path, sandbox, key=key, told=told)
        # Opened for writing once, as restoring would, so that an older one is brought up to date.
        Record.open(ready, key=key).close()
        return Tried(manifest=manifest, checked=check_record(ready, key=key))


def _unpacked(
    path: Path, room: Path, *, key: bytes | None, told: Reported
) -> tuple[Path, Manifest]:
    """Unpack a backup into a folder of its own and prove what it holds."""
    ready = room / "ready"
    with on_disk(ready):
        ready.mkdir(mode=0o700)
    manifest = backup_file.unpack(path, ready, told=told)
    try:
        _prove(ready, manifest, key=key)
    except RecordUnavailable as error:
        # What was unpacked is gone in a moment; the backup is what the therapist has.
        raise RecordUnavailable(error.trouble, **{**error.facts, "path": str(path)}) from None
    return ready, manifest


def _prove(ready: Path, manifest: Manifest, *, key: bytes | None) -> None:
    """Prove that what was unpacked is the record that the manifest tells of.

    Raises:
        RecordUnavailable: BACKUP_DAMAGED, or its key is another.
    """
    path = record_path(ready)
    if manifest.encrypted and key is None:
        raise RecordUnavailable(Trouble.KEY_NEEDED, path=str(path))
    found = _found(path, manifest, key=key if manifest.encrypted else None)
    if found != _comparable(manifest):
        raise RecordUnavailable(Trouble.BACKUP_DAMAGED, path=str(path))


def _found(path: Path, manifest: Manifest, *, key: bytes | None) -> tuple[object, ...]:
    from ims_notes.storage.connections import connect, engine
    from ims_notes.storage.trouble import in_plain_words

    try:
        with in_plain_words(), contextlib.closing(connect(path, writing=False, key=key)) as raw:
            if scalar(raw, "PRAGMA integrity_check") != "ok":
                raise RecordUnavailable(Trouble.BACKUP_DAMAGED, path=str(path))
        reader = engine(path, writing=False, key=key)
        try:
            with in_plain_words(), contextlib.closing(reader.connect()) as connection:
                now = facts(
                    connection,
                    made_at=manifest.made_at,
                    zone=manifest.zone,
                    encrypted=manifest.encrypted,
                )
        finally:
            reader.dispose()
    except RecordUnavailable as error:
        if error.trouble is Trouble.NOT_A_RECORD and manifest.encrypted:
            raise RecordUnavailable(Trouble.KEYS_MISPAIRED, path=str(path)) from None
        raise
    return _comparable(now)


def _comparable(manifest: Manifest) -> tuple[object, ...]:
    return (manifest.record, manifest.counts, dict(manifest.head))


def _make_ready(ready: Path, *, key: bytes | None, who: str, now: datetime) -> None:
    """Bring the record up to date and let its audit tell that it was restored.

    Its head begins anew here: whoever restores knows that later entries are not in it.
    """
    with Record.open(ready, key=key) as record, record.begin(who=who, now=now) as work:
        work.audit.record(Deed.RECORD_RESTORED)
    refuse_unfolded(record_path(ready))
    with on_disk(ready):
        (ready / LOCK_NAME).unlink(missing_ok=True)


def _refuse_full(folder: Path) -> None:
    """Refuse a folder that holds anything but what this program leaves behind.

    Raises:
        RecordUnavailable: NOT_EMPTY.
    """
    with on_disk(folder):
        found = [each.name for each in folder.iterdir()]
    ours = (LOCK_NAME, f".{FILE_NAME}", f".{KEYS_NAME}", WORKING)
    if any(not name.startswith(ours) for name in found):
        raise RecordUnavailable(Trouble.NOT_EMPTY, path=str(folder))


def _free(folder: Path, name: str) -> str:
    number, free = 2, name
    while (folder / free).exists():
        free = f"{name}-{number}"
        number += 1
    return free
