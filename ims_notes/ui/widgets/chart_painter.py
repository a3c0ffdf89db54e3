"""Draw a composed progress chart: the same strokes for the screen, PNG and SVG.

Lines go through ``drawLines``: an antialiased ``drawPolyline`` of 500 points is many times slower.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from ims_notes.domain.chart.shapes import Density, MarkKind
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets import chart_words as words
from ims_notes.ui.widgets.chart_glyphs import (
    blend,
    draw_dot,
    draw_mark,
    series_colour,
    series_pen,
)
from ims_notes.ui.widgets.chart_picture import SAMPLE
from ims_notes.ui.widgets.chart_words import PainSample

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ims_notes.domain.chart.shapes import Point, Segment, Trace
    from ims_notes.ui.widgets.chart_picture import KeyItem, Picture, Wording

_RADIUS = {Density.ROOMY: 4.2, Density.CLOSE: 2.2, Density.CROWDED: 3.2}
_CENTRE = Qt.AlignmentFlag.AlignCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def paint(painter: QPainter, picture: Picture) -> None:
    """Paint the whole picture, its ground included, from the painter's origin."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(QPointF(), picture.size), picture.style.tokens.card)
    for wording in picture.wordings:
        _write(painter, picture, wording)
    for item in picture.key:
        _explain(painter, picture, item)
    painter.save()
    painter.translate(picture.origin)
    _draw_axes(painter, picture)
    _draw_restarts(painter, picture)
    _draw_threshold(painter, picture)
    for number, trace in enumerate(picture.chart.traces):
        _draw_ground(painter, picture, trace, number=number)
    for number, trace in enumerate(picture.chart.traces):
        _draw_line(painter, picture, trace, number=number)
    _draw_strips(painter, picture)
    painter.restore()


def _write(painter: QPainter, picture: Picture, wording: Wording) -> None:
    tokens = picture.style.tokens
    rect = wording.rect
    if wording.series is not None:
        y = rect.center().y()
        painter.setPen(series_pen(tokens, wording.series))
        painter.drawLine(QLineF(rect.left() - SAMPLE, y, rect.left() - 6, y))
        _ready_for_dots(painter, picture, wording.series)
        middle = QPointF(rect.left() - SAMPLE / 2 - 3, y)
        draw_dot(painter, middle, number=wording.series, radius=4.2)
    painter.setFont(wording.font)
    painter.setPen(tokens.muted if wording.is_muted else tokens.ink)
    wrap = Qt.TextFlag.TextWordWrap if wording.alignment & Qt.AlignmentFlag.AlignTop else 0
    painter.drawText(rect, int(wording.alignment) | int(wrap), wording.text)


def _ready_for_dots(painter: QPainter, picture: Picture, number: int) -> None:
    """Set a marker's colours: a rim of the ground keeps neighbours apart."""
    painter.setPen(QPen(picture.style.tokens.card, 1))
    painter.setBrush(series_colour(picture.style.tokens, number))


def _explain(painter: QPainter, picture: Picture, item: KeyItem) -> None:
    tokens, x, y = picture.style.tokens, item.at.x(), item.at.y()
    if isinstance(item.sample, MarkKind):
        draw_mark(painter, item.at, item.sample, tokens=tokens)
    elif item.sample is PainSample.LINE:
        painter.setPen(series_pen(tokens, 0))
        painter.drawLine(QLineF(x - 7, y, x + 7, y))
        _ready_for_dots(painter, picture, 0)
        draw_dot(painter, item.at, number=0, radius=3.6)
    elif item.sample is PainSample.DROP:
        _draw_drops(painter, picture, [QLineF(x, y - 6, x, y + 6)])
    elif item.sample is PainSample.THRESHOLD:
        _dash(painter, picture, QLineF(x - 7, y, x + 7, y))
    else:
        _draw_columns(painter, picture, [QLineF(x, y - 6, x, y + 6)], number=0)
    painter.setFont(picture.style.small)
    painter.setPen(tokens.muted)
    rect = QRectF(x + 11, y - picture.style.row / 2, 2000, picture.style.row)
    painter.drawText(rect, int(_LEFT), item.text)


def _draw_axes(painter: QPainter, picture: Picture) -> None:
    chart, tokens, frame = picture.chart, picture.style.tokens, picture.chart.frame
    painter.setPen(QPen(tokens.grid, 1))
    across = [QLineF(frame.left, tick.y, frame.right, tick.y) for tick in chart.pains]
    down = [QLineF(tick.x, frame.top, tick.x, chart.strip_bottom + 4) for tick in chart.dates]
    painter.drawLines(across + down)
    painter.setPen(QPen(tokens.edge, 1))
    foot = [QLineF(frame.left, frame.bottom, frame.right, frame.bottom)]
    ticks = [QLineF(x, frame.bottom, x, frame.bottom + 3) for x in chart.rug]
    painter.drawLines(foot + ticks)
    painter.setFont(picture.style.small)
    painter.setPen(tokens.muted)
    high = picture.style.row
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    for pain in chart.pains:
        rect = QRectF(0, pain.y - high / 2, frame.left - 8, high)
        painter.drawText(rect, int(right), str(pain.pain))
    for tick in chart.dates:
        rect = QRectF(tick.x - 60, chart.strip_bottom + 4, 120, high)
        painter.drawText(rect, int(_CENTRE), words.written(tick.on, tick.unit))


def _draw_restarts(painter: QPainter, picture: Picture) -> None:
    frame, tokens = picture.chart.frame, picture.style.tokens
    for restart in picture.chart.restarts:
        painter.setPen(QPen(tokens.edge, 1))
        x = restart.x - 9
        painter.drawLine(QLineF(x, frame.top - 6, x, frame.bottom))
        painter.setFont(picture.style.small)
        painter.setPen(tokens.muted)
        rect = QRectF(x + 4, frame.top - picture.style.row, 300, picture.style.row)
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignLeft), tr("Chart", "new episode"))


def _draw_threshold(painter: QPainter, picture: Picture) -> None:
    line, threshold = picture.chart.threshold, picture.brief.threshold
    if line is None or threshold is None:
        return
    _dash(painter, picture, _line(line.segment))
    painter.setFont(picture.style.small)
    high = picture.style.row
    rect = QRectF(line.segment.x2 + 8, line.segment.y1 - high / 2, 100, high)
    painter.drawText(rect, int(_LEFT), words.threshold_tag(threshold))


def _dash(painter: QPainter, picture: Picture, line: QLineF) -> None:
    pen = QPen(picture.style.tokens.ink, 1.2)
    pen.setDashPattern([3, 3])
    painter.setPen(pen)
    painter.drawLines([line])


def _line(segment: Segment) -> QLineF:
    return QLineF(segment.x1, segment.y1, segment.x2, segment.y2)


def _draw_ground(painter: QPainter, picture: Picture, trace: Trace, *, number: int) -> None:
    _draw_drops(painter, picture, [_line(drop) for drop in trace.drops])
    _draw_drops(painter, picture, [QLineF(p.x, p.y, p.x, p.y) for p in trace.lone_afters])
    columns = [QLineF(c.x, c.low + 1.5, c.x, c.high - 1.5) for c in trace.columns]
    _draw_columns(painter, picture, columns, number=number)


def _draw_line(painter: QPainter, picture: Picture, trace: Trace, *, number: int) -> None:
    density = picture.chart.density
    width = 2.0 if density is Density.ROOMY else 1.5
    painter.setPen(series_pen(picture.style.tokens, number, width))
    painter.drawLines([_line(segment) for segment in trace.segments])
    _ready_for_dots(painter, picture, number)
    if density is not Density.ROOMY:
        painter.setPen(Qt.PenStyle.NoPen)
    ends = [point for point in (trace.start, trace.latest) if point]
    _draw_dots(painter, chain(trace.dots, ends), number=number, radius=_RADIUS[density])
    _draw_values(painter, picture, trace)


def _draw_drops(painter: QPainter, picture: Picture, drops: list[QLineF]) -> None:
    """Draw what happened within a visit: thin and grey, with a foot where it ended."""
    painter.setPen(QPen(picture.style.tokens.edge, 1.6))
    feet = [QLineF(d.x2() - 3, d.y2(), d.x2() + 3, d.y2()) for d in drops]
    painter.drawLines(drops + feet)


def _draw_columns(
    painter: QPainter, picture: Picture, columns: list[QLineF], *, number: int
) -> None:
    tokens = picture.style.tokens
    pen = QPen(blend(series_colour(tokens, number), tokens.card, 0.35), 4)
    painter.setPen(pen)
    painter.drawLines(columns)


def _draw_dots(painter: QPainter, dots: Iterable[Point], *, number: int, radius: float) -> None:
    for dot in dots:
        draw_dot(painter, QPointF(dot.x, dot.y), number=number, radius=radius)


def _draw_values(painter: QPainter, picture: Picture, trace: Trace) -> None:
    """Write the numbers on a patch of the ground, so that no line crosses them."""
    painter.setFont(picture.style.small)
    painter.setPen(picture.style.tokens.ink)
    metrics = QFontMetricsF(picture.style.small)
    high = metrics.height()
    for value in trace.values:
        top = value.dot.y + 5 if value.is_below else value.dot.y - high - 5
        rect = QRectF(value.dot.x - 15 + 7 * value.lean, top, 30, high)
        wide = metrics.horizontalAdvance(str(value.pain)) / 2 + 1
        patch = QRectF(rect.center().x() - wide, rect.top() + 2, 2 * wide, high - 3)
        painter.fillRect(patch, picture.style.tokens.card)
        painter.drawText(rect, int(_CENTRE), str(value.pain))


def _draw_strips(painter: QPainter, picture: Picture) -> None:
    chart, tokens = picture.chart, picture.style.tokens
    several = len(chart.strips) > 2
    for strip in chart.strips:
        for mark in strip.marks:
            at = QPointF(mark.x, strip.y)
            draw_mark(painter, at, mark.kind, tokens=tokens, share=mark.share)
        if several and strip.series is not None:
            _ready_for_dots(painter, picture, strip.series)
            at = QPointF(chart.frame.left - 14, strip.y)
            draw_dot(painter, at, number=strip.series, radius=4.2)
