"""The words of the progress chart: names, sentences, captions, and what a visit says of itself.

Everything is plain text. No sentence says why pain changed, or that a change is significant.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from ims_notes.domain import dates
from ims_notes.domain.chart.shapes import MarkKind, Unit
from ims_notes.domain.progress import ReactionTime, Say, change_of
from ims_notes.domain.sites import Twitch
from ims_notes.domain.visit import PainContext
from ims_notes.ui.translation import tr, tr_count

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from ims_notes.domain.catalogue.catalogue import Catalogue
    from ims_notes.domain.chart.thresholds import Threshold
    from ims_notes.domain.progress import Change, Progress, Reaction, Series, VisitPoint


def _spelled(word: str) -> str:
    return word.replace("_", " ").capitalize() if word.islower() else word


class PainSample(StrEnum):
    """What the key explains besides the marks under the plot."""

    LINE = "line"
    DROP = "drop"
    COLUMN = "column"
    THRESHOLD = "threshold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """How catalogue ids are called; the therapist's own words come back unchanged."""

    region: Callable[[str], str] = _spelled
    event: Callable[[str], str] = _spelled

    @classmethod
    def of(cls, catalogue: Catalogue) -> Naming:
        """Call things as the catalogue does."""

        def region(name: str) -> str:
            known = catalogue.region_by_id.get(name)
            return known.name if known else _spelled(name)

        def event(name: str) -> str:
            known = catalogue.adverse_event_by_id.get(name)
            return known.name if known else _spelled(name)

        return cls(region=region, event=event)


def written(day: date, unit: Unit = Unit.DAY) -> str:
    """Write a date so that nobody can misread it: 03-Mar-2026, Mar-2026 or 2026."""
    full = dates.written(day)
    return {Unit.DAY: full, Unit.MONTH: full[3:], Unit.YEAR: full[7:]}[unit]


def context_name(context: PainContext | None) -> str:
    """Return when the pain was rated; empty for the visit's own rating."""
    return {
        None: "",
        PainContext.NOW: tr("Chart", "now"),
        PainContext.BEST: tr("Chart", "at best"),
        PainContext.WORST: tr("Chart", "at worst"),
        PainContext.MOVEMENT: tr("Chart", "on movement"),
    }[context]


def series_name(series: Series, naming: Naming) -> str:
    """Return region and context, e.g. ``Neck, at worst``."""
    names = (naming.region(series.region), context_name(series.context))
    return ", ".join(name for name in names if name)


def duration(days: int) -> str:
    """Return a stretch of time as people say it."""
    if days == 0:
        return tr("Chart", "one day")
    if days < 14:
        return tr_count("Chart", one="{n} day", many="{n} days", n=days)
    if days < 92:
        return tr_count("Chart", one="{n} week", many="{n} weeks", n=round(days / 7))
    if days < 730:
        return tr_count("Chart", one="{n} month", many="{n} months", n=round(days / 30.44))
    return tr_count("Chart", one="{n} year", many="{n} years", n=round(days / 365.25))


def headline(series: Series, naming: Naming) -> str:
    """Return the one sentence a patient takes home, e.g. ``Neck: from 7 to 4 in 6 weeks``."""
    return tr("Chart", "{name}: {change}", name=series_name(series, naming), change=_moved(series))


def _moved(series: Series) -> str:
    change = change_of(series)
    if change.baseline is None or change.latest is None:
        return tr("Chart", "no pain score recorded yet")
    first, last = change.baseline.before, change.latest.before
    if Say.ONE_VALUE in change.says:
        return tr("Chart", "{first} on {day}", first=first, day=written(change.baseline.on))
    if Say.SAME in change.says:
        return tr(
            "Chart",
            "{first} at the start and {first} after {time}",
            first=first,
            time=duration(change.days),
        )
    return tr(
        "Chart",
        "from {first} to {last} in {time}",
        first=first,
        last=last,
        time=duration(change.days),
    )


def detail(series: Series) -> str:
    """Return the size of the change, its range on the way, and how many values it stands on."""
    change = change_of(series)
    if not change.values:
        return ""
    parts = [_size(change), _count(change), _range(change)]
    return " · ".join(part for part in parts if part)


def _size(change: Change) -> str:
    if not change.difference:
        return ""
    points = tr_count("Chart", one="{n} point", many="{n} points", n=abs(change.difference))
    text = (
        tr("Chart", "{points} lower", points=points)
        if change.difference < 0
        else tr("Chart", "{points} higher", points=points)
    )
    if change.percent is None:
        return text
    share = tr("Chart", "{percent} % of the start", percent=round(abs(change.percent)))
    return tr("Chart", "{points} ({share})", points=text, share=share)


def _range(change: Change) -> str:
    if change.baseline is None or change.latest is None or change.values < 3:
        return ""
    ends = {change.baseline.before, change.latest.before}
    if {change.lowest, change.highest} <= ends:
        return ""
    return tr(
        "Chart", "between {low} and {high} on the way", low=change.lowest, high=change.highest
    )


def _count(change: Change) -> str:
    if change.values == change.visits:
        return tr_count("Chart", one="{n} visit", many="{n} visits", n=change.visits)
    return tr(
        "Chart",
        "scores at {values} of {visits} visits",
        values=change.values,
        visits=change.visits,
    )


def remarks(series: Series) -> list[str]:
    """Return what must be said beside the change, in order."""
    change = change_of(series)
    start = change.baseline.before if change.baseline else None
    texts = {
        Say.TOO_FEW: tr("Chart", "Fewer than three scores are too few to judge a change."),
        Say.LOW_BASELINE: tr(
            "Chart", "A start of {start} leaves little room to get lower.", start=start
        ),
        Say.BASELINE_ZERO: tr("Chart", "From a start of 0 no percentage can be given."),
        Say.BASELINE_AFTER_FIRST_VISIT: tr(
            "Chart", "The first visit has no score, so the start is a later visit."
        ),
        Say.LATEST_VISIT_NOT_RECORDED: tr("Chart", "The latest visit has no score."),
    }
    return [text for code, text in texts.items() if code in change.says]


def caption(progress: Progress, *, chief: int = 0) -> str:
    """Return what the chart shows, by which rule, what it cannot say and what it leaves out."""
    parts = [tr("Chart", "The line is pain before treatment, from signed visits only.")]
    if progress.series:
        parts += remarks(progress.series[chief])
    parts += [
        tr("Chart", "The start is the first recorded score; a new episode has its own."),
        tr("Chart", "One person's chart cannot say what caused a change."),
    ]
    if progress.unsigned:
        parts.append(
            tr_count(
                "Chart",
                one="{n} unsigned visit is not shown.",
                many="{n} unsigned visits are not shown.",
                n=progress.unsigned,
            )
        )
    return " ".join(parts)


def threshold_caption(threshold: Threshold, series: Series, *, drawn: bool) -> str:
    """Return whose threshold it is and where it comes from, or why no line is drawn."""
    if not drawn:
        return tr(
            "Chart",
            "{label}: no line, because the start leaves no room for it or is missing.",
            label=threshold.label,
        )
    text = tr(
        "Chart",
        "{label}: {felt}, found in {population} ({source}).",
        label=threshold.label,
        felt=threshold.felt,
        population=threshold.population,
        source=threshold.source,
    )
    others = [
        tr("Chart", "{finding} ({source}).", finding=one.says, source=one.source)
        for one in threshold.findings
        if one.region == series.region.casefold()
    ]
    return " ".join([text, *others])


def threshold_tag(threshold: Threshold) -> str:
    """Return the threshold's size as it stands at the end of its line."""
    size = threshold.points if threshold.percent is None else threshold.percent
    number = f"{size:g}"
    if threshold.percent is None:
        return tr("Chart", "{points} lower", points=number)
    return tr("Chart", "{percent} % lower", percent=number)


def sample_name(sample: MarkKind | PainSample) -> str:
    """Return what a sample of the key means."""
    names: dict[MarkKind | PainSample, str] = {
        PainSample.LINE: tr("Chart", "pain before treatment (gap: no score)"),
        PainSample.COLUMN: tr(
            "Chart", "lowest to highest of neighbouring visits, line in the middle"
        ),
        PainSample.THRESHOLD: tr("Chart", "threshold"),
        PainSample.DROP: tr("Chart", "change during the visit"),
        MarkKind.PRESENT: tr("Chart", "twitch seen"),
        MarkKind.ABSENT: tr("Chart", "no twitch"),
        MarkKind.UNCERTAIN: tr("Chart", "uncertain"),
        MarkKind.NOT_SOUGHT: tr("Chart", "not sought"),
        MarkKind.NO_NEEDLING: tr("Chart", "no needling"),
        MarkKind.SHARE: tr("Chart", "share of visits with a twitch"),
        MarkKind.REACTION: tr("Chart", "reaction"),
    }
    return names[sample]


def before_text(point: VisitPoint) -> str:
    """Return the score before treatment; not recorded differs from 0."""
    return tr("Chart", "not recorded") if point.before is None else str(point.before)


def after_text(point: VisitPoint) -> str:
    """Return the score after treatment; not taken (with a reason) differs from not recorded."""
    if point.after is not None:
        return str(point.after)
    if point.after_not_taken:
        return tr("Chart", "not taken")
    return tr("Chart", "not recorded")


def drop_text(point: VisitPoint) -> str:
    """Return the change during the visit with its sign; empty without both scores."""
    if point.drop is None:
        return ""
    return f"{point.drop:+d}".replace("-", "\N{MINUS SIGN}") if point.drop else "0"


def twitch_text(point: VisitPoint) -> str:
    """Return the visit's twitch and, where sites differ, how many had which."""
    if not point.needled:
        return tr("Chart", "no needling")
    state = point.twitch
    if state is None:
        return tr("Chart", "not recorded")
    names = {
        Twitch.PRESENT: tr("Chart", "present"),
        Twitch.ABSENT: tr("Chart", "absent"),
        Twitch.UNCERTAIN: tr("Chart", "uncertain"),
        Twitch.NOT_SOUGHT: tr("Chart", "not sought"),
    }
    counts = {name: getattr(point.twitches, kind.value) for kind, name in names.items()}
    counts[tr("Chart", "not recorded")] = point.twitches.not_recorded
    told = [f"{count} {name}" for name, count in counts.items() if count]
    if len(told) == 1:
        return names[state]
    return tr("Chart", "{state} ({counts})", state=names[state], counts=", ".join(told))


def reactions_text(point: VisitPoint, naming: Naming) -> str:
    """Return the reactions; none observed differs from not recorded."""
    if point.reactions is None:
        return tr("Chart", "not recorded")
    if not point.reactions:
        return tr("Chart", "none")
    return "; ".join(_reaction(reaction, naming) for reaction in point.reactions)


def _reaction(reaction: Reaction, naming: Naming) -> str:
    name = naming.event(reaction.event)
    if reaction.time is ReactionTime.AT_VISIT:
        return tr("Chart", "{name} at this visit", name=name)
    if reaction.hours is None:
        return tr("Chart", "{name} since the last visit", name=name)
    return tr("Chart", "{name} since the last visit, {hours} h", name=name, hours=reaction.hours)


def readout(series: Series, point: VisitPoint, *, naming: Naming) -> list[str]:
    """Return the exact values of a visit, line by line; the first line names it."""
    return [
        tr("Chart", "{day} · visit {n}", day=written(point.on), n=point.visit_number),
        tr(
            "Chart",
            "{name}: {before} before, {after} after",
            name=series_name(series, naming),
            before=before_text(point),
            after=after_text(point),
        ),
        tr("Chart", "Twitch: {twitch}", twitch=twitch_text(point)),
        tr("Chart", "Reactions: {reactions}", reactions=reactions_text(point, naming)),
    ]
