"""Failed unlocks, kept beside a record that nobody could open yet, for its audit to tell of.

A line holds a moment and nothing else. The next opening takes them into the audit.
"""

import os
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from ims_notes.storage.record_file import TRIES_NAME

_MOST = 1_000
"""The newest lines that are read; somebody may have leant on the Enter key."""


def keep_failed(folder: Path, at: datetime) -> None:
    """Keep the moment of a failed unlock; a folder that cannot be written keeps none."""
    with suppress(OSError):
        flags = os.O_CREAT | os.O_APPEND | os.O_WRONLY
        handle = os.open(folder / TRIES_NAME, flags, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(f"{at.astimezone(UTC).isoformat()}\n")


def failed(folder: Path) -> tuple[datetime, ...]:
    """Return the moments of the failed unlocks since the last opening, oldest first."""
    try:
        lines = (folder / TRIES_NAME).read_text(encoding="ascii").splitlines()[-_MOST:]
    except (OSError, ValueError):
        return ()
    moments = []
    for line in lines:
        with suppress(ValueError):
            moments.append(datetime.fromisoformat(line).astimezone(UTC))
    return tuple(moments)


def forget_failed(folder: Path) -> None:
    """Forget them, now that the audit holds them."""
    with suppress(OSError):
        (folder / TRIES_NAME).unlink(missing_ok=True)
