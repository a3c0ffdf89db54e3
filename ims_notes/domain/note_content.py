"""What a note says, whole and readable without the record: the thing that is signed."""

# ruff: noqa: TC001, TC003 (canonical.from_plain reads these types while the program runs)

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from ims_notes.domain.ids import EpisodeId, NoteId, PatientId, PractitionerId
from ims_notes.domain.note import NoteKind
from ims_notes.domain.programme import ProgrammeItem
from ims_notes.domain.sites import NeedlingSite
from ims_notes.domain.visit import NOTHING_SAID, PainContext, Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientNamed:
    """The patient as named when the note was signed."""

    id: PatientId
    family_name: str = ""
    given_name: str = ""
    preferred_name: str = ""
    born: date | None = None
    identifier: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """The practitioner as they were when they signed: a frozen credential snapshot."""

    id: PractitionerId
    name: str
    credentials: str = ""
    registration: str = ""

    @property
    def signature(self) -> str:
        """Name, credentials and registration number as they stand under a note."""
        return ", ".join(t for t in (self.name, self.credentials, self.registration) if t)


@dataclass(frozen=True, slots=True, kw_only=True)
class EpisodeNamed:
    """An episode that the visit served."""

    id: EpisodeId
    region: str
    complaint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PainRow:
    """One pain rating of the visit with the episode it belongs to; None is not recorded."""

    episode_id: EpisodeId | None = None
    region: str | None = None
    context: PainContext | None = None
    before: int | None = None
    after: int | None = None
    after_not_taken: bool = False
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteRow:
    """One needling site with the episode it belongs to."""

    episode_id: EpisodeId | None = None
    site: NeedlingSite


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteContent:
    """Everything a note states. ``None`` and empty mean not recorded; nothing is filled in.

    ``practitioner`` is who signed, or whose draft it is; ``begun_by`` who began the draft where
    that was somebody else. ``pains`` holds every rating, the visit's unspecified one first;
    ``sites`` are in the order typed; ``programme`` is the home programme after this visit;
    ``routine`` is the clinic's routine as attested by the signature, where somebody was needled;
    ``text`` is the shorthand as typed.
    """

    id: NoteId
    kind: NoteKind
    patient: PatientNamed
    practitioner: Signer
    begun_by: Signer | None = None
    clinic: str = ""
    started_at: datetime
    zone: str
    place: str = ""
    created_at: datetime
    signed_at: datetime | None = None
    late_reason: str = ""
    episodes: tuple[EpisodeNamed, ...] = ()
    sites: tuple[SiteRow, ...] = ()
    pains: tuple[PainRow, ...] = ()
    visit: Visit = NOTHING_SAID
    programme: tuple[ProgrammeItem, ...] = ()
    routine: str = ""
    text: str = ""
