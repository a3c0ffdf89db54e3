"""What *Today* shows: the day's list, the drafts with what each lacks, who was seen last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ims_notes.domain.ask_today import Ask, one_thing_to_ask
from ims_notes.domain.audit import Deed
from ims_notes.domain.day_list import DayEntry, read_day_list
from ims_notes.domain.draft import read_draft
from ims_notes.domain.ids import DayEntryId
from ims_notes.domain.patients import NAME_LIMIT
from ims_notes.domain.texts import within
from ims_notes.services.find_patients import find_patients
from ims_notes.services.ports.work import Changes
from ims_notes.services.session import setting_of

if TYPE_CHECKING:
    from datetime import date

    from ims_notes.domain.draft import DraftRead, Rulebook
    from ims_notes.domain.ids import PatientId
    from ims_notes.domain.note import Note
    from ims_notes.services.clock import Clock
    from ims_notes.services.ports.patients import PatientFound
    from ims_notes.services.ports.work import BeginWork, Work

RECENT = 12
"""How many patients seen last are listed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DayLine:
    """A name on the day's list with who it is, their last pain and one thing to ask."""

    entry: DayEntry
    patient: PatientFound | None = None
    ask: Ask | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftLine:
    """An unsigned note: whose it is and what it lacks."""

    note: Note
    patient: PatientFound
    read: DraftRead


@dataclass(frozen=True, slots=True, kw_only=True)
class Today:
    """The page of today."""

    day: date
    lines: tuple[DayLine, ...]
    drafts: tuple[DraftLine, ...]
    recent: tuple[PatientFound, ...]


def today(day: date, *, look: BeginWork, rulebook: Rulebook) -> Today:
    """Return what the page of today shows."""
    with look() as work:
        return Today(
            day=day,
            lines=tuple(_day_line(work, entry) for entry in work.day.on(day)),
            drafts=tuple(_draft_line(work, n, rulebook=rulebook) for n in work.notes.drafts()),
            recent=work.patients.recent(limit=RECENT),
        )


def paste_day_list(
    text: str, *, day: date, begin: BeginWork, look: BeginWork, clock: Clock
) -> Changes:
    """Put typed or pasted names on the day's list; a name that fits one patient is that patient.

    Raises:
        RuleBroken: a line too long to be a name.
    """
    rows = read_day_list(text)
    for _, name in rows:
        within(name, NAME_LIMIT, field="day_list")
    matches = [_only_match(name, look=look, day=day) for _, name in rows]
    with begin() as work:
        start = len(work.day.on(day))
        work.day.put(
            [
                DayEntry(
                    id=DayEntryId(clock.new_id()),
                    day=day,
                    at=at,
                    name=name,
                    patient_id=patient_id,
                    position=start + place,
                )
                for place, ((at, name), patient_id) in enumerate(zip(rows, matches, strict=True))
            ]
        )
        if rows:
            work.audit.record(Deed.DAY_CHANGED)
    return _DAY_CHANGED


def settle_day_entry(entry: DayEntry, *, patient_id: PatientId | None, begin: BeginWork) -> Changes:
    """Say who a name on the list is."""
    with begin() as work:
        work.day.put([replace(entry, patient_id=patient_id)])
        work.audit.record(Deed.DAY_CHANGED, patient_id=patient_id, on=entry.id)
    return _DAY_CHANGED


def remove_day_entry(entry_id: DayEntryId, *, begin: BeginWork) -> Changes:
    """Take a name off the list."""
    with begin() as work:
        work.day.remove(entry_id)
        work.audit.record(Deed.DAY_CHANGED, on=entry_id)
    return _DAY_CHANGED


def put_day_entry_back(entry: DayEntry, *, begin: BeginWork) -> Changes:
    """Put a removed name back on the list."""
    with begin() as work:
        work.day.put([entry])
        work.audit.record(Deed.DAY_CHANGED, patient_id=entry.patient_id, on=entry.id)
    return _DAY_CHANGED


_DAY_CHANGED = Changes(patient_id=None, topics=frozenset({"day"}))


def _day_line(work: Work, entry: DayEntry) -> DayLine:
    if entry.patient_id is None:
        return DayLine(entry=entry)
    found = work.patients.found([entry.patient_id])
    last = work.notes.last_signed(entry.patient_id)
    return DayLine(
        entry=entry,
        patient=found[0] if found else None,
        ask=one_thing_to_ask(last.content) if last else None,
    )


def _draft_line(work: Work, note: Note, *, rulebook: Rulebook) -> DraftLine:
    setting = setting_of(note, work=work, rulebook=rulebook)
    patient = work.patients.found([note.patient_id])[0]
    return DraftLine(note=note, patient=patient, read=read_draft(note, setting))


def _only_match(name: str, *, look: BeginWork, day: date) -> PatientId | None:
    found = find_patients(name, look=look, today=day, limit=2)
    return found[0].id if len(found) == 1 else None
