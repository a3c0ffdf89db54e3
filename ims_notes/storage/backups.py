"""Makes backups of a record in use, copies them to a second folder, lists them, lets old ones go.

A backup gets its name when it is whole and proved, so that whatever has the name is one. What is
unfinished lies in a folder of its own, named as such, and is swept when nobody works in it.
"""

import contextlib
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from ims_notes.domain.backups import Manifest, file_name, kept
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.services.clock import in_zone
from ims_notes.services.ports.backups import Listed
from ims_notes.storage import backup_file
from ims_notes.storage.backup_facts import facts
from ims_notes.storage.connections import engine
from ims_notes.storage.copying import Progress, copy_unproved, stated_in
from ims_notes.storage.keys import keys_path, read_keys
from ims_notes.storage.record_file import FILE_NAME, KEYS_NAME, on_disk, settle
from ims_notes.storage.swapping import SWAP_NAME

WORKING = ".ims-notes-working-"
"""How the name of a folder with something unfinished begins."""

_BUSY = "busy"
_MOST_LISTED = 1000
_PARTS = (40, 30, 30)
"""Of the work: copying, packing, proving."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredBackups:
    """The backups of one record, which may be in use meanwhile."""

    record: Path
    key: bytes | None = field(repr=False)
    zone: str
    now: Callable[[], datetime]

    def make(self, folder: Path, progress: Progress) -> Listed:
        """Make a backup, as `make` does."""
        return make(
            self.record, folder, key=self.key, now=self.now(), zone=self.zone, progress=progress
        )

    def copy_to(self, made: Listed, folder: Path, *, progress: Progress) -> Listed:
        """Copy a backup, as `copy_to` does."""
        return copy_to(made, folder, progress=progress)

    def let_go(self, made: Listed) -> tuple[Path, ...]:
        """Take away what need not be kept, as `let_go` does."""
        return let_go(made, now=self.now())

    def sweep(self, folder: Path) -> None:
        """Sweep a folder, as `sweep` does."""
        sweep(folder)


def make(
    path: Path,
    folder: Path,
    *,
    key: bytes | None,
    now: datetime,
    zone: str,
    progress: Progress = lambda done, total: None,
) -> Listed:
    """Make a backup of a record in use, prove it, and give it its name.

    Args:
        path: the record file.
        folder: where the backup is to lie; it must be there.
        key: the record's key; None for a plain record.
        now: aware.
        zone: IANA name of the clinic's zone, whose clock names the file.
        progress: is told per cent and 100; what it raises ends the work without a trace.

    Raises:
        RecordUnavailable: the folder has VANISHED or cannot be written, the disk is full, or the
            copy is not whole; nothing has a backup's name then.
    """
    _refuse_folder(folder, needs=2 * _size_of(path))
    files = {FILE_NAME: path}
    if key is not None:
        read_keys(keys_path(path.parent))  # What nobody could open again would be no backup.
        files[KEYS_NAME] = keys_path(path.parent)
    with working(folder) as room:
        steps = _Steps(progress)
        files[FILE_NAME] = copied = room / FILE_NAME
        wanted = copy_unproved(path, copied, key=key, progress=steps.share(0))
        if stated_in(copied, key=key) != ("ok", *wanted):
            raise RecordUnavailable(Trouble.DAMAGED, path=str(path))
        packed = room / "packed"
        size = copied.stat().st_size
        said = replace(facts_of(copied, key=key, now=now, zone=zone), key=key_mark(key))
        manifest = backup_file.pack(packed, files=files, manifest=said, told=steps.bytes(1, size))
        copied.unlink()
        backup_file.prove(packed, manifest, told=steps.bytes(2, size))
        target = _free_name(folder, manifest)
        settle(packed, target)
    return Listed(path=target, manifest=manifest)


def copy_to(made: Listed, folder: Path, *, progress: Progress = lambda done, total: None) -> Listed:
    """Copy a proved backup to another folder and prove the copy by reading it back.

    Raises:
        RecordUnavailable: as for `make`; the first one is as it was.
    """
    manifest = made.manifest
    if manifest is None:
        raise RecordUnavailable(Trouble.NOT_A_BACKUP, path=str(made.path))
    size = made.path.stat().st_size
    _refuse_folder(folder, needs=size)
    with working(folder) as room:
        steps = _Steps(progress, parts=(60, 40))
        packed = room / "packed"
        backup_file.copy(made.path, packed, told=steps.bytes(0, size))
        backup_file.prove(packed, manifest, told=steps.bytes(1, size))
        target = _free_name(folder, manifest)
        settle(packed, target)
    return Listed(path=target, manifest=manifest)


def listed(folder: Path) -> tuple[Listed, ...]:
    """Return the backups of a folder by what they say, newest first; unreadable ones last.

    A folder that is not there, or cannot be read, holds none.
    """
    names = []
    with contextlib.suppress(OSError):
        names = sorted(folder.glob("*.backup"), reverse=True)[:_MOST_LISTED]
    found = [look_at(path) for path in names]
    whole = [each for each in found if each.manifest is not None]
    whole.sort(key=lambda each: _made_at(each), reverse=True)
    return (*whole, *(each for each in found if each.manifest is None))


def look_at(path: Path) -> Listed:
    """Return what one file says about itself, or why it cannot be read."""
    try:
        return Listed(path=path, manifest=backup_file.read_manifest(path))
    except RecordUnavailable as error:
        return Listed(path=path, trouble=error.trouble)


def let_go(made: Listed, *, now: datetime) -> tuple[Path, ...]:
    """Take away what need not be kept of this record's backups, after a new one was proved.

    Backups of other records and whatever cannot be read stay. Returns what went.
    """
    manifest = made.manifest
    if manifest is None:
        return ()
    mine = [
        each
        for each in listed(made.path.parent)
        if each.manifest is not None and each.manifest.record == manifest.record
    ]
    here = in_zone(now, manifest.zone)
    moments = {each.path: in_zone(_made_at(each), manifest.zone) for each in mine}
    stay = kept(moments.values(), now=here)
    gone = [path for path, at in moments.items() if at not in stay and path != made.path]
    for path in gone:
        with contextlib.suppress(OSError):
            path.unlink()
    return tuple(gone)


def sweep(folder: Path) -> None:
    """Take away what backups that were cut short left in a folder; works under way stay."""
    if (folder / SWAP_NAME).exists():
        return
    with contextlib.suppress(OSError):
        for room in sorted(folder.glob(f"{WORKING}*")):
            if room.is_dir() and not room.is_symlink() and _is_left(room):
                shutil.rmtree(room, ignore_errors=True)


@contextmanager
def working(folder: Path) -> Iterator[Path]:
    """Give a folder for something unfinished, closed to other people; it goes afterwards.

    Raises:
        RecordUnavailable: NOT_WRITABLE or DISK_FULL.
    """
    with on_disk(folder):
        room = Path(tempfile.mkdtemp(prefix=WORKING, dir=folder))
    try:
        with _held(room):
            yield room
    finally:
        if not (folder / SWAP_NAME).exists():  # Else what lies in here is the record to be.
            shutil.rmtree(room, ignore_errors=True)


@contextmanager
def _held(room: Path) -> Iterator[None]:
    """Show that somebody works here; ends by itself with the process."""
    with on_disk(room), (room / _BUSY).open("xb") as file:
        if os.name == "posix":
            import fcntl

            with contextlib.suppress(OSError):
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield


def _is_left(room: Path) -> bool:
    """Tell whether nobody works in a folder any more."""
    if os.name != "posix":
        return _can_go(room / _BUSY)
    import fcntl

    try:
        with (room / _BUSY).open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _can_go(busy: Path) -> bool:
    """Windows keeps an open file from being taken away."""
    try:
        busy.unlink(missing_ok=True)
    except OSError:
        return False
    return True


def key_mark(key: bytes | None) -> str:
    """Return what tells whether a key is the same as another, without telling it."""
    # A key is 32 random bytes: nobody guesses it from its hash.
    return hashlib.sha256(b"IMS Notes: which key" + key).hexdigest()[:32] if key else ""


def _size_of(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        # Its drive may have been pulled out just now.
        raise RecordUnavailable(Trouble.VANISHED, path=str(path)) from None


def _refuse_folder(folder: Path, *, needs: int) -> None:
    """Refuse a folder that is not there or has no room; an unplugged drive's is never made anew.

    Raises:
        RecordUnavailable: VANISHED or DISK_FULL.
    """
    if not folder.is_dir():
        raise RecordUnavailable(Trouble.VANISHED, path=str(folder))
    with contextlib.suppress(OSError):
        if shutil.disk_usage(folder).free < needs:
            raise RecordUnavailable(Trouble.DISK_FULL, path=str(folder))


def facts_of(path: Path, *, key: bytes | None, now: datetime, zone: str) -> Manifest:
    """Return what a record's file holds; nobody else may know the file."""
    reader = engine(path, writing=False, key=key)
    try:
        with contextlib.closing(reader.connect()) as connection:
            return facts(connection, made_at=now, zone=zone, encrypted=key is not None)
    finally:
        reader.dispose()


def _free_name(folder: Path, manifest: Manifest) -> Path:
    """Return a name that no file has: a clock put back may come by the same second again."""
    wanted = folder / file_name(in_zone(manifest.made_at, manifest.zone))
    number, free = 2, wanted
    while free.exists():
        free = wanted.with_name(f"{wanted.stem}-{number}{wanted.suffix}")
        number += 1
    return free


def _made_at(each: Listed) -> datetime:
    assert each.manifest is not None
    return each.manifest.made_at


class _Steps:
    """Turns each step's own measure into per cent of the whole."""

    def __init__(self, progress: Progress, parts: tuple[int, ...] = _PARTS) -> None:
        self._progress = progress
        self._parts = parts

    def share(self, step: int) -> Progress:
        """Return what a step tells how much of how much is done."""
        before, share = sum(self._parts[:step]), self._parts[step]

        def told(done: int, total: int) -> None:
            self._progress(before + share * min(done, total) // max(1, total), 100)

        return told

    def bytes(self, step: int, size: int) -> Callable[[int], object]:
        """Return what a step tells how many bytes more are done."""
        told, done = self.share(step), 0

        def more(count: int) -> None:
            nonlocal done
            done += count
            told(done, size)

        return more
