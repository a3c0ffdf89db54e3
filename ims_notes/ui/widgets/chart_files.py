"""The progress chart as a file: SVG with real text, title and description, PNG or PDF.

All need a running ``QGuiApplication`` for their fonts, and no window.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRect, QSizeF
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QGuiApplication,
    QImage,
    QImageWriter,
    QPageSize,
    QPainter,
    QPdfWriter,
)

from ims_notes.ui.theme import TABLES, Mode, Tokens
from ims_notes.ui.widgets.chart_painter import paint
from ims_notes.ui.widgets.chart_picture import Brief, Picture, Style, compose

if TYPE_CHECKING:
    from collections.abc import Callable

PRINT_SIZE = QSizeF(760, 460)
"""The usual size in pixels; a chart with more to say grows higher."""


def chart_svg(brief: Brief, *, size: QSizeF = PRINT_SIZE, tokens: Tokens | None = None) -> bytes:
    """Return the chart as SVG, for paper in light colours unless told otherwise."""
    # Printing is rare; a start of the program should not pay for it.
    from PySide6.QtSvg import QSvgGenerator

    picture = _composed(brief, size=size, tokens=tokens)
    whole = picture.size.toSize()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    generator = QSvgGenerator()
    generator.setOutputDevice(buffer)
    generator.setResolution(96)
    generator.setSize(whole)
    generator.setViewBox(QRect(0, 0, whole.width(), whole.height()))
    _painted(QPainter(generator), picture)
    return _told(bytes(buffer.data().data()).decode("utf-8"), picture).encode("utf-8")


def chart_png(
    brief: Brief, *, size: QSizeF = PRINT_SIZE, tokens: Tokens | None = None, scale: float = 2.0
) -> bytes:
    """Return the chart as PNG, with ``scale`` dots per pixel of its size."""
    picture = _composed(brief, size=size, tokens=tokens)
    image = QImage((picture.size * scale).toSize(), QImage.Format.Format_RGB32)
    image.fill(picture.style.tokens.card)
    painter = QPainter(image)
    painter.scale(scale, scale)
    _painted(painter, picture)
    image.setText("Title", picture.title)
    image.setText("Description", picture.description)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"png")).write(image)
    return bytes(buffer.data().data())


def chart_pdf(brief: Brief, *, size: QSizeF = PRINT_SIZE, tokens: Tokens | None = None) -> bytes:
    """Return the chart as a PDF page of its own size, at 96 pixels to the inch."""
    picture = _composed(brief, size=size, tokens=tokens)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(picture.title)
    writer.setResolution(96)
    points = picture.size * 72 / 96
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point))
    writer.setPageMargins(QMarginsF())
    _painted(QPainter(writer), picture)
    return bytes(buffer.data().data())


def _composed(brief: Brief, *, size: QSizeF, tokens: Tokens | None) -> Picture:
    style = Style.of(tokens or TABLES[Mode.LIGHT], QGuiApplication.font())
    return compose(brief, size=size, style=style)


def _painted(painter: QPainter, picture: Picture) -> None:
    try:
        paint(painter, picture)
    finally:
        painter.end()


def _told(svg: str, picture: Picture) -> str:
    """Give the SVG its role and names, and its text a fallback where the font is missing."""
    head = (
        f'<svg role="img" aria-labelledby="chart-title chart-desc"\\1>\n'
        f'<title id="chart-title">{_verbatim(picture.title)}</title>\n'
        f'<desc id="chart-desc">{_verbatim(picture.description)}</desc>'
    )
    named = re.sub(r"<(title|desc)>.*?</\1>\n?", "", svg, flags=re.DOTALL)
    named = re.sub(r"<svg([^>]*)>", head, named, count=1)
    return re.sub(r"(<text [^>]*)>([^<]+)</text>", _fitting(picture), named)


def _fitting(picture: Picture) -> Callable[[re.Match[str]], str]:
    """Make a text keep its measured length, so that another font overlaps nothing."""

    def fitted(found: re.Match[str]) -> str:
        size = re.search(r'font-size="(\d+)"', found[1])
        weight = re.search(r'font-weight="(\d+)"', found[1])
        font = QFont(picture.style.small)
        font.setPixelSize(int(size[1]) if size else font.pixelSize())
        font.setWeight(QFont.Weight(int(weight[1]) if weight else 400))
        length = QFontMetricsF(font).horizontalAdvance(unescape(found[2]).strip())
        opened = re.sub(r'font-family="([^"]+)"', r'font-family="\1, sans-serif"', found[1])
        keep = f'textLength="{length:.1f}" lengthAdjust="spacingAndGlyphs"'
        return f"{opened} {keep}>{found[2]}</text>"

    return fitted


def _verbatim(text: str) -> str:
    """Escape a text for XML and for standing in a replacement."""
    return escape(text, quote=False).replace("\\", r"\\")
