"""The progress chart as a table: every value in words, for screen readers and for checking."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

from ims_notes.ui.translation import tr
from ims_notes.ui.widgets import chart_words as words

if TYPE_CHECKING:
    from PySide6.QtCore import QObject

    from ims_notes.domain.ids import NoteId
    from ims_notes.domain.progress import Progress, Series, VisitPoint

    Index = QModelIndex | QPersistentModelIndex

NOTE_ROLE = int(Qt.ItemDataRole.UserRole)
"""Role under which a row gives the id of its note."""

_COLUMNS = 9
_NUMBERS = (1, 4, 5, 6)


def _headings() -> tuple[str, ...]:
    return (
        tr("Chart", "Date"),
        tr("Chart", "Visit"),
        tr("Chart", "Region"),
        tr("Chart", "Context"),
        tr("Chart", "Before"),
        tr("Chart", "After"),
        tr("Chart", "Change at the visit"),
        tr("Chart", "Twitch"),
        tr("Chart", "Reactions"),
    )


class ProgressTable(QAbstractTableModel):
    """One row per visit and series, by date; 0, not taken and not recorded read differently."""

    def __init__(self, naming: words.Naming | None = None, parent: QObject | None = None) -> None:
        """Start empty."""
        super().__init__(parent)
        self._naming = naming or words.Naming()
        self._rows: list[tuple[Series, VisitPoint]] = []

    def set_progress(self, progress: Progress) -> None:
        """Show these series."""
        self.beginResetModel()
        rows = [(series, point) for series in progress.series for point in series.points]
        self._rows = sorted(rows, key=lambda row: (row[1].on, row[1].visit_number))
        self.endResetModel()

    def note_at(self, row: int) -> NoteId:
        """Return which note a row belongs to."""
        return self._rows[row][1].note_id

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of visits."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Return the number of columns."""
        return 0 if parent.isValid() else _COLUMNS

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> str | int | None:
        """Return a column's heading; rows are counted from 1."""
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if orientation is Qt.Orientation.Vertical:
            return section + 1
        return _headings()[section] if 0 <= section < _COLUMNS else None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a cell's text, its alignment, or the id of the note."""
        if not index.isValid():
            return None
        series, point = self._rows[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return self._texts(series, point)[index.column()]
        if role == NOTE_ROLE:
            return point.note_id
        if role == Qt.ItemDataRole.TextAlignmentRole and index.column() in _NUMBERS:
            return int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        return None

    def _texts(self, series: Series, point: VisitPoint) -> tuple[str, ...]:
        return (
            words.written(point.on),
            str(point.visit_number),
            self._naming.region(series.region),
            words.context_name(series.context) or tr("Chart", "at the visit"),
            words.before_text(point),
            words.after_text(point),
            words.drop_text(point),
            words.twitch_text(point),
            words.reactions_text(point, self._naming),
        )
