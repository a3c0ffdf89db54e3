"""The small signs of the progress chart: told apart by shape, so they survive grey print."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPen, QPolygonF

from ims_notes.domain.chart.shapes import MarkKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QBrush, QPainter

    from ims_notes.ui.theme import Tokens

_DASHES: tuple[Sequence[float], ...] = ((), (5, 2.5), (1, 2.2), (6, 2, 1, 2))


def blend(colour: QColor, ground: QColor, share: float) -> QColor:
    """Mix a colour into the ground; opaque, because print and SVG readers mistreat alpha."""
    pairs = (
        (colour.red(), ground.red()),
        (colour.green(), ground.green()),
        (colour.blue(), ground.blue()),
    )
    return QColor(*(round(a * share + b * (1 - share)) for a, b in pairs))


def series_colour(tokens: Tokens, number: int) -> QColor:
    """Return the colour of a series."""
    return tokens.series[number % len(tokens.series)]


def series_pen(tokens: Tokens, number: int, width: float = 2.0) -> QPen:
    """Return the pen of a series: each has its own dash beside its own colour."""
    pen = QPen(series_colour(tokens, number), width)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if dash := _DASHES[number % len(_DASHES)]:
        pen.setDashPattern(dash)
    return pen


def draw_dot(painter: QPainter, at: QPointF, *, number: int, radius: float) -> None:
    """Draw a series' own marker with the painter's pen and brush: disc, square, diamond, cross."""
    shape = (number + number // 4) % 4
    if shape == 0:
        painter.drawEllipse(at, radius, radius)
    elif shape == 1:
        side = radius * 0.88
        painter.drawRect(QRectF(at.x() - side, at.y() - side, 2 * side, 2 * side))
    elif shape == 2:
        painter.drawPolygon(_around(at, [(0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)], radius))
    else:
        painter.drawPolygon(_around(at, [(-1.1, -0.9), (1.1, -0.9), (0, 1.2)], radius))


def draw_mark(
    painter: QPainter, at: QPointF, kind: MarkKind, *, tokens: Tokens, share: float = 0.5
) -> None:
    """Draw a mark of the rows under the plot, about 9 pixels wide."""
    painter.setPen(QPen(tokens.ink, 1.3))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if kind in (MarkKind.PRESENT, MarkKind.ABSENT):
        if kind is MarkKind.PRESENT:
            painter.setBrush(tokens.ink)
        painter.drawPolygon(_around(at, [(0, -1), (1.05, 0.85), (-1.05, 0.85)], 4.2))
    elif kind is MarkKind.SHARE:
        _draw_share(painter, at, share=share, brush=tokens.ink)
    elif kind is MarkKind.REACTION:
        _draw_reaction(painter, at, colour=tokens.attention)
    else:
        _draw_sign(painter, at, kind=kind)


def _draw_sign(painter: QPainter, at: QPointF, *, kind: MarkKind) -> None:
    if kind is MarkKind.UNCERTAIN:
        font = painter.font()
        font.setPixelSize(12)
        font.setBold(True)
        painter.setFont(font)
        box = QRectF(at.x() - 6, at.y() - 8, 12, 16)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "?")
    elif kind is MarkKind.NOT_SOUGHT:
        painter.drawLine(QLineF(at.x() - 4, at.y(), at.x() + 4, at.y()))
    else:
        painter.setBrush(painter.pen().color())
        painter.drawEllipse(at, 0.9, 0.9)


def _draw_share(painter: QPainter, at: QPointF, *, share: float, brush: QBrush | QColor) -> None:
    full = 13.0
    box = QRectF(at.x() - 2.5, at.y() - full / 2, 5, full)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(brush)
    painter.drawRect(QRectF(box.left(), box.bottom() - share * full, 5, share * full))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(brush, 0.6))
    painter.drawRect(box)


def _draw_reaction(painter: QPainter, at: QPointF, *, colour: QColor) -> None:
    painter.setPen(QPen(colour, 1.3))
    painter.drawEllipse(at, 5.2, 5.2)
    painter.setPen(QPen(colour, 1.6))
    painter.drawLine(QLineF(at.x(), at.y() - 2.8, at.x(), at.y() + 0.6))
    painter.drawLine(QLineF(at.x(), at.y() + 1.9, at.x(), at.y() + 2.9))


def _around(at: QPointF, corners: list[tuple[float, float]], size: float) -> QPolygonF:
    return QPolygonF([QPointF(at.x() + x * size, at.y() + y * size) for x, y in corners])
