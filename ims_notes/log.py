"""Rotating log and crash hook; neither ever writes patient text.

What reaches the disk is chosen, not filtered: a message's own fixed words, numbers, the types of
errors, and the places in the code that they passed. An error's message, any value that is not a
number, and local variables stay out.
"""

import logging
import os
import platform
import sys
import threading
import traceback
from collections.abc import Callable
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path, PurePath

from ims_notes import __version__

_FILE_NAME = "ims-notes.log"
_MAX_BYTES = 256 * 1024
_OLDER_FILES = 4
_LOGGER = logging.getLogger("ims_notes")
# Without any handler Python would print messages, values included.
_LOGGER.addHandler(logging.NullHandler())


def start_log(folder: Path) -> None:
    """Write the program's log into `folder`, which must exist.

    At most five files of 256 KiB are kept. Where the folder cannot be written the program goes on
    without a log: losing it may never cost a note. A second call moves the log to the new folder.
    """
    stop_log()
    handler = _QuietFile(
        folder / _FILE_NAME,
        maxBytes=_MAX_BYTES,
        backupCount=_OLDER_FILES,
        encoding="utf-8",
        delay=True,
    )
    handler.setFormatter(_PlainFacts("%(asctime)s %(levelname)s %(name)s %(message)s"))
    _LOGGER.addHandler(handler)
    _LOGGER.setLevel(logging.INFO)


def stop_log() -> None:
    """Close the log file, so that its folder may be moved or removed."""
    for handler in [each for each in _LOGGER.handlers if isinstance(each, _QuietFile)]:
        _LOGGER.removeHandler(handler)
        handler.close()


def crash_report(error: BaseException) -> str:
    """Describe an error for a bug report: versions, error types, places in the code."""
    lines = [
        f"IMS Notes {__version__}, Python {platform.python_version()}, {platform.system()}",
    ]
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        lines += _describe(cause)
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines)


def install_crash_hook(show: Callable[[str], None]) -> None:
    """Log every uncaught error and hand its report to `show`, on whichever thread it happened.

    Python's own hooks would print the error's message, and a desktop keeps what a program prints.
    """

    def on_error(error: BaseException | None) -> None:
        if error is None or isinstance(error, KeyboardInterrupt | SystemExit):
            return
        report = crash_report(error)
        _LOGGER.critical("uncaught error", exc_info=error)
        try:
            show(report)
        except Exception as second:
            # Nothing is left that could show it: the log keeps both.
            _LOGGER.critical("the crash report could not be shown", exc_info=second)

    sys.excepthook = lambda _type, error, _trace: on_error(error)
    threading.excepthook = lambda args: on_error(args.exc_value)
    sys.unraisablehook = lambda args: on_error(args.exc_value)


def _describe(error: BaseException) -> list[str]:
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    places = traceback.extract_tb(error.__traceback__)
    # Only the last parts of a path: a home folder is often somebody's name.
    return [name.removeprefix("builtins.")] + [
        f"  {'/'.join(PurePath(place.filename).parts[-3:])}:{place.lineno} {place.name}"
        for place in places
    ]


class _PlainFacts(logging.Formatter):
    """Formats a record without any text that could have come from a note."""

    def format(self, record: logging.LogRecord) -> str:
        """Keep the fixed words and the numbers; name anything else by its type only."""
        bare = logging.makeLogRecord(
            record.__dict__
            | {"msg": _words_and_numbers(record), "args": None, "exc_info": None, "exc_text": None}
        )
        error = record.exc_info[1] if record.exc_info else None
        return super().format(bare) + (f"\n{crash_report(error)}" if error else "")


def _words_and_numbers(record: logging.LogRecord) -> str:
    args = record.args if isinstance(record.args, tuple) else ()
    safe = tuple(arg if isinstance(arg, int | float) else f"<{type(arg).__name__}>" for arg in args)
    words = record.msg if isinstance(record.msg, str) else f"<{type(record.msg).__name__}>"
    try:
        return words % safe if safe else words
    except (TypeError, ValueError):
        return words


class _QuietFile(RotatingFileHandler):
    """A log file that only its owner can read, and whose own failures stay silent."""

    def _open(self) -> TextIOWrapper:
        stream = open(  # noqa: SIM115 - the handler closes it
            self.baseFilename, self.mode, encoding=self.encoding, opener=_for_owner_only
        )
        assert isinstance(stream, TextIOWrapper)
        return stream

    def handleError(self, record: logging.LogRecord) -> None:
        """Stay silent: the standard answer prints the message and its values."""


def _for_owner_only(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
