"""Who is at work, and how practitioners come back to work at a locked screen.

A PIN is kept as a verifier inside the record. What makes and checks a verifier comes in as an
argument, because it takes a library and a fifth of a second.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ims_notes.domain.audit import Deed
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.locking import Tries, checked_pin, plain_pin
from ims_notes.services.ports.work import Changes

if TYPE_CHECKING:
    from collections.abc import Callable

    from ims_notes.domain.ids import PractitionerId
    from ims_notes.domain.practitioners import Practitioner
    from ims_notes.services.ports.work import BeginWork, Work

_CHANGED = Changes(patient_id=None, topics=frozenset({"clinic"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Verifiers:
    """What makes a verifier of a PIN, and what tells whether a PIN (first) fits one (second)."""

    make: Callable[[str], str]
    fits: Callable[[str, str], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody who works here at present."""

    practitioner: Practitioner
    has_pin: bool
    is_at_work: bool


def person_at_work(work: Work) -> Practitioner:
    """Return who is at work, in whose name is signed.

    Raises:
        RuleBroken: nobody is chosen, or they no longer work here.
    """
    chosen = work.clinic.get().practitioner_id
    if chosen is None:
        raise RuleBroken(Rule.PRACTITIONER_MISSING)
    return _active(work, chosen)


def colleagues(*, look: BeginWork) -> tuple[Colleague, ...]:
    """Return everybody who works here at present, by name."""
    with look() as work:
        at_work = work.clinic.get().practitioner_id
        return tuple(
            Colleague(
                practitioner=person,
                has_pin=work.access.pin_of(person.id) is not None,
                is_at_work=person.id == at_work,
            )
            for person in work.practitioners.all()
            if person.active
        )


def change_pin(
    practitioner_id: PractitionerId, pin: str | None, *, begin: BeginWork, verifiers: Verifiers
) -> Changes:
    """Give a practitioner a PIN, or with None take it away.

    Raises:
        RuleBroken: the PIN is too short, too long or trivial, or they do not work here.
    """
    verifier = None if pin is None else verifiers.make(checked_pin(pin))
    with begin() as work:
        _active(work, practitioner_id)
        work.access.put_pin(practitioner_id, verifier)
        work.audit.record(Deed.PIN_CHANGED, on=practitioner_id)
    return _CHANGED


def try_pin(
    practitioner_id: PractitionerId,
    pin: str,
    *,
    look: BeginWork,
    verifiers: Verifiers,
    tries: Tries,
) -> Tries:
    """Return the tries after a PIN was typed: none wrong where it is the practitioner's own.

    Once all tries are used up, nothing is compared any more.

    Raises:
        RuleBroken: they do not work here.
    """
    if tries.is_used_up:
        return tries
    with look() as work:
        verifier = work.access.pin_of(_active(work, practitioner_id).id)
    is_right = verifier is not None and verifiers.fits(plain_pin(pin), verifier)
    return Tries() if is_right else tries.with_one_wrong()


def come_to_work(practitioner_id: PractitionerId, *, begin: BeginWork) -> Changes:
    """Let a practitioner who unlocked the screen be at work from now on.

    Raises:
        RuleBroken: they do not work here.
    """
    with begin() as work:
        person = _active(work, practitioner_id)
        work.clinic.put(replace(work.clinic.get(), practitioner_id=person.id))
        work.audit.record(Deed.RECORD_UNLOCKED, on=person.id, who=person.name)
    return _CHANGED


def _active(work: Work, practitioner_id: PractitionerId) -> Practitioner:
    person = work.practitioners.get(practitioner_id)
    if not person.active:
        raise RuleBroken(Rule.PRACTITIONER_DISABLED)
    return person
