"""The record's key in the system's own keyring, where there is one: never in a file of ours.

A computer without a keyring remembers nothing; the keyring package's plaintext backends count as
none. The keyring holds a copy only: passphrase and recovery code open the record as before.

Looking for a keyring takes a fifth of a second, which no start is to wait for in vain: an empty
file among the preferences says that one was ever given a key here.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Final

from ims_notes.settings import settings_folder

if TYPE_CHECKING:
    from pathlib import Path

    from keyring.backend import KeyringBackend

_SERVICE: Final = "IMS Notes"
_USED: Final = "keyring-used"

_OF_THE_SYSTEM: Final = (
    "keyring.backends.SecretService",
    "keyring.backends.libsecret",
    "keyring.backends.kwallet",
    "keyring.backends.macOS",
    "keyring.backends.Windows",
)
"""Where a secret is encrypted by the desktop's own login."""


def can_remember() -> bool:
    """Tell whether this computer has a keyring of its own that works now."""
    return _keyring() is not None


def remember(folder: Path, key: bytes) -> bool:
    """Put a copy of the key into the keyring; false where there is none or it refuses."""
    found = _keyring()
    if found is None:
        return False
    from keyring.errors import KeyringError

    try:
        _used().parent.mkdir(parents=True, exist_ok=True)
        _used().touch()
        found.set_password(_SERVICE, str(folder), key.hex())
    except (KeyringError, RuntimeError, OSError):
        return False
    return remembered(folder) == key


def remembered(folder: Path) -> bytes | None:
    """Return the key that the keyring remembers for a folder's record; None without one."""
    if not _used().exists():
        return None
    from keyring.errors import KeyringError

    found = _keyring()
    with suppress(KeyringError, RuntimeError, ValueError):
        kept = found.get_password(_SERVICE, str(folder)) if found else None
        return bytes.fromhex(kept) if kept else None
    return None


def forget(folder: Path) -> None:
    """Take the key out of the keyring."""
    if not _used().exists():
        return
    from keyring.errors import KeyringError

    found = _keyring()
    with suppress(KeyringError, RuntimeError):
        if found is not None:
            found.delete_password(_SERVICE, str(folder))


def _used() -> Path:
    return settings_folder() / _USED


def _keyring() -> KeyringBackend | None:
    """Return the system's keyring; None where there is none, or only one that keeps plain text."""
    import keyring
    from keyring.errors import KeyringError

    with suppress(KeyringError, RuntimeError, ImportError):
        return _of_the_system(keyring.get_keyring())
    return None


def _of_the_system(backend: KeyringBackend) -> KeyringBackend | None:
    # Where several are at hand, the package puts a chain of them in front.
    for each in getattr(backend, "backends", (backend,)):
        if type(each).__module__.startswith(_OF_THE_SYSTEM):
            found: KeyringBackend = each
            return found
    return None
