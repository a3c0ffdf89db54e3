"""The rows of a signed note: an index of what its canonical JSON says."""

from typing import Any

from ims_notes.domain.note_content import NoteContent
from ims_notes.domain.sites import NeedlingSite
from ims_notes.storage.note_tables import (
    AdverseEventRow,
    EducationRow,
    ExerciseRow,
    HandsOnRow,
    NeedlingSiteRow,
    NoteEpisodeRow,
    PainScoreRow,
    RangeOfMovementRow,
)
from ims_notes.storage.tables import Row

Values = dict[str, Any]
"""The columns of one row, by name."""

_SITE = (
    *("muscle", "side", "level", "target", "twitch", "twitch_count", "grab", "insertions"),
    *("needles", "pain_before", "pain_after", "diameter_mm", "length_mm", "depth_mm"),
    *("dwell_s", "grip", "region"),
)
_SITE_LISTS = ("techniques", "findings", "site_reactions")
_PAIN = ("episode_id", "region", "context", "before", "after", "after_not_taken")
_EXERCISE = ("name", "status", "sets", "reps", "hold_s", "times_per_day")
_HANDS_ON = ("technique", "muscle", "minutes")
_RANGE = ("region", "motion", "side", "before", "after", "unit")
_ADVERSE = ("event", "severity", "site", "action", "outcome")


def visit_values(content: NoteContent) -> Values:
    """Return the single facts of the visit, as columns of the note."""
    visit = content.visit
    return {
        "position": visit.position,
        "tolerance": visit.tolerance,
        "needles_used": visit.needles_used,
        "needles_removed": visit.needles_removed,
        "consent_and_change_check": visit.consent_and_change_check,
        "no_needling": visit.no_needling and visit.no_needling.reason,
        "adverse_events_none": visit.adverse_events_none,
        "since_last": visit.since_last and visit.since_last.event,
        "since_last_hours": visit.since_last and visit.since_last.hours,
        "next_days": visit.next_days,
    }


def part_values(content: NoteContent) -> dict[type[Row], list[Values]]:
    """Return what the note states several of, table by table, each row with note and place."""
    visit = content.visit
    stated: dict[type[Row], list[Values]] = {
        NoteEpisodeRow: [{"episode_id": episode.id} for episode in content.episodes],
        NeedlingSiteRow: [
            {"episode_id": row.episode_id, **_site(row.site)} for row in content.sites
        ],
        PainScoreRow: [_picked(pain, _PAIN) for pain in content.pains],
        ExerciseRow: [_picked(item, _EXERCISE) for item in content.programme],
        EducationRow: [{"topic": topic} for topic in visit.education],
        HandsOnRow: [_picked(item, _HANDS_ON) for item in visit.hands_on],
        RangeOfMovementRow: [_picked(item, _RANGE) for item in visit.range],
        AdverseEventRow: [_picked(item, _ADVERSE) for item in visit.adverse_events],
    }
    for rows in stated.values():
        for place, row in enumerate(rows):
            row.update(note_id=content.id, place=place)
    return stated


def _site(site: NeedlingSite) -> Values:
    lists = {name: " ".join(getattr(site, name)) for name in _SITE_LISTS}
    return _picked(site, _SITE) | lists


def _picked(value: object, names: tuple[str, ...]) -> Values:
    return {name: getattr(value, name) for name in names}
