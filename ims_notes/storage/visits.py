"""A patient's visits as the timeline and the progress chart see them: by column, not by note."""

from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Connection, and_, case, func, select

from ims_notes.domain.ids import NoteId, PatientId
from ims_notes.domain.note import NoteKind, NoteState
from ims_notes.domain.sites import Twitch
from ims_notes.services.ports.notes import TimelineLine
from ims_notes.storage.columns import Found
from ims_notes.storage.note_tables import (
    AddendumRow,
    AdverseEventRow,
    NeedlingSiteRow,
    NoteEpisodeRow,
    NoteRow,
    PainScoreRow,
)
from ims_notes.storage.tables import EpisodeRow, PractitionerRow

IS_SIGNED = NoteRow.state == NoteState.SIGNED.value
IS_VISIT = and_(IS_SIGNED, NoteRow.kind.not_in([NoteKind.MISSED.value, NoteKind.CONTACT.value]))
"""Signed, and the patient was there."""


class _Needled(NamedTuple):
    sites: int = 0
    twitches: int = 0


def timeline(connection: Connection, patient_id: PatientId) -> tuple[TimelineLine, ...]:
    """Return the patient's visits, newest first, drafts included."""
    mine = NoteRow.patient_id == patient_id
    needled = {
        row.note_id: _Needled(row.sites, row.twitches)
        for row in connection.execute(_NEEDLED.where(mine))
    }
    pains = {row.note_id: row for row in connection.execute(_FIRST_PAIN.where(mine))}
    addenda = dict(_pairs(connection.execute(_ADDENDA.where(mine))))
    hurt = set(connection.execute(_HURT.where(mine)).scalars())
    regions: dict[UUID, list[str]] = {}
    for note_id, region in connection.execute(_REGIONS.where(mine)):
        regions.setdefault(note_id, []).append(region)

    def line(row: Found) -> TimelineLine:
        pain, done = pains.get(row.id), needled.get(row.id, _Needled())
        own = [row.region] if row.region else []
        return TimelineLine(
            note_id=NoteId(row.id),
            kind=NoteKind(row.kind),
            state=NoteState(row.state),
            started_at=row.started_at,
            zone=row.zone,
            practitioner=row.practitioner,
            regions=tuple(regions.get(row.id, own)),
            pain_before=pain.before if pain else None,
            pain_after=pain.after if pain else None,
            sites=done.sites,
            twitches=done.twitches,
            addenda=addenda.get(row.id, 0),
            has_adverse_event=row.id in hurt,
        )

    return tuple(map(line, connection.execute(_VISITS.where(mine))))


_VISITS = (
    select(
        *(NoteRow.id, NoteRow.kind, NoteRow.state, NoteRow.started_at, NoteRow.zone),
        PractitionerRow.name.label("practitioner"),
        EpisodeRow.region,
    )
    .join(PractitionerRow, PractitionerRow.id == NoteRow.practitioner_id)
    .outerjoin(EpisodeRow, EpisodeRow.id == NoteRow.episode_id)
    .order_by(NoteRow.started_at.desc(), NoteRow.id.desc())
)
_NEEDLED = (
    select(
        NeedlingSiteRow.note_id,
        func.count().label("sites"),
        func.sum(case((NeedlingSiteRow.twitch == Twitch.PRESENT.value, 1), else_=0)).label(
            "twitches"
        ),
    )
    .join(NoteRow, NoteRow.id == NeedlingSiteRow.note_id)
    .group_by(NeedlingSiteRow.note_id)
)
_FIRST_PAIN = (
    select(PainScoreRow.note_id, PainScoreRow.before, PainScoreRow.after)
    .join(NoteRow, NoteRow.id == PainScoreRow.note_id)
    .where(PainScoreRow.place == 0)
)
_ADDENDA = (
    select(AddendumRow.note_id, func.count())
    .join(NoteRow, NoteRow.id == AddendumRow.note_id)
    .group_by(AddendumRow.note_id)
)
_HURT = select(AdverseEventRow.note_id).join(NoteRow, NoteRow.id == AdverseEventRow.note_id)
_REGIONS = (
    select(NoteEpisodeRow.note_id, EpisodeRow.region)
    .join(EpisodeRow, EpisodeRow.id == NoteEpisodeRow.episode_id)
    .join(NoteRow, NoteRow.id == NoteEpisodeRow.note_id)
    .order_by(NoteEpisodeRow.note_id, NoteEpisodeRow.place)
)


def _pairs(rows: Iterable[Any]) -> Iterable[tuple[UUID, int]]:
    return ((row[0], row[1]) for row in rows)
