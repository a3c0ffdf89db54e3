"""A list of rows of words: a bold name, quieter words around it, one key or click to choose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from ims_notes.ui import theme
from ims_notes.ui.models.lines import LINE_ROLE, Line, Lines
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.not_copied import keep_off_clipboard
from ims_notes.ui.widgets.rows import row_height

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

ENTER_KEYS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
MOVE_KEYS: Final[Mapping[int, int]] = {
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_PageUp: -5,
    Qt.Key.Key_PageDown: 5,
}
"""Keys that move the mark, by how many rows."""


class LineList(QListView):
    """Shows `Line` rows; every signal carries the `item` of the row meant."""

    chosen = Signal(object)
    chosen_with_ctrl = Signal(object)
    removed = Signal(object)
    marked = Signal(object)

    def __init__(self, name: str, label: str, *, click_chooses: bool = True) -> None:
        """Make an empty list; without `click_chooses` a double click chooses."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.always_marks = not click_chooses
        self.least_rows = 4
        self.has_leads = False
        self.lines = Lines(self)
        self.setModel(self.lines)
        self.setItemDelegate(_LineDelegate(self))
        keep_off_clipboard(self)
        self.setProperty("role", "plain")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        mouse = self.clicked if click_chooses else self.doubleClicked
        mouse.connect(lambda index: self._send(self.chosen, index))
        self.selectionModel().currentChanged.connect(lambda index: self._send(self.marked, index))

    def show_lines(self, lines: Sequence[Line], *, takes_focus: bool = True) -> None:
        """Show these rows; the row that was marked stays marked if it is still there."""
        before = self.lines.line(self.currentIndex())
        row = self.currentIndex().row()
        self.has_leads = any(line.lead for line in lines)
        self.lines.show(lines)
        kept = self.lines.row_of(before.key) if before else None
        row = kept if kept is not None else max(0, min(row, len(lines) - 1))
        self.setFocusPolicy(
            Qt.FocusPolicy.StrongFocus if lines and takes_focus else Qt.FocusPolicy.NoFocus
        )
        self.mark_row(row)
        self.updateGeometry()

    def mark_row(self, row: int) -> None:
        """Mark one row."""
        self.setCurrentIndex(self.lines.index(row, 0))

    def move_mark(self, rows: int) -> None:
        """Move the mark by so many rows, as far as there are any."""
        self.mark_row(max(0, min(self.currentIndex().row() + rows, self.lines.rowCount() - 1)))

    def current(self) -> object:
        """Return the item of the marked row; None in an empty list."""
        line = self.lines.line(self.currentIndex())
        return line.item if line else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter chooses, Ctrl+Enter chooses further, Delete removes."""
        if event.key() in ENTER_KEYS:
            with_ctrl = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            self._send(self.chosen_with_ctrl if with_ctrl else self.chosen, self.currentIndex())
        elif event.key() == Qt.Key.Key_Delete:
            self._send(self.removed, self.currentIndex())
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show whole rows only: what is left over below them stays empty."""
        super().resizeEvent(event)
        row, room = row_height(self.fontMetrics(), 2), self.contentsRect().height()
        left_over = room % row if room > row else 0
        if left_over != self.viewportMargins().bottom():
            self.setViewportMargins(0, 0, 0, left_over)

    def sizeHint(self) -> QSize:
        """Ask for room for the rows there are, eight at most; more scroll."""
        return QSize(theme.space(self, 40), self._height_of(8))

    def minimumSizeHint(self) -> QSize:
        """Need room for the first rows."""
        return QSize(theme.space(self, 20), self._height_of(self.least_rows))

    def _height_of(self, most: int) -> int:
        rows = min(max(1, self.lines.rowCount()), most)
        return rows * row_height(self.fontMetrics(), 2)

    def _send(self, signal: SignalInstance, index: QModelIndex) -> None:
        line = self.lines.line(index)
        if line is not None:
            signal.emit(line.item)


class ListCard(Card):
    """A card with a list, or with the words that say what to do while there is nothing."""

    def __init__(self, heading: str, rows: LineList, *, empty: str) -> None:
        """Lay out an empty list."""
        super().__init__(heading)
        self.rows = rows
        self._heading_words = heading
        self._empty = theme.label(empty, role="muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(rows, 1)
        rows.hide()

    def show_lines(self, lines: Sequence[Line]) -> None:
        """Show rows, or the empty words."""
        self.rows.show_lines(lines)
        self.rows.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        count = f"{self._heading_words} · {len(lines)}" if lines else self._heading_words
        self.set_heading(count)


class _LineDelegate(QStyledItemDelegate):
    """Paints a `Line`: lead, bold title, aside and trail above, detail below, all as plain text."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        return QSize(0, row_height(option.fontMetrics, 2))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        line = index.data(LINE_ROLE)
        view = option.widget
        if not isinstance(line, Line) or not isinstance(view, LineList):
            return
        painter.save()
        self._paint_ground(painter, option, view=view)
        step = theme.space(view)
        room = option.rect.adjusted(step, step // 2, -step, -step // 2)
        half = room.height() // 2 if line.detail else room.height()
        first = QRect(room.left(), room.top(), room.width(), half)
        if view.has_leads:
            first = self._paint_lead(painter, line, room=first)
        self._paint_first(painter, line, room=first)
        second = QRect(first.left(), first.bottom() + 1, first.width(), half)
        _write(painter, line.detail, room=second, role=line.tone)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, option: QStyleOptionViewItem, *, view: LineList
    ) -> None:
        colours = theme.tokens(view)
        has_focus = view.hasFocus()
        marked = option.state & QStyle.StateFlag.State_Selected
        shows_mark = bool(marked) and (has_focus or view.always_marks)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if shows_mark and has_focus:
            painter.setPen(QPen(colours.accent, 2))
        if shows_mark:
            painter.setBrush(colours.accent_soft)
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.setBrush(colours.hover)
        else:
            painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), 4, 4)

    def _paint_lead(self, painter: QPainter, line: Line, *, room: QRect) -> QRect:
        width = QFontMetrics(theme.font("strong")).horizontalAdvance("00:00") + theme.space(None, 2)
        spot = QRect(room.left(), room.top(), width, room.height())
        _write(painter, line.lead, room=spot, role="strong")
        return room.adjusted(width, 0, 0, 0)

    def _paint_first(self, painter: QPainter, line: Line, *, room: QRect) -> None:
        gap = theme.space(None, 1.5)
        if line.trail:
            width = min(_width(line.trail, "caption"), room.width() // 2)
            end = QRect(room.right() - width + 1, room.top(), width, room.height())
            _write(painter, line.trail, room=end, role="caption")
            room = room.adjusted(0, 0, -width - gap, 0)
        width = min(_width(line.title, "strong"), room.width())
        spot = QRect(room.left(), room.top(), width, room.height())
        _write(painter, line.title, room=spot, role="strong")
        _write(painter, line.aside, room=room.adjusted(width + gap, 0, 0, 0), role="muted")


_INK = {"strong": "ink", "body": "ink", "caption": "muted"}


def _width(text: str, role: str) -> int:
    return QFontMetrics(theme.font(role)).horizontalAdvance(text) + 1


def _write(painter: QPainter, text: str, *, room: QRect, role: str) -> None:
    """Write one line of plain text, shortened at its end where the room is too small."""
    if not text or room.width() <= 0:
        return
    font = theme.font(role)
    painter.setFont(font)
    painter.setPen(getattr(theme.tokens(), _INK.get(role, role)))
    shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.drawText(room, int(flags | Qt.TextFlag.TextSingleLine), shown)
