"""Opens an encrypted record at the start: by passphrase, or by the recovery code on paper."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import UUID

from ims_notes.app import keys, records, remembered_key
from ims_notes.domain.audit import Deed
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.domain.ids import PractitionerId
from ims_notes.domain.passphrase import read_code
from ims_notes.services.choose_passphrase import Strength, fitting, offer_words, strength
from ims_notes.storage import tries
from ims_notes.ui.navigator import FIRST_START
from ims_notes.ui.pages.unlock.asks import Recovery, WhoIsIt

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from ims_notes.app.desk import Desk
    from ims_notes.app.window import Shell
    from ims_notes.ui.pages.unlock import UnlockPage


def unlock_page(
    shell: Shell, folder: Path, *, opens: Callable[..., Desk] = records.open_desk
) -> UnlockPage:
    """Return the page that waits for what opens the record of a folder, in whichever way."""
    from ims_notes.ui.pages.unlock import UnlockAsks, UnlockPage

    asks = UnlockAsks(
        open=lambda secret, remember: records.open_by_secret(
            folder, secret, remember=remember, opens=opens
        ),
        recover=lambda typed: _recovered(folder, typed),
        opened=shell.show_record,
        folder=folder,
        can_remember=remembered_key.can_remember,
        wrong_before=len(tries.failed(folder)),
        strength=rated,
        offer_words=offer_words,
    )
    page = UnlockPage(runner=shell.runner, asks=asks)
    page.other_ways.connect(lambda: shell.navigator.go(FIRST_START))
    page.cannot_open.connect(shell.explain_opening)
    return page


def rated(text: str, names: tuple[str, ...]) -> Strength:
    """Rate a passphrase, given names that would be tried first."""
    return strength(text, names=names)


def _recovered(folder: Path, typed: Recovery) -> Desk | WhoIsIt:
    """Open a record by its recovery code for who works here and give them a new passphrase.

    Raises:
        RuleBroken: the code is mistyped, or the passphrase will not do.
        RecordUnavailable: another record's code, or as `records.open_desk` says.
    """
    secret, chosen = read_code(typed.code).text, fitting(typed.passphrase)
    with keys.failed_kept(folder):
        unlocked = keys.unlock(folder, secret)
    who = UUID(typed.who) if typed.who else _only_one(folder, unlocked.key)
    if isinstance(who, WhoIsIt):
        return who
    holder = PractitionerId(who) if who else None
    desk = records.open_desk(folder, unlocked=replace(unlocked, holder=holder))
    at_work = desk.clinic().practitioner_id
    if at_work is not None:
        keys.change_passphrase(folder, old=secret, new=chosen, holder=at_work)
        with desk.begin() as work:
            work.audit.record(Deed.PASSPHRASE_CHANGED, on=at_work)
    return desk


def _only_one(folder: Path, key: bytes) -> UUID | WhoIsIt | None:
    """Return who alone works in a record; nobody for one that has to be brought up to date first.

    Raises:
        RecordUnavailable: it cannot be read.
    """
    from ims_notes.storage.record import Record

    try:
        with Record.read(folder, key=key) as record, record.look() as work:
            here = [person for person in work.practitioners.all() if person.active]
    except RecordUnavailable as problem:
        if problem.trouble is not Trouble.OLDER:
            raise
        return None
    if len(here) > 1:
        return WhoIsIt(people=tuple((str(person.id), person.name) for person in here))
    return here[0].id if here else None
