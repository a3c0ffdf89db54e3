"""A patient's visits as the timeline and the progress chart see them: by column, not by note."""

from uuid import UUID

from sqlalchemy import Connection, and_, case, func, select

from ims_notes.domain.ids import NoteId, PatientId
from ims_notes.domain.note import NoteKind, NoteState
from ims_notes.domain.sites import Twitch
from ims_notes.services.ports.notes import TimelineLine
from ims_notes.storage.columns import Asked, Found
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


def timeline(connection: Connection, patient_id: PatientId) -> tuple[TimelineLine, ...]:
    """Return the patient's visits, newest first, drafts included."""
    reader = _Reader(connection, patient_id)
    return tuple(map(reader.line, connection.execute(_VISITS.where(reader.mine))))


class _Reader:
    """Reads what a patient's visits state, and puts each visit's line together."""

    def __init__(self, connection: Connection, patient_id: PatientId) -> None:
        self.mine = NoteRow.patient_id == patient_id

        def by_note(asked: Asked) -> dict[UUID, Found]:
            return {row.note_id: row for row in connection.execute(asked.where(self.mine))}

        self._needled = by_note(_NEEDLED)
        self._pains = by_note(_FIRST_PAIN)
        self._addenda = by_note(_ADDENDA)
        self._hurt = by_note(_HURT)
        self._regions: dict[UUID, list[str]] = {}
        for row in connection.execute(_REGIONS.where(self.mine)):
            self._regions.setdefault(row.note_id, []).append(row.region)

    def line(self, row: Found) -> TimelineLine:
        pain, needled = self._pains.get(row.id), self._needled.get(row.id)
        addenda = self._addenda.get(row.id)
        own = [row.region] if row.region else []
        return TimelineLine(
            note_id=NoteId(row.id),
            kind=NoteKind(row.kind),
            state=NoteState(row.state),
            started_at=row.started_at,
            zone=row.zone,
            practitioner=row.practitioner,
            regions=tuple(self._regions.get(row.id, own)),
            pain_before=pain.before if pain else None,
            pain_after=pain.after if pain else None,
            sites=needled.sites if needled else 0,
            twitches=needled.twitches if needled else 0,
            addenda=addenda.addenda if addenda else 0,
            has_adverse_event=row.id in self._hurt,
        )


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
    select(AddendumRow.note_id, func.count().label("addenda"))
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
