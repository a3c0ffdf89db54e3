"""The words a printed note uses for the record's codes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ims_notes.domain.dates import age_on, written
from ims_notes.domain.note import NoteKind
from ims_notes.domain.programme import ItemStatus
from ims_notes.domain.sites import (
    Finding,
    Grip,
    NeedlingSite,
    Side,
    SiteReaction,
    Target,
    Technique,
    Twitch,
)
from ims_notes.domain.visit import NoNeedlingReason, PainContext, Tolerance

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date
    from typing import Protocol

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.programme import ProgrammeItem
    from ims_notes.domain.visit import RangeOfMovement

    class Named(Protocol):
        """A catalogue entry with a name."""

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
_TWITCHES = {
    Twitch.PRESENT: "local twitch present",
    Twitch.ABSENT: "no local twitch",
    Twitch.UNCERTAIN: "local twitch uncertain",
    Twitch.NOT_SOUGHT: "local twitch not sought",
}
_TECHNIQUES = {
    Technique.PISTONING: "pistoning",
    Technique.STATIC: "needle left in place",
    Technique.WINDING: "winding",
    Technique.FANNING: "fanning",
    Technique.ELECTRICAL: "electrical stimulation",
}
_TARGETS = {
    Target.TENDON: "tendon",
    Target.SCAR: "scar",
    Target.ENTHESIS: "enthesis",
    Target.LIGAMENT: "ligament",
}
_FINDINGS = {
    Finding.FAMILIAR_PAIN: "familiar pain reproduced",
    Finding.REFERRED_PAIN: "referred pain",
    Finding.TAUT_BAND: "taut band",
}
_REACTIONS = {
    SiteReaction.BLEEDING: "bleeding",
    SiteReaction.BRUISE: "bruise",
    SiteReaction.STUCK_NEEDLE: "stuck needle",
}
_GRIPS = {Grip.PINCER: "pincer grip", Grip.FLAT: "flat palpation", Grip.RIB: "rib bracketed"}
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
TOLERANCES = {
    Tolerance.WELL: "Tolerated well.",
    Tolerance.MODERATE: "Tolerated moderately.",
    Tolerance.POOR: "Tolerated poorly.",
    Tolerance.STOPPED: "Stopped on the patient's request or for tolerance.",
}
NOT_RECORDED = {
    "since_last": "reaction since the last visit",
    "position": "position",
    "place": "place of visit",
    "needle_size": "needle size",
    "insertions": "insertions",
    "grip": "grip",
    "late_reason": "reason for the late entry",
    "assessment": "assessment",
    "next_visit": "next visit",
    "words": "narrative",
}


def name_of(entries: Mapping[str, Named], code: str) -> str:
    """Return the catalogue's name for an id, or the therapist's own words as they are."""
    entry = entries.get(code)
    return entry.name if entry is not None else code


def person(family: str, given: str) -> str:
    """Return ``FAMILY, Given``."""
    return ", ".join(t for t in (family.upper(), given) if t)


def born_and_age(born: date | None, day: date) -> str:
    """Return ``Born 14-Jul-1985 (41y)``, or that it is not recorded."""
    return f"Born {written(born)} ({age_on(born, day)}y)" if born else "Born: not recorded"


def number(value: float) -> str:
    """Return a number without a needless ``.0``."""
    return f"{value:g}"


def dose(item: ProgrammeItem) -> str:
    """Return ``3 x 12, hold 5 s, twice a day`` with what is recorded."""
    parts = []
    if item.sets and item.reps:
        parts.append(f"{item.sets} x {item.reps}")
    elif item.reps or item.sets:
        parts.append(f"{item.reps} repetitions" if item.reps else f"{item.sets} sets")
    if item.hold_s:
        parts.append(f"hold {item.hold_s} s")
    if item.times_per_day:
        often = {1: "once a day", 2: "twice a day"}
        parts.append(often.get(item.times_per_day, f"{item.times_per_day} times a day"))
    return ", ".join(parts)


def exercise(item: ProgrammeItem, catalogue: Catalogue) -> str:
    """Return one exercise of the home programme with dose and status."""
    named = name_of(catalogue.exercise_by_id, item.name)
    detail = "; ".join(t for t in (dose(item), _STATUSES[item.status]) if t)
    return f"{named} ({detail})"


def days(count: int) -> str:
    """Return ``1 week``, ``10 days``."""
    unit, amount = ("week", count // 7) if count and count % 7 == 0 else ("day", count)
    return f"{amount} {unit}" if amount == 1 else f"{amount} {unit}s"


def movement(row: RangeOfMovement, catalogue: Catalogue) -> str:
    """Return ``Neck rotation left 50° to 65°``."""
    unit = " mm" if row.unit == "mm" else "°"
    words = [
        name_of(catalogue.region_by_id, row.region),
        name_of(catalogue.motion_by_id, row.motion).lower(),
        row.side or "",
    ]
    values = [f"{number(v)}{unit}" for v in (row.before, row.after) if v is not None]
    return " ".join([*(w for w in words if w), " to ".join(values)])


def site(row: NeedlingSite, catalogue: Catalogue) -> str:
    """Return one needling site as a clause: where, then everything recorded about it."""
    where = name_of(catalogue.muscle_by_id, row.muscle)
    muscle = catalogue.muscle_by_id.get(row.muscle)
    if row.level and not (muscle and muscle.is_segment):
        where += f" at {row.level.upper()}"
    if row.target is not Target.MUSCLE:
        where += f" ({_TARGETS[row.target]})"
    side = "midline" if row.side is Side.MIDLINE else row.side.value
    parts = [_twitch(row), *_needle(row), *_seen(row)]
    detail = ", ".join(part for part in parts if part)
    note = f'. "{row.note}"' if row.note else ""
    return f"{where}, {side}: {detail or 'nothing further recorded'}{note}"


def _twitch(row: NeedlingSite) -> str:
    if row.twitch is None:
        return "local twitch not recorded"
    count = f" ({row.twitch_count} seen)" if row.twitch_count else ""
    return _TWITCHES[row.twitch] + count


def _needle(row: NeedlingSite) -> Iterable[str]:
    if row.diameter_mm is not None and row.length_mm is not None:
        yield f"needle {row.diameter_mm:.2f} x {number(row.length_mm)} mm"
    if row.depth_mm is not None:
        yield f"depth {number(row.depth_mm)} mm"
    if row.insertions is not None:
        yield _counted(row.insertions, "insertion")
    if row.needles is not None:
        yield _counted(row.needles, "needle")
    yield from (_TECHNIQUES[t] for t in row.techniques)
    if row.dwell_s is not None:
        minutes, seconds = divmod(row.dwell_s, 60)
        yield f"for {minutes} min" if minutes and not seconds else f"for {row.dwell_s} s"
    if row.estim is not None:
        yield from _estim(row)


def _estim(row: NeedlingSite) -> Iterable[str]:
    estim = row.estim
    if estim is None:
        return
    if estim.hz:
        yield "/".join(number(hz) for hz in estim.hz) + " Hz"
    if estim.us is not None:
        yield f"{number(estim.us)} µs"
    if estim.ma is not None:
        yield f"{number(estim.ma)} mA"
    if estim.to_tolerance:
        yield "to the patient's tolerance"


def _seen(row: NeedlingSite) -> Iterable[str]:
    if row.grab:
        yield "needle grasp felt"
    yield from (_FINDINGS[f] for f in row.findings)
    if row.pain_before is not None:
        after = "" if row.pain_after is None else f" to {row.pain_after}"
        yield f"pain here {row.pain_before}{after}/10"
    if row.grip is not None:
        yield _GRIPS[row.grip]
    yield from (_REACTIONS[r] for r in row.site_reactions)


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
