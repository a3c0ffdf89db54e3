"""The visits of a patient, newest first; Enter or a click opens one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from ims_notes.domain.note import NoteState
from ims_notes.ui import icons, theme
from ims_notes.ui.models import timeline_rows as rows
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.not_copied import keep_off_clipboard
from ims_notes.ui.widgets.rows import row_height

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.services.ports.notes import TimelineLine

Index = QModelIndex | QPersistentModelIndex
ENTER_KEYS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_LINES: Final = 3


class Timeline(Card):
    """A card with the visits; `visit_chosen` carries the note's id."""

    visit_chosen = Signal(object)

    def __init__(self, catalogue: Catalogue) -> None:
        """Start without visits."""
        super().__init__(tr("Timeline", "Visits"))
        self.setObjectName("timeline_card")
        self._rows = rows.TimelineRows(catalogue)
        self.view = _View(self._rows)
        self.view.visit_chosen.connect(self.visit_chosen)
        self._empty = theme.label(
            tr("Timeline", "No visit yet. Begin the first session with Ctrl+Enter."),
            role="muted",
            wrap=True,
        )
        self._empty.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._empty.setObjectName("timeline_empty")
        self.body.addWidget(self._empty, 1)
        self.body.addWidget(self.view, 1)
        self.view.hide()

    def show_lines(self, lines: Sequence[TimelineLine]) -> None:
        """Show these visits; the marked one stays marked if it is still there."""
        marked = self._rows.line(self.view.currentIndex())
        self._rows.show(lines)
        row = self._rows.row_of(marked.note_id) if marked else None
        self.view.setVisible(bool(lines))
        self._empty.setVisible(not lines)
        self.view.setCurrentIndex(self._rows.index(row or 0, 0))
        title = tr("Timeline", "Visits")
        self.set_heading(f"{title} · {len(lines)}" if lines else title)


class _View(QListView):
    visit_chosen = Signal(object)

    def __init__(self, model: rows.TimelineRows) -> None:
        super().__init__()
        self.setObjectName("timeline")
        self.setAccessibleName(tr("Timeline", "Visits, newest first"))
        self.setModel(model)
        self.setItemDelegate(_Row(self))
        keep_off_clipboard(self)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setProperty("role", "plain")
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMinimumHeight(3 * row_height(self.fontMetrics(), _LINES))
        self.clicked.connect(self._on_chosen)

    def sizeHint(self) -> QSize:
        """Ask for four visits; more scroll."""
        return QSize(theme.space(self, 30), 4 * row_height(self.fontMetrics(), _LINES))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the marked visit."""
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if event.key() in ENTER_KEYS and plain:
            self._on_chosen(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _on_chosen(self, index: QModelIndex) -> None:
        line = index.data(rows.LINE_ROLE)
        if line is not None:
            self.visit_chosen.emit(line.note_id)


_STATES: Final = {"draft": ("draft", "attention"), "signed": ("check", "ok")}


class _Row(QStyledItemDelegate):
    """Paints a visit in three lines of plain text, its state by icon and word."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(0, row_height(option.fontMetrics, _LINES))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        line, model, view = index.data(rows.LINE_ROLE), index.model(), option.widget
        if line is None or not isinstance(model, rows.TimelineRows):
            return
        painter.save()
        _ground(painter, option)
        step = theme.space(view)
        room = option.rect.adjusted(step, step // 2, -step, -step // 2)
        height = room.height() // _LINES
        places = [QRect(room.x(), room.y() + n * height, room.width(), height) for n in range(3)]
        pen = _Pen(painter)
        rest = pen.right(places[0], rows.pain_of(line))
        pen.left(rest, rows.day_of(line), role="strong")
        rest = pen.right(places[1], rows.event_of(line), icon="warning", tone="danger")
        pen.left(rest, model.what(line))
        drawn = ("edit", "muted") if line.addenda else _STATES[NoteState(line.state).value]
        rest = pen.right(places[2], rows.state_of(line), icon=drawn[0], tone=drawn[1])
        pen.left(rest, rows.sites_of(line), role="caption", tone="muted")
        painter.restore()


class _Pen:
    """Writes words at one end of a line and tells what room they leave."""

    def __init__(self, painter: QPainter) -> None:
        self._painter = painter
        self._tokens = theme.tokens()

    def left(self, room: QRect, text: str, *, role: str = "body", tone: str = "ink") -> None:
        font = theme.font(role)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        self._painter.setFont(font)
        self._painter.setPen(getattr(self._tokens, tone))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        self._painter.drawText(room, int(flags | Qt.TextFlag.TextSingleLine), shown)

    def right(self, room: QRect, text: str, *, icon: str = "", tone: str = "ink") -> QRect:
        if not text:
            return room
        role = "caption" if icon else "body"
        metrics = QFontMetrics(theme.font(role))
        width = metrics.horizontalAdvance(text) + 2
        side = round(metrics.height() * 0.95) if icon else 0
        start = room.right() - width + 1
        if icon:
            spot = QRect(start - side - 4, room.center().y() - side // 2, side, side)
            icons.icon(icon, tone).paint(self._painter, spot)
        self.left(QRect(start, room.y(), width, room.height()), text, role=role, tone=tone)
        taken = width + (side + 4 if icon else 0) + theme.space()
        return room.adjusted(0, 0, -taken, 0)


def _ground(painter: QPainter, option: QStyleOptionViewItem) -> None:
    colours, view = theme.tokens(option.widget), option.widget
    marked = bool(option.state & QStyle.StateFlag.State_Selected)
    has_focus = view is not None and view.hasFocus()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colours.accent, 2) if marked and has_focus else Qt.PenStyle.NoPen)
    if marked and has_focus:
        painter.setBrush(colours.accent_soft)
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.setBrush(colours.hover)
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(option.rect.adjusted(1, 1, -1, -1), 4, 4)
    painter.setPen(QPen(colours.line, 1))
    painter.drawLine(option.rect.bottomLeft(), option.rect.bottomRight())
