"""Says what each draft still lacks, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ims_notes.domain.dates import written
from ims_notes.services.clock import in_zone
from ims_notes.ui.models.lines import Line
from ims_notes.ui.people import full_name, initials
from ims_notes.ui.translation import tr, tr_count
from ims_notes.ui.words import phrase_missing, word_for

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from ims_notes.domain.draft import DraftRead
    from ims_notes.domain.note import Note
    from ims_notes.domain.signing import Missing
    from ims_notes.services.today import DraftLine

_T = QT_TRANSLATE_NOOP

BRIEF: Final[Mapping[str, object]] = {
    "site_or_reason": _T("Brief", "muscles"),
    "no_needling_reason": _T("Brief", "why no needling"),
    "site_twitch": _T("Brief", "twitch"),
    "pain_before": _T("Brief", "pain before"),
    "pain_after": _T("Brief", "pain after"),
    "needle_count": _T("Brief", "needle count"),
    "tolerance": _T("Brief", "tolerance"),
    "adverse_events": _T("Brief", "adverse events"),
    "consent_check": _T("Brief", "consent"),
    "plan_part": _T("Brief", "plan"),
    "dwell": _T("Brief", "time in place"),
    "standing_needles": _T("Brief", "needles in place"),
    "estim": _T("Brief", "electrical settings"),
    "words": _T("Brief", "what happened"),
    "since_last": _T("Brief", "since last visit"),
    "late_reason": _T("Brief", "why entered later"),
}
"""What signing demands, short enough for a row; any other demand is said in full."""

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
        detail=(
            tr("Today", "Nothing is missing: ready to sign")
            if ready
            else tr("Today", "To finish: {lacks}", lacks=lacks(draft.read))
        ),
        trail=_visit_time(draft.note, today=today),
        tone="ok" if ready else "attention",
    )


def lacks(read: DraftRead) -> str:
    """Name in brief the first things that keep a draft from being signed and count the rest."""
    parts = [_briefly(each) for each in read.missing if each.blocks]
    if read.parsed.errors:
        unread = tr_count(
            "Today",
            one="{n} entry unreadable",
            many="{n} entries unreadable",
            n=len(read.parsed.errors),
        )
        parts.insert(0, unread)
    named = "; ".join(parts[:SHOWN])
    if len(parts) <= SHOWN:
        return named
    return tr("Today", "{named}; +{n}", named=named, n=len(parts) - SHOWN)


def _briefly(missing: Missing) -> str:
    if missing.code not in BRIEF:
        return phrase_missing(missing)
    words = tr("Brief", str(BRIEF[missing.code]))
    if not missing.sites:
        return words
    return tr("Brief", "{words} ({n})", words=words, n=len(missing.sites))


def _visit_time(note: Note, *, today: date) -> str:
    at = in_zone(note.started_at, note.zone)
    clock = at.strftime("%H:%M")
    return clock if at.date() == today else f"{written(at.date())} {clock}"
