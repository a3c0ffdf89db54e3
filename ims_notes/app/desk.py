"""An open record on the desk: the deeds of the therapist, ready to call."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from ims_notes.app.keys import fresh_keys, key_for
from ims_notes.domain.audit import Deed
from ims_notes.services.audit_trail import AuditTrail
from ims_notes.services.clock import Clock
from ims_notes.storage.audit_beside import Told, is_told, tell_beside
from ims_notes.storage.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from datetime import date
    from pathlib import Path
    from uuid import UUID

    from ims_notes.domain.clinic import Clinic
    from ims_notes.domain.errors import Trouble
    from ims_notes.domain.practitioners import Practitioner
    from ims_notes.services.demo_clinic.clinic import DemoClinic
    from ims_notes.services.ports.work import BeginWork, Work
    from ims_notes.storage.check import Checked
    from ims_notes.storage.keys import Keys


class Desk:
    """A record opened for writing by this process, with the clock its deeds use."""

    looks_because: Trouble | None = None
    """Why it is only looked at; None where it may be written."""

    def __init__(self, record: Record, clock: Clock | None = None) -> None:
        """Put an open record on the desk."""
        self.record = record
        self.clock = clock or Clock()
        self._known: tuple[Clinic, Practitioner | None] | None = None
        self.trail = AuditTrail(begin=self.begin, clock=self.clock, who=self.who)

    @property
    def folder(self) -> Path:
        """Where the record lies."""
        return self.record.path.parent

    def look(self) -> AbstractContextManager[Work]:
        """Begin a piece of work that only looks."""
        return self.record.look()

    def begin(self) -> AbstractContextManager[Work]:
        """Begin a piece of work in the name of who is at work here."""
        return self.record.begin(who=self.who(), now=self.clock.now())

    def who(self) -> str:
        """Return the name of who is at work here."""
        at_work = self.at_work()
        return at_work.name if at_work else ""

    def at_work(self) -> Practitioner | None:
        """Return who is at work here; nobody where the record names nobody."""
        return self._settings()[1]

    def clinic(self) -> Clinic:
        """Return the clinic's settings; only this process can change them, so they are kept."""
        return self._settings()[0]

    def renew(self) -> None:
        """Forget the clinic's settings after they were changed."""
        self._known = None

    def zone(self) -> str:
        """Return the IANA name of the clinic's zone."""
        return self.clinic().zone

    def today(self) -> date:
        """Return the day it is in the clinic's zone."""
        return self.clock.today(self.zone())

    def close(self) -> None:
        """Close the record and let the next writer in."""
        self.record.close()

    def converted(self, convert: Callable[[], object], *, key: bytes | None) -> None:
        """Close the record, convert its file, and open it again; nobody else writes meanwhile.

        Args:
            convert: encrypts the file or makes it plain: whole, or not at all.
            key: the record's key from then on; None for a plain record.

        Raises:
            RecordUnavailable: it was not converted; the record is open as it was.
        """
        folder, key_now = self.folder, self.record.key
        self.record.close()
        try:
            convert()
            key_now = key
        finally:
            self.record = Record.open(folder, key=key_now)

    def _settings(self) -> tuple[Clinic, Practitioner | None]:
        if self._known is None:
            with self.look() as work:
                clinic = work.clinic.get()
                chosen = clinic.practitioner_id
                self._known = clinic, work.practitioners.get(chosen) if chosen else None
        return self._known


class ReadingDesk:
    """A record opened for looking only, by a command that tells the audit so."""

    def __init__(self, record: Record, *, who: str, clock: Clock) -> None:
        """Look in somebody's name."""
        self.look: BeginWork = record.look
        self._record = record
        self._who = who
        self._clock = clock

    @property
    def key(self) -> bytes | None:
        """The record's key; None for a plain one."""
        return self._record.key

    def looked(self, deed: Deed, *, patient_id: UUID | None = None, on: UUID | None = None) -> None:
        """Tell of a look, once in a minute; where that cannot be written, it goes untold."""
        told, now = Told(deed, self._who, patient_id, on), self._clock.now()
        if not is_told(self._record, told, now=now):
            tell_beside(self._record, told, now=now)

    def took_out(
        self, deed: Deed, *, patient_id: UUID | None = None, on: UUID | None = None
    ) -> bool:
        """Tell that something leaves the record; false where that cannot be written."""
        told = Told(deed, self._who, patient_id, on)
        return tell_beside(self._record, told, now=self._clock.now())


@contextmanager
def looking(folder: Path, *, who: str, secret: str | None = None) -> Iterator[ReadingDesk]:
    """Open a record for looking only, also beside a running window.

    Args:
        folder: where it lies.
        who: in whose name.
        secret: the passphrase or recovery code of an encrypted record.

    Raises:
        RecordUnavailable: there is none, it cannot be read, or the secret does not open it.
    """
    with Record.read(folder, key=key_for(folder, secret)) as record:
        yield ReadingDesk(record, who=who, clock=Clock())


def check(folder: Path, *, secret: str | None = None) -> Checked:
    """Prove a record's file, chain and every signed note.

    Raises:
        RecordUnavailable: there is none, it is no record, or the secret does not open it.
    """
    from ims_notes.storage.check import check_record

    return check_record(folder, key=key_for(folder, secret))


def build_demo(
    folder: Path,
    *,
    patients: int,
    sessions: int,
    seed: int,
    until: date,
    progress: Callable[[int, int], object],
    passphrase: str | None = None,
) -> None:
    """Fill an absent or empty folder with the invented clinic; killed half-way, it stays empty.

    Args:
        folder: where the record is to lie.
        patients: how many.
        sessions: how many in all, drafts included.
        seed: the same one invents the same clinic.
        until: its last day.
        progress: is told the sessions done and in all; what it raises ends the making.
        passphrase: encrypts the record; None makes a plain one.

    Raises:
        RuleBroken: the passphrase will not do.
        RecordUnavailable: the folder is not empty or cannot be written.
    """
    from ims_notes.app.knowledge import rulebook
    from ims_notes.services.choose_passphrase import fitting
    from ims_notes.services.demo_clinic.clinic import demo_clinic
    from ims_notes.storage.keys import new_key

    chosen = fitting(passphrase) if passphrase else None
    invented = demo_clinic(
        patients=patients, sessions=sessions, seed=seed, until=until, rulebook=rulebook()
    )
    key = new_key() if chosen else None

    def begun(record: Record) -> Keys | None:
        _fill(record, invented, progress=progress)
        holder = invented.clinic.practitioner_id
        if key is None or chosen is None or holder is None:
            return None
        return fresh_keys(key, chosen, holder=holder)[0]

    Record.create(folder, begun=begun, key=key).close()


def _fill(record: Record, invented: DemoClinic, *, progress: Callable[[int, int], object]) -> None:
    from ims_notes.storage.bulk import load

    load(record, invented, progress=progress)
    names = {each.signature: each.name for each in invented.practitioners}
    for addendum in invented.addenda:
        with record.begin(who=names[addendum.author], now=addendum.added_at) as work:
            work.notes.amend(addendum)
            whose = work.notes.get(addendum.note_id).patient_id
            work.audit.record(Deed.NOTE_AMENDED, patient_id=whose, on=addendum.note_id)
