"""The table of needled sites: arrows walk, typing edits, Delete takes a row away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QTableView, QWidget

from ims_notes.ui import theme
from ims_notes.ui.models.site_columns import COLUMNS, Column
from ims_notes.ui.models.site_rows import SiteRows, open_font, open_words
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.not_copied import keep_off_clipboard
from ims_notes.ui.widgets.rows import make_roomy
from ims_notes.ui.widgets.site_editors import SiteEditors

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from ims_notes.domain.sites import NeedlingSite

_STARTS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_REMOVES = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class SiteTable(QTableView):
    """As high as its rows; columns nobody uses stay away until they are asked for.

    Signals:
        removed: the row that is to go.
    """

    removed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty table."""
        super().__init__(parent)
        self.setObjectName("site_table")
        self.setAccessibleName(tr("SiteTable", "Needled sites"))
        self.rows = SiteRows(self)
        self.setModel(self.rows)
        self.setItemDelegate(SiteEditors(self))
        self._shows_all = False
        make_roomy(self)
        keep_off_clipboard(self)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(
            QAbstractItemView.EditTrigger.DoubleClicked
            | QAbstractItemView.EditTrigger.EditKeyPressed
            | QAbstractItemView.EditTrigger.AnyKeyPressed
        )
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setProperty("role", "plain")
        self._lay_out_columns()
        self.clicked.connect(self._on_clicked)

    def show_sites(self, sites: tuple[NeedlingSite, ...]) -> None:
        """Show the sites and grow to their number."""
        self.rows.show_sites(sites)
        self._hide_unused()
        self._grow()

    def show_all_columns(self, shows_all: bool) -> None:
        """Show every column, or only those that are usual or used."""
        self._shows_all = shows_all
        self._hide_unused()
        self._grow()

    def go_to(self, row: int, column_id: str) -> None:
        """Take the keys at a cell."""
        column = next(i for i, each in enumerate(COLUMNS) if each.id == column_id)
        self.setColumnHidden(column, False)
        self.setCurrentIndex(self.rows.index(row, column))
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def event(self, event: QEvent) -> bool:
        """Keep "?" for a twitch that is uncertain; it is the list of keys elsewhere."""
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.text() == "?"
        ):
            event.accept()
            return True
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the scroll bar where the columns are wider than the table."""
        super().resizeEvent(event)
        self._grow()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Start an edit, take a row away, or walk."""
        if self.state() is QAbstractItemView.State.EditingState:
            return
        index = self.currentIndex()
        plain = event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.KeypadModifier,
        )
        if index.isValid() and plain and event.key() in _STARTS:
            self.edit(index)
        elif index.isValid() and plain and event.key() in _REMOVES:
            self.removed.emit(index.row())
        elif index.isValid() and COLUMNS[index.column()].id == "twitch" and self._twitch(event):
            event.accept()
        else:
            super().keyPressEvent(event)

    def _twitch(self, event: QKeyEvent) -> bool:
        """Record a twitch by the sign the line knows: y n ? s."""
        column = COLUMNS[self.currentIndex().column()]
        signs = dict(zip("yn?s", column.choices, strict=True))
        if event.text().lower() not in signs:
            return False
        self.rows.pick(self.currentIndex(), signs[event.text().lower()])
        return True

    def _on_clicked(self, index: QModelIndex) -> None:
        column = COLUMNS[index.column()]
        if column.choices:
            self.edit(index)
            editor = self.viewport().findChild(QComboBox, f"cell_{column.id}")
            if isinstance(editor, QComboBox):
                editor.showPopup()

    def _lay_out_columns(self) -> None:
        for at, column in enumerate(COLUMNS):
            self.setColumnWidth(at, self._width(column))
        self.horizontalHeader().setStretchLastSection(True)
        self._hide_unused()
        self._grow()

    def _hide_unused(self) -> None:
        for at, column in enumerate(COLUMNS):
            used = any(column.words(site, None) for site in self.rows.sites)
            self.setColumnHidden(at, not (self._shows_all or column.is_core or used))

    def _grow(self) -> None:
        head = self.horizontalHeader().sizeHint().height()
        rows = self.rows.rowCount() * self.verticalHeader().defaultSectionSize()
        is_wide = sum(self._width(column) for _, column in self._shown()) > self.viewport().width()
        bar = self.horizontalScrollBar().sizeHint().height() if is_wide else 0
        self.setFixedHeight(head + rows + bar + 2 * self.frameWidth() + 4)

    def _width(self, column: Column) -> int:
        """Return the column's own width, more where its heading or an open cell needs it."""
        needed = [self.horizontalHeader().fontMetrics().horizontalAdvance(column.title)]
        if column.is_wanted:
            needed.append(QFontMetrics(open_font()).horizontalAdvance(open_words()))
        return max(theme.space(self, column.width + 1), max(needed) + theme.space(self, 2))

    def _shown(self) -> list[tuple[int, Column]]:
        return [each for each in enumerate(COLUMNS) if not self.isColumnHidden(each[0])]
