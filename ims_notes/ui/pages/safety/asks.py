"""What the safety page asks of the record and of this computer; app.py hands it over."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from uuid import UUID

    from ims_notes.ui.widgets.new_passphrase import AskStrength


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyPerson:
    """A practitioner, and what opens the record or the lock for them.

    Attributes:
        id: the practitioner's.
        name: as under a note.
        active: whether they work here at present.
        has_passphrase: whether a passphrase of their own opens the record.
        has_pin: whether a PIN of their own reopens the screen after a lock.
    """

    id: UUID
    name: str
    active: bool = True
    has_passphrase: bool = False
    has_pin: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyState:
    """How safe the record is just now.

    Attributes:
        is_encrypted: whether the record's file is.
        may_remember: whether this computer has a keyring that could keep the key.
        is_remembered: whether it keeps the key now.
        at_work: who is at work; None before anybody was chosen.
        people: everybody of the record, in the order shown.
        has_recovery_code: whether a recovery code opens the record.
        lock_minutes: after how many minutes untouched the screen locks, 1 to 15.
        may_write: false where the record is open for reading only.
    """

    is_encrypted: bool
    may_remember: bool = False
    is_remembered: bool = False
    at_work: UUID | None
    people: tuple[SafetyPerson, ...]
    has_recovery_code: bool = False
    lock_minutes: int
    may_write: bool = True

    @property
    def me(self) -> SafetyPerson | None:
        """Who is at work."""
        return next((person for person in self.people if person.id == self.at_work), None)

    @property
    def passphrases(self) -> int:
        """How many people have a passphrase of their own."""
        return sum(person.has_passphrase for person in self.people)


@dataclass(frozen=True, slots=True, kw_only=True)
class Encrypted:
    """What came of encrypting: the text of the recovery code, seen this once."""

    code: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class SafetyAsks:
    """Callables of the safety page. A passphrase goes out as it is used, never as it was typed.

    Where a passphrase is wrong, the callable raises RecordUnavailable(KEY_WRONG) or
    RuleBroken(PASSPHRASE_WRONG).

    Attributes:
        state: how safe the record is (read lane).
        change_passphrase: changes the passphrase of who is at work, old and new (write lane).
        give_passphrase: gives a practitioner a passphrase: who, a passphrase that opens the record
            now, the new one (write lane).
        take_passphrase: takes a practitioner's passphrase away (write lane).
        renew_recovery_code: given a passphrase that opens the record, returns the text of a new
            recovery code; the old one ends (write lane).
        encrypt: encrypts the plain record with a passphrase for who is at work (write lane); the
            record is closed and opened again underneath while the page stays.
        decrypt: given a passphrase that opens it, makes the record plain (write lane), likewise.
        remember: keeps the key in this computer's keyring, or takes it out (write lane).
        set_pin: gives who is at work a PIN (write lane).
        remove_pin: takes the PIN of who is at work away (write lane).
        keep_lock_minutes: keeps after how many minutes the screen locks, on this computer (on the
            window's thread).
        lock_now: locks the screen (on the window's thread).
        today: what day it is, for the sheet with the recovery code.
        strength: rates a new passphrase (read lane).
        offer_words: returns five random words.
    """

    state: Callable[[], SafetyState]
    change_passphrase: Callable[[str, str], object]
    give_passphrase: Callable[[UUID, str, str], object]
    take_passphrase: Callable[[UUID], object]
    renew_recovery_code: Callable[[str], str]
    encrypt: Callable[[str], Encrypted]
    decrypt: Callable[[str], object]
    remember: Callable[[bool], object]
    set_pin: Callable[[str], object]
    remove_pin: Callable[[], object]
    keep_lock_minutes: Callable[[int], object]
    lock_now: Callable[[], object]
    today: Callable[[], date]
    strength: AskStrength
    offer_words: Callable[[], str]
