"""Opens and makes records for the window.

What speaks to the database is imported where it is used: on the write lane, not on the window's.
"""

from __future__ import annotations

import contextlib
from datetime import date
from typing import TYPE_CHECKING, Final
from uuid import UUID

from ims_notes import log
from ims_notes.domain.audit import Deed
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.domain.ids import PractitionerId
from ims_notes.domain.practitioners import Practitioner
from ims_notes.services.keep_clinic import begin_record
from ims_notes.storage.record_file import record_path
from ims_notes.storage.swapping import SWAP_NAME

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from ims_notes.app.desk import Desk
    from ims_notes.app.keys import Unlocked
    from ims_notes.domain.clinic import LegalHome
    from ims_notes.ui.pages.first_start.asks import NewRecord

DEMO_PATIENTS = 60
DEMO_SESSIONS = 500

_NOT_ITS_KEY: Final = (Trouble.KEYS_MISPAIRED, Trouble.NOT_A_RECORD)
"""What a file says that another key, or none, has encrypted."""


class _Cancelled(Exception):
    """The therapist thought better of the demo clinic."""


def start_logging(folder: Path) -> None:
    """Begin the log; without a folder for it the program goes on without one."""
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        log.start_log(folder)


def has_record(folder: Path) -> bool:
    """Tell whether something lies where a record would."""
    return record_path(folder).exists() or (folder / SWAP_NAME).exists()


def open_desk(folder: Path, *, unlocked: Unlocked | None = None, accept_loss: bool = False) -> Desk:
    """Open the record of a folder for writing.

    Args:
        folder: where it lies.
        unlocked: what a secret opened; an encrypted record without it asks the system's keyring.
        accept_loss: open also a record that lacks what it once held; that is audited.

    Raises:
        RecordUnavailable: in use, damaged, foreign, newer, not writable, or KEY_NEEDED.
    """
    from ims_notes.app.desk import Desk
    from ims_notes.app.knowledge import rulebook
    from ims_notes.storage.record import Record

    with contextlib.ExitStack() as undo:
        with key_of(folder, unlocked) as key:
            desk = Desk(Record.open(folder, key=key, accept_loss=accept_loss))
        undo.callback(desk.close)
        if accept_loss:
            with desk.begin() as work:
                work.audit.record(Deed.LOSS_ACCEPTED)
        if desk.record.is_encrypted:
            _tell_unlocked(desk, unlocked)
        # What every page asks first; read here, the window need not wait for it.
        desk.clinic()
        rulebook()
        undo.pop_all()
    return desk


def open_by_secret(
    folder: Path, secret: str, *, remember: bool, opens: Callable[..., Desk] = open_desk
) -> Desk:
    """Open an encrypted record by a passphrase or its recovery code.

    Args:
        folder: where it lies.
        secret: as typed.
        remember: put the key into the system's keyring too.
        opens: how, given the folder and what the secret opened.

    Raises:
        RecordUnavailable: KEY_WRONG, or as `open_desk` says.
    """
    from ims_notes.app import keys, remembered_key

    with keys.failed_kept(folder):
        unlocked = keys.unlock(folder, secret)
    desk = opens(folder, unlocked=unlocked)
    if remember:
        remembered_key.remember(folder, unlocked.key)
    return desk


@contextlib.contextmanager
def key_of(folder: Path, unlocked: Unlocked | None) -> Iterator[bytes | None]:
    """Give a record's key while it is opened: what a secret opened, or what the keyring has.

    None is given for a plain record. Where the keyring's key does not open the record, such as
    after another one was restored there, a passphrase is asked for as if there were none.

    Raises:
        RecordUnavailable: KEY_NEEDED; KEYS_DAMAGED; or there is no record.
    """
    from ims_notes.app import keys, remembered_key

    if unlocked is not None or not keys.needs_key(folder):
        yield unlocked.key if unlocked else None
        return
    key = remembered_key.remembered(folder)
    if key is None:
        raise _key_needed(folder)
    try:
        yield key
    except RecordUnavailable as problem:
        if problem.trouble not in _NOT_ITS_KEY:
            raise
        raise _key_needed(folder) from None


def _key_needed(folder: Path) -> RecordUnavailable:
    """Return that a passphrase is asked for, unless there is no key that it could open."""
    from ims_notes.storage.keys import keys_path, read_keys

    read_keys(keys_path(folder))
    return RecordUnavailable(Trouble.KEY_NEEDED, path=str(record_path(folder)))


def _tell_unlocked(desk: Desk, unlocked: Unlocked | None) -> None:
    """Tell the audit of this opening and of the failed ones before; its holder is at work now."""
    from ims_notes.services.practitioner_access import come_to_work
    from ims_notes.storage import tries
    from ims_notes.storage.audit import line

    with desk.record.begin(who=desk.who(), now=desk.clock.now()) as work:
        failed = tries.failed(desk.folder)
        work.audit.record_all([line(at, "", deed=Deed.UNLOCK_FAILED) for at in failed])
        if unlocked is None or unlocked.holder is None:
            work.audit.record(Deed.RECORD_UNLOCKED)
    tries.forget_failed(desk.folder)
    if unlocked is not None and unlocked.holder is not None:
        come_to_work(unlocked.holder, begin=desk.begin)
        desk.renew()


def create_desk(asked: NewRecord, *, zone: str) -> tuple[Desk, str | None]:
    """Make a record and write who works in it; return it with its recovery code, if encrypted.

    Cut short, there is no record: it gets its name when it says who works in it.

    Raises:
        RecordUnavailable: the folder is not empty or cannot be written.
        RuleBroken: the practitioner has no name, or the passphrase will not do.
    """
    from ims_notes.app.desk import Desk
    from ims_notes.app.keys import fresh_keys
    from ims_notes.services.choose_passphrase import fitting
    from ims_notes.storage.keys import Keys, new_key
    from ims_notes.storage.record import Record

    practitioner = Practitioner(
        id=PractitionerId(UUID(int=0)),
        name=asked.name,
        credentials=asked.credentials,
        registration=asked.registration,
    ).tidied()
    passphrase = asked.passphrase and fitting(asked.passphrase, names=(practitioner.name,))
    key = new_key() if passphrase else None
    codes: list[str] = []

    def begun(record: Record) -> Keys | None:
        holder = _begin(Desk(record), practitioner=practitioner, home=asked.legal_home, zone=zone)
        if key is None or not passphrase:
            return None
        keys, code = fresh_keys(key, passphrase, holder=holder)
        codes.append(code)
        return keys

    record = Record.create(asked.folder, begun=begun, key=key)
    return Desk(record), codes[0] if codes else None


def _begin(desk: Desk, *, practitioner: Practitioner, home: LegalHome, zone: str) -> PractitionerId:
    """Write who works in a new record, and return who that is."""
    begin_record(practitioner, legal_home=home, zone=zone, begin=desk.begin, clock=desk.clock)
    with desk.look() as work:
        return work.practitioners.all()[0].id


def open_demo_desk(folder: Path, *, progress: Callable[[int, int], bool]) -> Desk | None:
    """Open the demo clinic, making it anew where it is absent; None when it was cancelled.

    Raises:
        RecordUnavailable: its folder cannot be written, or it is open elsewhere.
    """
    if has_record(folder):
        return open_desk(folder)
    from ims_notes.app.desk import build_demo

    def go_on(done: int, total: int) -> None:
        if not progress(done, total):
            raise _Cancelled

    try:
        build_demo(
            folder,
            patients=DEMO_PATIENTS,
            sessions=DEMO_SESSIONS,
            seed=1,
            until=date.today(),
            progress=go_on,
        )
    except _Cancelled:
        return None
    return open_desk(folder)
