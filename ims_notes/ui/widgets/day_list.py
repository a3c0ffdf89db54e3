"""The day's list: names typed or pasted with their times, and what can be done with each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QMimeData, QSize, Qt, Signal, SignalInstance
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton

from ims_notes.ui import icons, theme
from ims_notes.ui.plain import set_tip
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.flow import Flow
from ims_notes.ui.widgets.line_list import ENTER_KEYS, LineList, ListCard

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from ims_notes.ui.models.lines import Line

MOST_TYPED = 20_000
"""A paste longer than this many characters is not a day's list."""

_MOST_ROWS = 6


class NamesField(QPlainTextEdit):
    """Takes one name or a pasted list; Enter adds, Shift+Enter begins a new line."""

    entered = Signal()
    refused = Signal()

    def __init__(self) -> None:
        """Make a field of one row that grows with what is pasted."""
        super().__init__()
        self.setObjectName("day_names")
        self.setAccessibleName(tr("Today", "Names and times to add"))
        self.setPlaceholderText(tr("Today", "09:00 Anna Meier, or paste your list"))
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().blockCountChanged.connect(self._grow)
        self._grow(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter hands the names on."""
        if event.key() in ENTER_KEYS and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Refuse what cannot be a day's list before the screen stands still over it."""
        if len(source.text()) > MOST_TYPED:
            self.refused.emit()
        else:
            self.insertPlainText(source.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay as high as the text asks."""
        super().resizeEvent(event)
        self._grow(self.blockCount())

    def changeEvent(self, event: QEvent) -> None:
        """Keep room for the rows at another size of text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._grow(self.blockCount())

    def sizeHint(self) -> QSize:
        """Ask for little room; the layout gives the width."""
        return QSize(theme.space(self, 30), self.maximumHeight())

    def _grow(self, rows: int) -> None:
        line = self.fontMetrics().lineSpacing()
        frame = round(2 * self.document().documentMargin()) + line // 2
        off, as_needed = (
            Qt.ScrollBarPolicy.ScrollBarAlwaysOff,
            Qt.ScrollBarPolicy.ScrollBarAsNeeded,
        )
        self.setVerticalScrollBarPolicy(as_needed if rows > _MOST_ROWS else off)
        self.setFixedHeight(min(max(1, rows), _MOST_ROWS) * line + frame)


class DayCard(ListCard):
    """Who is expected. Every signal but `typed` carries the `DayLine` meant."""

    typed = Signal(str)
    begin = Signal(object)
    open_patient = Signal(object)
    take_off = Signal(object)

    def __init__(self) -> None:
        """Show an empty day."""
        rows = LineList("day_rows", tr("Today", "Who is expected today"), click_chooses=False)
        super().__init__(
            tr("Today", "Today"),
            rows,
            empty=tr(
                "Today",
                "Nobody is on the list yet. Type a time and a name below, or paste the list "
                "from your calendar: one person in each line.",
            ),
        )
        self.names = NamesField()
        self._begin = self._button(
            "day_begin", words=tr("Today", "Begin the session"), icon="session"
        )
        self._open = self._button("day_open", words=tr("Today", "Open the patient"), icon="patient")
        self._off = self._button(
            "day_take_off", words=tr("Today", "Take off the list"), icon="close"
        )
        self._add = self._button("day_add", words=tr("Today", "Add to the list"), icon="add")
        self._lay_out()
        self._connect()

    def show_day(self, heading: str, lines: Sequence[Line]) -> None:
        """Show the day's entries under the date."""
        self._heading_words = heading
        self.show_lines(lines)
        for button in (self._begin, self._open, self._off):
            button.setVisible(bool(lines))

    def names_taken(self) -> None:
        """Empty the field: what it held is on the list now."""
        self.names.clear()

    def _button(self, name: str, *, words: str, icon: str) -> QPushButton:
        button = QPushButton(icons.icon(icon), words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        return button

    def _lay_out(self) -> None:
        step = theme.space(self)
        set_tip(self._begin, tr("Today", "Enter"))
        set_tip(self._off, tr("Today", "Delete"))
        deeds = Flow(gap=step)
        for button in (self._begin, self._open, self._off):
            deeds.addWidget(button)
        adding = QHBoxLayout()
        adding.setSpacing(step)
        adding.addWidget(self.names, 1)
        adding.addWidget(self._add, alignment=Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(deeds)
        self.body.addLayout(adding)

    def _connect(self) -> None:
        self.rows.chosen.connect(self.begin)
        self.rows.chosen_with_ctrl.connect(self.begin)
        self.rows.removed.connect(self.take_off)
        for button, signal in (
            (self._begin, self.begin),
            (self._open, self.open_patient),
            (self._off, self.take_off),
        ):
            button.clicked.connect(lambda _checked=False, signal=signal: self._send(signal))
        self.names.entered.connect(self._on_entered)
        self._add.clicked.connect(self._on_entered)

    def _send(self, signal: SignalInstance) -> None:
        if self.rows.current() is not None:
            signal.emit(self.rows.current())

    def _on_entered(self) -> None:
        text = self.names.toPlainText()
        if text.strip():
            self.typed.emit(text)
        else:
            self.names.setFocus()
