"""The audit as a table, newest first; older lines are asked for when the end comes into view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal

from ims_notes.ui.audit_words import deed_words, moment_words, patient_words, who_words
from ims_notes.ui.plain import tip
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject

    from ims_notes.services.ports.audit import AuditLine

    Index = QModelIndex | QPersistentModelIndex

LINE_ROLE = int(Qt.ItemDataRole.UserRole)
"""Role under which a row gives its line."""

PATIENT_COLUMN = 3
_NUMBER_COLUMN = 4
_COLUMNS = 5


def _headings() -> tuple[str, ...]:
    return (
        tr("Audit", "When"),
        tr("Audit", "Who"),
        tr("Audit", "What"),
        tr("Audit", "Patient"),
        tr("Audit", "Entry"),
    )


class AuditRows(QAbstractTableModel):
    """One row a line; it knows as many as were loaded.

    Signals:
        more_wanted: the lines before this number, for the end is in view.
    """

    more_wanted = Signal(int)

    def __init__(self, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._lines: list[AuditLine] = []
        self._zone = "UTC"
        self._total = 0
        self._is_asking = False
        self._hides_names = False

    def show(self, lines: Sequence[AuditLine], *, total: int, zone: str) -> None:
        """Show these lines instead, the first of so many; times as in this zone."""
        self.beginResetModel()
        self._lines, self._total, self._zone = list(lines), total, zone
        self._is_asking = False
        self.endResetModel()

    def append(self, lines: Sequence[AuditLine]) -> None:
        """Add older lines below; none means that there are no more."""
        self._is_asking = False
        if not lines:
            self._total = len(self._lines)
            return
        first = len(self._lines)
        self.beginInsertRows(QModelIndex(), first, first + len(lines) - 1)
        self._lines += lines
        self.endInsertRows()

    def give_up(self) -> None:
        """Let the lines that could not be loaded be asked for again."""
        self._is_asking = False

    def hide_names(self, hides_names: bool) -> None:
        """Show initials instead of patients' names, or the names again."""
        self.beginResetModel()
        self._hides_names = hides_names
        self.endResetModel()

    def line(self, index: Index) -> AuditLine | None:
        """Return the line of a row."""
        return self._lines[index.row()] if index.isValid() else None

    def canFetchMore(self, parent: Index) -> bool:
        """Are there older lines that nobody asked for yet?"""
        return not parent.isValid() and not self._is_asking and len(self._lines) < self._total

    def fetchMore(self, parent: Index) -> None:
        """Ask for older lines; they come later."""
        if self._lines and self.canFetchMore(parent):
            self._is_asking = True
            self.more_wanted.emit(self._lines[-1].seq)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return how many lines are loaded."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else _COLUMNS

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Return a column's heading."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < _COLUMNS:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return _headings()[section]
        if role == Qt.ItemDataRole.TextAlignmentRole and section == _NUMBER_COLUMN:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text, its alignment, or the whole line."""
        line = self.line(index)
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, index.column())
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(self._text(line, index.column()))
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() == _NUMBER_COLUMN:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return line if role == LINE_ROLE else None

    def _text(self, line: AuditLine, column: int) -> str:
        if column == 0:
            return moment_words(line.at, self._zone)
        if column == 1:
            return who_words(line)
        if column == 2:
            return deed_words(line.deed)
        if column == PATIENT_COLUMN:
            return patient_words(line, hide_names=self._hides_names)
        return f"{line.seq:,}"
