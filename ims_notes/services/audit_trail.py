"""Tells the audit of what changes nothing: who looked at what, and what was taken out.

Nobody waits for such a line and none is in anybody's way. One that cannot be written now, because
the record is busy or its disk full, waits in memory and is written with the next one, under its
own time and name. Where the record cannot be written until the program ends, those lines are lost;
the log says so without naming anybody.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from ims_notes.domain.audit import SAME_VIEW_S
from ims_notes.domain.errors import RecordUnavailable

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from uuid import UUID

    from ims_notes.domain.audit import Deed
    from ims_notes.services.clock import Clock
    from ims_notes.services.ports.work import BeginWork

MOST_WAITING: Final = 1000
"""How many lines wait at most; the oldest are lost first."""

_SAME: Final = timedelta(seconds=SAME_VIEW_S)
_LOG = logging.getLogger("ims_notes.audit")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    deed: Deed
    who: str
    at: datetime
    patient_id: UUID | None
    on: UUID | None

    @property
    def look(self) -> tuple[object, ...]:
        """What makes two looks the same look, but for the time."""
        return (self.deed, self.who, self.patient_id, self.on)


class AuditTrail:
    """The lines of one open record; to be used on the write lane alone."""

    def __init__(self, *, begin: BeginWork, clock: Clock, who: Callable[[], str]) -> None:
        """Write in the name of who is at work at that moment."""
        self._begin = begin
        self._clock = clock
        self._who = who
        self._seen: dict[tuple[object, ...], datetime] = {}
        self._waiting: list[_Line] = []

    def looked(self, deed: Deed, *, patient_id: UUID, on: UUID | None = None) -> None:
        """Tell of a look, once in a minute for the same person and thing."""
        line = self._line(deed, patient_id=patient_id, on=on)
        last = self._seen.get(line.look)
        # A clock put back is no reason to be silent.
        if last is not None and timedelta() <= line.at - last < _SAME:
            return
        recent = {look: at for look, at in self._seen.items() if abs(line.at - at) < _SAME}
        self._seen = recent | {line.look: line.at}
        self._write(line)

    def happened(self, deed: Deed, *, on: UUID | None = None) -> bool:
        """Tell of what changed nothing in the record, every time; false where the line waits."""
        return self.took_out(deed, on=on)

    def took_out(
        self, deed: Deed, *, patient_id: UUID | None = None, on: UUID | None = None
    ) -> bool:
        """Tell that something leaves the record, every time; false where the line still waits."""
        return self._write(self._line(deed, patient_id=patient_id, on=on))

    def _line(self, deed: Deed, *, patient_id: UUID | None, on: UUID | None) -> _Line:
        now = self._clock.now()
        return _Line(deed=deed, who=self._who(), at=now, patient_id=patient_id, on=on)

    def _write(self, line: _Line) -> bool:
        self._waiting = [*self._waiting, line][-MOST_WAITING:]
        try:
            with self._begin() as work:
                for each in self._waiting:
                    work.audit.record(
                        each.deed,
                        patient_id=each.patient_id,
                        on=each.on,
                        at=each.at,
                        who=each.who,
                    )
        except RecordUnavailable:
            _LOG.warning("audit lines wait: %d", len(self._waiting))
            return False
        self._waiting = []
        return True
