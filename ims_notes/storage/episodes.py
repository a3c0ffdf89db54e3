"""Episodes of care as kept."""

from sqlalchemy import Connection, bindparam, case, insert, select, update

from ims_notes.domain.episodes import Episode, EpisodeStatus
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.ids import EpisodeId, PatientId
from ims_notes.storage.columns import Found
from ims_notes.storage.note_rows import Values
from ims_notes.storage.tables import EpisodeRow

FIELDS = (
    *("id", "patient_id", "region", "complaint", "onset", "contributing", "diagnosis"),
    *("diagnosis_code", "status", "opened_on", "discharged_on", "discharge_summary"),
)
_ALL = select(*(getattr(EpisodeRow, name) for name in FIELDS))
_ONE = _ALL.where(EpisodeRow.id == bindparam("id"))
_OF = _ALL.where(EpisodeRow.patient_id == bindparam("patient_id")).order_by(
    case((EpisodeRow.status == EpisodeStatus.DISCHARGED.value, 1), else_=0),
    EpisodeRow.opened_on.desc(),
    EpisodeRow.id.desc(),
)


class StoredEpisodes:
    """Episodes of care."""

    def __init__(self, connection: Connection) -> None:
        """Work on this connection."""
        self._connection = connection

    def get(self, episode_id: EpisodeId) -> Episode:
        """Return the episode; RuleBroken(EPISODE_NOT_FOUND) if there is none."""
        found = self._connection.execute(_ONE, {"id": episode_id}).first()
        if found is None:
            raise RuleBroken(Rule.EPISODE_NOT_FOUND)
        return _episode(found)

    def put(self, episode: Episode) -> None:
        """Keep a new or changed episode."""
        values = episode_values(episode)
        known = update(EpisodeRow).where(EpisodeRow.id == episode.id)
        if not self._connection.execute(known.values(values)).rowcount:
            self._connection.execute(insert(EpisodeRow).values(values))

    def of(self, patient_id: PatientId) -> tuple[Episode, ...]:
        """Return the patient's episodes, open ones first, latest opened first."""
        return tuple(map(_episode, self._connection.execute(_OF, {"patient_id": patient_id})))


def episode_values(episode: Episode) -> Values:
    """Return the columns of an episode."""
    return {name: getattr(episode, name) for name in FIELDS}


def _episode(found: Found) -> Episode:
    return Episode(**{**found._mapping, "status": EpisodeStatus(found.status)})
