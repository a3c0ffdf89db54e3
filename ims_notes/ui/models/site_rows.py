"""The needled sites as a table; a cell's edit is handed out, the note's text stays the master."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from ims_notes.domain.sites import Twitch
from ims_notes.ui import theme
from ims_notes.ui.models.site_columns import COLUMNS, read_cell
from ims_notes.ui.plain import tip
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QFont

    from ims_notes.domain.shorthand import Vocabulary
    from ims_notes.domain.sites import NeedlingSite

Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
Role = Qt.ItemDataRole


class SiteRows(QAbstractTableModel):
    """One row a site, in the order typed.

    Signals:
        edited: the row and the site as it should be.
        refused: what was typed into a cell and cannot be read, with an example that can.
    """

    edited = Signal(int, object)
    refused = Signal(str, str)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start without rows."""
        super().__init__(parent)
        self._sites: tuple[NeedlingSite, ...] = ()
        self._vocabulary: Vocabulary | None = None

    @property
    def sites(self) -> tuple[NeedlingSite, ...]:
        """The sites shown."""
        return self._sites

    def know(self, vocabulary: Vocabulary) -> None:
        """Read and name muscles by these words."""
        self._vocabulary = vocabulary

    @property
    def vocabulary(self) -> Vocabulary | None:
        """The words muscles are read and named by."""
        return self._vocabulary

    def show_sites(self, sites: tuple[NeedlingSite, ...]) -> None:
        """Show other sites; rows that stay keep their selection and an open editor."""
        old, shorter = self._sites, min(len(self._sites), len(sites))
        start = next((i for i in range(shorter) if old[i] != sites[i]), shorter)
        more = len(sites) - len(old)
        if more > 0:
            self.beginInsertRows(_ROOT, start, start + more - 1)
            self._sites = (*old[:start], *sites[start : start + more], *old[start:])
            self.endInsertRows()
        elif more < 0:
            self.beginRemoveRows(_ROOT, start, start - more - 1)
            self._sites = (*old[:start], *old[start - more :])
            self.endRemoveRows()
        if self._sites != sites:
            self._sites = sites
            self.dataChanged.emit(
                self.index(start, 0), self.index(len(sites) - 1, len(COLUMNS) - 1)
            )

    def rowCount(self, parent: Index = _ROOT) -> int:
        """Return the number of sites."""
        return 0 if parent.isValid() else len(self._sites)

    def columnCount(self, parent: Index = _ROOT) -> int:
        """Return the number of columns."""
        return 0 if parent.isValid() else len(COLUMNS)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let every cell be edited."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:
        """Name a column."""
        if orientation is Qt.Orientation.Horizontal and role == Role.DisplayRole:
            return COLUMNS[section].title
        return super().headerData(section, orientation, role)

    def data(self, index: Index, role: int = Role.DisplayRole) -> object:
        """Return a cell in words, as typed (to edit), or as spoken."""
        site, column = self._sites[index.row()], COLUMNS[index.column()]
        words = column.words(site, self._vocabulary)
        is_open = column.is_wanted and not words
        if role in (Role.DisplayRole, Role.ToolTipRole):
            shown = open_words() if is_open else words
            return tip(shown) if role == Role.ToolTipRole else shown
        if role == Role.EditRole:
            return column.typed(site, self._vocabulary)
        if role == Role.AccessibleTextRole:
            said = words or tr("SiteRows", "not recorded")
            return tr("SiteRows", "{column}: {value}", column=column.title, value=said)
        if role == Role.UserRole:
            return getattr(site, column.field.split()[0])
        if role == Role.ForegroundRole and is_open:
            return theme.tokens().attention
        if role == Role.FontRole and column.id == "muscle":
            return theme.font("strong")
        if role == Role.FontRole and is_open:
            return open_font()
        return None

    def setData(self, index: Index, value: object, role: int = Role.EditRole) -> bool:
        """Hand an edit out; false for what cannot be read, and the cell stays as it is."""
        if role != Role.EditRole or self._vocabulary is None:
            return False
        column = COLUMNS[index.column()]
        changes = read_cell(column, str(value), vocabulary=self._vocabulary)
        if changes is None:
            self.refused.emit(str(value), column.example)
            return False
        self._hand_out(index.row(), changes)
        return True

    def pick(self, index: Index, value: object) -> None:
        """Hand out a value picked from a column's choices; Qt gives codes back as plain text."""
        column = COLUMNS[index.column()]
        picked = next((choice for choice in column.choices if choice == value), None)
        self._hand_out(index.row(), {column.field: picked})

    def _hand_out(self, row: int, changes: Mapping[str, Any]) -> None:
        changed = _settled(replace(self._sites[row], **changes))
        if changed != self._sites[row]:
            self.edited.emit(row, changed)


def _settled(site: NeedlingSite) -> NeedlingSite:
    """Drop a count of twitches where none is present any more."""
    return site if site.twitch is Twitch.PRESENT else replace(site, twitch_count=None)


def open_words() -> str:
    """Return what stands in a cell that signing waits for."""
    return tr("SiteRows", "Not recorded")


def open_font() -> QFont:
    """Return the letters of a cell that signing waits for."""
    font = theme.font("body")
    font.setItalic(True)
    return font
