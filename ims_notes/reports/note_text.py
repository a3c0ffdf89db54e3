"""A note as plain text: read back before signing, copied in companion mode, printed.

The wording is a template with named fields; a clinic may write its own. Text is made from what
was recorded and nothing else: what is null is left out or said to be not recorded.
"""

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ims_notes.domain.dates import written
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.reports import note_words as words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.note import Addendum
    from ims_notes.domain.note_content import NoteContent, PainRow
    from ims_notes.domain.signing import Missing

FIELDS = (
    "patient",
    "visit",
    "subjective",
    "objective",
    "needling",
    "assessment",
    "plan",
    "routine",
    "signature",
    "addenda",
    "not_recorded",
)
"""What a template may name between braces."""

_FIELD = re.compile(r"\{(\w*)\}")
_HEADING = re.compile(r"[A-Z][A-Z ]+")


def load_wordings(text: str) -> Mapping[str, str]:
    """Read the built-in templates from TOML, by name (``full``, ``soap``, ``compact``)."""
    return {name: template.strip("\n") for name, template in tomllib.loads(text).items()}


def check_template(template: str) -> None:
    """Refuse a template that names an unknown field.

    Raises:
        RuleBroken: TEMPLATE_UNKNOWN_FIELD with the field's name.
    """
    for field in _FIELD.findall(template):
        if field not in FIELDS:
            raise RuleBroken(Rule.TEMPLATE_UNKNOWN_FIELD, field="templates", name=field)


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

    Raises:
        RuleBroken: the template names an unknown field.
    """
    check_template(template)
    fields = {
        "patient": _patient(content),
        "visit": _visit(content, catalogue),
        "subjective": _subjective(content, catalogue),
        "objective": _objective(content, catalogue),
        "needling": _treatment(content, catalogue),
        "assessment": content.visit.narrative.a or "",
        "plan": _plan(content, catalogue),
        "routine": _routine(content),
        "signature": _signature(content, seal),
        "addenda": "\n\n".join(_addendum(a, content.zone) for a in addenda),
        "not_recorded": _not_recorded(missing),
    }
    return _fill(template, fields)


def _fill(template: str, fields: Mapping[str, str]) -> str:
    lines = []
    for line in template.splitlines():
        named = _FIELD.findall(line)
        if named and not any(fields[name] for name in named):
            continue
        filled = _FIELD.sub(lambda m: fields[m[1]], line)
        lines.append(re.sub(r"(?<=\S) {2,}", " ", filled).strip() if len(named) > 1 else filled)
    return _without_empty_headings("\n".join(lines))


def _without_empty_headings(text: str) -> str:
    blocks = [block.strip("\n") for block in re.split(r"\n\s*\n", text)]
    return "\n\n".join(b for b in blocks if b.strip() and not _HEADING.fullmatch(b.strip())) + "\n"


def _patient(content: NoteContent) -> str:
    patient = content.patient
    day = _local(content.started_at, content.zone).date()
    parts = [
        words.person(patient.family_name, patient.given_name),
        words.born_and_age(patient.born, day),
        f"ID {patient.identifier}" if patient.identifier else "",
    ]
    return " · ".join(part for part in parts if part)


def _visit(content: NoteContent, catalogue: Catalogue) -> str:
    places = {place.id: place for place in catalogue.places}
    parts = [
        words.KINDS[content.kind],
        _moment(content.started_at, content.zone),
        words.name_of(places, content.place) if content.place else "",
        content.clinic,
        "" if content.signed_at else "DRAFT, not signed",
    ]
    line = " · ".join(part for part in parts if part)
    treated = [_episode(e.region, e.complaint, catalogue) for e in content.episodes]
    return line + ("\n" + "; ".join(treated) if treated else "")


def _episode(region: str, complaint: str, catalogue: Catalogue) -> str:
    named = words.name_of(catalogue.region_by_id, region)
    named = "Region not specified" if region == "unspecified" else named
    return f"{named}: {complaint}" if complaint else named


def _subjective(content: NoteContent, catalogue: Catalogue) -> str:
    visit = content.visit
    said = [_pain(p, catalogue, before=True) for p in content.pains if p.before is not None]
    if visit.since_last is not None:
        event = visit.since_last.event
        hours = f" for {visit.since_last.hours} h" if visit.since_last.hours else ""
        named = words.name_of(catalogue.adverse_event_by_id, event).lower()
        none = "No reaction since the last visit."
        said.append(none if event == "none" else f"Since the last visit: {named}{hours}.")
    return _joined(visit.narrative.s, said)


def _pain(pain: PainRow, catalogue: Catalogue, *, before: bool) -> str:
    value = pain.before if before else pain.after
    where = words.name_of(catalogue.region_by_id, pain.region) if pain.region else ""
    where = "" if pain.region == "unspecified" else where
    context = words.CONTEXTS[pain.context] if pain.context else ""
    what = " ".join(t for t in ("Pain", where and f"({where})", context) if t)
    when = "before treatment" if before else "after treatment"
    if not before and pain.after_not_taken:
        return f"{what} {when}: not taken ({pain.reason or 'no reason recorded'})."
    return f"{what} {when}: {value}/10."


def _objective(content: NoteContent, catalogue: Catalogue) -> str:
    rows = [words.movement(row, catalogue) + "." for row in content.visit.range]
    return _joined(content.visit.narrative.o, rows)


def _treatment(content: NoteContent, catalogue: Catalogue) -> str:
    visit = content.visit
    lines = []
    if visit.consent_and_change_check:
        lines.append("Consent reconfirmed; nothing changed since the screening.")
    if visit.no_needling is not None:
        detail = f": {visit.no_needling.detail}" if visit.no_needling.detail else ""
        lines.append(f"No needling today, {words.REASONS[visit.no_needling.reason]}{detail}.")
    if content.sites:
        position = f", {visit.position.replace('_', ' ')}" if visit.position else ""
        lines.append(f"Dry needling{position}:")
        lines += [f"- {words.site(row.site, catalogue)}." for row in content.sites]
    closing = [*_counts(content), *_events(content, catalogue)]
    afters = [p for p in content.pains if p.after is not None or p.after_not_taken]
    closing += [_pain(p, catalogue, before=False) for p in afters]
    lines.append(" ".join(closing))
    lines += [_hands_on(content, catalogue)] if visit.hands_on else []
    return "\n".join(line for line in lines if line)


def _counts(content: NoteContent) -> Iterable[str]:
    visit = content.visit
    if visit.needles_used is not None or visit.needles_removed is not None:
        used = "not recorded" if visit.needles_used is None else visit.needles_used
        out = "not recorded" if visit.needles_removed is None else visit.needles_removed
        yield f"Needles used: {used}; needles out: {out}."
    if visit.tolerance is not None:
        yield words.TOLERANCES[visit.tolerance]


def _events(content: NoteContent, catalogue: Catalogue) -> Iterable[str]:
    if content.visit.adverse_events_none:
        yield "No adverse events observed."
    for event in content.visit.adverse_events:
        named = words.name_of(catalogue.adverse_event_by_id, event.event).lower()
        where = words.name_of(catalogue.muscle_by_id, event.site) if event.site else ""
        parts = [named, event.severity, where, event.action, event.outcome]
        yield "Adverse event: " + ", ".join(part for part in parts if part) + "."


def _hands_on(content: NoteContent, catalogue: Catalogue) -> str:
    techniques = {t.id: t for t in catalogue.hands_on}
    rows = []
    for row in content.visit.hands_on:
        muscle = words.name_of(catalogue.muscle_by_id, row.muscle) if row.muscle else ""
        minutes = f"{row.minutes} min" if row.minutes else ""
        named = words.name_of(techniques, row.technique)
        rows.append(", ".join(t for t in (named, muscle, minutes) if t))
    return "Hands-on treatment: " + "; ".join(rows) + "."


def _plan(content: NoteContent, catalogue: Catalogue) -> str:
    visit = content.visit
    lines = []
    if content.programme:
        numbered = enumerate(content.programme, 1)
        listed = "; ".join(f"{n}. {words.exercise(item, catalogue)}" for n, item in numbered)
        lines.append(f"Home exercises: {listed}.")
    if visit.education:
        topics = {t.id: t.title for t in catalogue.topics}
        lines.append("Education: " + "; ".join(topics.get(t, t) for t in visit.education) + ".")
    if visit.next_days is not None:
        lines.append(f"Next visit in {words.days(visit.next_days)}.")
    return _joined(visit.narrative.p, lines)


def _routine(content: NoteContent) -> str:
    return content.routine


def _signature(content: NoteContent, seal: str) -> str:
    if content.signed_at is None:
        return f"Not signed. {content.practitioner.signature}"
    lines = [
        f"Signed by {content.practitioner.signature} on "
        f"{_moment(content.signed_at, content.zone)} ({content.zone})."
    ]
    entered = _local(content.created_at, content.zone).date()
    if entered > _local(content.started_at, content.zone).date():
        reason = f": {content.late_reason}" if content.late_reason else ", reason not recorded"
        lines.append(f"Late entry, begun on {written(entered)}{reason}.")
    if seal:
        lines.append(f"Verification code {seal[:16]}.")
    return "\n".join(lines)


def _addendum(addendum: Addendum, zone: str) -> str:
    when = _moment(addendum.added_at, zone)
    return f"ADDENDUM, {when}, {addendum.author}. Reason: {addendum.reason}\n{addendum.text}"


def _not_recorded(missing: Iterable[Missing]) -> str:
    named = [words.NOT_RECORDED.get(m.code, "") for m in missing if not m.blocks]
    named = [name for name in named if name]
    return f"Not recorded: {', '.join(named)}." if named else ""


def _joined(narrative: str | None, sentences: Iterable[str]) -> str:
    return "\n".join(t for t in (narrative or "", " ".join(sentences)) if t)


def _moment(moment: datetime, zone: str) -> str:
    local = _local(moment, zone)
    return f"{written(local.date())} {local:%H:%M}"


def _local(moment: datetime, zone: str) -> datetime:
    try:
        return moment.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return moment
