"""The record: opened once, then begun for each piece of work."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType

from sqlalchemy import Engine
from sqlalchemy.exc import TimeoutError as NoTurn

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage.connections import engine, revision_of
from ims_notes.storage.lock import WriterLock
from ims_notes.storage.record_file import (
    HEAD,
    NEW_NAME,
    close_to_others,
    make_folder,
    record_path,
    refuse_unusable,
    settle,
)
from ims_notes.storage.trouble import in_plain_words
from ims_notes.storage.work import StoredWork


class Record:
    """An open record: one writing connection, if it may write, and two reading ones."""

    def __init__(self, path: Path, lock: WriterLock | None) -> None:
        """Hold an opened record; use ``open``, ``read`` or ``create`` to get one."""
        self.path = path
        self._lock = lock
        self._reader = engine(path, writing=False)
        self._writer: Engine | None = engine(path, writing=True) if lock else None

    @classmethod
    def create(cls, folder: Path) -> "Record":
        """Make a new record in a folder that is absent or empty, and open it.

        The file gets its name when it is whole, so a killed creation leaves no half record.

        Raises:
            RecordUnavailable: NOT_EMPTY, NOT_WRITABLE, LOCKED or DISK_FULL.
        """
        from ims_notes.storage import migrate

        make_folder(folder)
        with WriterLock(folder):
            unnamed = folder / NEW_NAME
            unnamed.unlink(missing_ok=True)
            migrate.upgrade(unnamed)
            settle(unnamed, record_path(folder))
        return cls.open(folder)

    @classmethod
    def open(cls, folder: Path) -> "Record":
        """Open the record for the one process that may write.

        An older record is brought up to date first, after a verified backup.

        Raises:
            RecordUnavailable: none there, in use, damaged, foreign, newer, or not writable.
        """
        path = record_path(folder)
        refuse_unusable(path)
        with ExitStack() as undo:
            lock = undo.enter_context(WriterLock(folder))
            close_to_others(path)
            _bring_up_to_date(path)
            undo.pop_all()
        return cls(path, lock)

    @classmethod
    def read(cls, folder: Path) -> "Record":
        """Open the record for looking only, also beside a running window.

        Makes no folder and no file; SQLite's own side files come and go with the connection.

        Raises:
            RecordUnavailable: none there, damaged, foreign, or of another version.
        """
        path = record_path(folder)
        refuse_unusable(path)
        with in_plain_words():
            if (stored := revision_of(path)) != HEAD:
                # Migrations are numbered, so their names sort by age.
                trouble = Trouble.OLDER if (stored or "") < HEAD else Trouble.NEWER
                raise RecordUnavailable(trouble, path=str(path), version=stored)
        return cls(path, None)

    @contextmanager
    def begin(self, *, who: str, now: datetime) -> Iterator[StoredWork]:
        """Begin a piece of work that commits whole or, on any exception, not at all.

        Args:
            who: whose name the audit lines carry.
            now: their moment, aware.

        Raises:
            RecordUnavailable: the machine is in the way; nothing was written.
        """
        if self._writer is None:
            raise RecordUnavailable(Trouble.NOT_WRITABLE, path=str(self.path))
        with _in_turn(), self._writer.begin() as connection:
            yield StoredWork(connection, who=who, now=now)

    @contextmanager
    def look(self) -> Iterator[StoredWork]:
        """Begin a piece of work that only looks; it sees one moment of the record.

        Raises:
            RecordUnavailable: the machine is in the way.
        """
        with _in_turn(), self._reader.begin() as connection:
            yield StoredWork(connection)

    def close(self) -> None:
        """Close the connections and let the next writer in."""
        self._reader.dispose()
        if self._writer is not None:
            self._writer.dispose()
        if self._lock is not None:
            self._lock.release()

    def __enter__(self) -> "Record":
        """Hold the record for a block."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close it."""
        self.close()


@contextmanager
def _in_turn() -> Iterator[None]:
    try:
        with in_plain_words():
            yield
    except NoTurn as error:
        raise RecordUnavailable(Trouble.BUSY) from error


def _bring_up_to_date(path: Path) -> None:
    with in_plain_words():
        stored = revision_of(path)
    if stored != HEAD:
        # Importing Alembic costs 140 ms; an up-to-date record never pays it.
        from ims_notes.storage import migrate

        migrate.upgrade(path)
