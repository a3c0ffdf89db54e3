"""The record: opened once, then begun for each piece of work."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from types import TracebackType

from sqlalchemy import Engine
from sqlalchemy.exc import TimeoutError as NoTurn

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage.connections import engine, is_in_use, revision_of
from ims_notes.storage.heads import Head, Lost, head_after, head_now, lost, read_head, write_head
from ims_notes.storage.keys import Keys, keys_path, write_keys
from ims_notes.storage.lock import WriterLock
from ims_notes.storage.record_file import (
    HEAD,
    HEAD_NAME,
    KEYS_NAME,
    NEW_NAME,
    close_to_others,
    is_encrypted,
    make_folder,
    on_disk,
    record_path,
    refuse_unusable,
    settle,
    sweep_unfinished,
)
from ims_notes.storage.swapping import finish_swap
from ims_notes.storage.trouble import in_plain_words
from ims_notes.storage.unfinished_log import has_log, prove_log, refuse_unfolded, set_log_aside
from ims_notes.storage.work import StoredWork


class Record:
    """An open record: one writing connection, if it may write, and two reading ones."""

    def __init__(self, path: Path, lock: WriterLock | None, key: bytes | None = None) -> None:
        """Hold an opened record; use ``open``, ``read`` or ``create`` to get one."""
        self.path = path
        self.key = key
        self._lock = lock
        self._reader = engine(path, writing=False, key=key)
        self._writer: Engine | None = engine(path, writing=True, key=key) if lock else None
        self._head = Head()
        self._file = _identity(path)

    @classmethod
    def create(
        cls,
        folder: Path,
        *,
        begun: Callable[["Record"], Keys | None] = lambda record: None,
        key: bytes | None = None,
    ) -> "Record":
        """Make a new record in a folder that is absent or empty, and open it.

        The file gets its name when it is whole, so a killed creation leaves no half record.

        Args:
            folder: where it is to lie.
            begun: writes the first lines into the unnamed record; with a key it returns the
                wrapped keys.
            key: what to encrypt it with; None makes a plain record.

        Raises:
            RecordUnavailable: NOT_EMPTY, NOT_WRITABLE, LOCKED or DISK_FULL.
        """
        from ims_notes.storage import migrate

        make_folder(folder)
        with ExitStack() as undo:
            lock = undo.enter_context(WriterLock(folder))
            unnamed = folder / NEW_NAME
            sweep_unfinished(folder)
            for left in (HEAD_NAME, KEYS_NAME):
                (folder / left).unlink(missing_ok=True)
            undo.callback(sweep_unfinished, folder)
            migrate.upgrade(unnamed, key=key)
            made = cls(unnamed, lock, key)
            undo.callback(made._dispose)
            keys = begun(made)
            made._dispose()
            refuse_unfolded(unnamed)
            if keys is not None:
                write_keys(keys_path(folder), keys)
            settle(unnamed, record_path(folder))
        return cls.open(folder, key=key)

    @classmethod
    def open(cls, folder: Path, *, key: bytes | None = None, accept_loss: bool = False) -> "Record":
        """Open the record for the one process that may write.

        An older record is brought up to date first, after a verified backup.

        Args:
            folder: where it lies.
            key: the record's key; None for a plain record.
            accept_loss: open also a record that lacks what it once held; that is audited.

        Raises:
            RecordUnavailable: none there, in use, damaged, foreign, newer, not writable, without
                its key, LOG_MISPAIRED, or ENTRIES_MISSING (``notes``, ``seals`` and ``lines``
                lost).
        """
        finish_swap(folder)
        path = record_path(folder)
        refuse_unusable(path)
        with ExitStack() as undo:
            lock = undo.enter_context(WriterLock(folder))
            close_to_others(path)
            sweep_unfinished(folder)
            _prove_log(path, key, accept_loss=accept_loss)
            stored = _revision(path, key)
            if stored != HEAD:
                # Importing Alembic costs 140 ms; an up-to-date record never pays it.
                from ims_notes.storage import migrate

                migrate.upgrade(path, key=key)
            opened = cls(path, lock, key)
            undo.callback(opened._dispose)
            opened._compare(read_head(folder), accept_loss=accept_loss)
            undo.pop_all()
        return opened

    @classmethod
    def read(cls, folder: Path, *, key: bytes | None = None) -> "Record":
        """Open the record for looking only, also beside a running window.

        Makes no folder and no file; SQLite's own side files come and go with the connection.

        Raises:
            RecordUnavailable: none there, damaged, foreign, of another version, or without its
                key.
        """
        finish_swap(folder)
        path = record_path(folder)
        refuse_unusable(path)
        if has_log(path) and not is_in_use(folder):
            prove_log(path, key=key, kept=None)
        if (stored := _revision(path, key)) != HEAD:
            # Migrations are numbered, so their names sort by age.
            trouble = Trouble.OLDER if stored < HEAD else Trouble.NEWER
            raise RecordUnavailable(trouble, path=str(path), version=stored)
        return cls(path, None, key)

    @property
    def is_encrypted(self) -> bool:
        """Is the record's file encrypted?"""
        return self.key is not None

    @property
    def may_write(self) -> bool:
        """Was the record opened for writing?"""
        return self._writer is not None

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
        self._find_again()
        head = self._head
        with _in_turn(), self._writer.begin() as connection:
            work = StoredWork(connection, who=who, now=now)
            yield work
            if work.was_audited:
                head = head_after(connection, self._head)
            if _identity(self.path) != self._file:
                # Committing into a file that nobody finds any more would be no saving.
                raise RecordUnavailable(Trouble.VANISHED, path=str(self.path))
        if head is not self._head:
            self._head = head
            write_head(self.path.parent, head)

    @contextmanager
    def look(self) -> Iterator[StoredWork]:
        """Begin a piece of work that only looks; it sees one moment of the record.

        Raises:
            RecordUnavailable: the machine is in the way.
        """
        with _in_turn(), self._reader.begin() as connection:
            yield StoredWork(connection)

    def close(self) -> None:
        """Close the connections and let the next writer in; nothing is written from then on."""
        self._dispose()
        # Without the lock a late piece of work would write beside the next writer.
        self._writer = None
        if self._lock is not None:
            self._lock.release()

    def _dispose(self) -> None:
        self._reader.dispose()
        if self._writer is not None:
            self._writer.dispose()

    def _compare(self, kept: Head | None, *, accept_loss: bool) -> None:
        """Compare the record with the head beside it, which from now on follows the record.

        Raises:
            RecordUnavailable: ENTRIES_MISSING, unless that loss is accepted.
        """
        with self.look() as work:
            missing = lost(work.connection, kept) if kept else None
            if missing and not accept_loss:
                raise _entries_missing(self.path, missing)
            self._head = head_now(work.connection, None if missing else kept)
            mode = work.connection.exec_driver_sql("PRAGMA journal_mode").scalar()
        if mode != "wal" and self._writer is not None:
            # A conversion that was killed left it so; the writer's first connection mends it.
            with in_plain_words():
                self._writer.connect().close()
        write_head(self.path.parent, self._head)

    def _find_again(self) -> None:
        """See that the record still lies where it was; one that came back is opened anew.

        Raises:
            RecordUnavailable: VANISHED, it is not there, or what is there lacks something.
        """
        found = _identity(self.path)
        if found == self._file:
            return
        if found is None:
            raise RecordUnavailable(Trouble.VANISHED, path=str(self.path))
        # The connections still hold the file that went away.
        self._dispose()
        with self.look() as work:
            if lost(work.connection, self._head):
                raise RecordUnavailable(Trouble.VANISHED, path=str(self.path))
        self._file = found

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


def _identity(path: Path) -> tuple[int, int] | None:
    """Return what tells a file from another of its name; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _prove_log(path: Path, key: bytes | None, *, accept_loss: bool) -> None:
    """Look at a log that a crash left before anything is written; one accepted goes aside.

    Raises:
        RecordUnavailable: LOG_MISPAIRED, ENTRIES_MISSING or DAMAGED; nothing was changed.
    """
    if not has_log(path):
        return
    try:
        missing = prove_log(path, key=key, kept=read_head(path.parent))
    except RecordUnavailable as error:
        if error.trouble is not Trouble.LOG_MISPAIRED or not accept_loss:
            raise
        with on_disk(path):
            set_log_aside(path)
        return
    if missing and not accept_loss:
        raise _entries_missing(path, missing)


def _entries_missing(path: Path, missing: Lost) -> RecordUnavailable:
    facts = {"notes": missing.notes, "seals": missing.seals, "lines": missing.lines}
    return RecordUnavailable(Trouble.ENTRIES_MISSING, path=str(path), **facts)


def _revision(path: Path, key: bytes | None) -> str:
    """Return the migration that a record stands at, if the key opens it.

    Raises:
        RecordUnavailable: KEY_NEEDED, KEYS_MISPAIRED, FOREIGN, NEWER, or as SQLite finds it.
    """
    if not is_encrypted(path):
        with in_plain_words():
            return revision_of(path)
    if key is None:
        raise RecordUnavailable(Trouble.KEY_NEEDED, path=str(path))
    try:
        with in_plain_words():
            return revision_of(path, key=key)
    except RecordUnavailable as error:
        if error.trouble is not Trouble.NOT_A_RECORD:
            raise
        raise RecordUnavailable(Trouble.KEYS_MISPAIRED, path=str(path)) from None
