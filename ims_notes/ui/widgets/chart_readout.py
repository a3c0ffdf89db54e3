"""What is drawn over the progress chart for the visit pointed at or focused: ring and words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QFontMetricsF, QPen

from ims_notes.ui.widgets.chart_picture import PAD

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from ims_notes.domain.chart.shapes import Target
    from ims_notes.ui.widgets.chart_picture import Picture

_REACH = 28.0
"""How far beside a visit the pointer still finds it, in pixels."""


def target_near(picture: Picture, place: QPointF) -> int | None:
    """Return the number of the target nearest to a place; time counts more than height."""
    at = place - picture.origin
    best: tuple[float, int] | None = None
    for number, target in enumerate(picture.chart.targets):
        aside = abs(target.x - at.x())
        if aside > _REACH or at.y() < picture.chart.frame.top - _REACH:
            continue
        far = aside + abs(target.y - at.y()) / 4
        if best is None or far < best[0]:
            best = (far, number)
    return best[1] if best and at.y() <= picture.chart.strip_bottom + _REACH else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Readout:
    """A visit to mark on a picture, with its exact values line by line."""

    picture: Picture
    target: Target
    lines: Sequence[str]
    is_focus: bool

    def draw(self, painter: QPainter) -> None:
        """Mark the visit and write its values beside it, inside the picture."""
        picture, tokens = self.picture, self.picture.style.tokens
        at = picture.origin + QPointF(self.target.x, self.target.y)
        top = picture.origin.y() + picture.chart.frame.top
        foot = picture.origin.y() + picture.chart.strip_bottom
        painter.setPen(QPen(tokens.edge, 1))
        painter.drawLine(QLineF(at.x(), top, at.x(), foot))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(tokens.card, 4))
        painter.drawEllipse(at, 8, 8)
        painter.setPen(QPen(tokens.accent if self.is_focus else tokens.ink, 2))
        painter.drawEllipse(at, 8, 8)
        self._draw_box(painter, at)

    def _draw_box(self, painter: QPainter, at: QPointF) -> None:
        style = self.picture.style
        fonts = [style.medium, *[style.small] * (len(self.lines) - 1)]
        most = self.picture.size.width() - 4 * PAD
        told = [(font, QFontMetricsF(font)) for font in fonts]
        fitted = [
            metrics.elidedText(line, Qt.TextElideMode.ElideRight, most)
            for (_, metrics), line in zip(told, self.lines, strict=True)
        ]
        wide = 20 + max(m.horizontalAdvance(t) for (_, m), t in zip(told, fitted, strict=True))
        high = len(fitted) * style.row + 12
        box = self._free_place(at, QSizeF(wide, high))
        painter.setPen(QPen(style.tokens.edge, 1))
        painter.setBrush(style.tokens.card)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(style.tokens.ink)
        for number, (font, line) in enumerate(zip(fonts, fitted, strict=True)):
            painter.setFont(font)
            rect = QRectF(box.left() + 10, box.top() + 6 + number * style.row, wide, style.row)
            painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter), line)

    def _free_place(self, at: QPointF, box: QSizeF) -> QRectF:
        """Return the place beside the visit that hides the fewest others."""
        wide, high, size = box.width(), box.height(), self.picture.size
        lefts = (at.x() + 16, at.x() - 16 - wide)
        tops = (at.y() - high / 2, at.y() - 16 - high, at.y() + 16)
        fits = QRectF(QPointF(), size).adjusted(PAD / 2, PAD / 2, -PAD / 2, -PAD / 2)
        places = [QRectF(left, top, wide, high) for top in tops for left in lefts]
        within = [place for place in places if fits.contains(place)] or [
            QRectF(PAD / 2, min(max(PAD / 2, tops[0]), size.height() - high), wide, high)
        ]
        return min(within, key=self._hidden_by)

    def _hidden_by(self, place: QRectF) -> int:
        shifted = place.translated(-self.picture.origin)
        return sum(shifted.contains(one.x, one.y) for one in self.picture.chart.targets)
