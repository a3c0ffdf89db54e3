"""A draft as understood: what was typed, what it states, and what signing still wants."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING
from uuid import UUID

from ims_notes.domain.catalogue import Dose
from ims_notes.domain.ids import EpisodeId
from ims_notes.domain.note_content import (
    EpisodeNamed,
    NoteContent,
    PainRow,
    PatientNamed,
    Signer,
    SiteRow,
)
from ims_notes.domain.programme import ItemStatus, ProgrammeItem, after_visit, current
from ims_notes.domain.shorthand.parse import parse
from ims_notes.domain.shorthand.vocabulary import Vocabulary
from ims_notes.domain.signing import Facts, what_is_missing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.clinic import Clinic
    from ims_notes.domain.episodes import Episode
    from ims_notes.domain.note import Note
    from ims_notes.domain.patients import Patient
    from ims_notes.domain.practitioners import Practitioner
    from ims_notes.domain.programme import Programme
    from ims_notes.domain.shorthand.entries import Parsed
    from ims_notes.domain.signing import Missing, Profile

REGION_OPEN = "unspecified"
"""The region of an episode that was opened by signing a visit that named none."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Rulebook:
    """What every note is read and checked against: the catalogue and the signing profiles."""

    catalogue: Catalogue
    profiles: Mapping[str, Profile]
    _indexed: dict[frozenset[tuple[str, str]], Vocabulary] = field(
        default_factory=dict, init=False, repr=False
    )

    def vocabulary(self, clinic: Clinic) -> Vocabulary:
        """Return the words a clinic types: the catalogue's and its own abbreviations.

        Indexing them takes longer than reading a line, so the last index is kept.
        """
        key = frozenset(clinic.abbreviations.items())
        if key not in self._indexed:
            self._indexed.clear()
            self._indexed[key] = Vocabulary(
                catalogue=self.catalogue, abbreviations=clinic.abbreviations
            )
        return self._indexed[key]

    def profile(self, clinic: Clinic) -> Profile:
        """Return the clinic's signing profile; the neutral one where its own is gone."""
        return self.profiles.get(clinic.profile) or self.profiles["neutral"]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class DraftSetting:
    """What stands around a draft while it is read: who, which episodes, the last programme."""

    patient: Patient
    practitioner: Practitioner
    clinic: Clinic
    vocabulary: Vocabulary
    profile: Profile
    episodes: tuple[Episode, ...] = ()
    last_programme: Programme = ()
    late: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftRead:
    """A draft, read.

    Attributes:
        new_regions: regions the visit treats that have no open episode; signing opens one each.
        unmoved: numbers of exercises that have no rule for one step more, counted from 1.
    """

    parsed: Parsed
    content: NoteContent
    missing: tuple[Missing, ...]
    new_regions: tuple[str, ...] = ()
    unmoved: tuple[int, ...] = ()

    @property
    def may_be_signed(self) -> bool:
        """Whether nothing that blocks is missing and everything typed was understood."""
        return not self.parsed.errors and not any(m.blocks for m in self.missing)


def read_draft(note: Note, setting: DraftSetting) -> DraftRead:
    """Read a draft: parse its line, place its rows in episodes, list what is missing."""
    parsed = parse(note.text, setting.vocabulary)
    place = _Placement(note, setting, parsed)
    step = _Progression(setting.vocabulary.catalogue, current(setting.last_programme))
    programme, unknown = after_visit(step.last, parsed.visit.exercises, progress=step.one_more)
    content = replace(
        _heading(note, setting),
        # The signature attests the routine of needling, so only where somebody was needled.
        routine=setting.clinic.routine if parsed.sites else "",
        sites=tuple(SiteRow(episode_id=place.of(s.region), site=s) for s in parsed.sites),
        pains=place.pains(),
        visit=parsed.visit,
        programme=programme,
        episodes=(*place.used(), *(_to_be_opened(region) for region in place.new_regions())),
    )
    facts = Facts(
        unknown_exercises=unknown,
        lung_sites=lung_sites(content, setting.vocabulary.catalogue),
        late=setting.late,
    )
    return DraftRead(
        parsed=parsed,
        content=content,
        missing=what_is_missing(content, setting.profile, facts=facts),
        new_regions=place.new_regions(),
        unmoved=step.unmoved(),
    )


def signed_by(content: NoteContent, practitioner: Practitioner) -> NoteContent:
    """Return what a note states with this practitioner's signature.

    Who began the draft is stated too where that was somebody else.
    """
    begun_by = content.practitioner if content.practitioner.id != practitioner.id else None
    return replace(content, practitioner=_signer(practitioner), begun_by=begun_by)


def _to_be_opened(region: str) -> EpisodeNamed:
    """Name the episode that signing will open, so that what is read back is what is signed."""
    return EpisodeNamed(id=EpisodeId(UUID(int=0)), region=region)


def _heading(note: Note, setting: DraftSetting) -> NoteContent:
    """Return what a note states about who, when and where, still without its visit."""
    return NoteContent(
        id=note.id,
        kind=note.kind,
        patient=_named(setting.patient),
        practitioner=_signer(setting.practitioner),
        clinic=setting.clinic.name,
        started_at=note.started_at,
        zone=note.zone,
        place=note.place,
        created_at=note.created_at,
        signed_at=note.signed_at,
        late_reason=note.late_reason,
        text=note.text,
    )


class _Placement:
    """Places rows in episodes: by the region typed, else the visit's own episode."""

    def __init__(self, note: Note, setting: DraftSetting, parsed: Parsed) -> None:
        self._open = [e for e in setting.episodes if e.is_open or e.id == note.episode_id]
        own = next((e for e in self._open if e.id == note.episode_id), None)
        self._own = own or (self._open[0] if len(self._open) == 1 else None)
        self._parsed = parsed
        self._used: dict[object, Episode] = {}

    def of(self, region: str | None) -> EpisodeId | None:
        episode = self._episode(region)
        if episode is None:
            return None
        self._used.setdefault(episode.id, episode)
        return episode.id

    def _episode(self, region: str | None) -> Episode | None:
        if region is None or (self._own is not None and self._own.region == region):
            return self._own
        return next((e for e in self._open if e.region == region), None)

    def pains(self) -> tuple[PainRow, ...]:
        visit = self._parsed.visit
        rows = []
        if visit.pain_before is not None or visit.pain_after is not None:
            own = PainRow(
                before=visit.pain_before,
                after=visit.pain_after,
                after_not_taken=visit.pain_after_not_taken,
                reason=visit.pain_after_reason,
            )
            rows.append(self._at_home(own))
        for pain in visit.pains:
            row = PainRow(
                region=pain.region,
                context=pain.context,
                before=pain.before,
                after=pain.after,
                after_not_taken=pain.after_not_taken,
                reason=pain.reason,
            )
            rows.append(self._at_home(row))
        return tuple(rows)

    def _at_home(self, row: PainRow) -> PainRow:
        episode = self._episode(row.region)
        region = row.region or (episode.region if episode else None)
        return replace(row, episode_id=self.of(row.region), region=region)

    def used(self) -> tuple[EpisodeNamed, ...]:
        if self._own is not None:
            self._used.setdefault(self._own.id, self._own)
        return tuple(
            EpisodeNamed(id=e.id, region=e.region, complaint=e.complaint)
            for e in self._used.values()
        )

    def new_regions(self) -> tuple[str, ...]:
        typed = [site.region for site in self._parsed.sites]
        typed += [pain.region for pain in self._parsed.visit.pains]
        if self._parsed.visit.pain_before is not None:
            typed.append(None)
        new = [r or REGION_OPEN for r in typed if self._episode(r) is None]
        return tuple(dict.fromkeys(new))


class _Progression:
    """Takes exercises one step further by their own rule, and remembers which have none."""

    def __init__(self, catalogue: Catalogue, last: Programme) -> None:
        self._catalogue = catalogue
        self.last = last
        self._unmoved: list[ProgrammeItem] = []

    def one_more(self, item: ProgrammeItem) -> ProgrammeItem:
        exercise = self._catalogue.exercise_by_id.get(item.name)
        if exercise is None:
            self._unmoved.append(item)
            return replace(item, status=ItemStatus.SAME)
        dose = exercise.progressed(_dose(item))
        if dose is not None:
            return _with(item, dose)
        further = self._catalogue.exercise_by_id.get(exercise.progression.then or "")
        if further is None:
            self._unmoved.append(item)
            return replace(item, status=ItemStatus.SAME)
        return _with(replace(item, name=further.id), further.dose)

    def unmoved(self) -> tuple[int, ...]:
        return tuple(n for n, item in enumerate(self.last, 1) if item in self._unmoved)


def _dose(item: ProgrammeItem) -> Dose:
    return Dose(
        sets=item.sets, reps=item.reps, hold_s=item.hold_s, times_per_day=item.times_per_day
    )


def _with(item: ProgrammeItem, dose: Dose) -> ProgrammeItem:
    return replace(
        item,
        status=ItemStatus.PROGRESSED,
        sets=dose.sets,
        reps=dose.reps,
        hold_s=dose.hold_s,
        times_per_day=dose.times_per_day,
    )


def lung_sites(content: NoteContent, catalogue: Catalogue) -> tuple[int, ...]:
    """Return the indexes of the sites whose muscle carries the pneumothorax flag."""
    muscles = catalogue.muscle_by_id
    return tuple(
        i
        for i, row in enumerate(content.sites)
        if row.site.muscle in muscles and muscles[row.site.muscle].pneumothorax
    )


def _named(patient: Patient) -> PatientNamed:
    return PatientNamed(
        id=patient.id,
        family_name=patient.family_name,
        given_name=patient.given_name,
        preferred_name=patient.preferred_name,
        born=patient.born,
        identifier=patient.identifier,
    )


def _signer(practitioner: Practitioner) -> Signer:
    return Signer(
        id=practitioner.id,
        name=practitioner.name,
        credentials=practitioner.credentials,
        registration=practitioner.registration,
    )
