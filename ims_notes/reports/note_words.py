"""The words a printed note uses for the record's codes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from ims_notes.domain.dates import age_on, written
from ims_notes.domain.note import NoteKind
from ims_notes.domain.programme import ItemStatus
from ims_notes.domain.visit import NoNeedlingReason, PainContext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from typing import Protocol

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.note_content import EpisodeNamed
    from ims_notes.domain.programme import ProgrammeItem
    from ims_notes.domain.visit import AdverseEvent, HandsOn, RangeOfMovement

    class Named(Protocol):
        """A catalogue entry with a name."""

        @property
        def id(self) -> str:
            """Its id."""
            ...

        @property
        def name(self) -> str:
            """Its name."""
            ...


KINDS = {
    NoteKind.INITIAL: "Initial visit",
    NoteKind.FOLLOW_UP: "Follow-up",
    NoteKind.REASSESSMENT: "Re-assessment",
    NoteKind.DISCHARGE: "Discharge",
    NoteKind.CONTACT: "Phone or message",
    NoteKind.MISSED: "Missed or cancelled",
    NoteKind.NO_NEEDLING: "Visit without needling",
}
_STATUSES = {
    ItemStatus.NEW: "new",
    ItemStatus.SAME: "as before",
    ItemStatus.PROGRESSED: "progressed",
    ItemStatus.CHANGED: "changed",
    ItemStatus.STOPPED: "stopped",
}
CONTEXTS = {
    PainContext.NOW: "now",
    PainContext.BEST: "at best",
    PainContext.WORST: "at worst",
    PainContext.MOVEMENT: "on movement",
}
REASONS = {
    NoNeedlingReason.DECLINED: "declined",
    NoNeedlingReason.WITHHELD: "withheld",
    NoNeedlingReason.UNSUITABLE: "unsuitable",
}
NOT_RECORDED = {
    "pain_before": "pain before treatment",
    "pain_after": "pain after treatment",
    "tolerance": "tolerance",
    "adverse_events": "adverse events",
    "consent_check": "consent and change check",
    "no_needling_reason": "reason for not needling",
    "since_last": "reaction since the last visit",
    "position": "position",
    "place": "place of visit",
    "needle_size": "needle size",
    "insertions": "insertions",
    "technique": "technique",
    "depth": "depth",
    "site_needles": "needles at each site",
    "outcome": "outcome right after",
    "advice": "advice after needling",
    "routine": "clinic routine",
    "grip": "grip",
    "late_reason": "reason for the late entry",
    "assessment": "assessment",
    "next_visit": "next visit",
    "words": "narrative",
}


def name_of(entries: Mapping[str, Named], code: str) -> str:
    """Return the catalogue's name for an id, or the therapist's own words as they are."""
    entry = entries.get(code)
    return entry.name if entry is not None else on_one_line(code)


def choice(entries: Iterable[Named], code: str) -> str:
    """Return the name of an id in a short list, or the therapist's own words as they are."""
    return name_of({entry.id: entry for entry in entries}, code)


def in_sentence(entries: Mapping[str, Named], code: str) -> str:
    """Return the catalogue's name as it stands within a sentence; own words stay as they are."""
    named = name_of(entries, code)
    return named[:1].lower() + named[1:] if code in entries else named


def region(code: str | None, catalogue: Catalogue) -> str:
    """Return a region within a sentence; nothing where none was named."""
    return in_sentence(catalogue.region_by_id, code) if code and code != "unspecified" else ""


def on_one_line(text: str) -> str:
    """Return typed words on one line."""
    return " ".join(text.split())


def listed(parts: Iterable[str], between: str = ", ") -> str:
    """Join what there is."""
    return between.join(part for part in parts if part)


def person(family: str, given: str) -> str:
    """Return ``FAMILY, Given``."""
    return listed((family.upper(), given))


def born_and_age(born: date | None, day: date) -> str:
    """Return ``Born 14-Jul-1985 (41y)``, or that it is not recorded."""
    return f"Born {written(born)} ({age_on(born, day)}y)" if born else "Born: not recorded"


def number(value: float) -> str:
    """Return a number in full, without a needless ``.0``."""
    return str(int(value)) if float(value).is_integer() else str(value)


def counted(count: int, noun: str) -> str:
    """Return ``1 needle``, ``2 needles``."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def duration(seconds: int) -> str:
    """Return ``45 s``, ``2 min`` or ``1 min 30 s``."""
    minutes, rest = divmod(seconds, 60)
    return listed((f"{minutes} min" if minutes else "", f"{rest} s" if rest else ""), " ") or "0 s"


def days(count: int) -> str:
    """Return ``1 week``, ``10 days``."""
    weeks, rest = divmod(count, 7)
    return counted(weeks, "week") if weeks and not rest else counted(count, "day")


def dose(item: ProgrammeItem) -> str:
    """Return ``3 x 12, hold 5 s, twice a day`` with what is recorded."""
    amount = ""
    if item.sets is not None and item.reps is not None:
        amount = f"{item.sets} x {item.reps}"
    elif item.reps is not None:
        amount = counted(item.reps, "repetition")
    elif item.sets is not None:
        amount = counted(item.sets, "set")
    often = {None: "", 1: "once a day", 2: "twice a day"}
    return listed(
        (
            amount,
            "" if item.hold_s is None else f"hold {duration(item.hold_s)}",
            often.get(item.times_per_day, f"{item.times_per_day} times a day"),
        )
    )


def exercise(item: ProgrammeItem, catalogue: Catalogue) -> str:
    """Return one exercise of the home programme with dose and what became of it."""
    named = name_of(catalogue.exercise_by_id, item.name)
    return f"{listed((named, dose(item)))} ({_STATUSES[item.status]})"


def movement(row: RangeOfMovement, catalogue: Catalogue) -> str:
    """Return ``Rotation, left (neck): 50° before treatment, 65° after treatment``."""
    unit = " mm" if row.unit == "mm" else "°"
    what = listed((name_of(catalogue.motion_by_id, row.motion), row.side or ""))
    where = in_sentence(catalogue.region_by_id, row.region)
    when = "" if row.after is None else " before treatment"
    before = "" if row.before is None else f"{number(row.before)}{unit}{when}"
    after = "" if row.after is None else f"{number(row.after)}{unit} after treatment"
    return f"{what} ({where}): {listed((before, after)) or 'not recorded'}"


def episode(episode: EpisodeNamed, catalogue: Catalogue) -> str:
    """Return ``Neck: stiff since a drive``; a complaint that names its region stands alone."""
    is_named = episode.region != "unspecified"
    region = name_of(catalogue.region_by_id, episode.region) if is_named else ""
    complaint = on_one_line(episode.complaint)
    if region and re.match(rf"{re.escape(region)}\b", complaint, re.IGNORECASE):
        return complaint
    return listed((region, complaint), ": ")


def adverse_event(event: AdverseEvent, catalogue: Catalogue) -> str:
    """Return ``bruise (mild) at upper trapezius; action: pressed; outcome: resolved``."""
    named = in_sentence(catalogue.adverse_event_by_id, event.event)
    said = f"{named} ({event.severity})" if event.severity else named
    side, _, muscle = (event.site or "").rpartition(" ")
    place = f"{side} {in_sentence(catalogue.muscle_by_id, muscle)}".strip()
    where = f" at {place}" if place else ""
    action = f"action: {on_one_line(event.action)}" if event.action else ""
    outcome = f"outcome: {on_one_line(event.outcome)}" if event.outcome else ""
    return listed((said + where, action, outcome), "; ")


def hands_on(row: HandsOn, catalogue: Catalogue) -> str:
    """Return ``soft tissue technique on upper trapezius, 5 min``."""
    techniques = {technique.id: technique for technique in catalogue.hands_on}
    where = f" on {in_sentence(catalogue.muscle_by_id, row.muscle)}" if row.muscle else ""
    minutes = "" if row.minutes is None else f"{row.minutes} min"
    return listed((in_sentence(techniques, row.technique) + where, minutes))
