"""Outline icons, tinted by the colours of the look that is shown.

``icons.icon("sign")`` gives a QIcon that paints itself sharply at any size and screen scale, takes
its colour from the palette at the moment of painting and so follows a change of look by itself.
`role` names a colour of `theme.Tokens`: "ink" (usual), "muted", "accent", "on_accent" (on a primary
button), "danger", "on_danger", "attention", "ok". The names are the files in resources/icons.
An icon never stands alone for a meaning: give words, a tooltip or an accessible name beside it.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap

from ims_notes import bundle
from ims_notes.ui import theme

if TYPE_CHECKING:
    from PySide6.QtSvg import QSvgRenderer


@cache
def icon(name: str, role: str = "ink") -> QIcon:
    """Return the icon `name` in the colour `role`.

    Raises:
        FileNotFoundError: There is no such icon.
    """
    path = bundle.resource("icons", f"{name}.svg")
    if not path.is_file():
        raise FileNotFoundError(path.name)
    return QIcon(_TintedSvg(name, role))


def pixmap(name: str, size: int, *, role: str = "ink", scale: float = 1.0) -> QPixmap:
    """Return the icon as a picture of `size` logical pixels for a screen of the given scale."""
    colour = getattr(theme.tokens(), role)
    return _picture(name, colour.name(), pixels=round(size * scale), scale=scale)


class _TintedSvg(QIconEngine):
    """Draws one SVG in one named colour of the present look."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        scale = painter.device().devicePixelRatio()
        role = "muted" if mode is QIcon.Mode.Disabled else self._role
        spot = QRect(0, 0, side, side)
        spot.moveCenter(rect.center())
        painter.drawPixmap(spot, pixmap(self._name, side, role=role, scale=scale))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        role = "muted" if mode is QIcon.Mode.Disabled else self._role
        side = min(size.width(), size.height())
        return pixmap(self._name, side, role=role, scale=scale)

    def clone(self) -> QIconEngine:
        return _TintedSvg(self._name, self._role)


@cache
def _picture(name: str, colour: str, *, pixels: int, scale: float) -> QPixmap:
    picture = QPixmap(pixels, pixels)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    _renderer(name, colour).render(painter, QRectF(0, 0, pixels, pixels))
    painter.end()
    picture.setDevicePixelRatio(scale)
    return picture


def _renderer(name: str, colour: str) -> QSvgRenderer:
    """Parse the file with its colour put in; QtSvg is loaded with the first icon drawn."""
    from PySide6.QtSvg import QSvgRenderer

    drawing = bundle.resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(drawing.replace("currentColor", colour).encode()))
