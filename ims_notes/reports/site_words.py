"""The needling sites in words: one line for a site, or for both sides of a muscle."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from ims_notes.domain.sites import (
    Finding,
    Grip,
    Side,
    SiteReaction,
    Target,
    Technique,
    Twitch,
)
from ims_notes.reports.note_words import (
    choice,
    counted,
    duration,
    listed,
    name_of,
    number,
    on_one_line,
    region,
)
from ims_notes.reports.template import BULLET

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.note_content import NoteContent, SiteRow
    from ims_notes.domain.sites import Estim, NeedlingSite

_TWITCHES = {
    None: "local twitch not recorded",
    Twitch.PRESENT: "local twitch present",
    Twitch.ABSENT: "no local twitch",
    Twitch.UNCERTAIN: "local twitch uncertain",
    Twitch.NOT_SOUGHT: "local twitch not sought",
}
_TECHNIQUES = {
    Technique.PISTONING: "pistoning",
    Technique.STATIC: "needle left in place",
    Technique.WINDING: "winding",
    Technique.FANNING: "fanning",
    Technique.ELECTRICAL: "electrical stimulation",
}
_TARGETS = {
    Target.TENDON: "tendon",
    Target.SCAR: "scar",
    Target.ENTHESIS: "enthesis",
    Target.LIGAMENT: "ligament",
}
_FINDINGS = {
    Finding.FAMILIAR_PAIN: "familiar pain reproduced",
    Finding.REFERRED_PAIN: "referred pain",
    Finding.TAUT_BAND: "taut band",
}
_REACTIONS = {
    SiteReaction.BLEEDING: "bleeding",
    SiteReaction.BRUISE: "bruise",
    SiteReaction.STUCK_NEEDLE: "stuck needle",
}
_GRIPS = {Grip.PINCER: "pincer grip", Grip.FLAT: "flat palpation", Grip.RIB: "rib bracketed"}
_GRASPS = {None: "", True: "needle grasp felt", False: "no needle grasp"}


def needling(content: NoteContent, catalogue: Catalogue) -> Iterator[str]:
    """Give the sites in the order typed, under a heading for each region where there are several.

    A left and a right site next to each other share a line where at most their twitch differs;
    a needle used at every site is named once, in the heading.
    """
    regions = {episode.id: episode.region for episode in content.episodes}

    def where(row: SiteRow) -> str:
        at_home = None if row.episode_id is None else regions.get(row.episode_id)
        return region(row.site.region or at_home, catalogue)

    position = choice(catalogue.positions, content.visit.position or "")
    several = len({where(row) for row in content.sites}) > 1
    needle = _needle_of_all([row.site for row in content.sites])
    for part, rows in groupby(content.sites, key=where):
        about = listed((part if several else "", position[:1].lower() + position[1:]))
        heading = f"Dry needling ({about})" if about else "Dry needling"
        yield f"{heading}{f', {needle} at every site' if needle else ''}:"
        for pair in _pairs([row.site for row in rows]):
            yield f"{BULLET}{_line(pair, catalogue, needle=needle)}."


def _pairs(sites: Sequence[NeedlingSite]) -> Iterator[tuple[NeedlingSite, ...]]:
    """Give each site, a left and a right one together where only their twitch differs."""
    waiting = list(sites)
    while waiting:
        first = waiting.pop(0)
        pair = (first, waiting.pop(0)) if waiting and _is_pair(first, waiting[0]) else (first,)
        yield pair


def _is_pair(one: NeedlingSite, other: NeedlingSite) -> bool:
    alike = replace(one, side=other.side, twitch=other.twitch, twitch_count=other.twitch_count)
    return {one.side, other.side} == {Side.LEFT, Side.RIGHT} and alike == other


def _line(pair: tuple[NeedlingSite, ...], catalogue: Catalogue, *, needle: str) -> str:
    site = pair[0]
    where = _place(site, catalogue)
    each = " each side" if len(pair) > 1 else ""
    facts = [fact for fact in (_needle(site), *_facts(site, each)) if fact and fact != needle]
    twitches = {_twitch(one, each) for one in pair}
    if len(twitches) > 1:
        sides = ", ".join(f"{one.side} {_twitch(one, '')}" for one in pair)
        said = f"{where}: {listed((sides, ', '.join(facts)), '; ')}"
    else:
        side = "both sides" if each else site.side.value
        said = f"{where}, {side}: {listed((*twitches, *facts))}"
    return f'{said}; "{on_one_line(site.note)}"' if site.note else said


def _place(site: NeedlingSite, catalogue: Catalogue) -> str:
    where = name_of(catalogue.muscle_by_id, site.muscle)
    muscle = catalogue.muscle_by_id.get(site.muscle)
    if site.level and not (muscle and muscle.is_segment):
        where += f" at {site.level.upper()}"
    return where if site.target is Target.MUSCLE else f"{where} ({_TARGETS[site.target]})"


def _twitch(site: NeedlingSite, each: str) -> str:
    count = "" if site.twitch_count is None else f" ({site.twitch_count} seen{each})"
    return _TWITCHES[site.twitch] + count


def _needle_of_all(sites: Sequence[NeedlingSite]) -> str:
    needles = {_needle(site) for site in sites}
    return needles.pop() if len(sites) > 1 and len(needles) == 1 else ""


def _needle(site: NeedlingSite) -> str:
    thick = "" if site.diameter_mm is None else _diameter(site.diameter_mm)
    long = "" if site.length_mm is None else number(site.length_mm)
    if thick and long:
        return f"needle {thick} x {long} mm"
    return f"needle {thick} mm thick" if thick else f"needle {long} mm long" if long else ""


def _diameter(millimetres: float) -> str:
    return f"{millimetres:.2f}" if round(millimetres, 2) == millimetres else number(millimetres)


def _facts(site: NeedlingSite, each: str) -> Iterator[str]:
    """Give what was done and seen besides the twitch; an unrecorded fact gives nothing."""
    yield "" if site.depth_mm is None else f"depth {number(site.depth_mm)} mm"
    yield "" if site.insertions is None else counted(site.insertions, "insertion") + each
    yield "" if site.needles is None else counted(site.needles, "needle") + each
    yield from _techniques(site)
    yield _GRASPS[site.grab]
    yield from (_FINDINGS[finding] for finding in site.findings)
    yield _pain(site)
    yield "" if site.grip is None else _GRIPS[site.grip]
    yield from (_REACTIONS[reaction] for reaction in site.site_reactions)


def _techniques(site: NeedlingSite) -> Iterator[str]:
    """Give the techniques; the time a needle stood belongs to the one that left it standing."""
    stood = "" if site.dwell_s is None else f" for {duration(site.dwell_s)}"
    standing = [t for t in site.techniques if t in (Technique.STATIC, Technique.ELECTRICAL)]
    if stood and not standing:
        yield f"needle in place{stood}"
    for technique in site.techniques:
        yield _TECHNIQUES[technique] + (stood if technique in standing[:1] else "")
    yield from _estim(site.estim) if site.estim else ()


def _estim(estim: Estim) -> Iterator[str]:
    yield "/".join(number(hz) for hz in estim.hz) + " Hz" if estim.hz else ""
    yield "" if estim.us is None else f"{number(estim.us)} µs"
    yield "" if estim.ma is None else f"{number(estim.ma)} mA"
    yield "to the patient's tolerance" if estim.to_tolerance else ""


def _pain(site: NeedlingSite) -> str:
    if site.pain_before is None:
        return "" if site.pain_after is None else f"pain here {site.pain_after}/10 after"
    before = f"pain here {site.pain_before}/10"
    return before if site.pain_after is None else f"{before} before, {site.pain_after}/10 after"
