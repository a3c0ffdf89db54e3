"""The demo clinic's patients: the named ones first, the rest put together from lists."""

from __future__ import annotations

import unicodedata
from datetime import timedelta
from typing import TYPE_CHECKING

from ims_notes.domain.patients import Patient
from ims_notes.services.demo_clinic.chances import by_share, one_or_none
from ims_notes.services.demo_clinic.material import Person

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date
    from random import Random

    from ims_notes.domain.ids import PatientId
    from ims_notes.services.demo_clinic.material import Material

_YOUNGEST, _OLDEST = 16.5, 90
_TRIES = 20


def invented_patients(
    material: Material, *, came: Mapping[PatientId, date], rng: Random
) -> tuple[Patient, ...]:
    """Return the invented patients, the regular one first.

    Args:
        material: where names and details come from.
        came: their identifiers with the day each first came; nobody made up was a child then.
        rng: decides.
    """
    people = _people(material, came=list(came.values()), rng=rng)
    return tuple(
        _patient(person, number=number, material=material, rng=rng, patient_id=patient_id)
        for number, (patient_id, person) in enumerate(zip(came, people, strict=True), 1)
    )


def _people(material: Material, *, came: Sequence[date], rng: Random) -> Iterator[Person]:
    named = (material.regular.person, *material.people)[: len(came)]
    yield from named
    seen: set[tuple[str, str]] = set()
    for day in came[len(named) :]:
        for _ in range(_TRIES):
            person = _made_up(material, day=day, rng=rng)
            if (person.given_name, person.family_name) not in seen:
                break
        seen.add((person.given_name, person.family_name))
        yield person


def _made_up(material: Material, *, day: date, rng: Random) -> Person:
    names = by_share(rng, material.names)
    is_woman = bool(names.women) and (not names.men or rng.random() < 0.58)
    gender = "woman" if is_woman else "man"
    if rng.random() < 0.03:
        gender = rng.choice(material.genders)
    age = min(max(rng.gauss(47, 16), _YOUNGEST), _OLDEST)
    return Person(
        family_name=rng.choice(names.family),
        given_name=rng.choice(names.women if is_woman else names.men),
        born=day - timedelta(days=int(age * 365.25)),
        gender=gender if rng.random() < 0.9 else "",
        alerts=one_or_none(rng, material.alerts, rate=0.1) or "",
    )


def _patient(
    person: Person, *, number: int, material: Material, rng: Random, patient_id: PatientId
) -> Patient:
    phone = f"01632 960{rng.randrange(1000):03d}"
    if rng.random() < 0.4:
        phone = f"555-01{rng.randrange(100):02d}"
    email = f"{_mail_name(person, number)}@example.org"
    has_phone, has_email = rng.random() < 0.93, rng.random() < 0.75
    return Patient(
        id=patient_id,
        family_name=person.family_name,
        given_name=person.given_name,
        preferred_name=person.preferred_name,
        born=person.born,
        gender=person.gender,
        phone=person.phone or (phone if has_phone else ""),
        email=person.email or (email if has_email else ""),
        identifier=person.identifier or f"D-{number:04d}",
        referrer=person.referrer or one_or_none(rng, material.referrers, rate=0.7) or "",
        alerts=person.alerts,
    )


def _mail_name(person: Person, number: int) -> str:
    plain = unicodedata.normalize("NFKD", f"{person.given_name}.{person.family_name}")
    name = "".join(c for c in plain if c == "." or (c.isascii() and c.isalpha())).lower()
    return name.strip(".") if len(name) > 3 else f"patient{number}"
