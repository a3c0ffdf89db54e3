"""One thing to ask a patient who is expected today, taken from the last signed visit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ims_notes.domain.programme import current

if TYPE_CHECKING:
    from ims_notes.domain.note_content import NoteContent


class AskAbout(StrEnum):
    """What to ask, most pressing first."""

    ADVERSE_EVENT = "adverse_event"
    POOR_TOLERANCE = "poor_tolerance"
    PAIN_ROSE = "pain_rose"
    AFTER_NEEDLING = "after_needling"
    EXERCISES = "exercises"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What to ask, with the words or number it needs (event id, how many exercises)."""

    about: AskAbout
    detail: str = ""
    count: int = 0


def one_thing_to_ask(last: NoteContent) -> Ask | None:
    """Return the one question the last visit leaves open, or None.

    Patients report more reactions than therapists see, so a reaction is asked for first
    (reference, section 2.1).
    """
    visit = last.visit
    if visit.adverse_events:
        return Ask(about=AskAbout.ADVERSE_EVENT, detail=visit.adverse_events[0].event)
    if visit.tolerance in ("poor", "stopped"):
        return Ask(about=AskAbout.POOR_TOLERANCE)
    if any(p.before is not None and p.after is not None and p.after > p.before for p in last.pains):
        return Ask(about=AskAbout.PAIN_ROSE)
    exercises = len(current(last.programme))
    if exercises:
        return Ask(about=AskAbout.EXERCISES, count=exercises)
    return Ask(about=AskAbout.AFTER_NEEDLING) if last.sites else None
