"""One writer at a time: the lock beside the record file."""

import os
import shutil
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage.record_file import LOCK_NAME, on_disk

if TYPE_CHECKING:
    from PySide6.QtCore import QLockFile

_LOCK_BYTES = 4096

PATIENCE_MS = 500
"""How long a second window waits before it says that the record is in use."""


class WriterLock:
    """Held by the one process that may write; one left by a killed process is taken over."""

    def __init__(self, folder: Path) -> None:
        """Take the lock.

        Raises:
            RecordUnavailable: another process holds it (which one), or it cannot be written.
        """
        # Reading commands never come here, so they start without Qt.
        from PySide6.QtCore import QLockFile

        self._lock: QLockFile = QLockFile(str(folder / LOCK_NAME))
        self._lock.setStaleLockTime(0)
        if self._lock.tryLock(PATIENCE_MS) or (self._was_left_over() and self._lock.tryLock(0)):
            # Qt leaves it to the umask; some file systems know no rights, and then it stays so.
            with suppress(OSError):
                (folder / LOCK_NAME).chmod(0o600)
            return
        if self._lock.error() is not QLockFile.LockError.LockFailedError:
            trouble = Trouble.DISK_FULL if _is_full(folder) else Trouble.NOT_WRITABLE
            raise RecordUnavailable(trouble, path=str(folder))
        raise RecordUnavailable(Trouble.LOCKED, path=str(folder), **_holder(self._lock))

    def _was_left_over(self) -> bool:
        """Take away a lock that names nobody or this process, and that nobody holds.

        A power cut may leave an empty one behind, a faulty disk one of our own that could not
        be removed; Qt would wait for ever for its owner.
        """
        named = _holder(self._lock).get("pid", os.getpid())
        return named == os.getpid() and self._lock.removeStaleLockFile()

    def release(self) -> None:
        """Let the next writer in."""
        self._lock.unlock()

    def __enter__(self) -> "WriterLock":
        """Hold the lock for a block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let the next writer in."""
        self.release()


def forget_other_host(folder: Path, *, host: str) -> None:
    """Set aside a lock that names another computer than this one, so that it can be taken here.

    Only somebody who went and looked can know that nobody works there.

    Raises:
        RecordUnavailable: the folder cannot be written.
    """
    from PySide6.QtCore import QLockFile

    path = folder / LOCK_NAME
    if _holder(QLockFile(str(path))).get("host", host) != host:
        with on_disk(folder):
            path.unlink(missing_ok=True)


def _is_full(folder: Path) -> bool:
    """Tell whether not even a lock fits on the disk any more."""
    try:
        return shutil.disk_usage(folder).free < _LOCK_BYTES
    except OSError:
        return False


def _holder(lock: "QLockFile") -> dict[str, object]:
    # PySide returns the three facts that C++ fills into references; no process, no facts.
    pid, host, program = lock.getLockInfo()
    return {"pid": pid, "host": host, "program": program} if pid else {}
