"""What signing demands: one table per kind of note and profile, held as data.

The table (resources/catalogue/profiles) names demands; this module says when one is met.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from ims_notes.domain.note import NoteKind
from ims_notes.domain.sites import Technique
from ims_notes.domain.visit import PainContext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ims_notes.domain.note_content import NoteContent, PainRow
    from ims_notes.domain.sites import NeedlingSite

Indexes = tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What one kind of note must state (``blocks``) and should state (``shows``), by code."""

    blocks: tuple[str, ...]
    shows: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A signing profile: the demands of each kind of note."""

    id: str
    name: str
    kinds: Mapping[NoteKind, Demands]


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """One thing not recorded: its code, whether it blocks, and the sites it concerns."""

    code: str
    blocks: bool
    sites: Indexes = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the demands look at besides the note's content.

    ``unknown_exercises`` are exercise numbers the home programme does not have; ``lung_sites``
    are the indexes of sites whose muscle carries the pneumothorax flag; ``late`` tells that the
    note was begun on a later day than its visit.
    """

    unknown_exercises: Indexes = ()
    lung_sites: Indexes = ()
    late: bool = False


def load_profile(text: str) -> Profile:
    """Read a profile from TOML.

    Raises:
        ValueError: broken TOML, an unknown kind of note, or an unknown demand.
    """
    table = tomllib.loads(text)
    kinds = {}
    for name, demands in table["kinds"].items():
        unknown = {*demands["blocks"], *demands["shows"]} - _MET.keys()
        if unknown:
            raise ValueError(f"kinds.{name}: unknown demand {sorted(unknown)[0]}")
        kinds[NoteKind(name)] = Demands(
            blocks=tuple(demands["blocks"]), shows=tuple(demands["shows"])
        )
    absent = set(NoteKind) - kinds.keys()
    if absent:
        raise ValueError(f"kinds.{sorted(absent)[0]} is missing")
    return Profile(id=table["id"], name=table["name"], kinds=MappingProxyType(kinds))


def what_is_missing(
    content: NoteContent, profile: Profile, *, facts: Facts | None = None
) -> tuple[Missing, ...]:
    """Return what the note does not state yet, blocking demands first.

    Demands about needling fall away where no site is recorded.
    """
    demands = profile.kinds[content.kind]
    facts = facts or Facts()
    found = []
    for code, blocks in [(c, True) for c in demands.blocks] + [(c, False) for c in demands.shows]:
        if code in _NEEDLING and not content.sites:
            continue
        answer = _MET[code](content, facts)
        if answer is not True:
            found.append(Missing(code=code, blocks=blocks, sites=answer or ()))
    return tuple(found)


def _where(indexes: list[int]) -> bool | Indexes:
    return tuple(indexes) or True


def _sites(content: NoteContent, lacks: Callable[[NeedlingSite], bool]) -> bool | Indexes:
    return _where([i for i, row in enumerate(content.sites) if lacks(row.site)])


def _stands(site: NeedlingSite) -> bool:
    return Technique.STATIC in site.techniques or Technique.ELECTRICAL in site.techniques


def _owes_after(pain: PainRow) -> bool:
    """Tell whether a rating of the visit itself lacks its answer after; best and worst owe none."""
    if pain.context in (PainContext.BEST, PainContext.WORST) or pain.before is None:
        return False
    return pain.after is None and not (pain.after_not_taken and pain.reason)


def _pain_after(content: NoteContent, facts: Facts) -> bool:
    return not any(_owes_after(pain) for pain in content.pains)


def _needle_count(content: NoteContent, facts: Facts) -> bool:
    used, out = content.visit.needles_used, content.visit.needles_removed
    return used is not None and used == out


def _lacks_estim(site: NeedlingSite) -> bool:
    if Technique.ELECTRICAL not in site.techniques:
        return False
    if site.estim is None or not site.estim.hz or site.estim.us is None:
        return True
    return site.estim.ma is None and not site.estim.to_tolerance


def _reason_given(content: NoteContent, facts: Facts) -> bool:
    """Tell whether no needling has its why: declined, withheld or unsuitable is not yet one."""
    refused = content.visit.no_needling
    return refused is not None and bool(refused.detail)


def _outcome(content: NoteContent, facts: Facts) -> bool:
    visit = content.visit
    return visit.narrative.o is not None or any(row.after is not None for row in visit.range)


def _has_words(content: NoteContent, facts: Facts) -> bool:
    said = content.visit.narrative
    return any((said.s, said.o, said.a, said.p))


def _adverse_events(content: NoteContent, facts: Facts) -> bool:
    return bool(content.visit.adverse_events) or content.visit.adverse_events_none is True


def _plan_part(content: NoteContent, facts: Facts) -> bool:
    return bool(content.programme or content.visit.education or content.visit.hands_on)


_MET: Mapping[str, Callable[[NoteContent, Facts], bool | Indexes]] = {
    "site_or_reason": lambda c, f: bool(c.sites) or _reason_given(c, f),
    "no_needling_clash": lambda c, _: not (c.sites and c.visit.no_needling),
    "needling_elsewhere": lambda c, _: not c.sites,
    "no_needling_reason": _reason_given,
    "site_twitch": lambda c, _: _sites(c, lambda site: site.twitch is None),
    "pain_before": lambda c, _: any(p.before is not None for p in c.pains),
    "pain_after": _pain_after,
    "needle_count": _needle_count,
    "tolerance": lambda c, _: c.visit.tolerance is not None,
    "adverse_events": _adverse_events,
    "consent_check": lambda c, _: c.visit.consent_and_change_check is True,
    "plan_part": _plan_part,
    "dwell": lambda c, _: _sites(c, lambda site: _stands(site) and site.dwell_s is None),
    "standing_needles": lambda c, _: _sites(c, lambda site: _stands(site) and site.needles is None),
    "estim": lambda c, _: _sites(c, _lacks_estim),
    "exercise_number": lambda _, facts: not facts.unknown_exercises,
    "words": _has_words,
    "since_last": lambda c, _: c.visit.since_last is not None,
    "position": lambda c, _: c.visit.position is not None,
    "place": lambda c, _: bool(c.place),
    "needle_size": lambda c, _: _sites(c, lambda site: site.diameter_mm is None),
    "insertions": lambda c, _: _sites(c, lambda site: site.insertions is None),
    "grip": lambda c, f: _where([i for i in f.lung_sites if c.sites[i].site.grip is None]),
    "technique": lambda c, _: _sites(c, lambda site: not site.techniques),
    "depth": lambda c, _: _sites(c, lambda site: site.depth_mm is None),
    "site_needles": lambda c, _: _sites(c, lambda site: site.needles is None),
    "outcome": _outcome,
    "advice": lambda c, _: bool(c.visit.education),
    "routine": lambda c, _: bool(c.routine),
    "late_reason": lambda c, f: not f.late or bool(c.late_reason),
    "assessment": lambda c, _: c.visit.narrative.a is not None,
    "next_visit": lambda c, _: c.visit.next_days is not None,
}

_NEEDLING = frozenset(
    {
        "site_twitch",
        "pain_after",
        "needle_count",
        "tolerance",
        "adverse_events",
        "consent_check",
        "dwell",
        "standing_needles",
        "estim",
        "position",
        "needle_size",
        "insertions",
        "grip",
        "technique",
        "depth",
        "site_needles",
        "outcome",
        "advice",
        "routine",
    }
)
