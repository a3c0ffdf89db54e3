"""A record that is only looked at: nothing can be written, or somebody else is writing."""

from __future__ import annotations

from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from ims_notes.app.desk import Desk, ReadingDesk
from ims_notes.domain.audit import Deed
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.services.audit_trail import AuditTrail
from ims_notes.storage.record import Record

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType
    from uuid import UUID

    from ims_notes.app.keys import Unlocked
    from ims_notes.services.clock import Clock
    from ims_notes.services.ports.work import Work


class LookingDesk(Desk):
    """A record opened for looking: every deed that writes is refused with a kind sentence."""

    def __init__(self, record: Record, *, why: Trouble, clock: Clock | None = None) -> None:
        """Put a record on the desk that was opened for reading, and say why it was."""
        super().__init__(record, clock)
        self.looks_because = why
        self.trail: AuditTrail = _BesideTrail(self)

    def begin(self) -> AbstractContextManager[Work]:
        """Refuse to write.

        Raises:
            RecordUnavailable: ONLY_LOOKING, on entering.
        """
        return _Refusal()


class _BesideTrail(AuditTrail):
    """Tells of looks where a line can be added beside whoever writes; elsewhere they go untold."""

    def __init__(self, desk: LookingDesk) -> None:
        super().__init__(begin=desk.begin, clock=desk.clock, who=desk.who)
        self._desk = desk

    def looked(self, deed: Deed, *, patient_id: UUID, on: UUID | None = None) -> None:
        """Tell of a look, once in a minute for the same person and thing."""
        self._beside().looked(deed, patient_id=patient_id, on=on)

    def took_out(
        self, deed: Deed, *, patient_id: UUID | None = None, on: UUID | None = None
    ) -> bool:
        """Tell that something leaves the record; false where that cannot be written."""
        return self._beside().took_out(deed, patient_id=patient_id, on=on)

    def _beside(self) -> ReadingDesk:
        return ReadingDesk(self._desk.record, who=self._desk.who(), clock=self._desk.clock)


def open_looking(folder: Path, *, why: Trouble, unlocked: Unlocked | None = None) -> LookingDesk:
    """Open the record of a folder for looking only, also beside another window.

    Args:
        folder: where it lies.
        why: what keeps it from being opened for writing.
        unlocked: what a secret opened; an encrypted record without it asks the system's keyring.

    Raises:
        RecordUnavailable: it cannot be read, KEY_NEEDED, or it has to be brought up to date first.
    """
    from ims_notes.app.knowledge import rulebook
    from ims_notes.app.records import key_of

    with key_of(folder, unlocked) as key:
        desk = LookingDesk(Record.read(folder, key=key), why=why)
    if key is not None:
        desk.trail.took_out(Deed.RECORD_UNLOCKED)
    desk.clinic()
    rulebook()
    return desk


class _Refusal(AbstractContextManager["Work"]):
    """A piece of work that never begins."""

    def __enter__(self) -> Work:
        raise RecordUnavailable(Trouble.ONLY_LOOKING)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Nothing was begun."""
