"""Compose a progress chart: measure its words, give the rest of the room to its geometry.

One picture serves the screen, PNG and SVG. It holds values only; `chart_painter` draws it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetricsF

from ims_notes.domain.chart.layout import lay_out
from ims_notes.domain.chart.shapes import MarkKind, Sheet
from ims_notes.domain.chart.strips import strip_count
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets import chart_words as words
from ims_notes.ui.widgets.chart_words import PainSample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ims_notes.domain.chart.shapes import Chart
    from ims_notes.domain.chart.thresholds import Threshold
    from ims_notes.domain.progress import Progress
    from ims_notes.ui.theme import Tokens

PAD = 12.0
"""Room around the whole picture, in pixels."""

SAMPLE = 30.0
"""Width of a line sample with the gap behind it, in pixels."""

LOWEST_PLOT = 150.0
"""Height below which 0-10 is no longer readable, in pixels."""

_NARROWEST = 240.0
"""Width below which the picture stays as it is, in pixels."""

_HEADS = 4
"""Sentences above the chart at most; further series are named beside their lines."""

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Colours and the fonts, in pixel sizes so that screen and file agree."""

    tokens: Tokens
    strong: QFont
    medium: QFont
    small: QFont

    @classmethod
    def of(cls, tokens: Tokens, font: QFont) -> Style:
        """Derive the fonts from the one of the widget or the application."""
        size = QFontInfo(font).pixelSize()

        def sized(pixels: int, weight: QFont.Weight) -> QFont:
            made = QFont(font)
            made.setPixelSize(max(9, pixels))
            made.setWeight(weight)
            return made

        return cls(
            tokens=tokens,
            strong=sized(size + 2, QFont.Weight.DemiBold),
            medium=sized(size, QFont.Weight.DemiBold),
            small=sized(size - 1, QFont.Weight.Normal),
        )

    @property
    def row(self) -> float:
        """Height of a line of small text with its air, in pixels."""
        return QFontMetricsF(self.small).height() * 1.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """A text and where it stands; ``series`` asks for that series' line sample before it."""

    rect: QRectF
    text: str
    font: QFont
    is_muted: bool = False
    series: int | None = None
    alignment: Qt.AlignmentFlag = _LEFT


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyItem:
    """One entry of the key: a sample, centred at a place, and what it means."""

    at: QPointF
    sample: MarkKind | PainSample
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What to show: the chosen series, how to call things, the threshold and whose it is."""

    progress: Progress
    naming: words.Naming = field(default_factory=words.Naming)
    threshold: Threshold | None = None
    chief: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """Everything to paint. ``origin`` is where the chart's own places begin."""

    size: QSizeF
    least_height: float
    style: Style
    brief: Brief
    chart: Chart
    origin: QPointF
    wordings: tuple[Wording, ...]
    key: tuple[KeyItem, ...]
    title: str
    description: str


def compose(brief: Brief, *, size: QSizeF, style: Style) -> Picture:
    """Lay out words and shapes on a picture of that width, and of that height if it suffices.

    Too low a picture grows, so that the plot stays readable and no caveat is lost.
    """
    width = max(_NARROWEST, size.width()) - 2 * PAD
    heads = _heads(brief, style=style, width=width)
    origin = QPointF(PAD, heads[-1].rect.bottom() + PAD / 2)
    foot = _foot(brief, style=style, width=width)
    rows = strip_count(brief.progress.series) + 5
    least = origin.y() + LOWEST_PLOT + rows * style.row + foot.height + PAD
    height = max(size.height(), least)
    key_top = height - PAD - foot.height
    sheet = _sheet(brief, style=style, size=QSizeF(width, key_top - origin.y()))
    chart = lay_out(brief.progress.series, sheet, threshold=brief.threshold, chief=brief.chief)
    names = _names(brief, chart, style=style, origin=origin)
    return Picture(
        size=QSizeF(width + 2 * PAD, height),
        least_height=least,
        style=style,
        brief=brief,
        chart=chart,
        origin=origin,
        wordings=(*heads, *names, foot.caption(style=style, bottom=height - PAD)),
        key=_key(brief, _samples(chart), style=style, width=width, top=key_top),
        title=tr("Chart", "Pain over time"),
        description=description(brief),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Foot:
    """What stands under the chart: the key, and the caption with its caveats."""

    text: str
    width: float
    key_height: float
    caption_height: float

    @property
    def height(self) -> float:
        return self.key_height + self.caption_height

    def caption(self, *, style: Style, bottom: float) -> Wording:
        return Wording(
            rect=QRectF(PAD, bottom - self.caption_height, self.width, self.caption_height),
            text=self.text,
            font=style.small,
            is_muted=True,
            alignment=Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop,
        )


def _foot(brief: Brief, *, style: Style, width: float) -> _Foot:
    reserved = _key(brief, _likely_samples(brief), style=style, width=width)
    text = " ".join([words.caption(brief.progress, chief=brief.chief), *_threshold(brief)])
    return _Foot(
        text=text,
        width=width,
        key_height=style.row * len({item.at.y() for item in reserved}) + PAD / 2,
        caption_height=_wrapped_height(text, style.small, width=width),
    )


def description(brief: Brief) -> str:
    """Return the chart in words, for those who do not see it."""
    series = brief.progress.series
    lines = [f"{words.headline(one, brief.naming)}. {words.detail(one)}." for one in series]
    told = words.caption(brief.progress, chief=brief.chief)
    return "\n".join([*(lines or [_nothing()]), told, *_threshold(brief)])


def _nothing() -> str:
    return tr("Chart", "No signed visit with a pain score yet")


def _threshold(brief: Brief) -> list[str]:
    if brief.threshold is None or not brief.progress.series:
        return []
    chief = brief.progress.series[brief.chief]
    taken = chief.recorded
    drawn = bool(taken) and brief.threshold.below(taken[0].before or 0) is not None
    return [words.threshold_caption(brief.threshold, chief, drawn=drawn)]


def _heads(brief: Brief, *, style: Style, width: float) -> list[Wording]:
    """Put the take-home sentences above the chart: one large, or a few small ones."""
    series = brief.progress.series
    if not series:
        return [_head(_nothing(), font=style.strong, width=width)]
    if len(series) == 1:
        first = _head(words.headline(series[0], brief.naming), font=style.strong, width=width)
        size = _head(words.detail(series[0]), font=style.small, width=width, y=first.rect.bottom())
        return [first, replace(size, is_muted=True)]
    heads: list[Wording] = []
    for number, one in enumerate(series[:_HEADS]):
        y = heads[-1].rect.bottom() if heads else PAD
        text = words.headline(one, brief.naming)
        head = _head(text, font=style.medium, width=width, y=y, series=number)
        left = head.rect.left() + QFontMetricsF(style.medium).horizontalAdvance(head.text) + PAD
        aside = _head(words.detail(one), font=style.small, width=width + PAD - left, y=y, x=left)
        heads += [replace(aside, is_muted=True), head]
    return heads


def _head(
    text: str,
    *,
    font: QFont,
    width: float,
    y: float = PAD,
    x: float = PAD,
    series: int | None = None,
) -> Wording:
    indent = 0.0 if series is None else SAMPLE
    room = max(0.0, width - indent)
    fitted = _fitted(text, font, width=room)
    rect = QRectF(x + indent, y, room, QFontMetricsF(font).height() * 1.3)
    return Wording(rect=rect, text=fitted, font=font, series=series)


def _wrapped_height(text: str, font: QFont, *, width: float) -> float:
    room = QRectF(0, 0, width, 10_000)
    return QFontMetricsF(font).boundingRect(room, Qt.TextFlag.TextWordWrap, text).height() + 2


def _fitted(text: str, font: QFont, *, width: float) -> str:
    return QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def _sheet(brief: Brief, *, style: Style, size: QSizeF) -> Sheet:
    metrics = QFontMetricsF(style.small)

    def wide(text: str) -> float:
        return metrics.horizontalAdvance(text)

    series = brief.progress.series
    names = [wide(words.series_name(one, brief.naming)) for one in series]
    tag = _tag_width(brief, style)
    right = tag + SAMPLE + max(names) + 10 if len(series) > 1 else max(tag, wide("00-Mmm") / 2)
    rows = max(wide(tr("Chart", "Reactions")), wide(tr("Chart", "Twitch")) + SAMPLE / 2)
    return Sheet(
        width=size.width(),
        height=size.height(),
        left=rows + 12,
        right=min(right, size.width() * 0.3),
        top=metrics.height() * 2.5,
        line=metrics.height(),
        day=wide("00-Mmm-0000"),
        month=wide("Mmm-0000"),
        year=wide("0000"),
    )


def _tag_width(brief: Brief, style: Style) -> float:
    if brief.threshold is None:
        return 0.0
    return QFontMetricsF(style.small).horizontalAdvance(words.threshold_tag(brief.threshold)) + 12


def _likely_samples(brief: Brief) -> list[MarkKind | PainSample]:
    """Return every sample these visits may need, before it is known how they crowd."""
    points = [point for one in brief.progress.series for point in one.points]
    kinds = {MarkKind(state) for point in points if point.needled and (state := point.twitch)}
    kinds |= {MarkKind.NO_NEEDLING for point in points if not point.needled}
    kinds |= {MarkKind.REACTION for point in points if point.reactions}
    samples = [PainSample.LINE, PainSample.DROP]
    samples += [PainSample.THRESHOLD] if brief.threshold else []
    return [*samples, *(kind for kind in MarkKind if kind in kinds)]


def _samples(chart: Chart) -> list[MarkKind | PainSample]:
    """Return the samples that occur in the chart, so that the key explains no more than is."""
    traces = chart.traces
    occurs = {
        PainSample.LINE: any(trace.dots for trace in traces),
        PainSample.COLUMN: any(trace.columns for trace in traces),
        PainSample.DROP: any(trace.drops or trace.lone_afters for trace in traces),
        PainSample.THRESHOLD: chart.threshold is not None,
    }
    kinds = {mark.kind for strip in chart.strips for mark in strip.marks}
    found = [sample for sample, is_there in occurs.items() if is_there]
    return [*found, *(kind for kind in MarkKind if kind in kinds)]


def _key(
    brief: Brief,
    samples: Sequence[MarkKind | PainSample],
    *,
    style: Style,
    width: float,
    top: float = 0.0,
) -> tuple[KeyItem, ...]:
    """Set the key in rows that break where the width ends."""
    metrics = QFontMetricsF(style.small)
    items: list[KeyItem] = []
    x, y = 0.0, top
    for sample in samples:
        text = words.sample_name(sample)
        if sample is PainSample.THRESHOLD and brief.threshold:
            text = brief.threshold.label
        needed = 20 + metrics.horizontalAdvance(text) + 14
        if x and x + needed > width:
            x, y = 0.0, y + style.row
        items.append(KeyItem(at=QPointF(PAD + x + 7, y + style.row / 2), sample=sample, text=text))
        x += needed
    return tuple(items)


def _names(brief: Brief, chart: Chart, *, style: Style, origin: QPointF) -> list[Wording]:
    """Name the axis, the rows under the plot and, where there are several, the lines."""
    frame, row = chart.frame, style.row
    axis = tr("Chart", "Pain before treatment: 10 worst imaginable, 0 none")
    top = QRectF(origin.x(), origin.y() - 2, chart.sheet.width, row)
    made = [Wording(rect=top, text=axis, font=style.small, is_muted=True)]
    for strip in chart.strips:
        text = tr("Chart", "Reactions") if strip.series is None else tr("Chart", "Twitch")
        rect = QRectF(origin.x(), origin.y() + strip.y - row / 2, frame.left - 8, row)
        made.append(Wording(rect=rect, text=text, font=style.small, is_muted=True))
    if len(brief.progress.series) == 1:
        return made
    for label in chart.labels:
        name = words.series_name(brief.progress.series[label.series], brief.naming)
        left = frame.right + 8 + _tag_width(brief, style) + SAMPLE
        rect = QRectF(origin.x() + left, origin.y() + label.y - row / 2, 400, row)
        fitted = _fitted(name, style.small, width=chart.sheet.width - left)
        made.append(Wording(rect=rect, text=fitted, font=style.small, series=label.series))
    return made
