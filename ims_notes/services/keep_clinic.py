"""The clinic's settings: name, routine, wording, abbreviations, practitioners."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ims_notes.domain.audit import Deed
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.ids import PractitionerId
from ims_notes.domain.texts import composed, folded, one_line, within
from ims_notes.domain.wording import check_template
from ims_notes.services.ports.work import Changes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.clinic import Clinic, LegalHome
    from ims_notes.domain.practitioners import Practitioner
    from ims_notes.services.clock import Clock
    from ims_notes.services.ports.work import BeginWork, Work

TEXT_LIMIT = 10_000
"""Longest routine or template, in characters."""

_ONE_WORD = re.compile(r"[^\W\d_][\w./'+-]{0,19}")
"""What the line reads as one word: no blank, and nothing that ends an entry or begins a list."""

_CHANGED = Changes(patient_id=None, topics=frozenset({"clinic"}))


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicSettings:
    """The clinic's settings with who works there."""

    clinic: Clinic
    practitioners: tuple[Practitioner, ...]


def clinic_settings(*, look: BeginWork) -> ClinicSettings:
    """Return the clinic's settings."""
    with look() as work:
        return ClinicSettings(clinic=work.clinic.get(), practitioners=work.practitioners.all())


def begin_record(
    practitioner: Practitioner, *, legal_home: LegalHome, zone: str, begin: BeginWork, clock: Clock
) -> Changes:
    """Write the first facts of a new record: who works here, and where the legal note lives.

    Raises:
        RuleBroken: the practitioner has no name.
    """
    with begin() as work:
        kept = replace(practitioner, id=PractitionerId(clock.new_id())).tidied()
        work.practitioners.put(kept)
        clinic = work.clinic.get()
        work.clinic.put(replace(clinic, legal_home=legal_home, practitioner_id=kept.id, zone=zone))
        work.audit.record(Deed.RECORD_BEGUN)
    return _CHANGED


def change_clinic(
    clinic: Clinic,
    *,
    begin: BeginWork,
    catalogue: Catalogue,
    with_passphrase: frozenset[UUID] = frozenset(),
) -> Changes:
    """Keep the clinic's settings; who has a passphrase, or a PIN, comes to work by it alone.

    Raises:
        RuleBroken: a text too long, a template that names an unknown field, an abbreviation
            that is not one word or names no muscle, or somebody else at work from now on who
            does not work here or has a PIN or passphrase to say so with.
    """
    kept = replace(
        clinic,
        name=within(one_line(clinic.name), 200, field="name"),
        address=within(composed(clinic.address).strip(), TEXT_LIMIT, field="address"),
        phone=within(one_line(clinic.phone), 200, field="phone"),
        routine=within(composed(clinic.routine).strip(), TEXT_LIMIT, field="routine"),
        templates=_templates(clinic.templates),
        abbreviations=_abbreviations(clinic.abbreviations, catalogue),
    )
    with begin() as work:
        _check_at_work(work, kept.practitioner_id, with_passphrase=with_passphrase)
        work.clinic.put(kept)
        work.audit.record(Deed.CLINIC_CHANGED)
    return _CHANGED


def keep_practitioner(
    practitioner: Practitioner, *, begin: BeginWork, clock: Clock, is_new: bool = False
) -> Changes:
    """Add a practitioner or keep changed details; signed notes keep what they were signed with.

    Raises:
        RuleBroken: no such practitioner, no name, a text too long, or the last one who works
            here is to leave.
    """
    with begin() as work:
        kept = practitioner.tidied()
        if is_new:
            kept = replace(kept, id=PractitionerId(clock.new_id()))
        leaves = not is_new and not kept.active and work.practitioners.get(kept.id).active
        others = (p for p in work.practitioners.all() if p.id != kept.id)
        if leaves and not any(other.active for other in others):
            raise RuleBroken(Rule.PRACTITIONER_LAST, field="active")
        work.practitioners.put(kept)
        deed = Deed.PRACTITIONER_DISABLED if leaves else Deed.PRACTITIONER_KEPT
        work.audit.record(deed, on=kept.id)
    return _CHANGED


def _check_at_work(
    work: Work, chosen: PractitionerId | None, *, with_passphrase: frozenset[UUID]
) -> None:
    if chosen is None or chosen == work.clinic.get().practitioner_id:
        return
    if not work.practitioners.get(chosen).active:
        raise RuleBroken(Rule.PRACTITIONER_DISABLED)
    if chosen in with_passphrase or work.access.pin_of(chosen) is not None:
        raise RuleBroken(Rule.PRACTITIONER_HAS_PIN)


def _templates(typed: Mapping[str, str]) -> dict[str, str]:
    """Return the templates to keep; a blank one gives way to the built-in wording."""
    kept = {name: within(composed(t), TEXT_LIMIT, field="templates") for name, t in typed.items()}
    return {name: check_template(text) for name, text in kept.items() if text.strip()}


def _abbreviations(typed: Mapping[str, str], catalogue: Catalogue) -> dict[str, str]:
    kept = {}
    for word, muscle in typed.items():
        short = folded(word)
        if not _ONE_WORD.fullmatch(short):
            raise RuleBroken(Rule.ABBREVIATION_NOT_ONE_WORD, field="abbreviations", word=word)
        if muscle not in catalogue.muscle_by_id:
            raise RuleBroken(Rule.ABBREVIATION_UNKNOWN_MUSCLE, field="abbreviations", word=word)
        kept[short] = muscle
    return kept
