"""Words an invented visit's exercises and ranges of movement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ims_notes.domain.note import NoteKind

if TYPE_CHECKING:
    from random import Random

    from ims_notes.services.demo_clinic.wording import Story

_MOST = 4
_MEASURED = frozenset({NoteKind.INITIAL, NoteKind.REASSESSMENT, NoteKind.DISCHARGE})


def exercise_words(story: Story, *, rng: Random) -> dict[str, str]:
    """Return what becomes of the home programme, as a part of the visit's words."""
    script = story.course.regular
    if script:
        lines = [f"ex {one}" for one in script.exercises] if story.number == 0 else ["ex ="]
    else:
        lines = _follow_up(story, rng) if story.number else _first(story, rng)
    return {"ex": story.therapist.line_end.join(lines)}


def _first(story: Story, rng: Random) -> list[str]:
    """Choose three exercises; what an earlier course left is kept if chosen again, else dropped."""
    offered = story.course.complaint.exercises
    chosen = story.home.apart(rng.sample(offered, len(offered)))[:3]
    ids = [story.home.id_of(one) for one in chosen]
    had = [item.name for item in story.programme]
    lines = [f"ex -{number}" for number, name in enumerate(had, 1) if name not in ids]
    if len(lines) < len(had):
        lines.append("ex =")
    return lines + [f"ex {one}" for one, id_ in zip(chosen, ids, strict=True) if id_ not in had]


def _follow_up(story: Story, rng: Random) -> list[str]:
    """Keep all, take all a step further, change one, drop one, add one, or say nothing."""
    count, spot = len(story.programme), rng.random()
    if spot < 0.42:
        return ["ex ="]
    if spot < 0.76:
        return ["ex +"]
    number = rng.randint(1, count)
    if spot < 0.84:
        return [f"ex {number} 3x{rng.choice((8, 10, 12))}", "ex ="]
    if spot < 0.89 and count > 2:
        return [f"ex -{number}", "ex ="]
    if spot < 0.95 and count < _MOST:
        return ["ex =", *_one_more(story, rng)]
    return []


def _one_more(story: Story, rng: Random) -> list[str]:
    had = [item.name for item in story.programme]
    further = story.home.apart(story.course.complaint.exercises, had=had)
    return [f"ex {rng.choice(further)}"] if further else []


def range_words(story: Story, *, rng: Random) -> str:
    """Return a measured movement: wider the lower the pain, with noise; often not measured."""
    if story.course.regular or rng.random() > (0.8 if story.kind in _MEASURED else 0.15):
        return ""
    motion, start, full = rng.choice(story.course.complaint.rom)
    first = max(story.course.pains[0], 1)
    gained = (1 - min(story.pain / first, 1.2)) * (full - start)
    before = round(start + gained + rng.gauss(0, (full - start) / 10))
    return f"rom {motion} {before}>{before + rng.randint(0, max((full - start) // 5, 2))}"
