"""Names what a note records: enum values, codes of missing parts, doses and short facts.

``word_for(Twitch.PRESENT)`` gives the plain word, ``phrase_missing(missing)`` a short sentence for
a demand of signing, ``dose(item)`` an exercise's dose, ``named(table, code)`` a catalogue entry's
name or the therapist's own words as they are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ims_notes.domain.note import NoteKind
from ims_notes.domain.programme import ItemStatus
from ims_notes.domain.shorthand.codes import SENTENCES
from ims_notes.domain.sites import Finding, Grip, Side, SiteReaction, Target, Technique, Twitch
from ims_notes.domain.visit import NoNeedlingReason, PainContext, Tolerance
from ims_notes.ui.translation import tr, tr_count

if TYPE_CHECKING:
    from collections.abc import Mapping
    from enum import StrEnum

    from ims_notes.domain.shorthand import Mark
    from ims_notes.domain.signing import Missing

    class _HasDose(Protocol):
        @property
        def sets(self) -> int | None: ...
        @property
        def reps(self) -> int | None: ...
        @property
        def hold_s(self) -> int | None: ...
        @property
        def times_per_day(self) -> int | None: ...

    class _HasName(Protocol):
        @property
        def name(self) -> str: ...


_T = QT_TRANSLATE_NOOP
_Named = TypeVar("_Named", bound="_HasName")

_WORDS: Final[tuple[tuple[StrEnum, object], ...]] = (
    (NoteKind.INITIAL, _T("Words", "Initial visit")),
    (NoteKind.FOLLOW_UP, _T("Words", "Follow-up")),
    (NoteKind.REASSESSMENT, _T("Words", "Re-assessment")),
    (NoteKind.DISCHARGE, _T("Words", "Discharge")),
    (NoteKind.CONTACT, _T("Words", "Phone or message")),
    (NoteKind.MISSED, _T("Words", "Missed or cancelled")),
    (NoteKind.NO_NEEDLING, _T("Words", "No needling today")),
    (Side.LEFT, _T("Words", "Left")),
    (Side.RIGHT, _T("Words", "Right")),
    (Side.MIDLINE, _T("Words", "Midline")),
    (Target.MUSCLE, _T("Words", "Muscle")),
    (Target.TENDON, _T("Words", "Tendon")),
    (Target.SCAR, _T("Words", "Scar")),
    (Target.ENTHESIS, _T("Words", "Enthesis")),
    (Target.LIGAMENT, _T("Words", "Ligament")),
    (Twitch.PRESENT, _T("Words", "Yes")),
    (Twitch.ABSENT, _T("Words", "No")),
    (Twitch.UNCERTAIN, _T("Words", "Uncertain")),
    (Twitch.NOT_SOUGHT, _T("Words", "Not sought")),
    (Technique.PISTONING, _T("Words", "Pistoning")),
    (Technique.STATIC, _T("Words", "Left in place")),
    (Technique.WINDING, _T("Words", "Winding")),
    (Technique.FANNING, _T("Words", "Fanning")),
    (Technique.ELECTRICAL, _T("Words", "Electrical")),
    (Finding.FAMILIAR_PAIN, _T("Words", "Familiar pain")),
    (Finding.REFERRED_PAIN, _T("Words", "Referred pain")),
    (Finding.TAUT_BAND, _T("Words", "Taut band")),
    (SiteReaction.BLEEDING, _T("Words", "Bleeding")),
    (SiteReaction.BRUISE, _T("Words", "Bruise")),
    (SiteReaction.STUCK_NEEDLE, _T("Words", "Stuck needle")),
    (Grip.PINCER, _T("Words", "Pincer grip")),
    (Grip.FLAT, _T("Words", "Flat palpation")),
    (Grip.RIB, _T("Words", "Between fingers on a rib")),
    (PainContext.NOW, _T("Words", "now")),
    (PainContext.BEST, _T("Words", "at best")),
    (PainContext.WORST, _T("Words", "at worst")),
    (PainContext.MOVEMENT, _T("Words", "on movement")),
    (Tolerance.WELL, _T("Words", "Well")),
    (Tolerance.MODERATE, _T("Words", "Moderate")),
    (Tolerance.POOR, _T("Words", "Poor")),
    (Tolerance.STOPPED, _T("Words", "Stopped")),
    (NoNeedlingReason.DECLINED, _T("Words", "declined")),
    (NoNeedlingReason.WITHHELD, _T("Words", "withheld")),
    (NoNeedlingReason.UNSUITABLE, _T("Words", "unsuitable today")),
    (ItemStatus.NEW, _T("Words", "new")),
    (ItemStatus.SAME, _T("Words", "as before")),
    (ItemStatus.PROGRESSED, _T("Words", "one step on")),
    (ItemStatus.CHANGED, _T("Words", "changed")),
    (ItemStatus.STOPPED, _T("Words", "stopped")),
)

# By kind of value as well: two enums may share a code, such as "stopped".
WORDS: Final = {(type(value), value.value): words for value, words in _WORDS}

MISSING: Final[Mapping[str, object]] = {
    "site_or_reason": _T("Missing", "A needled muscle, or why nobody was needled"),
    "no_needling_clash": _T("Missing", "Needled muscles and “no needling”: keep one"),
    "needling_elsewhere": _T("Missing", "Needled muscles do not belong in this kind of note"),
    "no_needling_reason": _T("Missing", "Why nobody was needled"),
    "site_twitch": _T("Missing", "Twitch response"),
    "pain_before": _T("Missing", "Pain before treatment"),
    "pain_after": _T("Missing", "Pain after treatment, or why not"),
    "needle_count": _T("Missing", "Needles used and out, equal"),
    "tolerance": _T("Missing", "How it was tolerated"),
    "adverse_events": _T("Missing", "Adverse events, or none"),
    "consent_check": _T("Missing", "Consent and change check"),
    "plan_part": _T("Missing", "Exercises, education or hands-on"),
    "dwell": _T("Missing", "How long the needles stayed"),
    "standing_needles": _T("Missing", "Number of needles left in place"),
    "estim": _T("Missing", "Electrical settings"),
    "exercise_number": _T("Missing", "An exercise number that is not in the plan"),
    "words": _T("Missing", "A few words on what happened"),
    "since_last": _T("Missing", "Reaction since the last visit"),
    "position": _T("Missing", "Position"),
    "place": _T("Missing", "Place of visit"),
    "needle_size": _T("Missing", "Needle size"),
    "insertions": _T("Missing", "Insertions"),
    "technique": _T("Missing", "Technique"),
    "depth": _T("Missing", "Depth"),
    "site_needles": _T("Missing", "Needles at each site"),
    "outcome": _T("Missing", "Outcome right after"),
    "advice": _T("Missing", "Advice after needling"),
    "routine": _T("Missing", "Clinic routine (in Settings)"),
    "grip": _T("Missing", "Grip over the chest wall"),
    "late_reason": _T("Missing", "Why this is entered later"),
    "assessment": _T("Missing", "Assessment"),
    "next_visit": _T("Missing", "Next visit"),
}


def word_for(value: StrEnum | None) -> str:
    """Say an enum value of the record in a plain word; nothing for what is not recorded."""
    if value is None:
        return ""
    return tr("Words", str(WORDS.get((type(value), value.value), value.value)))


def phrase_missing(missing: Missing) -> str:
    """Say what a note does not state yet, and at how many sites."""
    words = tr("Missing", str(MISSING.get(missing.code, missing.code)))
    if not missing.sites:
        return words
    return tr_count(
        "Missing",
        one="{words}: {n} site",
        many="{words}: {n} sites",
        n=len(missing.sites),
        words=words,
    )


def sentence_of(mark: Mark) -> str:
    """Say what is wrong at a place of the line and how to mend it."""
    return tr("Marks", SENTENCES[mark.code], **dict(mark.facts))


def named(table: Mapping[str, _Named], code: str | None) -> str:
    """Return the catalogue's name for an id, or the therapist's own words as they are."""
    if not code:
        return ""
    entry = table.get(code)
    return code if entry is None else entry.name


def dose(item: _HasDose) -> str:
    """Say an exercise's dose: sets and repetitions, hold, times a day; only what is recorded."""
    parts = []
    if item.sets and item.reps:
        parts.append(tr("Dose", "{sets} \u00d7 {reps}", sets=item.sets, reps=item.reps))
    elif item.sets:
        parts.append(tr_count("Dose", one="{n} set", many="{n} sets", n=item.sets))
    elif item.reps:
        parts.append(tr_count("Dose", one="{n} time", many="{n} times", n=item.reps))
    if item.hold_s and item.hold_s >= 60 and item.hold_s % 60 == 0:
        parts.append(tr("Dose", "{minutes} min", minutes=item.hold_s // 60))
    elif item.hold_s:
        parts.append(tr("Dose", "hold {seconds} s", seconds=item.hold_s))
    if item.times_per_day:
        parts.append(tr("Dose", "{times} a day", times=item.times_per_day))
    return ", ".join(parts)


def days(count: int) -> str:
    """Say a distance in days as weeks where it is whole weeks."""
    if count % 7 == 0:
        return tr_count("Days", one="{n} week", many="{n} weeks", n=count // 7)
    return tr_count("Days", one="{n} day", many="{n} days", n=count)
