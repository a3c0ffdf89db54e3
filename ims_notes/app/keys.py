"""What opens a record: the secret typed, or the key that the system's keyring remembers."""

from __future__ import annotations

import secrets
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble
from ims_notes.domain.ids import PractitionerId
from ims_notes.domain.passphrase import CODE_BYTES, RecoveryCode, normalised, read_code
from ims_notes.storage import tries
from ims_notes.storage.record_file import is_encrypted, record_path, refuse_unusable
from ims_notes.storage.swapping import finish_swap

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from ims_notes.storage.keys import Keys, Opened

PASSPHRASE = "IMS_NOTES_PASSPHRASE"
"""Names the variable that a command reads a record's passphrase from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocked:
    """The key of a record, and whose passphrase gave it; nobody's for the recovery code."""

    key: bytes = field(repr=False)
    holder: PractitionerId | None
    by_recovery_code: bool = False


def needs_key(folder: Path) -> bool:
    """Tell whether the record of a folder is encrypted.

    Raises:
        RecordUnavailable: there is none, or the file is no record.
    """
    finish_swap(folder)
    path = record_path(folder)
    refuse_unusable(path)
    return is_encrypted(path)


def unlock(folder: Path, secret: str) -> Unlocked:
    """Return the key that a passphrase or the recovery code opens; about 0.2 s of work.

    Raises:
        RecordUnavailable: KEY_WRONG, or the key file is missing or damaged.
    """
    from ims_notes.storage.keys import keys_path, read_keys

    return unlock_with(read_keys(keys_path(folder)), secret)


def unlock_with(keys: Keys, secret: str) -> Unlocked:
    """Return the key that a secret opens in these keys, such as a backup's.

    Raises:
        RecordUnavailable: KEY_WRONG.
    """
    from ims_notes.storage.keys import RECOVERY

    opened = _unwrapped(keys, secret)
    holder = opened.slot.holder
    return Unlocked(
        key=opened.key,
        holder=PractitionerId(holder) if holder else None,
        by_recovery_code=opened.slot.kind == RECOVERY,
    )


def _unwrapped(keys: Keys, secret: str) -> Opened:
    from ims_notes.storage.keys import unwrap

    try:
        code = read_code(secret).text
    except RuleBroken:
        code = None
    try:
        return unwrap(keys, code or normalised(secret))
    except RuleBroken:
        # No passphrase is that long; nobody is helped by another sentence here.
        raise RecordUnavailable(Trouble.KEY_WRONG) from None


def key_for(folder: Path, secret: str | None) -> bytes | None:
    """Return the key of a folder's record; None where it is plain.

    A wrong secret is kept for the audit.

    Raises:
        RecordUnavailable: KEY_NEEDED without a secret, KEY_WRONG, no record, or no key file.
    """
    if not needs_key(folder):
        return None
    if secret is None:
        raise RecordUnavailable(Trouble.KEY_NEEDED, path=str(record_path(folder)))
    with failed_kept(folder):
        return unlock(folder, secret).key


@contextmanager
def failed_kept(folder: Path, *, at: datetime | None = None) -> Iterator[None]:
    """Keep a wrong secret's moment beside the record, for the audit."""
    from ims_notes.services.clock import Clock

    try:
        yield
    except RecordUnavailable as error:
        if error.trouble is Trouble.KEY_WRONG:
            tries.keep_failed(folder, at or Clock().now())
        raise


def fresh_keys(key: bytes, passphrase: str, *, holder: PractitionerId) -> tuple[Keys, str]:
    """Return a new record's wrapped keys and the recovery code to be written down.

    The cost of a derivation is fitted to this computer, which takes about half a second.
    """
    from ims_notes.storage.keys import RECOVERY, fitting_cost, new_keys

    code = _new_code()
    keys = new_keys(fitting_cost()).with_slot(key, normalised(passphrase), holder=holder)
    return keys.with_slot(key, code, kind=RECOVERY), code


def change_passphrase(folder: Path, *, old: str, new: str, holder: PractitionerId) -> None:
    """Wrap the key anew under a practitioner's new passphrase.

    Args:
        folder: where the record lies.
        old: their own passphrase or the recovery code; anybody's, where they have none yet.
        new: the passphrase, as it is used.
        holder: whose it becomes, in place of their earlier one.

    Raises:
        RecordUnavailable: KEY_WRONG, or the key file cannot be read or written.
    """

    def wrap(keys: Keys, opened: Opened) -> Keys:
        # With a passphrase for somebody else one could sign in their name.
        if holder in keys.holders() and opened.slot.holder not in (holder, None):
            raise RecordUnavailable(Trouble.KEY_WRONG)
        return keys.with_slot(opened.key, normalised(new), holder=holder)

    _wrap(folder, wrap, old=old)


def take_passphrase(folder: Path, *, holder: PractitionerId) -> None:
    """Let a practitioner's passphrase open the record no more.

    The last passphrase stays, or only the paper would be left.

    Raises:
        RuleBroken: LAST_PASSPHRASE.
        RecordUnavailable: the key file cannot be read or written.
    """
    from ims_notes.storage.keys import keys_path, read_keys, write_keys

    path = keys_path(folder)
    keys = read_keys(path)
    if keys.holders() == (holder,):
        raise RuleBroken(Rule.LAST_PASSPHRASE)
    if holder in keys.holders():
        write_keys(path, keys.without(holder=holder))


def renew_recovery_code(folder: Path, *, secret: str) -> str:
    """Put a new recovery code in place of the old one and return it.

    Raises:
        RecordUnavailable: KEY_WRONG, or the key file cannot be read or written.
    """
    from ims_notes.storage.keys import RECOVERY

    code = _new_code()
    _wrap(folder, lambda keys, o: keys.with_slot(o.key, code, kind=RECOVERY), old=secret)
    return code


def holders(folder: Path) -> tuple[UUID, ...]:
    """Return whose passphrases open the record of a folder.

    Raises:
        RecordUnavailable: the key file is missing or damaged.
    """
    from ims_notes.storage.keys import keys_path, read_keys

    return read_keys(keys_path(folder)).holders()


def _wrap(folder: Path, wrap: Callable[[Keys, Opened], Keys], *, old: str) -> None:
    from ims_notes.storage.keys import keys_path, read_keys, write_keys

    path = keys_path(folder)
    keys = read_keys(path)
    with failed_kept(folder):
        changed = wrap(keys, _unwrapped(keys, old))
    write_keys(path, changed)


def _new_code() -> str:
    return RecoveryCode(bits=secrets.token_bytes(CODE_BYTES)).text
