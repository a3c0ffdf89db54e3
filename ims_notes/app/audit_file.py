"""The exported audit on the disk: written beside its name, which it gets when it is whole."""

from __future__ import annotations

import errno
import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.interchange.audit_csv import audit_head, audit_lines
from ims_notes.storage.record_file import refuse_own_file

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from ims_notes.services.ports.audit import AuditLine


def begin_file(path: Path, *, with_names: bool) -> None:
    """Begin the file, readable by its owner alone.

    Raises:
        RuleBroken: FILE_OF_A_RECORD.
        RecordUnavailable: NOT_WRITABLE or DISK_FULL.
    """
    refuse_own_file(path)
    with _on_disk(path):
        _unfinished(path).unlink(missing_ok=True)
        handle = os.open(_unfinished(path), os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with open(handle, "wb") as file:
            file.write(audit_head(with_names=with_names))


def add_lines(path: Path, lines: Sequence[AuditLine], *, with_names: bool) -> None:
    """Add lines below.

    Raises:
        RecordUnavailable: NOT_WRITABLE or DISK_FULL.
    """
    with _on_disk(path), _unfinished(path).open("ab") as file:
        file.write(audit_lines(lines, with_names=with_names))


def end_file(path: Path) -> None:
    """Give the whole file its name, in place of an older one.

    Raises:
        RecordUnavailable: NOT_WRITABLE or DISK_FULL.
    """
    with _on_disk(path):
        with _unfinished(path).open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(_unfinished(path), path)


def drop_file(path: Path) -> None:
    """Take an unfinished file away; what bore the name before stays.

    Raises:
        RecordUnavailable: the folder cannot be written any more.
    """
    with _on_disk(path):
        _unfinished(path).unlink(missing_ok=True)


def _unfinished(path: Path) -> Path:
    return path.with_name(f".{path.name}.unfinished")


@contextmanager
def _on_disk(path: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        is_full = error.errno in (errno.ENOSPC, errno.EDQUOT)
        trouble = Trouble.DISK_FULL if is_full else Trouble.NOT_WRITABLE
        raise RecordUnavailable(trouble, path=str(path)) from error
