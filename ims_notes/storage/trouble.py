"""What SQLite says about the machine, in the words of the record."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError
from sqlcipher3 import dbapi2 as sqlite

from ims_notes.domain.errors import RecordUnavailable, Trouble

_TROUBLES = {
    3: Trouble.NOT_WRITABLE,  # SQLITE_PERM
    5: Trouble.BUSY,
    6: Trouble.BUSY,  # SQLITE_LOCKED
    8: Trouble.NOT_WRITABLE,  # SQLITE_READONLY
    10: Trouble.DISK_FAULT,  # SQLITE_IOERR
    11: Trouble.DAMAGED,  # SQLITE_CORRUPT
    13: Trouble.DISK_FULL,
    14: Trouble.NOT_WRITABLE,  # SQLITE_CANTOPEN
    26: Trouble.NOT_A_RECORD,  # SQLITE_NOTADB
    # On a full disk the file that readers and writer share cannot even be begun.
    10 | 19 << 8: Trouble.DISK_FULL,  # SQLITE_IOERR_SHMSIZE
}

_DAMAGED = ("Could not decode to UTF-8", "invalid fts5 file format")
"""What driver and search index say of damaged bytes, without a code that would tell."""


def trouble_of(error: BaseException | None) -> Trouble | None:
    """Return what the machine's error means; None where it is a bug of ours."""
    code = getattr(error, "sqlite_errorcode", None)
    if str(error).startswith(_DAMAGED):
        return Trouble.DAMAGED
    return None if code is None else _TROUBLES.get(code, _TROUBLES.get(code & 0xFF))


@contextmanager
def in_plain_words() -> Iterator[None]:
    """Turn the machine's errors into RecordUnavailable; bugs pass through as they are.

    Raises:
        RecordUnavailable: disk, lock or damage; the text of the statement is not in it.
    """
    try:
        yield
    except DBAPIError as error:
        trouble = trouble_of(error.orig)
        if trouble is None:
            raise
        raise RecordUnavailable(trouble) from None
    except UnicodeDecodeError:
        # SQLite names what is damaged in its own words, and damage has made them unreadable.
        raise RecordUnavailable(Trouble.DAMAGED) from None
    except sqlite.Error as error:
        trouble = trouble_of(error)
        if trouble is None:
            raise
        raise RecordUnavailable(trouble) from None
