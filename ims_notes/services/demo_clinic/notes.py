"""Writes the demo clinic's notes one after the other, as their therapists would have."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from ims_notes.domain.draft import DraftSetting, read_draft
from ims_notes.domain.note import Note, NoteKind
from ims_notes.domain.programme import current
from ims_notes.services.demo_clinic.home import HomeExercises
from ims_notes.services.demo_clinic.wording import Story, joined, visit_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from ims_notes.domain.clinic import Clinic
    from ims_notes.domain.draft import Rulebook
    from ims_notes.domain.note_content import NoteContent
    from ims_notes.domain.patients import Patient
    from ims_notes.domain.practitioners import Practitioner
    from ims_notes.domain.programme import Programme
    from ims_notes.services.demo_clinic.material import Material
    from ims_notes.services.demo_clinic.timetable import Booked

_TYPING = timedelta(minutes=8)
_PLACES = {NoteKind.CONTACT: "phone", NoteKind.MISSED: ""}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Desk:
    """What stands around every note of the clinic while it is written."""

    material: Material
    rulebook: Rulebook
    clinic: Clinic
    practitioners: tuple[Practitioner, ...]
    patients: tuple[Patient, ...]


def signed_notes(desk: Desk, booked: Iterable[Booked]) -> Iterator[tuple[Note, NoteContent]]:
    """Yield each signed note with its content, exactly as reading its text again gives."""
    typist = _Typist(desk)
    return (typist.sign(visit) for visit in booked if visit.signed_at)


def draft_notes(desk: Desk, booked: Sequence[Booked]) -> tuple[Note, ...]:
    """Return the drafts, each written after the patient's signed visits."""
    typist = _Typist(desk)
    drafted = {visit.patient for visit in booked if visit.unfinished}
    for visit in booked:
        if visit.patient in drafted and visit.signed_at:
            typist.sign(visit)
    return tuple(typist.typed(visit) for visit in booked if visit.unfinished)


class _Typist:
    """Writes visits in order of signing, carrying each patient's programme along."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._vocabulary = desk.rulebook.vocabulary(desk.clinic)
        self._profile = desk.rulebook.profile(desk.clinic)
        self._home = HomeExercises(self._vocabulary)
        self._programmes: dict[int, Programme] = {}
        self._needled: set[int] = set()

    def sign(self, visit: Booked) -> tuple[Note, NoteContent]:
        note = self.typed(visit).signed(at=visit.written.signed_at)
        content = read_draft(note, self._setting(visit)).content
        if content.programme:
            self._programmes[visit.patient] = content.programme
        if content.sites:
            self._needled.add(visit.patient)
        elif visit.kind not in _PLACES:
            self._needled.discard(visit.patient)
        return note, content

    def _setting(self, visit: Booked) -> DraftSetting:
        return DraftSetting(
            patient=self._desk.patients[visit.patient],
            practitioner=self._desk.practitioners[visit.therapist],
            clinic=self._desk.clinic,
            vocabulary=self._vocabulary,
            profile=self._profile,
            episodes=(visit.episode, visit.beside) if visit.beside else (visit.episode,),
            last_programme=self._programmes.get(visit.patient, ()),
            late=bool(visit.written.late_reason),
        )

    def typed(self, visit: Booked) -> Note:
        return Note(
            id=visit.note_id,
            patient_id=self._desk.patients[visit.patient].id,
            practitioner_id=self._desk.practitioners[visit.therapist].id,
            episode_id=visit.episode.id,
            kind=visit.kind,
            started_at=visit.started_at,
            zone=self._desk.clinic.zone,
            place=_PLACES.get(visit.kind, "clinic"),
            text=self._text(visit),
            late_reason=visit.written.late_reason,
            created_at=visit.written.created_at,
            saved_at=visit.written.created_at + _TYPING,
            revision=1,
        )

    def _text(self, visit: Booked) -> str:
        # The identifier hangs on the seed, so each visit has words of its own that never change.
        rng = Random(visit.note_id.int)
        therapist = self._desk.material.therapists[visit.therapist]
        story = Story(
            course=visit.course,
            number=visit.number,
            therapist=therapist,
            programme=current(self._programmes.get(visit.patient, ())),
            home=self._home,
            after_needling=visit.patient in self._needled,
            beside=visit.beside is not None,
        )
        parts = visit_words(story, material=self._desk.material, rng=rng)
        draft = visit.unfinished
        if draft is None:
            return joined(parts, therapist)
        kept = {part: words for part, words in parts.items() if part in draft.keep}
        return "\n".join(filter(None, (joined(kept, therapist), draft.typed)))
