"""Locks the screen of the window: when nobody is there, when the machine sleeps, when asked."""

from __future__ import annotations

import hmac
import os
from functools import cached_property
from typing import TYPE_CHECKING, Final, Protocol, runtime_checkable

from PySide6.QtCore import QObject, QTimer, Slot

from ims_notes.domain.audit import Deed
from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble
from ims_notes.domain.locking import Tries
from ims_notes.services import practitioner_access as access
from ims_notes.services.ports.work import Changes
from ims_notes.ui.idle_watch import IdleWatch
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from uuid import UUID

    from ims_notes.app.desk import Desk
    from ims_notes.app.window import Shell
    from ims_notes.domain.ids import PractitionerId
    from ims_notes.ui.lock_screen import LockScreen
    from ims_notes.ui.system_sleep import SystemSleep
    from ims_notes.ui.widgets.lock_card import Door, Person

_LISTEN_AFTER_MS: Final = 3000
"""When the desktop is listened to: after the start is over, in milliseconds."""

_PIN_MEMORY_KIB, _PIN_PASSES, _PIN_SALT, _PIN_LENGTH = 64 * 1024, 3, 16, 32


@runtime_checkable
class _KeepsDraft(Protocol):
    def keep_now(self) -> None: ...


class Locking(QObject):
    """Ties the watch and the desktop's word to the lock of one window."""

    def __init__(self, shell: Shell) -> None:
        """Begin to watch; the desktop is listened to when the start is over."""
        super().__init__(shell)
        self._shell = shell
        self.gate = Gate(lambda: shell.desk)
        self.watch = IdleWatch(minutes=lambda: shell.settings.lock_minutes, parent=self)
        self.watch.idle.connect(self.lock)
        self.watch.slept.connect(self.lock)
        shell.window.lock_asked.connect(self.lock)
        shell.navigator.moved.connect(self._on_moved)
        self._owes_lock = False
        self._sleep: SystemSleep | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._listen)
        self._later.start(_LISTEN_AFTER_MS)

    @cached_property
    def screen(self) -> LockScreen:
        """The lock itself, made when it is needed first."""
        from ims_notes.ui.lock_screen import LockAsks, LockScreen

        gate, window = self.gate, self._shell.window
        asks = LockAsks(door=gate.door, try_pin=gate.try_pin, try_passphrase=gate.try_passphrase)
        screen = LockScreen(window, blank=window.blank, asks=asks, runner=self._shell.runner)
        screen.locked.connect(self._on_locked)
        screen.unlocked.connect(self._on_unlocked)
        return screen

    @property
    def is_locked(self) -> bool:
        """Is the screen locked?"""
        return "screen" in self.__dict__ and self.screen.is_locked

    def stop(self) -> None:
        """Watch no more: the program ends."""
        self._later.stop()
        self.watch.stop()

    @Slot()
    def lock(self) -> None:
        """Cover everything now and begin to keep what was typed; without a record only cover."""
        page: object = self._shell.window.page
        if isinstance(page, _KeepsDraft):
            page.keep_now()
        if self._shell.desk is None:
            self._owes_lock = True
            self._shell.window.blank.cover()
        else:
            self.screen.lock()

    @Slot()
    def _on_moved(self) -> None:
        """Lock what was opened meanwhile, such as by a restore, behind a cover without a lock."""
        if self._owes_lock and self._shell.desk is not None:
            self._owes_lock = False
            if self._shell.window.blank.is_blank:
                self.screen.lock()

    @Slot()
    def _listen(self) -> None:
        from ims_notes.ui.system_sleep import SystemSleep

        self._sleep = SystemSleep(self)
        self._sleep.about_to_sleep.connect(self.lock)
        self._sleep.session_locked.connect(self.lock)
        self._sleep.listen(int(self._shell.window.window().winId()))

    @Slot()
    def _on_locked(self) -> None:
        desk = self._shell.desk
        if desk is not None:
            self._shell.runner.submit(
                lambda: desk.trail.happened(Deed.RECORD_LOCKED), owner=self, lane="write"
            )

    @Slot(object)
    def _on_unlocked(self, _person: PractitionerId) -> None:
        self.watch.touch()
        newcomer = self.gate.take_newcomer()
        if newcomer:
            announcer = self._shell.announcer
            announcer.tell(Changes(patient_id=None, topics=frozenset({"clinic"})))
            announcer.say(tr("Lock", "{name} is at work now", name=newcomer))


class Gate:
    """Who may unlock the open record, and how often a PIN was wrong while the program runs."""

    def __init__(self, desk: Callable[[], Desk | None]) -> None:
        """Ask for the desk each time: another record may lie on it."""
        self._desk_now = desk
        self._tries: dict[PractitionerId, Tries] = {}
        self._newcomer = ""

    def door(self) -> Door:
        """Return who may unlock, and by which ways.

        Raises:
            RecordUnavailable: the record cannot be asked, or its key file is gone and nobody
                has a PIN.
        """
        from ims_notes.ui.widgets.lock_card import Door

        desk = self._desk()
        colleagues = access.colleagues(look=desk.look)
        holders = passphrase_holders(desk, needed=not any(c.has_pin for c in colleagues))
        people = [self._person(c, holders) for c in colleagues]
        able = tuple(p for p in people if p.has_pin or p.has_passphrase)
        at_work = next((c.practitioner.id for c in colleagues if c.is_at_work), None)
        may_return = at_work is None or at_work in {p.id for p in able}
        is_open = desk.record.key is None and not (able and may_return)
        return Door(people=able, at_work=at_work, is_open=is_open)

    def try_pin(self, person: PractitionerId, pin: str) -> PractitionerId:
        """Let a person in by their PIN; about 0.2 s of work on the write lane.

        Raises:
            RuleBroken: PIN_WRONG with the tries left, PIN_USED_UP, or they do not work here.
            RecordUnavailable: they were not at work before and it cannot be written that they are.
        """
        desk = self._desk()
        before = self._tries.get(person, Tries())
        after = access.try_pin(person, pin, look=desk.look, verifiers=verifiers(), tries=before)
        self._tries[person] = after
        if after.wrong:
            desk.trail.happened(Deed.UNLOCK_FAILED, on=person)
            raise after.refusal()
        return self._let_in(desk, person)

    def try_passphrase(self, person: PractitionerId, passphrase: str) -> PractitionerId:
        """Let in whose passphrase it is, whoever was chosen; every PIN may be tried again then.

        Raises:
            RuleBroken: PASSPHRASE_WRONG, or whose it is does not work here.
            RecordUnavailable: the key file cannot be read, or it cannot be written who is at work.
        """
        desk = self._desk()
        holder = _holder_of(desk, passphrase)
        if holder is None:
            desk.trail.happened(Deed.UNLOCK_FAILED, on=person)
            raise RuleBroken(Rule.PASSPHRASE_WRONG, field="passphrase")
        let_in = self._let_in(desk, holder)
        self._tries.clear()
        return let_in

    def take_newcomer(self) -> str:
        """Return the name of who came to work by unlocking last; empty for who was there."""
        newcomer, self._newcomer = self._newcomer, ""
        return newcomer

    def _person(self, colleague: access.Colleague, holders: frozenset[UUID]) -> Person:
        from ims_notes.ui.widgets.lock_card import Person

        practitioner = colleague.practitioner
        return Person(
            id=practitioner.id,
            name=practitioner.name,
            has_pin=colleague.has_pin,
            has_passphrase=practitioner.id in holders,
            tries_left=self._tries.get(practitioner.id, Tries()).left,
        )

    def _let_in(self, desk: Desk, person: PractitionerId) -> PractitionerId:
        before = desk.at_work()
        if before is not None and before.id == person:
            # Nothing to write but the audit's line: a full disk keeps nobody out.
            desk.trail.happened(Deed.RECORD_UNLOCKED, on=person)
            return person
        access.come_to_work(person, begin=desk.begin)
        desk.renew()
        at_work = desk.at_work()
        self._newcomer = at_work.name if at_work else ""
        return person

    def _desk(self) -> Desk:
        desk = self._desk_now()
        if desk is None:
            raise RecordUnavailable(Trouble.NO_RECORD)
        return desk


def verifiers() -> access.Verifiers:
    """Return what makes and checks the verifier of a PIN: Argon2id, about 0.2 s each."""
    return access.Verifiers(make=_verifier, fits=_fits)


def _verifier(pin: str) -> str:
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    made = Argon2id(
        salt=os.urandom(_PIN_SALT),
        length=_PIN_LENGTH,
        iterations=_PIN_PASSES,
        lanes=1,
        memory_cost=_PIN_MEMORY_KIB,
    )
    return made.derive_phc_encoded(pin.encode())


def _fits(pin: str, verifier: str) -> bool:
    from cryptography.exceptions import InvalidKey
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    try:
        Argon2id.verify_phc_encoded(pin.encode(), verifier)
    except (InvalidKey, ValueError):
        return False
    return True


def passphrase_holders(desk: Desk, *, needed: bool = False) -> frozenset[UUID]:
    """Return whose passphrases open the record; without a readable key file nobody's.

    Raises:
        RecordUnavailable: the key file is missing or damaged, and it is needed.
    """
    from ims_notes.app import keys

    if desk.record.key is None:
        return frozenset()
    try:
        return frozenset(keys.holders(desk.folder))
    except RecordUnavailable:
        if needed:
            raise
        return frozenset()


def _holder_of(desk: Desk, passphrase: str) -> PractitionerId | None:
    """Return whose passphrase it is; nobody's for a wrong one and for the recovery code.

    The key it gives is compared with the open record's: a key file that somebody laid there
    instead opens nothing.
    """
    from ims_notes.app import keys

    key = desk.record.key
    if key is None:
        return None
    try:
        unlocked = keys.unlock(desk.folder, passphrase)
    except RecordUnavailable as problem:
        if problem.trouble is Trouble.KEY_WRONG:
            return None
        raise
    return unlocked.holder if hmac.compare_digest(unlocked.key, key) else None
