"""Words an invented visit in the shorthand, part by part, the way its therapist types."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from ims_notes.domain.note import NoteKind
from ims_notes.services.demo_clinic.chances import happens, one_or_none
from ims_notes.services.demo_clinic.plan_words import exercise_words, range_words
from ims_notes.services.demo_clinic.sites import Needled, needled

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from ims_notes.domain.programme import Programme
    from ims_notes.services.demo_clinic.courses import Course
    from ims_notes.services.demo_clinic.home import HomeExercises
    from ims_notes.services.demo_clinic.material import Chance, Material, Therapist

Parts = dict[str, str]
"""What is typed, by the part of the visit it is about; entries of one part share a text."""

LINES = ("use", "sites", "pain", "mt", "rom", "used", "ok", "last", "ae", "tol", "pos", "ex", "ed")
NARRATIVE = ("s", "o", "a", "p")
_ORDER = (*LINES, "next", "beside")

_NEEDLED = {
    NoteKind.INITIAL: 0.8,
    NoteKind.FOLLOW_UP: 1.0,
    NoteKind.REASSESSMENT: 0.9,
    NoteKind.DISCHARGE: 0.35,
}
_UNRATED = frozenset({NoteKind.MISSED, NoteKind.CONTACT})
_DROPS = (-1, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 4)
_TOLERATED = ("well",) * 34 + ("moderate",) * 5 + ("poor",)
_NEXT = ("1w", "1w", "1/52", "10d", "2w")
_WITHIN_A_WEEK = frozenset({"1w", "1/52"})
_TALKATIVE = {"s": 0.75, "o": 0.4, "a": 0.45, "p": 0.35}


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """What a visit's words are taken from.

    ``home`` tells exercises apart; ``after_needling`` that the patient was needled the last time;
    ``beside`` that the course's second complaint is treated, too.
    """

    course: Course
    number: int
    therapist: Therapist
    programme: Programme
    home: HomeExercises
    after_needling: bool
    beside: bool

    @property
    def kind(self) -> NoteKind:
        """What the visit is."""
        return self.course.kinds[self.number]

    @property
    def pain(self) -> int:
        """Pain before treatment, 0-10."""
        return self.course.pains[self.number]

    @property
    def mood(self) -> str:
        """Which phrases fit: first, last, better, same or worse than the last visit rated."""
        if self.number == 0:
            return "first"
        if self.kind is NoteKind.DISCHARGE:
            return "last"
        rated = [n for n in range(self.number) if self.course.kinds[n] not in _UNRATED]
        change = self.pain - self.course.pains[rated[-1]]
        return "better" if change < 0 else "worse" if change > 0 else "same"


def visit_words(story: Story, *, material: Material, rng: Random) -> Parts:
    """Return the words of a whole visit of any kind, ready to be signed."""
    if story.kind is NoteKind.MISSED:
        return {"s": f"s {rng.choice(material.phrases['missed']['s'])}", "next": "next 1w"}
    if story.kind is NoteKind.CONTACT:
        phrases = material.phrases["contact"]
        return {part: f"{part} {rng.choice(phrases[part])}" for part in ("s", "p")}
    parts = _common(story, material=material, rng=rng)
    if story.kind is NoteKind.NO_NEEDLING:
        reason = rng.choice(material.phrases["no_needling"]["reasons"])
        return {"sites": f"dn {reason}", **parts, "pain": f"pain {story.pain}"}
    if rng.random() < _NEEDLED[story.kind]:
        return parts | _needling(story, material=material, rng=rng)
    return parts | {"pain": f"pain {story.pain}", "ok": "ok"}


def joined(parts: Mapping[str, str], therapist: Therapist) -> str:
    """Return the parts as one text: lines about the visit first, narrative after them."""
    lines = [parts[part] for part in _ORDER if parts.get(part)]
    prose = [parts[part] for part in NARRATIVE if parts.get(part)]
    return "\n".join([therapist.line_end.join(lines), *prose] if lines else prose)


def _common(story: Story, *, material: Material, rng: Random) -> Parts:
    """Word what any visit may hold, needled or not."""
    words = story.course.complaint
    parts = exercise_words(story, rng=rng)
    topics = ["soreness", "activity"] if story.number == 0 else []
    topics += [one for one in words.education if rng.random() < 0.25]
    told = dict.fromkeys(topics or [rng.choice(words.education)])
    parts["ed"] = f"ed {', '.join(told)}"
    hands_on = one_or_none(rng, words.hands_on, rate=0.4)
    parts["mt"] = f"mt {hands_on}" if hands_on else ""
    parts["rom"] = range_words(story, rng=rng)
    if story.number and story.after_needling and rng.random() < 0.96:
        said = happens(rng, material.rates.since_last)
        parts["last"] = f"last {said.text if said else 'none'}"
    if story.kind is not NoteKind.DISCHARGE:
        parts["next"] = f"next {rng.choice(_NEXT)}"
    return parts | _narrative(story, material=material, after=parts.get("next", ""), rng=rng)


def _narrative(story: Story, *, material: Material, after: str, rng: Random) -> Parts:
    """Word the narrative; what it says of the next visit agrees with when that is."""
    phrases = dict(material.phrases[story.mood])
    gap = "p_within_a_week" if after.removeprefix("next ") in _WITHIN_A_WEEK else "p_later"
    phrases["p"] += phrases.get(gap, ())
    parts: Parts = {}
    for part in NARRATIVE:
        rate = 1.0 if story.mood in ("first", "last") else _TALKATIVE[part]
        phrase = one_or_none(rng, phrases[part], rate=rate)
        parts[part] = f"{part} {phrase}" if phrase else ""
    return parts


def _needling(story: Story, *, material: Material, rng: Random) -> Parts:
    """Word what a visit with needles adds; what it says of pain after is asked for then."""
    event = happens(rng, material.rates.events)
    course, end = story.course, story.therapist.line_end
    rows = _rows(story, material=material, event=event, rng=rng)
    parts = {
        "use": story.therapist.needle if not course.regular else "",
        "sites": end.join(rows.entries),
        "pain": _pain_words(story, material=material, rng=rng),
        "ok": "ok",
        "ae": f"ae {event.text.format(site=rows.first)}" if event else "ae none",
        "tol": f"tol {rng.choice(_TOLERATED)}",
        "pos": f"pos {rng.choice(course.complaint.positions)}" if rng.random() < 0.5 else "",
    }
    needles = rows.needles
    if story.beside and course.beside:
        beside = _beside_words(story, course.beside, material=material, rng=rng)
        parts["beside"], needles = end.join(beside.entries), needles + beside.needles
    return parts | {"used": f"used {needles} out {needles}"}


def _pain_words(story: Story, *, material: Material, rng: Random) -> str:
    course, before = story.course, story.pain
    after = _after(before, rng)
    if course.regular:
        after = course.regular.afters[-course.visits :][story.number]
    said = [f"pain {before}>{after}"]
    if not course.regular and rng.random() < 0.04:
        said = [f'pain {before}>- "{rng.choice(material.reasons["after_not_taken"])}"']
    if course.worst:
        said.append(f"pain worst {min(before + rng.randint(1, 3), 10)}")
    if course.moving:
        moving = min(before + rng.randint(0, 2), 10)
        said.append(f"pain mvt {moving}>{_after(moving, rng)}")
    return story.therapist.line_end.join(said)


def _after(before: int, rng: Random) -> int:
    return min(max(before - rng.choice(_DROPS), 0), 10)


def _beside_words(story: Story, other: Course, *, material: Material, rng: Random) -> Needled:
    before = other.pains[story.number]
    rows = needled(
        other.sites, rates=material.rates, therapist=story.therapist, event=None, rng=rng
    )
    pain = f"pain {before}>{_after(before, rng)}"
    head = (f"reg {other.complaint.region.replace('_', ' ')}", pain)
    return Needled(entries=(*head, *rows.entries), first=rows.first, needles=rows.needles)


def _rows(story: Story, *, material: Material, event: Chance | None, rng: Random) -> Needled:
    course = story.course
    if course.regular:
        typed = course.regular.sites[-course.visits :][story.number]
        return Needled(entries=tuple(typed.split("; ")), first="ut", needles=2)
    return needled(
        course.sites, rates=material.rates, therapist=story.therapist, event=event, rng=rng
    )
