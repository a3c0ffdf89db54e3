"""The parts of a draft's screen and where they stand; what they do is in draft_view.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from ims_notes.ui import icons, theme
from ims_notes.ui.actions import ACTIONS
from ims_notes.ui.plain import set_tip
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.add_muscle import AddMuscle
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.exercise_card import ExerciseCard
from ims_notes.ui.widgets.ghost_rows import GhostRows
from ims_notes.ui.widgets.mark_list import MarkList
from ims_notes.ui.widgets.missing_list import MissingList
from ims_notes.ui.widgets.narrative_box import NarrativeCard
from ims_notes.ui.widgets.note_header import NoteHeader
from ims_notes.ui.widgets.prose import Prose
from ims_notes.ui.widgets.shorthand_line import ShorthandLine
from ims_notes.ui.widgets.site_table import SiteTable
from ims_notes.ui.widgets.visit_card import VisitCard

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from ims_notes.domain.shorthand import Vocabulary

SIDE_STEPS: Final = 36
NARROW_STEPS: Final = 100
"""Below this width the last visit and what is missing stand under the note, not beside it."""


class DraftParts(QWidget):
    """Everything a draft's screen holds, laid out and named."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        """Make the parts for one vocabulary."""
        super().__init__()
        self._is_narrow: bool | None = None
        self.header = NoteHeader(vocabulary.catalogue)
        self.state = theme.label(role="caption")
        self.state.setObjectName("save_state")
        self.state.setMinimumWidth(theme.space(self, 10))
        self.state.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.retry = self._button("save_again", tr("Session", "Try again"))
        self.retry.hide()
        self.delete = self._button("delete_button", tr("Session", "Delete draft"), icon="delete")
        self.line = ShorthandLine()
        self.line.setAccessibleName(tr("Session", "The note in shorthand"))
        self.line.setPlaceholderText(
            tr(
                "Session",
                "b ut, ls y; pain 6>3; used 2 out 2; ok; ae none; tol well; ex +; next 1w",
            )
        )
        self._make_cards(vocabulary)
        self._lay_out()

    def show_last(self, text: str, heading: str) -> None:
        """Show the last visit's prose, or that there is none."""
        self._last_card.set_heading(heading)
        self.last.show_text(text)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the side column under the note where the window is narrow."""
        super().resizeEvent(event)
        is_narrow = self.width() < theme.space(self, NARROW_STEPS)
        widest = 16777215 if is_narrow else theme.space(self, SIDE_STEPS)
        self._side.setMaximumWidth(widest)
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(down if is_narrow else across)
        self.visit.set_narrow(is_narrow)
        self.add_muscle.set_narrow(is_narrow)
        self._area.set_whole(is_narrow)
        self.last.set_whole(is_narrow)

    def _make_cards(self, vocabulary: Vocabulary) -> None:
        self.marks = MarkList()
        self.table = SiteTable()
        self.table.rows.know(vocabulary)
        self.empty = theme.label(
            tr("Session", "Muscles appear here as you type, or add them one by one below."),
            role="muted",
            wrap=True,
        )
        self.ghosts = GhostRows()
        self.ghosts.know(vocabulary)
        self.add_muscle = AddMuscle()
        self.add_muscle.know(vocabulary)
        self.visit = VisitCard(vocabulary)
        self.exercises = ExerciseCard(vocabulary)
        self.narrative = NarrativeCard()
        self.last = Prose(name="last_visit", title=tr("Session", "Last visit"))
        self.missing = MissingList()
        self.sign = QPushButton(tr("Session", "Read and sign"))

    def _lay_out(self) -> None:
        step = theme.space(self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(step)
        head = QHBoxLayout()
        head.setSpacing(step)
        head.addWidget(self.header, 1)
        for part in (self.state, self.retry, self.delete):
            head.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
        self.state.setMinimumHeight(theme.space(self, 3.5))
        whole.addLayout(head)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(round(1.5 * step))
        self._columns.addWidget(self._main(), 1)
        self._side = self._side_column()
        self._columns.addWidget(self._side)
        whole.addLayout(self._columns, 1)

    def _main(self) -> QWidget:
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(self))
        column.addWidget(self.line)
        column.addWidget(self.marks)
        inner = _ground(QWidget())
        cards = QVBoxLayout(inner)
        cards.setContentsMargins(0, 0, theme.space(self) // 2, 0)
        cards.setSpacing(round(1.5 * theme.space(self)))
        for card in (self._sites(), self.visit, self.exercises, self.narrative):
            cards.addWidget(card)
        cards.addStretch(1)
        self._area = _Area(least=theme.space(self, 22))
        self._area.setWidget(inner)
        column.addWidget(_ground(self._area), 1)
        return main

    def _sites(self) -> Card:
        card = Card(tr("Session", "Needled sites"))
        card.setObjectName("site_card")
        columns = self._button("all_columns", tr("Session", "All columns"))
        columns.setCheckable(True)
        columns.toggled.connect(self.table.show_all_columns)
        card.corner.addWidget(columns)
        for part in (self.empty, self.table, self.ghosts, self.add_muscle):
            card.body.addWidget(part)
        return card

    def _side_column(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(1.5 * theme.space(self)))
        self._last_card = Card(tr("Session", "Last visit"))
        self._last_card.body.addWidget(self.last)
        column.addWidget(self._last_card, 1)
        card = Card()
        card.body.addWidget(self.missing)
        self.sign.setObjectName("sign_button")
        self.sign.setAccessibleName(tr("Session", "Read the note and sign it"))
        set_tip(self.sign, next(a for a in ACTIONS if a.id == "sign").key_text)
        self.sign.setIcon(icons.icon("sign", "on_accent"))
        theme.mark(self.sign, "primary")
        card.body.addWidget(self.sign)
        column.addWidget(card)
        side.setMinimumWidth(theme.space(self, 30))
        return side

    def _button(self, name: str, words: str, *, icon: str = "") -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        if icon:
            button.setIcon(icons.icon(icon, "accent"))
        theme.mark(button, "quiet")
        return button


class _Area(QScrollArea):
    """Takes the height that the page leaves, so that the page itself need not scroll.

    Where the page scrolls anyway, it is as high as its content: one bar, not one in another.
    """

    def __init__(self, *, least: int) -> None:
        super().__init__()
        self._least, self._is_whole = least, False
        self.setObjectName("session_area")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setMinimumHeight(least)

    def set_whole(self, is_whole: bool) -> None:
        self._is_whole = is_whole
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.LayoutRequest:
            self._fit()
        return super().eventFilter(watched, event)

    def _fit(self) -> None:
        inner = self.widget()
        layout = inner.layout() if inner else None
        if not self._is_whole or inner is None or layout is None:
            self.setMinimumHeight(self._least)
            return
        width = max(self.viewport().width(), inner.minimumSizeHint().width())
        is_wide = width > self.viewport().width()
        bar = self.horizontalScrollBar().sizeHint().height() if is_wide else 0
        self.setMinimumHeight(max(self._least, layout.totalHeightForWidth(width) + bar))

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.minimumHeight())


def _ground(widget: QWidget) -> QWidget:
    widget.setProperty("role", "page")
    widget.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    return widget
