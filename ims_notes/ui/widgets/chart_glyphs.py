"""The small signs of the progress chart: told apart by shape, so they survive grey print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen, QPolygonF

from ims_notes.domain.chart.shapes import MarkKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QPainter

    from ims_notes.ui.theme import Tokens

_DASHES: tuple[Sequence[float], ...] = ((), (5, 2.5), (1, 2.2), (6, 2, 1, 2))
_SQUARE = ((-0.88, -0.88), (0.88, -0.88), (0.88, 0.88), (-0.88, 0.88))
_DIAMOND = ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0))
_PENNANT = ((-1.1, -0.9), (1.1, -0.9), (0, 1.2))
_TRIANGLE = ((0, -1), (1.05, 0.85), (-1.05, 0.85))
_CORNERS = ((), _SQUARE, _DIAMOND, _PENNANT)
_TINT = 0.35
_FULL = 13.0
"""Height of a share of one, in pixels."""


def blend(colour: QColor, ground: QColor) -> QColor:
    """Thin a colour on its ground; opaque, because print and SVG readers mistreat alpha."""
    pairs = (
        (colour.red(), ground.red()),
        (colour.green(), ground.green()),
        (colour.blue(), ground.blue()),
    )
    return QColor(*(round(a * _TINT + b * (1 - _TINT)) for a, b in pairs))


def series_colour(tokens: Tokens, number: int) -> QColor:
    """Return the colour of a series."""
    return tokens.series[number % len(tokens.series)]


def series_pen(tokens: Tokens, number: int) -> QPen:
    """Return the pen of a series: each has its own dash beside its own colour."""
    pen = QPen(series_colour(tokens, number), 2)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dash := _DASHES[number % len(_DASHES)]:
        pen.setDashPattern(dash)
    return pen


class Glyphs:
    """Draws markers and marks with a painter, in a look's colours."""

    def __init__(self, painter: QPainter, tokens: Tokens) -> None:
        """Keep both for as long as the painter lives."""
        self._painter = painter
        self._tokens = tokens

    def dot(self, at: QPointF, *, number: int, radius: float = 4.2) -> None:
        """Draw a series' own marker: disc, square, diamond or pennant.

        A rim of the ground keeps large neighbours apart; small ones would be eaten by it.
        """
        rim = QPen(self._tokens.card, 1) if radius > 3 else QPen(Qt.PenStyle.NoPen)
        self._painter.setPen(rim)
        self._painter.setBrush(series_colour(self._tokens, number))
        corners = _CORNERS[(number + number // 4) % len(_CORNERS)]
        if corners:
            self._painter.drawPolygon(
                QPolygonF([at + QPointF(x * radius, y * radius) for x, y in corners])
            )
        else:
            self._painter.drawEllipse(at, radius, radius)

    def mark(self, at: QPointF, kind: MarkKind, *, share: float = 0.5) -> None:
        """Draw a mark of the rows under the plot, about 9 pixels wide."""
        ink, painter = self._tokens.ink, self._painter
        painter.setPen(QPen(ink, 1.3))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if kind in (MarkKind.PRESENT, MarkKind.ABSENT):
            if kind is MarkKind.PRESENT:
                painter.setBrush(ink)
            corners = [at + QPointF(x * 4.2, y * 4.2) for x, y in _TRIANGLE]
            painter.drawPolygon(QPolygonF(corners))
        elif kind is MarkKind.SHARE:
            self._share(at, share)
        elif kind is MarkKind.REACTION:
            self._reaction(at)
        elif kind is MarkKind.UNCERTAIN:
            self._question(at)
        elif kind is MarkKind.NOT_SOUGHT:
            painter.drawLine(QLineF(at.x() - 4, at.y(), at.x() + 4, at.y()))
        else:
            painter.setBrush(ink)
            painter.drawEllipse(at, 0.9, 0.9)

    def _question(self, at: QPointF) -> None:
        font = self._painter.font()
        font.setPixelSize(12)
        font.setBold(True)
        self._painter.setFont(font)
        box = QRectF(at.x() - 6, at.y() - 8, 12, 16)
        self._painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), "?")

    def _share(self, at: QPointF, share: float) -> None:
        ink, painter = self._tokens.ink, self._painter
        box = QRectF(at.x() - 2.5, at.y() - _FULL / 2, 5, _FULL)
        filled = QRectF(box.left(), box.bottom() - share * _FULL, 5, share * _FULL)
        painter.fillRect(filled, ink)
        painter.setPen(QPen(ink, 0.6))
        painter.drawRect(box)

    def _reaction(self, at: QPointF) -> None:
        colour, painter = self._tokens.attention, self._painter
        painter.setPen(QPen(colour, 1.3))
        painter.drawEllipse(at, 5.2, 5.2)
        painter.setPen(QPen(colour, 1.6))
        painter.drawLine(QLineF(at.x(), at.y() - 2.8, at.x(), at.y() + 0.6))
        painter.drawLine(QLineF(at.x(), at.y() + 1.9, at.x(), at.y() + 2.9))
