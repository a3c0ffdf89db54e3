"""Says in a few plain words what one entry of the line means: for chips and for the hint."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from ims_notes.domain.shorthand import EntryKind, parse
from ims_notes.domain.visit import ExerciseAction
from ims_notes.ui.translation import tr, tr_count
from ims_notes.ui.words import days, dose, named, word_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.shorthand import Entry, Parsed, Vocabulary
    from ims_notes.domain.sites import NeedlingSite
    from ims_notes.domain.visit import (
        AdverseEvent,
        ExerciseEntry,
        HandsOn,
        PainScore,
        RangeOfMovement,
        Visit,
    )

_PROSE = {EntryKind.SUBJECTIVE, EntryKind.OBJECTIVE, EntryKind.ASSESSMENT, EntryKind.PLAN}
_NOT_ALONE = {EntryKind.NEEDLING, EntryKind.DEFAULTS, EntryKind.UNKNOWN, *_PROSE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One entry about the visit, read by itself: its place, text and what it states."""

    entry: Entry
    text: str
    visit: Visit


def pieces_of(text: str, parsed: Parsed, *, vocabulary: Vocabulary) -> tuple[Piece, ...]:
    """Return the visit's entries, each read by itself; a rating with the region it stands under."""
    found, region = [], ""
    for entry in parsed.entries:
        if entry.kind in _NOT_ALONE:
            continue
        own = text[entry.start : entry.end]
        if entry.kind is EntryKind.REGION:
            region = f"{own}\n"
        visit = parse(own, vocabulary).visit
        if region and entry.kind is EntryKind.PAIN:
            visit = replace(parse(region + own, vocabulary).visit, region=None)
        found.append(Piece(entry=entry, text=own, visit=visit))
    return tuple(found)


def piece_words(piece: Piece, catalogue: Catalogue) -> str:
    """Say what one entry states; its own text where there are no better words."""
    said = list(_said(piece.visit, catalogue))
    return "; ".join(word for word in said if word) or piece.text


def site_words(sites: Iterable[NeedlingSite], catalogue: Catalogue) -> str:
    """Say which muscles an entry names, on which side, and the twitch."""
    muscles = catalogue.muscle_by_id
    return "; ".join(
        ", ".join(
            part
            for part in (
                f"{named(muscles, site.muscle)} {(site.level or '').upper()}".strip(),
                word_for(site.side).lower(),
                tr("VisitWords", "twitch: {twitch}", twitch=word_for(site.twitch).lower())
                if site.twitch
                else "",
            )
            if part
        )
        for site in sites
    )


def _said(visit: Visit, catalogue: Catalogue) -> Iterable[str]:
    yield from _facts(visit, catalogue)
    yield from (pain_words(p, catalogue) for p in visit.pains)
    yield from (_event(e, catalogue) for e in visit.adverse_events)
    yield from (_exercise(e, catalogue) for e in visit.exercises)
    yield from (_hands_on(t, catalogue) for t in visit.hands_on)
    yield from (_range(r, catalogue) for r in visit.range)
    topics = {topic.id: topic.title for topic in catalogue.topics}
    yield from (topics.get(topic, topic) for topic in visit.education)


def _facts(visit: Visit, catalogue: Catalogue) -> Iterable[str]:
    if visit.pain_before is not None or visit.pain_after is not None:
        rating = rating_words(visit.pain_before, visit.pain_after)
        yield tr("VisitWords", "Pain {rating}", rating=rating)
    if visit.consent_and_change_check:
        yield tr("VisitWords", "Consent reconfirmed, nothing changed")
    if visit.needles_used is not None:
        yield tr("VisitWords", "Needles used: {n}", n=visit.needles_used)
    if visit.needles_removed is not None:
        yield tr("VisitWords", "Needles out: {n}", n=visit.needles_removed)
    if visit.tolerance is not None:
        words = word_for(visit.tolerance).lower()
        yield tr("VisitWords", "Tolerance: {tolerance}", tolerance=words)
    if visit.adverse_events_none:
        yield tr("VisitWords", "No adverse event observed")
    if visit.no_needling is not None:
        words = word_for(visit.no_needling.reason)
        yield tr("VisitWords", "No needling today: {reason}", reason=words)
    if visit.next_days is not None:
        yield tr("VisitWords", "Next visit in {time}", time=days(visit.next_days))
    yield from _named_facts(visit, catalogue)


def _named_facts(visit: Visit, catalogue: Catalogue) -> Iterable[str]:
    if visit.position:
        position = named({p.id: p for p in catalogue.positions}, visit.position)
        yield tr("VisitWords", "Position: {position}", position=position)
    if visit.region:
        yield tr(
            "VisitWords",
            "From here on: {region}",
            region=named(catalogue.region_by_id, visit.region),
        )
    if visit.since_last is not None:
        event = visit.since_last.event
        if event == "none":
            yield tr("VisitWords", "No reaction since the last visit")
            return
        words = named(catalogue.adverse_event_by_id, event)
        hours = _hours(visit.since_last.hours)
        yield tr("VisitWords", "Since the last visit: {event}", event=words) + hours
    if visit.carry_forward:
        yield tr("VisitWords", "Proposes the last visit's muscles")


def rating_words(before: int | None, after: int | None) -> str:
    """Say a rating as ``6 to 3`` with an arrow; a dash stands for what is not recorded."""
    left, right = ("\u2013" if value is None else str(value) for value in (before, after))
    return left if after is None else f"{left} \u2192 {right}"


def pain_words(pain: PainScore, catalogue: Catalogue) -> str:
    """Say a rating with its region and context."""
    where = (named(catalogue.region_by_id, pain.region), word_for(pain.context))
    rating = rating_words(pain.before, pain.after)
    if pain.after_not_taken:
        rating = tr("VisitWords", "{before}, after not taken", before=rating)
    return tr(
        "VisitWords", "{where}: {rating}", where=", ".join(w for w in where if w), rating=rating
    )


def _hours(hours: int | None) -> str:
    if not hours:
        return ""
    return tr_count("VisitWords", one=" for {n} hour", many=" for {n} hours", n=hours)


def _event(event: AdverseEvent, catalogue: Catalogue) -> str:
    side, _, muscle = (event.site or "").rpartition(" ")
    where = event.site
    if muscle in catalogue.muscle_by_id:
        where = f"{side} {named(catalogue.muscle_by_id, muscle)}".strip()
    name = named(catalogue.adverse_event_by_id, event.event)
    return ", ".join(p for p in (name, event.severity, where, event.action, event.outcome) if p)


def _exercise(entry: ExerciseEntry, catalogue: Catalogue) -> str:
    if entry.action is ExerciseAction.KEEP_ALL:
        return tr("VisitWords", "Exercises as before")
    if entry.action is ExerciseAction.PROGRESS_ALL:
        return tr("VisitWords", "All exercises one step on")
    if entry.action is ExerciseAction.STOP:
        return tr("VisitWords", "Stop exercise {n}", n=entry.number)
    if entry.action is ExerciseAction.CHANGE:
        return tr("VisitWords", "Exercise {n}: {dose}", n=entry.number, dose=dose(entry))
    name = named(catalogue.exercise_by_id, entry.name)
    return ", ".join(p for p in (name, dose(entry)) if p)


def _hands_on(treatment: HandsOn, catalogue: Catalogue) -> str:
    technique = named({t.id: t for t in catalogue.hands_on}, treatment.technique)
    muscle = named(catalogue.muscle_by_id, treatment.muscle)
    minutes = tr("VisitWords", "{n} min", n=treatment.minutes) if treatment.minutes else ""
    return ", ".join(p for p in (technique, muscle, minutes) if p)


def _range(row: RangeOfMovement, catalogue: Catalogue) -> str:
    names = (
        named(catalogue.region_by_id, row.region),
        named(catalogue.motion_by_id, row.motion).lower(),
        row.side or "",
    )
    unit = "mm" if row.unit == "mm" else "\u00b0"
    left, right = ("" if v is None else f"{v:g}{unit}" for v in (row.before, row.after))
    values = f"{left} \u2192 {right}" if left and right else left or right
    return tr(
        "VisitWords", "{where}: {rating}", where=" ".join(n for n in names if n), rating=values
    )
