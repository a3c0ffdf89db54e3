"""The progress chart on the screen: point, walk with the arrow keys, open a visit.

Left and Right walk through the visits of a series, Up and Down change the series, Home and End
go to its ends, Enter or a click opens the visit. What is drawn beside the visit is announced.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QPainter, QPen, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from ims_notes.ui import theme
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets import chart_words as words
from ims_notes.ui.widgets.chart_painter import paint
from ims_notes.ui.widgets.chart_picture import Brief, Picture, Style, compose
from ims_notes.ui.widgets.chart_readout import Readout, target_near

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPaintEvent, QResizeEvent

    from ims_notes.domain.chart.shapes import Target
    from ims_notes.domain.chart.thresholds import Threshold
    from ims_notes.domain.progress import Progress, VisitPoint

_STEPS = {
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Home: -(10**9),
    Qt.Key.Key_End: 10**9,
}
_SERIES_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
_OPENERS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class ProgressChart(QWidget):
    """Pain over time of the chosen series; `visit_chosen` carries the note's id."""

    visit_chosen = Signal(object)

    def __init__(
        self,
        progress: Progress,
        *,
        thresholds: Sequence[Threshold] = (),
        naming: words.Naming | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Show a patient's progress, without a threshold until one is chosen."""
        super().__init__(parent)
        self._thresholds = {threshold.code: threshold for threshold in thresholds}
        self._brief = Brief(progress=progress, naming=naming or words.Naming())
        self._picture: Picture | None = None
        self._pixmap: QPixmap | None = None
        self._focused: int | None = None
        self._hovered: int | None = None
        self.setObjectName("progress_chart")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumWidth(360)
        self._renew()

    def set_progress(self, progress: Progress) -> None:
        """Show these series; the focus is forgotten, the threshold stays."""
        self._focused = self._hovered = None
        self._show(progress, threshold=self._brief.threshold, chief=0)

    def set_threshold(self, code: str | None) -> None:
        """Draw one threshold, or none; it belongs to the series in focus, else the first.

        Raises:
            KeyError: no threshold has that code.
        """
        threshold = None if code is None else self._thresholds[code]
        self._show(self._brief.progress, threshold=threshold, chief=self._brief.chief)

    def picture(self) -> Picture:
        """Return what is drawn now, composed anew only if something changed."""
        if self._picture is None:
            style = Style.of(theme.tokens(self), self.font())
            self._picture = compose(self._brief, size=QSizeF(self.size()), style=style)
        return self._picture

    def sizeHint(self) -> QSize:
        """Return a comfortable size."""
        return QSize(760, max(460, self.minimumHeight()))

    def _show(self, progress: Progress, *, threshold: Threshold | None, chief: int) -> None:
        self._brief = Brief(
            progress=progress, naming=self._brief.naming, threshold=threshold, chief=chief
        )
        self._renew()

    def _renew(self) -> None:
        """Draw anew and tell the words."""
        self._redraw()
        self.setAccessibleDescription(self.picture().description)
        self._announce()

    def _redraw(self) -> None:
        """Drop what was drawn and ask for the height it needs."""
        self._picture = self._pixmap = None
        self.setMinimumHeight(ceil(self.picture().least_height))
        self.update()

    def _announce(self) -> None:
        lines = [tr("Chart", "Progress chart"), *self._lines(self._focused)]
        name = ". ".join(lines)
        if name != self.accessibleName():
            self.setAccessibleName(name)

    def _target(self, number: int | None) -> Target | None:
        targets = self.picture().chart.targets
        return None if number is None or number >= len(targets) else targets[number]

    def _visit(self, target: Target) -> VisitPoint:
        return self._brief.progress.series[target.series].points[target.visit]

    def _lines(self, number: int | None) -> list[str]:
        target = self._target(number)
        if target is None:
            return []
        series = self._brief.progress.series[target.series]
        return words.readout(series, self._visit(target), naming=self._brief.naming)

    def _move_to(self, *, series: int, visit: int) -> None:
        """Focus a visit; a threshold follows to its series."""
        before = sum(len(one.points) for one in self._brief.progress.series[:series])
        self._focused, self._hovered = before + visit, None
        if series != self._brief.chief:
            self._show(self._brief.progress, threshold=self._brief.threshold, chief=series)
        self._announce()
        self.update()

    def _walk(self, target: Target, step: int) -> None:
        last = len(self._brief.progress.series[target.series].points) - 1
        self._move_to(series=target.series, visit=min(max(0, target.visit + step), last))

    def _change_series(self, target: Target, step: int) -> None:
        """Go to the visit of the next series that is nearest in time."""
        others = [
            (abs(one.series - target.series), abs(one.x - target.x), one)
            for one in self.picture().chart.targets
            if (one.series - target.series) * step > 0
        ]
        if others:
            nearest = min(others, key=lambda other: other[:2])[2]
            self._move_to(series=nearest.series, visit=nearest.visit)

    def _open(self, number: int | None) -> None:
        target = self._target(number)
        if target is not None:
            self.visit_chosen.emit(self._visit(target).note_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, change the series, or open the visit."""
        target, key = self._target(self._focused), Qt.Key(event.key())
        if target is None:
            super().keyPressEvent(event)
        elif key in _STEPS:
            self._walk(target, _STEPS[key])
        elif key in _SERIES_STEPS:
            self._change_series(target, _SERIES_STEPS[key])
        elif key in _OPENERS:
            self._open(self._focused)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the latest visit of the first series that has one."""
        super().focusInEvent(event)
        targets = self.picture().chart.targets
        if self._focused is None and targets:
            latest = max(t.visit for t in targets if t.series == targets[0].series)
            self._move_to(series=targets[0].series, visit=latest)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the values of the visit under the pointer."""
        self._hover(target_near(self.picture(), event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open the visit that was clicked."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._open(target_near(self.picture(), event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the visit under the pointer."""
        super().leaveEvent(event)
        self._hover(None)

    def _hover(self, number: int | None) -> None:
        if number != self._hovered:
            self._hovered = number
            shape = Qt.CursorShape
            self.setCursor(shape.ArrowCursor if number is None else shape.PointingHandCursor)
            self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the chart out for the new size."""
        super().resizeEvent(event)
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the theme and the font."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.FontChange):
            self._renew()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Show the kept picture and, over it, the visit pointed at or focused."""
        painter = QPainter(self)
        painter.drawPixmap(0, 0, self._kept())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        number = self._focused if self.hasFocus() else None
        number = number if self._hovered is None else self._hovered
        target = self._target(number)
        if target is not None:
            Readout(
                picture=self.picture(),
                target=target,
                lines=self._lines(number),
                is_focus=self._hovered is None,
            ).draw(painter)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.tokens(self).accent, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.end()

    def _kept(self) -> QPixmap:
        ratio = self.devicePixelRatioF()
        if self._pixmap is None or self._pixmap.devicePixelRatio() != ratio:
            self._pixmap = QPixmap((QSizeF(self.size()) * ratio).toSize())
            self._pixmap.setDevicePixelRatio(ratio)
            self._pixmap.fill(theme.tokens(self).card)
            inner = QPainter(self._pixmap)
            paint(inner, self.picture())
            inner.end()
        return self._pixmap
