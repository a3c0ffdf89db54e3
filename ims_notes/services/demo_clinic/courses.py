"""Plans the demo clinic's courses: who comes when, why, and how much it hurts."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ims_notes.domain.note import NoteKind
from ims_notes.services.demo_clinic.chances import by_share, happens

if TYPE_CHECKING:
    from random import Random

    from ims_notes.services.demo_clinic.material import Complaint, Material, Regular, Shape

_SIZES = (3, 3, 4, 4, 4, 5, 5, 5, 6, 6, 7, 8, 10, 12)
"""Visits a course: mostly 3-6, as Gattie 2020 found, now and then up to 12 (reference 2.1)."""

LONG_COURSE = 34


class Ending(StrEnum):
    """How a course stands on the last day."""

    ONGOING = "ongoing"
    DISCHARGED = "discharged"
    STAYED_AWAY = "stayed_away"


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One complaint from its first visit on; ``pains`` are before treatment, a visit each.

    ``sites`` are the muscles of this course as typed, each with its side; ``worst`` and
    ``moving`` tell which further ratings this patient is asked for at every visit.
    ``regular`` is the script of the one patient who has one.
    """

    complaint: Complaint
    shape: str
    ending: Ending
    kinds: tuple[NoteKind, ...]
    pains: tuple[int, ...]
    sites: tuple[tuple[str, str], ...]
    worst: bool = False
    moving: bool = False
    beside: Course | None = None
    regular: Regular | None = None

    @property
    def visits(self) -> int:
        """How many visits there are in the record."""
        return len(self.kinds)


def course_sizes(rng: Random, visits: int) -> list[int]:
    """Cut a patient's visits into courses, the latest first; some of one or two visits."""
    sizes: list[int] = []
    while visits > 0:
        size = min(rng.choice(_SIZES), visits)
        if visits - size < 3 and visits <= _SIZES[-1] and rng.random() < 0.7:
            size = visits
        sizes.append(size)
        visits -= size
    return sizes


def long_course(material: Material, *, visits: int, rng: Random) -> Course:
    """Return the one course of two years: ups and downs, a re-assessment every tenth visit."""
    complaint = material.complaint_by_region["low_back"]
    kinds = [NoteKind.INITIAL, *[NoteKind.FOLLOW_UP] * (visits - 1)]
    for number in range(9, visits - 1, 10):
        kinds[number] = NoteKind.REASSESSMENT
    return Course(
        complaint=complaint,
        shape=material.long_shape.id,
        ending=Ending.ONGOING,
        kinds=tuple(kinds),
        pains=_pains(rng, material.long_shape, visits=visits, planned=visits),
        sites=_sites(rng, complaint),
        worst=True,
    )


def scripted_course(material: Material, *, visits: int) -> Course:
    """Return the regular patient's course: the last visits of the script."""
    script = material.regular
    return Course(
        complaint=material.complaint_by_region[script.region],
        shape="scripted",
        ending=Ending.ONGOING,
        kinds=(NoteKind.INITIAL, *[NoteKind.FOLLOW_UP] * (visits - 1)),
        pains=script.pains[-visits:],
        sites=(),
        regular=script,
    )


def plan_course(
    material: Material, *, shape: Shape, visits: int, ongoing: bool, rng: Random
) -> Course:
    """Return a course of so many visits, with a second complaint beside it now and then."""
    ending = Ending.ONGOING
    if not ongoing:
        goes = visits < 3 or rng.random() < 0.2
        ending = Ending.STAYED_AWAY if goes else Ending.DISCHARGED
    complaint = by_share(rng, material.complaints)
    planned = visits if ending is Ending.DISCHARGED else visits + rng.randint(1, 4)
    return Course(
        complaint=complaint,
        shape=shape.id,
        ending=ending,
        kinds=_kinds(rng, material, visits=visits, ending=ending),
        pains=_pains(rng, shape, visits=visits, planned=planned),
        sites=_sites(rng, complaint),
        worst=rng.random() < 0.25,
        moving=rng.random() < 0.15,
        beside=_beside(material, complaint, visits=visits, ending=ending, rng=rng),
    )


def _beside(
    material: Material, complaint: Complaint, *, visits: int, ending: Ending, rng: Random
) -> Course | None:
    """Return a second complaint treated from the second visit on, for one course in ten."""
    other = by_share(rng, material.complaints)
    if visits < 4 or other is complaint or rng.random() > 0.1:
        return None
    shape = rng.choice(material.shapes)
    return Course(
        complaint=other,
        shape=shape.id,
        ending=ending,
        kinds=(),
        pains=_pains(rng, shape, visits=visits, planned=visits),
        sites=_sites(rng, other)[:2],
    )


def _kinds(rng: Random, material: Material, *, visits: int, ending: Ending) -> tuple[NoteKind, ...]:
    kinds = [NoteKind.INITIAL, *[NoteKind.FOLLOW_UP] * (visits - 1)]
    for number in range(1, visits - 1):
        instead = happens(rng, material.rates.instead)
        if instead:
            kinds[number] = NoteKind(instead.text)
    if visits > 4:
        kinds[min(4, visits - 2)] = NoteKind.REASSESSMENT
    if ending is Ending.DISCHARGED:
        kinds[-1] = NoteKind.DISCHARGE
    return tuple(kinds)


def _pains(rng: Random, shape: Shape, *, visits: int, planned: int) -> tuple[int, ...]:
    first = rng.choice((4, 5, 5, 6, 6, 6, 7, 7, 8, 9))
    steps = max(planned - 1, 1)
    later = (
        first * shape.at(number / steps) + rng.gauss(0, shape.noise) for number in range(1, visits)
    )
    return (first, *(min(max(round(pain), 0), 10) for pain in later))


def _sites(rng: Random, complaint: Complaint) -> tuple[tuple[str, str], ...]:
    side = rng.choice("lr")
    muscles = [
        *complaint.muscles[:3],
        *rng.sample(complaint.muscles[3:], min(2, len(complaint.muscles) - 3)),
    ]
    if complaint.segments and rng.random() < 0.45:
        muscles.append(rng.choice(complaint.segments))
    return tuple(("b" if rng.random() < complaint.both_sides else side, one) for one in muscles)
