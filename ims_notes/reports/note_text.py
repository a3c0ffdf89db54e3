"""A note as plain text: read back before signing, copied in companion mode, printed.

The wording is a template with named fields; a clinic may write its own. Text is made from what
was recorded and nothing else: what is null is left out or said to be not recorded.
"""

from __future__ import annotations

import tomllib
from itertools import groupby
from typing import TYPE_CHECKING

from ims_notes.domain.dates import written
from ims_notes.domain.programme import ItemStatus, current
from ims_notes.domain.wording import FIELD
from ims_notes.reports import note_words as words
from ims_notes.reports.site_words import needling
from ims_notes.reports.template import fill
from ims_notes.services.clock import day_in, in_zone

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.note import Addendum
    from ims_notes.domain.note_content import NoteContent, PainRow
    from ims_notes.domain.signing import Missing

_DRAFT = "DRAFT, not signed"


def load_wordings(text: str) -> Mapping[str, str]:
    """Read the built-in templates from TOML, by name (``full``, ``soap``, ``compact``)."""
    return {name: template.strip("\n") for name, template in tomllib.loads(text).items()}


def note_text(
    content: NoteContent,
    *,
    catalogue: Catalogue,
    template: str,
    addenda: Iterable[Addendum] = (),
    missing: Iterable[Missing] = (),
    seal: str = "",
) -> str:
    """Return the note in a template's wording; lines and headings without content are left out.

    A draft says so even where the template names no field that would.

    Raises:
        RuleBroken: the template names an unknown field.
    """
    fields = {
        "patient": _patient(content),
        "visit": _visit(content, catalogue),
        "subjective": _subjective(content, catalogue),
        "objective": _objective(content, catalogue),
        "needling": "\n".join(_treatment(content, catalogue)),
        "assessment": content.visit.narrative.a or "",
        "plan": _plan(content, catalogue),
        "routine": content.routine,
        "signature": _signature(content, seal),
        "addenda": "\n\n".join(_addendum(a, content.zone) for a in addenda),
        "not_recorded": _not_recorded(missing),
    }
    text = fill(template, fields)
    says_draft = content.signed_at is not None or "visit" in FIELD.findall(template)
    return text if says_draft else f"{_DRAFT}\n{text}"


def _patient(content: NoteContent) -> str:
    patient = content.patient
    return words.listed(
        (
            words.person(patient.family_name, patient.given_name),
            words.born_and_age(patient.born, day_in(content.started_at, content.zone)),
            f"ID {patient.identifier}" if patient.identifier else "",
        ),
        " · ",
    )


def _visit(content: NoteContent, catalogue: Catalogue) -> str:
    heading = (
        words.KINDS[content.kind],
        _moment(content.started_at, content.zone),
        words.choice(catalogue.places, content.place),
        content.clinic,
        "" if content.signed_at else _DRAFT,
    )
    episodes = [words.episode(episode, catalogue) for episode in content.episodes]
    return words.listed((words.listed(heading, " · "), words.listed(episodes, "; ")), "\n")


def _subjective(content: NoteContent, catalogue: Catalogue) -> str:
    visit = content.visit
    was_treated = content.sites or visit.hands_on or any(_has_after(p) for p in content.pains)
    when = "Pain before treatment" if was_treated else "Pain"
    rated = [p for p in content.pains if p.before is not None]
    said = list(_pains(rated, catalogue, when=when))
    if visit.since_last is not None:
        event = words.in_sentence(catalogue.adverse_event_by_id, visit.since_last.event)
        hours = visit.since_last.hours
        lasting = "" if hours is None else f" for {hours} h"
        is_none = visit.since_last.event == "none"
        said.append(
            "No reaction since the last visit."
            if is_none
            else f"Since the last visit: {event}{lasting}."
        )
    return _with_narrative(visit.narrative.s, said)


def _pains(pains: Iterable[PainRow], catalogue: Catalogue, *, when: str) -> Iterator[str]:
    """Give a sentence for each region: ``Pain before treatment (neck): 6/10, at worst 8/10.``."""
    is_after = when == _AFTER
    for code, rows in groupby(pains, key=lambda pain: pain.region):
        region = words.region(code, catalogue)
        about = f" ({region})" if region else ""
        yield f"{when}{about}: {', '.join(_rating(pain, is_after=is_after) for pain in rows)}."


def _rating(pain: PainRow, *, is_after: bool) -> str:
    value = pain.after if is_after else pain.before
    said = f"{value}/10"
    if value is None:
        reason = words.on_one_line(pain.reason or "") or "reason not recorded"
        said = f"not taken ({reason})"
    return words.listed((words.CONTEXTS[pain.context] if pain.context else "", said), " ")


def _has_after(pain: PainRow) -> bool:
    return pain.after is not None or pain.after_not_taken


def _objective(content: NoteContent, catalogue: Catalogue) -> str:
    measured = [f"{words.movement(row, catalogue)}." for row in content.visit.range]
    return _with_narrative(content.visit.narrative.o, measured)


def _treatment(content: NoteContent, catalogue: Catalogue) -> Iterator[str]:
    visit = content.visit
    if visit.consent_and_change_check:
        yield "Consent reconfirmed; nothing changed since the screening."
    if visit.no_needling is not None:
        detail = words.on_one_line(visit.no_needling.detail or "")
        reason = words.REASONS[visit.no_needling.reason]
        yield f"No needling today: {reason}{f' ({detail})' if detail else ''}."
    yield from needling(content, catalogue)
    rated = [pain for pain in content.pains if _has_after(pain)]
    outcome = (*_closing(content, catalogue), *_pains(rated, catalogue, when=_AFTER))
    if outcome:
        yield " ".join(outcome)
    if visit.hands_on:
        rows = "; ".join(words.hands_on(row, catalogue) for row in visit.hands_on)
        yield f"Hands-on treatment: {rows}."


def _closing(content: NoteContent, catalogue: Catalogue) -> Iterator[str]:
    visit = content.visit
    if visit.needles_used is not None or visit.needles_removed is not None:
        used = "not recorded" if visit.needles_used is None else visit.needles_used
        out = "not recorded" if visit.needles_removed is None else visit.needles_removed
        yield f"Needles used: {used}; needles out: {out}."
    if visit.tolerance is not None:
        yield f"{words.choice(catalogue.tolerances, visit.tolerance)}."
    if visit.adverse_events_none:
        yield "No adverse events observed."
    for event in visit.adverse_events:
        yield f"Adverse event: {words.adverse_event(event, catalogue)}."


def _plan(content: NoteContent, catalogue: Catalogue) -> str:
    visit = content.visit
    said = []
    done = [words.exercise(item, catalogue) for item in current(content.programme)]
    if done:
        numbered = "; ".join(f"{n}. {one}" for n, one in enumerate(done, 1))
        said.append(f"Home exercises: {numbered}.")
    stopped = [item for item in content.programme if item.status is ItemStatus.STOPPED]
    if stopped:
        names = [words.name_of(catalogue.exercise_by_id, item.name) for item in stopped]
        said.append(f"Stopped: {'; '.join(names)}.")
    if visit.education:
        topics = {topic.id: topic.title for topic in catalogue.topics}
        told = [topics.get(t) or words.on_one_line(t) for t in visit.education]
        said.append(f"Education: {'; '.join(told)}.")
    if visit.next_days is not None:
        said.append(f"Next visit in {words.days(visit.next_days)}.")
    return _with_narrative(visit.narrative.p, said)


def _signature(content: NoteContent, seal: str) -> str:
    who = content.practitioner.signature
    lines = [f"Draft of {who}; not signed."]
    if content.signed_at is not None:
        when = _moment(content.signed_at, content.zone)
        lines = [f"Signed by {who} on {when} ({content.zone})."]
    if content.begun_by is not None:
        lines.append(f"Begun by {content.begun_by.signature}.")
    entered = day_in(content.created_at, content.zone)
    if entered > day_in(content.started_at, content.zone):
        reason = words.on_one_line(content.late_reason)
        said = f": {reason}" if reason else ", reason not recorded"
        lines.append(f"Late entry, begun on {written(entered)}{said}.")
    if seal:
        lines.append(f"Verification code {seal[:16]}.")
    return "\n".join(lines)


def _addendum(addendum: Addendum, zone: str) -> str:
    when = _moment(addendum.added_at, zone)
    reason = words.on_one_line(addendum.reason)
    return f"ADDENDUM, {when}, {addendum.author}. Reason: {reason}\n{addendum.text}"


def _not_recorded(missing: Iterable[Missing]) -> str:
    named = words.listed(words.NOT_RECORDED.get(m.code, "") for m in missing)
    return f"Not recorded: {named}." if named else ""


def _with_narrative(narrative: str | None, sentences: Iterable[str]) -> str:
    return words.listed((narrative or "", " ".join(sentences)), "\n")


def _moment(moment: datetime, zone: str) -> str:
    local = in_zone(moment, zone)
    return f"{written(local.date())} {local:%H:%M}"


_AFTER = "Pain after treatment"
