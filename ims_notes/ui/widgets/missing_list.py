"""What the note does not state yet: first what signing waits for, then the rest."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from ims_notes.ui import icons, theme
from ims_notes.ui.plain import set_tip
from ims_notes.ui.translation import tr, tr_count
from ims_notes.ui.words import phrase_missing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from ims_notes.domain.signing import Missing

_WHAT = Qt.ItemDataRole.UserRole
MOST_LINES = 8
_AROUND = 16
"""Pixels that the style keeps free around a line's icon and words."""
UNREAD = "unread"
"""What is wanted when something typed cannot be read."""


class MissingList(QWidget):
    """A heading and two lists in one; Enter or a click on a line asks to go there.

    Signals:
        wanted: the `Missing` to be answered, or `UNREAD`.
    """

    wanted = Signal(object)

    def __init__(self) -> None:
        """Show nothing missing yet."""
        super().__init__()
        self.setObjectName("missing")
        self._shown: object = None
        self._heading = theme.label(role="heading", wrap=True)
        self._heading.setObjectName("missing_heading")
        self._list = _Lines()
        self._list.chosen.connect(self.wanted)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(self) // 2)
        column.addWidget(self._heading)
        column.addWidget(self._list)

    @property
    def blocking(self) -> int:
        """How many lines signing waits for."""
        return self._list.blocking

    def show_missing(self, missing: Sequence[Missing], *, unread: int) -> None:
        """Show what is missing; `unread` counts the places that cannot be read."""
        if (missing, unread) == self._shown:
            return
        self._shown = (missing, unread)
        blocks = [m for m in missing if m.blocks]
        self._list.begin()
        if unread:
            words = tr_count(
                "Missing",
                one="{n} thing in the line cannot be read",
                many="{n} things in the line cannot be read",
                n=unread,
            )
            self._list.add(words, UNREAD, blocks=True)
        for each in blocks:
            self._list.add(phrase_missing(each), each, blocks=True)
        rest = [m for m in missing if not m.blocks]
        if rest:
            self._list.add_caption(tr("Missing", "Not recorded"))
        for each in rest:
            self._list.add(phrase_missing(each), each, blocks=False)
        self._list.fit()
        ready = tr("Missing", "Ready to sign")
        self._heading.setText(tr("Missing", "Missing for signing") if self.blocking else ready)

    def take_focus(self) -> None:
        """Take the keys at the first line."""
        self._list.setCurrentRow(0)
        self._list.setFocus(Qt.FocusReason.OtherFocusReason)


class _Lines(QListWidget):
    """The lines; as high as their number, so that the page scrolls and not the list."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("missing_list")
        self.setAccessibleName(tr("Missing", "Missing for signing"))
        self.setProperty("role", "plain")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWordWrap(True)
        self.setIconSize(QSize(16, 16))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(0)
        self.itemClicked.connect(self._on_chosen)
        self.blocking = 0

    def begin(self) -> None:
        self.clear()
        self.blocking = 0

    def add(self, words: str, what: object, *, blocks: bool) -> None:
        item = QListWidgetItem(words)
        item.setData(_WHAT, what)
        item.setIcon(icons.icon("warning", "attention") if blocks else icons.icon("none", "muted"))
        set_tip(item, words)
        if not blocks:
            item.setForeground(theme.tokens(self).muted)
        self.blocking += blocks
        self.addItem(item)

    def add_caption(self, words: str) -> None:
        item = QListWidgetItem(words)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setFont(theme.font("caption"))
        self.addItem(item)

    def fit(self) -> None:
        """Give each line the height of its words at this width."""
        heights = [self._height(self.item(at).text()) for at in range(self.count())]
        for at, height in enumerate(heights):
            self.item(at).setSizeHint(QSize(0, height))
        self.setFixedHeight(sum(heights[:MOST_LINES]) + 4 if heights else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.fit()

    def _height(self, words: str) -> int:
        metrics = self.fontMetrics()
        room = QRect(0, 0, self.viewport().width() - self.iconSize().width() - _AROUND, 9999)
        wrapped = metrics.boundingRect(room, Qt.TextFlag.TextWordWrap, words).height()
        return max(24, wrapped + round(metrics.lineSpacing() * 0.6))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        item = self.currentItem()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None:
            self._on_chosen(item)
            return
        super().keyPressEvent(event)

    def _on_chosen(self, item: QListWidgetItem) -> None:
        what = item.data(_WHAT)
        if what is not None:
            self.chosen.emit(what)
