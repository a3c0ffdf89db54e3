"""Says what each draft still lacks, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ims_notes.domain.dates import written
from ims_notes.services.clock import in_zone
from ims_notes.ui.models.lines import Line
from ims_notes.ui.people import full_name, initials
from ims_notes.ui.translation import tr, tr_count
from ims_notes.ui.words import phrase_missing, word_for

if TYPE_CHECKING:
    from datetime import date

    from ims_notes.domain.draft import DraftRead
    from ims_notes.domain.note import Note
    from ims_notes.services.today import DraftLine

SHOWN = 2
"""How many missing things a row names before it only counts."""


def draft_line(draft: DraftLine, *, today: date, hide_names: bool = False) -> Line:
    """Word a draft as a row: whose, when, what it lacks."""
    ready = draft.read.may_be_signed
    return Line(
        key=draft.note.id,
        item=draft,
        title=initials(draft.patient) if hide_names else full_name(draft.patient),
        aside=word_for(draft.note.kind),
        detail=tr("Today", "Nothing is missing: ready to sign") if ready else lacks(draft.read),
        trail=_visit_time(draft.note, today=today),
        tone="ok" if ready else "attention",
    )


def lacks(read: DraftRead) -> str:
    """Name the first things that keep a draft from being signed and count the others."""
    parts = [phrase_missing(each) for each in read.missing if each.blocks]
    if read.parsed.errors:
        unread = tr_count(
            "Today",
            one="{n} entry cannot be read",
            many="{n} entries cannot be read",
            n=len(read.parsed.errors),
        )
        parts.insert(0, unread)
    named = "; ".join(parts[:SHOWN])
    if len(parts) <= SHOWN:
        return named
    return tr("Today", "{named}; and {n} more", named=named, n=len(parts) - SHOWN)


def _visit_time(note: Note, *, today: date) -> str:
    at = in_zone(note.started_at, note.zone)
    clock = at.strftime("%H:%M")
    return clock if at.date() == today else f"{written(at.date())} {clock}"
