"""Puts another record in place of the one in a folder, so that being killed never leaves none.

The order:

1. The new record is made ready and proved in a folder of its own inside the record's folder.
2. What it replaces gets second names (hard links; copies where a disk has none) in there too.
   Killed until here, the old record is untouched and in place; the leftovers are swept.
3. One small file, `ims-notes.restoring`, names that folder. From here on the new record counts:
   whoever opens the record next first finishes the swap.
4. The old log goes, the new files take their names, the folder of the old ones gets its dated
   name, and the small file goes last. Each step can be done again.
"""

import contextlib
import json
import os
import re
import shutil
from pathlib import Path

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage.lock import WriterLock
from ims_notes.storage.record_file import (
    FILE_NAME,
    HEAD_NAME,
    KEYS_NAME,
    TRIES_NAME,
    on_disk,
    settle,
)

SWAP_NAME = "ims-notes.restoring"
BEFORE = "before-restore-"
"""How the name of a folder with a replaced record begins."""

_LOGS = (f"{FILE_NAME}-wal", f"{FILE_NAME}-shm")
_NEW = (FILE_NAME, KEYS_NAME, HEAD_NAME)
_KEPT = (FILE_NAME, f"{FILE_NAME}-wal", KEYS_NAME, HEAD_NAME, TRIES_NAME)
_OLD = "old"
_READY = re.compile(r"[\w.-]+(/\w+)?", re.ASCII)
_BEFORE = re.compile(rf"{BEFORE}[\w-]+", re.ASCII)


def swap(folder: Path, ready: Path, *, before: str) -> Path | None:
    """Put what lies ready in place of a folder's record; the caller holds the record's lock.

    Args:
        folder: the record's folder.
        ready: a folder inside it with the new record, closed and proved.
        before: the name, inside the folder, under which the old record is kept.

    Returns:
        Where the old record is kept; None where there was none.

    Raises:
        RecordUnavailable: the disk is in the way; the old record or the new one is in place.
    """
    members = [name for name in _NEW if (ready / name).exists()]
    has_old = any((folder / name).exists() for name in _KEPT)
    if has_old:
        with on_disk(folder):
            _keep_old(folder, ready / _OLD)
    inside = ready.relative_to(folder).as_posix()
    said = {"ready": inside, "members": members, "before": before if has_old else None}
    unnamed = folder / f".{SWAP_NAME}.new"
    with on_disk(folder):
        _sync(ready)
        unnamed.write_text(json.dumps(said), encoding="utf-8")
    settle(unnamed, folder / SWAP_NAME)
    _carry_out(folder)
    return folder / before if has_old else None


def finish_swap(folder: Path) -> None:
    """Finish what a killed restore had begun; nothing where nothing was.

    Raises:
        RecordUnavailable: LOCKED while a restore is under way; DAMAGED, or the disk is in the way.
    """
    if (folder / SWAP_NAME).exists():
        with WriterLock(folder):
            finish_swap_locked(folder)


def finish_swap_locked(folder: Path) -> None:
    """Finish it where the caller holds the record's lock."""
    if (folder / SWAP_NAME).exists():
        _carry_out(folder)


def _carry_out(folder: Path) -> None:
    ready, members, before = _said(folder)
    with on_disk(folder):
        if (ready / FILE_NAME).exists():
            # The log of the old record must never meet the new one.
            for name in _LOGS:
                (folder / name).unlink(missing_ok=True)
            _sync(folder)
        # The record comes last: until then the next opening finds the old one's size and kind.
        for name in reversed(_NEW):
            _replace(folder / name, ready / name if name in members else None)
        (folder / TRIES_NAME).unlink(missing_ok=True)
        if before is not None and (ready / _OLD).exists():
            os.replace(ready / _OLD, before)
        _sync(folder)
        shutil.rmtree(ready, ignore_errors=True)
        (folder / SWAP_NAME).unlink(missing_ok=True)
        _sync(folder)


def _replace(target: Path, source: Path | None) -> None:
    if source is None:
        target.unlink(missing_ok=True)
        return
    # Not there any more: it took its name before somebody was killed.
    with contextlib.suppress(FileNotFoundError):
        os.replace(source, target)


def _said(folder: Path) -> tuple[Path, list[str], Path | None]:
    """Return what the small file says, if it names only what this program names.

    Raises:
        RecordUnavailable: DAMAGED, it says something else; nothing is touched then.
    """
    try:
        said = json.loads((folder / SWAP_NAME).read_text(encoding="utf-8"))
        ready, members, before = said["ready"], said["members"], said["before"]
        if not _READY.fullmatch(ready) or not set(members) <= set(_NEW):
            raise ValueError("a name that leads elsewhere")
        if before is not None and not _BEFORE.fullmatch(before):
            raise ValueError("a name that leads elsewhere")
    except (ValueError, KeyError, TypeError, RecursionError):
        path = str(folder / SWAP_NAME)
        raise RecordUnavailable(Trouble.DAMAGED, path=path) from None
    return folder / ready, members, folder / before if before is not None else None


def _keep_old(folder: Path, old: Path) -> None:
    """Give the old record's files second names, byte for byte as they are."""
    old.mkdir(mode=0o700)
    for name in _KEPT:
        source, target = folder / name, old / name
        if not source.is_file():
            continue
        try:
            os.link(source, target)
        except OSError:
            shutil.copy2(source, target)
            _sync(target)
    _sync(old)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name != "posix":
        return
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
