"""The recovery code on paper: one calm A4 or Letter sheet without any patient text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPageLayout, QPageSize, QPainter, QPen

from ims_notes.domain.dates import written
from ims_notes.ui import theme
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from datetime import date

    from PySide6.QtGui import QPagedPaintDevice
    from PySide6.QtWidgets import QWidget

_INK, _MUTED, _LINE = QColor("#17252d"), QColor("#526470"), QColor("#9aa7af")
_IN_ROW: Final = 4
"""Groups of the code beside each other on the sheet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoverySheet:
    """What stands on the sheet."""

    groups: tuple[str, ...] = field(repr=False)
    practitioner: str
    day: date


def instructions() -> tuple[str, ...]:
    """Return what the code is for, in plain sentences; the same on the screen and on paper."""
    return (
        tr("Recovery", "It opens the record if the passphrase is forgotten."),
        tr("Recovery", "Whoever has it can open the record. Keep it like a key."),
        tr("Recovery", "Keep the paper apart from the computer."),
        tr(
            "Recovery",
            "Without the passphrase and without this code nobody can open the record, "
            "and nobody can help.",
        ),
    )


def print_sheet(parent: QWidget, sheet: RecoverySheet) -> bool:
    """Ask for a printer and print the sheet; false where the therapist thought better of it."""
    # Loaded at the first print only: printing costs time that no start needs.
    from PySide6.QtPrintSupport import QPrintDialog, QPrinter

    printer = QPrinter()
    printer.setDocName(tr("Recovery", "IMS Notes: recovery code"))
    dialog = QPrintDialog(printer, parent)
    if not dialog.exec():
        return False
    draw(sheet, printer)
    return True


def draw(sheet: RecoverySheet, device: QPagedPaintDevice) -> None:
    """Draw the sheet on the one page of a printer or PDF, whatever its size."""
    device.setPageMargins(QMarginsF(20, 20, 20, 20), QPageLayout.Unit.Millimeter)
    if device.pageLayout().orientation() is QPageLayout.Orientation.Landscape:
        device.setPageOrientation(QPageLayout.Orientation.Portrait)
    if not device.pageLayout().isValid():
        device.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    painter = QPainter(device)
    try:
        paint(sheet, painter)
    finally:
        painter.end()


def paint(sheet: RecoverySheet, painter: QPainter) -> None:
    """Paint the sheet over the whole of what the painter is open on."""
    _Pen(painter).write(sheet)


class _Pen:
    """Writes down the page, from the top."""

    def __init__(self, painter: QPainter) -> None:
        self._painter = painter
        self._unit = painter.device().logicalDpiY() / 25.4
        self._width = painter.device().width()
        self._down = 0.0

    def write(self, sheet: RecoverySheet) -> None:
        """Write the whole sheet."""
        self._say(tr("Recovery", "IMS Notes"), points=11, colour=_MUTED)
        self._say(tr("Recovery", "Recovery code"), points=24, strong=True, after=2)
        made = tr(
            "Recovery",
            "{practitioner} · made on {day}",
            practitioner=sheet.practitioner,
            day=written(sheet.day),
        )
        made = made if sheet.practitioner else written(sheet.day)
        self._say(made, points=11, colour=_MUTED, after=8)
        self._code(sheet.groups)
        for words in instructions():
            self._say(words, points=12, after=2.5)
        self._down += 4 * self._unit
        self._say(tr("Recovery", "How to use it"), points=14, strong=True, after=2.5)
        for number, words in enumerate(_steps(), 1):
            self._say(f"{number}.  {words}", points=12, after=2.5)

    def _say(
        self,
        words: str,
        *,
        points: float,
        strong: bool = False,
        colour: QColor = _INK,
        after: float = 1.0,
    ) -> None:
        """Write a paragraph; `after` is the gap below it in millimetres."""
        font = QFont(theme.FAMILY)
        font.setPointSizeF(points)
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        self._painter.setFont(font)
        self._painter.setPen(colour)
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft
        room = QRectF(0, self._down, self._width, self._painter.device().height())
        taken = self._painter.boundingRect(room, int(flags), words)
        self._painter.drawText(room, int(flags), words)
        self._down += taken.height() + after * self._unit

    def _code(self, groups: tuple[str, ...]) -> None:
        """Write the groups large in a frame, each with its number below."""
        row_height, pad = 19 * self._unit, 6 * self._unit
        rows = -(-len(groups) // _IN_ROW)
        frame = QRectF(0, self._down, self._width, rows * row_height + 1.2 * pad)
        self._painter.setPen(QPen(_LINE, 0.35 * self._unit))
        self._painter.drawRoundedRect(frame, 2 * self._unit, 2 * self._unit)
        large = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        large.setPointSizeF(21)
        large.setWeight(QFont.Weight.DemiBold)
        small = QFont(theme.FAMILY)
        small.setPointSizeF(8)
        step = (self._width - 2 * pad) / _IN_ROW
        middle = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        for place, group in enumerate(groups):
            down, across = divmod(place, _IN_ROW)
            spot = QRectF(
                pad + across * step, frame.top() + pad + down * row_height, step, row_height
            )
            for font, colour, words, drop in (
                (large, _INK, group, 0.0),
                (small, _MUTED, str(place + 1), 10.5 * self._unit),
            ):
                self._painter.setFont(font)
                self._painter.setPen(colour)
                self._painter.drawText(spot.translated(0, drop), middle, words)
        self._down = frame.bottom() + 8 * self._unit


def _steps() -> tuple[str, ...]:
    return (
        tr("Recovery", "Start IMS Notes. It asks for the passphrase."),
        tr("Recovery", 'Choose "I forgot my passphrase".'),
        tr("Recovery", "Type the code. Capitals, blanks and dashes do not matter."),
        tr("Recovery", "Choose a new passphrase. The record opens as it was."),
    )
