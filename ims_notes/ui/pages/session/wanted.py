"""Where an answer to something missing is given: in the line, in the table or in a field."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ims_notes.domain.shorthand import EntryKind

if TYPE_CHECKING:
    from collections.abc import Mapping

IN_LINE: Final[Mapping[str, EntryKind]] = {
    "no_needling_clash": EntryKind.NO_NEEDLING,
    "no_needling_reason": EntryKind.NO_NEEDLING,
    "pain_before": EntryKind.PAIN,
    "pain_after": EntryKind.PAIN,
    "needle_count": EntryKind.COUNT,
    "tolerance": EntryKind.TOLERANCE,
    "adverse_events": EntryKind.ADVERSE_EVENT,
    "plan_part": EntryKind.EXERCISE,
    "exercise_number": EntryKind.EXERCISE,
    "words": EntryKind.SUBJECTIVE,
    "since_last": EntryKind.SINCE_LAST,
    "position": EntryKind.POSITION,
    "assessment": EntryKind.ASSESSMENT,
    "outcome": EntryKind.OBJECTIVE,
    "advice": EntryKind.EDUCATION,
    "next_visit": EntryKind.NEXT,
}
"""Answered by an entry that starts with the kind's word."""

IN_TABLE: Final[Mapping[str, str]] = {
    "site_twitch": "twitch",
    "dwell": "dwell",
    "standing_needles": "needles",
    "estim": "estim",
    "needle_size": "needle",
    "insertions": "insertions",
    "technique": "technique",
    "depth": "depth",
    "site_needles": "needles",
    "grip": "grip",
}
"""Answered in a column of the sites table."""

IN_FIELD: Final[Mapping[str, str]] = {
    "place": "place",
    "late_reason": "late_reason",
    "consent_check": "consent_check",
}
"""Answered in a control of this object name; an attestation is never written by a jump."""
