"""Writes rows and visit facts back as the canonical text: left and right rows, never both."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ims_notes.domain.shorthand.entries import EntryKind
from ims_notes.domain.shorthand.numbers import number_text
from ims_notes.domain.shorthand.render_visit import quoted, region_entry, visit_entries
from ims_notes.domain.shorthand.words import (
    FINDINGS,
    NARRATIVE,
    REACTIONS,
    SIDE_LETTER,
    TARGETS,
    TECHNIQUES,
    TWITCH_SIGN,
)
from ims_notes.domain.sites import Target

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from enum import StrEnum

    from ims_notes.domain.shorthand.entries import Parsed
    from ims_notes.domain.shorthand.vocabulary import Vocabulary
    from ims_notes.domain.sites import Estim, NeedlingSite
    from ims_notes.domain.visit import Visit

_AFTER_ROWS = (
    EntryKind.COUNT,
    EntryKind.OK,
    EntryKind.SINCE_LAST,
    EntryKind.ADVERSE_EVENT,
    EntryKind.TOLERANCE,
    EntryKind.POSITION,
    EntryKind.NO_NEEDLING,
    EntryKind.EXERCISE,
    EntryKind.EDUCATION,
    EntryKind.HANDS_ON,
    EntryKind.RANGE,
    EntryKind.NEXT,
    EntryKind.CARRY_FORWARD,
)


def render(parsed: Parsed, vocabulary: Vocabulary) -> str:
    """Return the canonical text; reading it gives the same rows and visit.

    Rows and ratings without a region stand before the first region, prose on lines of its own.
    """
    return render_note(parsed.sites, parsed.visit, vocabulary=vocabulary)


def render_note(sites: Iterable[NeedlingSite], visit: Visit, *, vocabulary: Vocabulary) -> str:
    """Return the canonical text of rows and a visit."""
    rows = list(sites)
    entries = [render_site(site, vocabulary) for site in rows if site.region is None]
    entries += visit_entries(visit, EntryKind.PAIN, vocabulary=vocabulary)
    entries += _by_region([site for site in rows if site.region], visit, vocabulary=vocabulary)
    for kind in _AFTER_ROWS:
        entries += visit_entries(visit, kind, vocabulary=vocabulary)
    lines = ["; ".join(entries)] if entries else []
    for kind in NARRATIVE.values():
        lines += visit_entries(visit, kind, vocabulary=vocabulary)
    return "\n".join(lines)


def _by_region(sites: list[NeedlingSite], visit: Visit, *, vocabulary: Vocabulary) -> Iterator[str]:
    region = visit.region
    yield from visit_entries(visit, EntryKind.REGION, vocabulary=vocabulary)
    for site in sites:
        if site.region and site.region != region:
            region = site.region
            yield region_entry(region, vocabulary)
        yield render_site(site, vocabulary)


def render_site(site: NeedlingSite, vocabulary: Vocabulary) -> str:
    """Return the canonical entry of one row; its region stands on a line of its own.

    A needle is typed as diameter and length together, so one without the other is left out.
    """
    words = [SIDE_LETTER[site.side], vocabulary.short_words.get(site.muscle, site.muscle)]
    known = vocabulary.catalogue.muscle_by_id.get(site.muscle)
    if site.level and not (known and known.level):
        words.append(site.level)
    words += _options(site)
    return " ".join(words)


def _options(site: NeedlingSite) -> Iterator[str]:
    if site.target is not Target.MUSCLE:
        yield _word(TARGETS, site.target)
    if site.twitch:
        yield TWITCH_SIGN[site.twitch] + str(site.twitch_count or "")
    if site.grab:
        yield "grab"
    for letter, number in (("i", site.insertions), ("x", site.needles)):
        if number is not None:
            yield f"{letter}{number}"
    if site.pain_before is not None or site.pain_after is not None:
        before, after = ("" if n is None else n for n in (site.pain_before, site.pain_after))
        yield f"{before}>{after}"
    if site.diameter_mm is not None and site.length_mm is not None:
        yield f"{_diameter(site.diameter_mm)}x{number_text(site.length_mm)}"
    if site.depth_mm is not None:
        yield f"d{number_text(site.depth_mm)}"
    yield from (_word(TECHNIQUES, technique) for technique in site.techniques)
    if site.dwell_s is not None:
        yield f"{site.dwell_s}s" if site.dwell_s % 60 else f"{site.dwell_s // 60}min"
    if site.estim:
        yield from _current(site.estim)
    yield from (_word(FINDINGS, finding) for finding in site.findings)
    yield from (_word(REACTIONS, reaction) for reaction in site.site_reactions)
    if site.grip:
        yield site.grip.value
    if site.note:
        yield quoted(site.note)


def _current(estim: Estim) -> Iterator[str]:
    if estim.hz:
        yield "/".join(number_text(hz) for hz in estim.hz) + "hz"
    if estim.us is not None:
        yield f"{number_text(estim.us)}us"
    if estim.ma is not None:
        yield f"{number_text(estim.ma)}ma"
    if estim.to_tolerance:
        yield "tol"


def _diameter(value: float) -> str:
    """Return a diameter as clinics write it: .30."""
    two_places = f"{value:.2f}"
    text = two_places if float(two_places) == value else number_text(value)
    return text.removeprefix("0")


def _word(table: Mapping[str, StrEnum], value: StrEnum) -> str:
    return next(word for word, meaning in table.items() if meaning == value)
