"""The passphrase that a command needs: from the environment, or typed at the terminal."""

from __future__ import annotations

import getpass
import os
import sys
from typing import TYPE_CHECKING

from ims_notes.app.guard import keep_memory_private
from ims_notes.app.keys import PASSPHRASE, needs_key

if TYPE_CHECKING:
    from pathlib import Path


def given_passphrase() -> str | None:
    """Return the passphrase of the environment; None where there is none."""
    return _guarded(os.environ.get(PASSPHRASE) or None)


def secret_for(folder: Path) -> str | None:
    """Return what opens a folder's record; None where it is plain or nobody can be asked.

    Raises:
        RecordUnavailable: there is no record, or the file is none.
    """
    if not needs_key(folder):
        return None
    return given_passphrase() or ask_passphrase()


def ask_passphrase() -> str | None:
    """Ask at the terminal; None where there is none."""
    if sys.stdin is None or not sys.stdin.isatty():
        return None
    try:
        return _guarded(getpass.getpass("Passphrase: ") or None)
    except EOFError:
        return None


def _guarded(secret: str | None) -> str | None:
    """Let no dump of this process tell what the secret opens; nothing is open yet."""
    if secret is not None:
        keep_memory_private()
    return secret
