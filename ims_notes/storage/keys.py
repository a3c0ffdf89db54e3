"""The record's key and the file that keeps it wrapped: `ims-notes.keys` beside the record.

The record is encrypted with a random key that never changes. That key is kept only wrapped (AES
key wrap, RFC 3394) under what Argon2id (RFC 9106) makes of a secret: each practitioner's passphrase
and the printed recovery code. One salt and one cost serve the whole file, so that one derivation
tries every slot. Changing a passphrase wraps the key anew and touches nothing else; a backup made
before still opens with the passphrase of its day.
"""

import json
import math
import os
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any
from uuid import UUID

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage.record_file import KEYS_NAME, on_disk, settle

KEY_BYTES = 32
_SALT_BYTES = 16
_FORMAT = 1
_LARGEST = 64 * 1024
"""A key file of this size, in bytes, is none of ours."""

_MOST_MEMORY_KIB, _MOST_PASSES, _MOST_LANES = 1024 * 1024, 64, 16

PASSPHRASE, RECOVERY = "passphrase", "recovery"

_MOST_FITTED = 32
"""Passes are raised no further than this, however fast the computer."""

TARGET_S = 0.2
"""How long one derivation should take on this computer, in seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What one derivation costs: memory in KiB, passes over it, lanes."""

    memory_kib: int = 64 * 1024
    passes: int = 3
    lanes: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One way to the key: the passphrase of a practitioner (`holder`) or the recovery code."""

    kind: str
    wrapped: bytes
    holder: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Keys:
    """What the key file holds."""

    salt: bytes
    cost: Cost
    slots: tuple[Slot, ...] = ()

    def with_slot(
        self, key: bytes, secret: str, *, kind: str = PASSPHRASE, holder: UUID | None = None
    ) -> "Keys":
        """Return the keys with this way added, in place of the holder's earlier one of its kind."""
        from cryptography.hazmat.primitives.keywrap import aes_key_wrap

        wrapped = aes_key_wrap(_derived(secret, self), key)
        slot = Slot(kind=kind, wrapped=wrapped, holder=holder)
        return replace(self, slots=(*self.without(kind=kind, holder=holder).slots, slot))

    def without(self, *, kind: str = PASSPHRASE, holder: UUID | None) -> "Keys":
        """Return the keys without this way."""
        kept = (each for each in self.slots if (each.kind, each.holder) != (kind, holder))
        return replace(self, slots=tuple(kept))

    def holders(self) -> tuple[UUID, ...]:
        """Return whose passphrases open the record."""
        return tuple(s.holder for s in self.slots if s.kind == PASSPHRASE and s.holder)


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The key, and the slot that gave it."""

    key: bytes = field(repr=False)
    slot: Slot


def new_key() -> bytes:
    """Return a random key for a record."""
    return secrets.token_bytes(KEY_BYTES)


def new_keys(cost: Cost) -> Keys:
    """Return an empty set of keys with a salt of its own."""
    return Keys(salt=secrets.token_bytes(_SALT_BYTES), cost=cost)


def fitting_cost(*, target_s: float = TARGET_S) -> Cost:
    """Return the cost at which one derivation takes the target on this computer, or just more."""
    cost = Cost()
    # The first derivation is slower than those that follow; what it suggests is tried again.
    for _each in range(3):
        taken = _seconds(cost)
        if taken >= target_s or cost.passes == _MOST_FITTED:
            break
        wanted = math.ceil(cost.passes * target_s / taken)
        cost = replace(cost, passes=min(max(wanted, cost.passes + 1), _MOST_FITTED))
    return cost


def unwrap(keys: Keys, secret: str) -> Opened:
    """Return the key that a passphrase or recovery code opens.

    Raises:
        RecordUnavailable: KEY_WRONG, no slot fits.
    """
    from cryptography.hazmat.primitives.keywrap import InvalidUnwrap, aes_key_unwrap

    made = _derived(secret, keys)
    for slot in keys.slots:
        try:
            return Opened(key=aes_key_unwrap(made, slot.wrapped), slot=slot)
        except InvalidUnwrap:
            continue
    raise RecordUnavailable(Trouble.KEY_WRONG)


def read_keys(path: Path) -> Keys:
    """Return what a key file holds.

    Raises:
        RecordUnavailable: KEYS_MISSING, or KEYS_DAMAGED where it cannot be ours.
    """
    try:
        # A pipe of that name would let whoever opens it wait for ever.
        if path.exists() and not path.is_file():
            raise RecordUnavailable(Trouble.KEYS_DAMAGED, path=str(path))
        with path.open("rb") as file:
            text = file.read(_LARGEST + 1)
    except FileNotFoundError:
        raise RecordUnavailable(Trouble.KEYS_MISSING, path=str(path)) from None
    except OSError as error:
        raise RecordUnavailable(Trouble.DISK_FAULT, path=str(path)) from error
    try:
        return keys_from(text)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise RecordUnavailable(Trouble.KEYS_DAMAGED, path=str(path)) from None


def keys_from(text: bytes) -> Keys:
    """Read the text of a key file.

    Raises:
        ValueError, TypeError, KeyError, AttributeError, RecursionError: it cannot be ours.
    """
    if len(text) > _LARGEST:
        raise ValueError("a key file is small")
    said = json.loads(text)
    cost = Cost(**said["cost"])
    slots = tuple(_slot(each) for each in said["slots"])
    keys = Keys(salt=bytes.fromhex(said["salt"]), cost=cost, slots=slots)
    if said["format"] != _FORMAT or len(keys.salt) != _SALT_BYTES or not _is_bearable(cost):
        raise ValueError("not a key file of this program")
    return keys


def keys_text(keys: Keys) -> bytes:
    """Return the text of a key file."""
    said = {
        "format": _FORMAT,
        "made_by": "IMS Notes",
        "cost": {name: getattr(keys.cost, name) for name in ("memory_kib", "passes", "lanes")},
        "salt": keys.salt.hex(),
        "slots": [
            {"kind": s.kind, "wrapped": s.wrapped.hex(), "holder": s.holder and str(s.holder)}
            for s in keys.slots
        ],
    }
    return json.dumps(said, indent=2).encode() + b"\n"


def write_keys(path: Path, keys: Keys) -> None:
    """Write a key file whole or not at all.

    Raises:
        RecordUnavailable: the disk is in the way; the file is as it was.
    """
    unnamed = path.with_name(f".{path.name}.new")
    with on_disk(path):
        handle = os.open(unnamed, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(keys_text(keys))
    settle(unnamed, path)


def keys_path(folder: Path) -> Path:
    """Return where the key file lies in a record's folder."""
    return folder / KEYS_NAME


def _seconds(cost: Cost) -> float:
    """Return the quicker of two derivations, in seconds: whatever else runs only slows them."""
    keys, taken = new_keys(cost), []
    for _each in range(2):
        began = time.perf_counter()
        _derived("how fast is this computer?", keys)
        taken.append(time.perf_counter() - began)
    return min(taken)


def _slot(said: dict[str, Any]) -> Slot:
    if said["kind"] not in (PASSPHRASE, RECOVERY):
        raise ValueError("unknown kind of slot")
    holder = said["holder"]
    wrapped = bytes.fromhex(said["wrapped"])
    if len(wrapped) != KEY_BYTES + 8:
        raise ValueError("a wrapped key has another length")
    return Slot(kind=said["kind"], wrapped=wrapped, holder=UUID(holder) if holder else None)


def _is_bearable(cost: Cost) -> bool:
    """Refuse a cost with which a foreign file could hold up the computer."""
    bounds: Sequence[tuple[object, int, int]] = (
        (cost.memory_kib, 8, _MOST_MEMORY_KIB),
        (cost.passes, 1, _MOST_PASSES),
        (cost.lanes, 1, _MOST_LANES),
    )
    return all(type(v) is int and low <= v <= high for v, low, high in bounds)


def _derived(secret: str, keys: Keys) -> bytes:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    made = Argon2id(
        salt=keys.salt,
        length=KEY_BYTES,
        iterations=keys.cost.passes,
        lanes=keys.cost.lanes,
        memory_cost=keys.cost.memory_kib,
    )
    return made.derive(secret.encode())
