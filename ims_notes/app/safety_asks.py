"""What the safety page asks: encryption, passphrases, PINs, the lock, and the cards beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ims_notes.app import keys, remembered_key
from ims_notes.app.unlocking import rated
from ims_notes.domain.audit import Deed
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.ids import PractitionerId
from ims_notes.services.choose_passphrase import fitting, offer_words
from ims_notes.services.practitioner_access import change_pin, person_at_work
from ims_notes.storage import convert
from ims_notes.storage.keys import RECOVERY, keys_path, new_key, read_keys
from ims_notes.ui.pages.safety.asks import Encrypted, SafetyAsks, SafetyPerson, SafetyState

if TYPE_CHECKING:
    from uuid import UUID

    from ims_notes.app.desk import Desk
    from ims_notes.app.window import Shell


def safety_asks(desk: Desk, shell: Shell) -> SafetyAsks:
    """Return what the page's own cards ask."""

    def encrypted(new: str) -> Encrypted:
        with shell.backing_up.held():
            return Encrypted(code=encrypt(desk, new))

    def decrypted(own: str) -> None:
        with shell.backing_up.held():
            decrypt(desk, own=own)

    return SafetyAsks(
        state=lambda: _state(desk, shell),
        change_passphrase=lambda old, new: give_passphrase(desk, _me(desk), own=old, new=new),
        give_passphrase=lambda who, own, new: give_passphrase(desk, who, own=own, new=new),
        take_passphrase=lambda who: take_passphrase(desk, who),
        renew_recovery_code=lambda own: renew_recovery_code(desk, own=own),
        encrypt=encrypted,
        decrypt=decrypted,
        remember=lambda yes: _remember(desk, yes=yes),
        set_pin=lambda pin: _change_pin(desk, pin),
        remove_pin=lambda: _change_pin(desk, None),
        keep_lock_minutes=lambda minutes: shell.keep_settings(
            replace(shell.settings, lock_minutes=minutes)
        ),
        lock_now=shell.window.lock_asked.emit,
        today=desk.today,
        strength=rated,
        offer_words=offer_words,
    )


def give_passphrase(desk: Desk, who: UUID, *, own: str, new: str) -> None:
    """Give a practitioner a passphrase, in place of an earlier one of theirs.

    Raises:
        RecordUnavailable: KEY_WRONG, `own` does not open the record.
        RuleBroken: the new one will not do.
    """
    holder = PractitionerId(who)
    keys.change_passphrase(desk.folder, old=own, new=fitting(new), holder=holder)
    _told(desk, Deed.PASSPHRASE_CHANGED, on=who)


def take_passphrase(desk: Desk, who: UUID) -> None:
    """Let a practitioner's passphrase open the record no more.

    Raises:
        RuleBroken: it is the last one.
    """
    keys.take_passphrase(desk.folder, holder=PractitionerId(who))
    _told(desk, Deed.PASSPHRASE_CHANGED, on=who)


def renew_recovery_code(desk: Desk, *, own: str) -> str:
    """Return a new recovery code, in place of the old one.

    Raises:
        RecordUnavailable: KEY_WRONG, `own` does not open the record.
    """
    code = keys.renew_recovery_code(desk.folder, secret=own)
    _told(desk, Deed.RECOVERY_CODE_RENEWED)
    return code


def encrypt(desk: Desk, passphrase: str) -> str:
    """Encrypt a plain record for who is at work; return its recovery code.

    Raises:
        RuleBroken: the passphrase will not do, or nobody is at work.
        RecordUnavailable: the record is plain as before.
    """
    key = new_key()
    wrapped, code = keys.fresh_keys(key, fitting(passphrase), holder=_me(desk))
    folder = desk.folder
    desk.converted(lambda: convert.encrypt_record(folder, key=key, keys=wrapped), key=key)
    _told(desk, Deed.RECORD_ENCRYPTED)
    return code


def decrypt(desk: Desk, *, own: str) -> None:
    """Make an encrypted record plain.

    Raises:
        RecordUnavailable: KEY_WRONG, or the record is encrypted as before.
    """
    folder = desk.folder
    with keys.failed_kept(folder):
        key = keys.unlock(folder, own).key
    desk.converted(lambda: convert.decrypt_record(folder, key=key), key=None)
    remembered_key.forget(folder)
    _told(desk, Deed.RECORD_DECRYPTED)


def _remember(desk: Desk, *, yes: bool) -> None:
    if not yes:
        remembered_key.forget(desk.folder)
    elif desk.record.key is not None and not remembered_key.remember(desk.folder, desk.record.key):
        raise RuleBroken(Rule.KEYRING_REFUSED)


def _change_pin(desk: Desk, chosen: str | None) -> None:
    from ims_notes.app.locking import verifiers

    change_pin(_me(desk), chosen, begin=desk.begin, verifiers=verifiers())


def _me(desk: Desk) -> PractitionerId:
    """Return who is at work.

    Raises:
        RuleBroken: nobody is.
    """
    with desk.look() as work:
        return person_at_work(work).id


def _told(desk: Desk, deed: Deed, *, on: UUID | None = None) -> None:
    with desk.begin() as work:
        work.audit.record(deed, on=on)


def _state(desk: Desk, shell: Shell) -> SafetyState:
    is_encrypted = desk.record.is_encrypted
    wrapped = read_keys(keys_path(desk.folder)) if is_encrypted else None
    holders = wrapped.holders() if wrapped else ()
    with desk.look() as work:
        people = tuple(
            SafetyPerson(
                id=person.id,
                name=person.name,
                active=person.active,
                has_passphrase=person.id in holders,
                has_pin=work.access.pin_of(person.id) is not None,
            )
            for person in work.practitioners.all()
        )
        at_work = work.clinic.get().practitioner_id
    return SafetyState(
        is_encrypted=is_encrypted,
        may_remember=is_encrypted and remembered_key.can_remember(),
        is_remembered=is_encrypted and remembered_key.remembered(desk.folder) == desk.record.key,
        at_work=at_work,
        people=people,
        has_recovery_code=wrapped is not None and any(s.kind == RECOVERY for s in wrapped.slots),
        lock_minutes=shell.settings.lock_minutes,
        may_write=desk.record.may_write,
    )
