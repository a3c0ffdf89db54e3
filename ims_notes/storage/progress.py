"""Pain over time of one patient, read by column into the domain's series."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, func, select

from ims_notes.domain.ids import EpisodeId, NoteId, PatientId
from ims_notes.domain.note import NoteState
from ims_notes.domain.progress import (
    Progress,
    Reaction,
    ReactionTime,
    Series,
    TwitchCounts,
    VisitPoint,
)
from ims_notes.domain.sites import Twitch
from ims_notes.domain.texts import folded
from ims_notes.domain.visit import PainContext
from ims_notes.services.clock import day_in
from ims_notes.storage.columns import Asked, Found
from ims_notes.storage.note_tables import (
    AdverseEventRow,
    NeedlingSiteRow,
    NoteEpisodeRow,
    NoteRow,
    PainScoreRow,
)
from ims_notes.storage.tables import EpisodeRow
from ims_notes.storage.visits import IS_VISIT

_NOTHING = "none"


class _Line(NamedTuple):
    """One line of the chart: a region as folded, and a context."""

    region: str
    context: str | None


@dataclass(slots=True)
class _Visit:
    """One visit while it is put together; regions are folded, and the episode's own if unsaid."""

    row: Found
    number: int
    episodes: list[UUID] = field(default_factory=list)
    pains: dict[tuple[UUID, _Line], Found] = field(default_factory=dict)
    twitches: dict[tuple[UUID, str], list[Twitch | None]] = field(default_factory=dict)
    needled: bool = False
    events: list[str] = field(default_factory=list)


def progress(connection: Connection, patient_id: PatientId) -> Progress:
    """Return the pain series of all signed visits, oldest episode first."""
    episodes = list(connection.execute(_EPISODES.where(EpisodeRow.patient_id == patient_id)))
    reader = _Reader(connection, patient_id, regions={row.id: row.region for row in episodes})
    visits = reader.visits()
    served = _by_episode(visits)
    series = [
        each
        for row in episodes
        for each in _series_of(row, served.get(row.id, []), named=reader.named)
    ]
    drafts = select(func.count()).where(
        NoteRow.patient_id == patient_id, NoteRow.state == NoteState.DRAFT.value
    )
    unsigned = connection.execute(drafts).scalar_one()
    return Progress(patient_id=patient_id, series=tuple(series), unsigned=unsigned)


class _Reader:
    """Reads a patient's visits part by part."""

    def __init__(
        self, connection: Connection, patient_id: PatientId, *, regions: dict[UUID, str]
    ) -> None:
        self._connection = connection
        self._mine = NoteRow.patient_id == patient_id
        self._regions = regions
        self._folded = cache(folded)
        self.named: dict[str, str] = {folded(region): region for region in regions.values()}

    def visits(self) -> list[_Visit]:
        """Return the visits in order of time, each with its parts."""
        rows = self._ask(_VISITS.order_by(NoteRow.started_at, NoteRow.id))
        visits = {row.id: _Visit(row, number) for number, row in enumerate(rows, 1)}
        for row in self._ask(_SERVED):
            visits[row.note_id].episodes.append(row.episode_id)
        for row in self._ask(_PAINS):
            for episode_id, region in self._where(visits[row.note_id], row):
                line = _Line(region, row.context)
                visits[row.note_id].pains.setdefault((episode_id, line), row)
        for row in self._ask(_SITES):
            visits[row.note_id].needled = True
            for place in self._where(visits[row.note_id], row):
                state = None if row.twitch is None else Twitch(row.twitch)
                visits[row.note_id].twitches.setdefault(place, []).extend([state] * row.sites)
        for row in self._ask(_EVENTS):
            visits[row.note_id].events.append(row.event)
        return list(visits.values())

    def _ask(self, asked: Asked) -> Iterable[Found]:
        return self._connection.execute(asked.where(self._mine, IS_VISIT))

    def _where(self, visit: _Visit, row: Found) -> list[tuple[UUID, str]]:
        """Return the episode and region a row belongs to: unsaid means the visit's first."""
        episode_id = row.episode_id or next(iter(visit.episodes), None)
        if episode_id not in self._regions:
            return []
        region = row.region or self._regions[episode_id]
        key = self._folded(region)
        self.named.setdefault(key, region)
        return [(episode_id, key)]


def _series_of(episode: Found, visits: list[_Visit], *, named: dict[str, str]) -> Iterable[Series]:
    lines = {line for v in visits for (episode_id, line) in v.pains if episode_id == episode.id}
    main = folded(episode.region)
    ordered = sorted(lines, key=lambda line: (line.region != main, line.region, line.context or ""))
    for line in ordered or ([_Line(main, None)] if visits else []):
        yield Series(
            episode_id=EpisodeId(episode.id),
            region=named[line.region],
            context=PainContext(line.context) if line.context else None,
            complaint=episode.complaint,
            opened_on=episode.opened_on,
            points=tuple(_point(visit, episode.id, line=line) for visit in visits),
        )


def _by_episode(visits: list[_Visit]) -> dict[UUID, list[_Visit]]:
    """Return the visits that served an episode or rated its pain, episode by episode."""
    served: dict[UUID, list[_Visit]] = {}
    for visit in visits:
        rated = (episode_id for episode_id, _ in visit.pains)
        for episode_id in dict.fromkeys((*visit.episodes, *rated)):
            served.setdefault(episode_id, []).append(visit)
    return served


def _point(visit: _Visit, episode_id: UUID, *, line: _Line) -> VisitPoint:
    pain = visit.pains.get((episode_id, line))
    return VisitPoint(
        note_id=NoteId(visit.row.id),
        on=day_in(visit.row.started_at, visit.row.zone),
        visit_number=visit.number,
        before=pain.before if pain else None,
        after=pain.after if pain else None,
        after_not_taken=bool(pain and pain.after_not_taken),
        twitches=TwitchCounts.of(visit.twitches.get((episode_id, line.region), ())),
        needled=visit.needled,
        reactions=_reactions(visit),
        kind=visit.row.kind,
    )


def _reactions(visit: _Visit) -> tuple[Reaction, ...] | None:
    """Return what was unwanted; None where nobody asked."""
    row = visit.row
    if row.since_last is None and not visit.events and not row.adverse_events_none:
        return None
    found = [Reaction(event=event, time=ReactionTime.AT_VISIT) for event in visit.events]
    if row.since_last not in (None, _NOTHING):
        hours = row.since_last_hours
        found.insert(0, Reaction(event=row.since_last, time=ReactionTime.SINCE_LAST, hours=hours))
    return tuple(found)


_EPISODES = select(
    EpisodeRow.id, EpisodeRow.region, EpisodeRow.complaint, EpisodeRow.opened_on
).order_by(EpisodeRow.opened_on, EpisodeRow.id)
_VISITS = select(
    *(NoteRow.id, NoteRow.started_at, NoteRow.zone, NoteRow.kind),
    *(NoteRow.since_last, NoteRow.since_last_hours, NoteRow.adverse_events_none),
)
_SERVED = (
    select(NoteEpisodeRow.note_id, NoteEpisodeRow.episode_id)
    .join(NoteRow, NoteRow.id == NoteEpisodeRow.note_id)
    .order_by(NoteEpisodeRow.note_id, NoteEpisodeRow.place)
)
_PAINS = (
    select(
        *(PainScoreRow.note_id, PainScoreRow.episode_id, PainScoreRow.region),
        *(PainScoreRow.context, PainScoreRow.before, PainScoreRow.after),
        PainScoreRow.after_not_taken,
    )
    .join(NoteRow, NoteRow.id == PainScoreRow.note_id)
    .order_by(PainScoreRow.note_id, PainScoreRow.place)
)
_STATE = (
    *(NeedlingSiteRow.note_id, NeedlingSiteRow.episode_id),
    *(NeedlingSiteRow.region, NeedlingSiteRow.twitch),
)
_SITES = (
    select(*_STATE, func.count().label("sites"))
    .join(NoteRow, NoteRow.id == NeedlingSiteRow.note_id)
    .group_by(*_STATE)
)
_EVENTS = (
    select(AdverseEventRow.note_id, AdverseEventRow.event)
    .join(NoteRow, NoteRow.id == AdverseEventRow.note_id)
    .order_by(AdverseEventRow.note_id, AdverseEventRow.place)
)
