"""Read the audit: some of it, newest first, a page at a time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from ims_notes.domain.audit import DEEDS, DeedKind
from ims_notes.services.clock import zone_of
from ims_notes.services.ports.audit import PAGE, AuditFilter

if TYPE_CHECKING:
    from uuid import UUID

    from ims_notes.services.ports.audit import AuditLine
    from ims_notes.services.ports.work import BeginWork


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditAsked:
    """What somebody wants to see; None asks for all. The days are the clinic's, both included."""

    first: date | None = None
    last: date | None = None
    who: str | None = None
    kind: DeedKind | None = None
    patient_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditOpened:
    """The newest lines asked for, how many there are in all, and who may be asked for."""

    lines: tuple[AuditLine, ...]
    total: int
    people: tuple[str, ...]


def open_audit(asked: AuditAsked, *, look: BeginWork) -> AuditOpened:
    """Return the newest lines of what is asked for, as of one moment."""
    with look() as work:
        wanted = filter_of(asked, zone=work.clinic.get().zone)
        return AuditOpened(
            lines=work.audit.lines(wanted),
            total=work.audit.count(wanted),
            people=work.audit.people(),
        )


def more_of_audit(
    asked: AuditAsked, *, before_seq: int | None, look: BeginWork, limit: int = PAGE
) -> tuple[AuditLine, ...]:
    """Return the lines that follow, older than a line; none where there are no more."""
    with look() as work:
        wanted = filter_of(asked, zone=work.clinic.get().zone)
        return work.audit.lines(wanted, before_seq=before_seq, limit=limit)


def filter_of(asked: AuditAsked, *, zone: str) -> AuditFilter:
    """Say in moments and words what is asked for in days and kinds."""
    return AuditFilter(
        since=_begin_of(asked.first, zone),
        until=_begin_of(_day_after(asked.last), zone),
        who=asked.who,
        deeds=frozenset(deed.value for deed in DEEDS[asked.kind]) if asked.kind else frozenset(),
        patient_id=asked.patient_id,
    )


def _begin_of(day: date | None, zone: str) -> datetime | None:
    """Return the first moment of a day in a zone; none where it lies before all time."""
    if day is None:
        return None
    try:
        return datetime.combine(day, time(), tzinfo=zone_of(zone)).astimezone(UTC)
    except OverflowError:
        return None


def _day_after(day: date | None) -> date | None:
    return None if day in (None, date.max) else day + timedelta(days=1)
