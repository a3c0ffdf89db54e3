"""What ships with the program as data: the catalogue, the signing profiles, the wordings."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from ims_notes import bundle
from ims_notes.domain.catalogue.load import load_catalogue, read_catalogue_files
from ims_notes.domain.chart.thresholds import read_thresholds
from ims_notes.domain.draft import Rulebook, lung_sites
from ims_notes.domain.note import is_late_entry
from ims_notes.domain.signing import Facts, load_profile, what_is_missing
from ims_notes.reports.note_text import load_wordings, note_text
from ims_notes.services.clock import day_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from ims_notes.domain.chart.thresholds import Threshold
    from ims_notes.domain.clinic import Clinic
    from ims_notes.domain.note import Addendum
    from ims_notes.domain.note_content import NoteContent
    from ims_notes.domain.signing import Missing


@cache
def rulebook() -> Rulebook:
    """Return what notes are read and checked against; read once."""
    profiles = [
        load_profile(path.read_text(encoding="utf-8"))
        for path in sorted(bundle.resource("catalogue", "profiles").glob("*.toml"))
    ]
    catalogue = load_catalogue(read_catalogue_files(bundle.resource("catalogue")))
    return Rulebook(catalogue=catalogue, profiles={p.id: p for p in profiles})


@cache
def wordings() -> Mapping[str, str]:
    """Return the built-in templates by name: ``full``, ``soap``, ``compact``."""
    return load_wordings(bundle.resource("catalogue", "wordings.toml").read_text(encoding="utf-8"))


@cache
def thresholds() -> tuple[Threshold, ...]:
    """Return the chart's thresholds with their sources."""
    text = bundle.resource("catalogue", "thresholds.toml").read_text(encoding="utf-8")
    return read_thresholds(text)


def missing_when_signed(content: NoteContent, clinic: Clinic) -> tuple[Missing, ...]:
    """Return what a signed note does not state, by the clinic's profile as it is now.

    It is worked out anew from what was sealed and is no part of the seal.
    """
    late = is_late_entry(
        visit_on=day_in(content.started_at, content.zone),
        entered_on=day_in(content.created_at, content.zone),
    )
    facts = Facts(lung_sites=lung_sites(content, rulebook().catalogue), late=late)
    return what_is_missing(content, rulebook().profile(clinic), facts=facts)


def full_text(
    content: NoteContent,
    *,
    addenda: Iterable[Addendum] = (),
    missing: Iterable[Missing] = (),
    seal: str = "",
) -> str:
    """Return a note as it is read back, printed and shown once signed."""
    return note_text(
        content,
        catalogue=rulebook().catalogue,
        template=wordings()["full"],
        addenda=addenda,
        missing=missing,
        seal=seal,
    )


def clinic_text(content: NoteContent, clinic: Clinic, *, addenda: Iterable[Addendum] = ()) -> str:
    """Return a note in the clinic's own wording, for another system.

    Raises:
        RuleBroken: the clinic's template names an unknown field.
    """
    name = clinic.wording.value
    return note_text(
        content,
        catalogue=rulebook().catalogue,
        template=clinic.templates.get(name) or wordings()[name],
        addenda=addenda,
    )
