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
from ims_notes.ui.widgets.chart_glyphs import Glyphs, blend, series_colour, series_pen
from ims_notes.ui.widgets.chart_picture import SAMPLE
from ims_notes.ui.widgets.chart_words import PainSample

if TYPE_CHECKING:
    from ims_notes.domain.chart.shapes import Segment, Trace
    from ims_notes.ui.widgets.chart_picture import KeyItem, Picture, Wording

_RADIUS = {Density.ROOMY: 4.2, Density.CLOSE: 2.2, Density.CROWDED: 3.2}
_CENTRE = int(Qt.AlignmentFlag.AlignCenter)
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


def paint(painter: QPainter, picture: Picture) -> None:
    """Paint the whole picture, its ground included, from the painter's origin."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(QRectF(QPointF(), picture.size), picture.style.tokens.card)
    strokes = _Strokes(painter, picture)
    strokes.words()
    painter.save()
    painter.translate(picture.origin)
    strokes.chart()
    painter.restore()


class _Strokes:
    """A painter and the picture it is busy with."""

    def __init__(self, painter: QPainter, picture: Picture) -> None:
        self._painter = painter
        self._style = picture.style
        self._tokens = picture.style.tokens
        self._picture = picture
        self._chart = picture.chart
        self._glyphs = Glyphs(painter, picture.style.tokens)

    def words(self) -> None:
        for wording in self._picture.wordings:
            self._write(wording)
        for item in self._picture.key:
            self._explain(item)

    def chart(self) -> None:
        self._grid()
        self._axis_labels()
        self._restarts()
        self._threshold()
        for number, trace in enumerate(self._chart.traces):
            self._ground(trace, number)
        for number, trace in enumerate(self._chart.traces):
            self._line(trace, number)
        self._strips()

    def _write(self, wording: Wording) -> None:
        rect, painter = wording.rect, self._painter
        if wording.series is not None:
            y = rect.center().y()
            painter.setPen(series_pen(self._tokens, wording.series))
            painter.drawLine(QLineF(rect.left() - SAMPLE, y, rect.left() - 6, y))
            self._glyphs.dot(QPointF(rect.left() - SAMPLE / 2 - 3, y), number=wording.series)
        painter.setFont(wording.font)
        painter.setPen(self._tokens.muted if wording.is_muted else self._tokens.ink)
        wraps = bool(wording.alignment & Qt.AlignmentFlag.AlignTop)
        wrap = int(Qt.TextFlag.TextWordWrap) if wraps else 0
        painter.drawText(rect, int(wording.alignment) | wrap, wording.text)

    def _explain(self, item: KeyItem) -> None:
        x, y = item.at.x(), item.at.y()
        upright = [QLineF(x, y - 6, x, y + 6)]
        if isinstance(item.sample, MarkKind):
            self._glyphs.mark(item.at, item.sample)
        elif item.sample is PainSample.LINE:
            self._painter.setPen(series_pen(self._tokens, 0))
            self._painter.drawLine(QLineF(x - 7, y, x + 7, y))
            self._glyphs.dot(item.at, number=0, radius=3.6)
        elif item.sample is PainSample.DROP:
            self._drops(upright)
        elif item.sample is PainSample.THRESHOLD:
            self._dash(QLineF(x - 7, y, x + 7, y))
        else:
            self._columns(upright, 0)
        self._small(muted=True)
        rect = QRectF(x + 11, y - self._style.row / 2, 2000, self._style.row)
        self._painter.drawText(rect, _LEFT, item.text)

    def _small(self, *, muted: bool) -> None:
        self._painter.setFont(self._style.small)
        self._painter.setPen(self._tokens.muted if muted else self._tokens.ink)

    def _grid(self) -> None:
        chart, frame, painter = self._chart, self._chart.frame, self._painter
        painter.setPen(QPen(self._tokens.grid, 1))
        across = [QLineF(frame.left, tick.y, frame.right, tick.y) for tick in chart.pains]
        foot = chart.strip_bottom + 4
        down = [QLineF(tick.x, frame.top, tick.x, foot) for tick in chart.dates]
        painter.drawLines(across + down)
        painter.setPen(QPen(self._tokens.edge, 1))
        zero = [QLineF(frame.left, frame.bottom, frame.right, frame.bottom)]
        rug = [QLineF(x, frame.bottom, x, frame.bottom + 3) for x in chart.rug]
        painter.drawLines(zero + rug)

    def _axis_labels(self) -> None:
        chart, row = self._chart, self._style.row
        self._small(muted=True)
        for pain in chart.pains:
            rect = QRectF(0, pain.y - row / 2, chart.frame.left - 8, row)
            self._painter.drawText(rect, _RIGHT, str(pain.pain))
        for tick in chart.dates:
            rect = QRectF(tick.x - 60, chart.strip_bottom + 4, 120, row)
            self._painter.drawText(rect, _CENTRE, words.written(tick.on, tick.unit))

    def _restarts(self) -> None:
        top, row = self._chart.frame.top, self._style.row
        for restart in self._chart.restarts:
            self._painter.setPen(QPen(self._tokens.edge, 1))
            x = restart.x - 9
            self._painter.drawLine(QLineF(x, top - 6, x, self._chart.frame.bottom))
            self._small(muted=True)
            rect = QRectF(x + 4, top - row, 300, row)
            self._painter.drawText(rect, _LEFT, tr("Chart", "new episode"))

    def _threshold(self) -> None:
        line, threshold = self._chart.threshold, self._picture.brief.threshold
        if line is None or threshold is None:
            return
        self._dash(_line(line.segment))
        self._small(muted=False)
        rect = QRectF(line.segment.x2 + 8, line.segment.y1 - self._style.row / 2, 200, 0)
        rect.setHeight(self._style.row)
        self._painter.drawText(rect, _LEFT, words.threshold_tag(threshold))

    def _dash(self, line: QLineF) -> None:
        pen = QPen(self._tokens.ink, 1.2)
        pen.setDashPattern([3, 3])
        self._painter.setPen(pen)
        self._painter.drawLines([line])

    def _ground(self, trace: Trace, number: int) -> None:
        alone = [QLineF(p.x, p.y, p.x, p.y) for p in trace.lone_afters]
        self._drops([_line(drop) for drop in trace.drops] + alone)
        columns = [QLineF(c.x, c.low + 1.5, c.x, c.high - 1.5) for c in trace.columns]
        self._columns(columns, number)

    def _line(self, trace: Trace, number: int) -> None:
        density = self._chart.density
        pen = series_pen(self._tokens, number)
        pen.setWidthF(2.0 if density is Density.ROOMY else 1.5)
        self._painter.setPen(pen)
        self._painter.drawLines([_line(segment) for segment in trace.segments])
        ends = [point for point in (trace.start, trace.latest) if point]
        for dot in chain(trace.dots, ends):
            self._glyphs.dot(QPointF(dot.x, dot.y), number=number, radius=_RADIUS[density])
        self._values(trace)

    def _drops(self, drops: list[QLineF]) -> None:
        """Draw what happened within a visit: thin and grey, with a foot where it ended."""
        self._painter.setPen(QPen(self._tokens.edge, 1.6))
        feet = [QLineF(d.x2() - 3, d.y2(), d.x2() + 3, d.y2()) for d in drops]
        self._painter.drawLines(drops + feet)

    def _columns(self, columns: list[QLineF], number: int) -> None:
        tint = blend(series_colour(self._tokens, number), self._tokens.card)
        self._painter.setPen(QPen(tint, 4))
        self._painter.drawLines(columns)

    def _values(self, trace: Trace) -> None:
        """Write the numbers on a patch of the ground, so that no line crosses them."""
        self._small(muted=False)
        metrics = QFontMetricsF(self._style.small)
        high = metrics.height()
        for value in trace.values:
            top = value.dot.y + 5 if value.is_below else value.dot.y - high - 5
            rect = QRectF(value.dot.x - 15 + 7 * value.lean, top, 30, high)
            wide = metrics.horizontalAdvance(str(value.pain)) / 2 + 1
            patch = QRectF(rect.center().x() - wide, rect.top() + 2, 2 * wide, high - 3)
            self._painter.fillRect(patch, self._tokens.card)
            self._painter.drawText(rect, _CENTRE, str(value.pain))

    def _strips(self) -> None:
        chart = self._chart
        several = len(chart.strips) > 2
        for strip in chart.strips:
            for mark in strip.marks:
                self._glyphs.mark(QPointF(mark.x, strip.y), mark.kind, share=mark.share)
            if several and strip.series is not None:
                self._glyphs.dot(QPointF(chart.frame.left - 14, strip.y), number=strip.series)


def _line(segment: Segment) -> QLineF:
    return QLineF(segment.x1, segment.y1, segment.x2, segment.y2)
