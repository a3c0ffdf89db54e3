"""One kind of list for people, the day and drafts: rows of words, told once, painted once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from ims_notes.ui.plain import tip

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence

LINE_ROLE = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one row says.

    Attributes:
        key: tells the row apart when the list is shown anew.
        item: what is handed on when the row is chosen.
        lead: a short word before the title, such as a time.
        title: the name.
        aside: said beside the title in a quieter voice.
        detail: the second line; its colour is the text role `tone` of the theme.
        trail: said at the right end.
    """

    key: Hashable
    item: object
    title: str
    lead: str = ""
    aside: str = ""
    detail: str = ""
    trail: str = ""
    tone: str = "muted"

    @property
    def spoken(self) -> str:
        """The whole row in one plain text, as a screen reader and the tooltip say it."""
        said = (self.lead, self.title, self.aside, self.detail, self.trail)
        return "\n".join(part for part in said if part)


class Lines(QAbstractListModel):
    """A list of rows, replaced as a whole."""

    _lines: tuple[Line, ...] = ()

    def show(self, lines: Sequence[Line]) -> None:
        """Show these rows instead."""
        self.beginResetModel()
        self._lines = tuple(lines)
        self.endResetModel()

    def line(self, index: QModelIndex | QPersistentModelIndex) -> Line | None:
        """Return what a row says."""
        return self._lines[index.row()] if index.isValid() else None

    def row_of(self, key: Hashable) -> int | None:
        """Return where the row of this key stands."""
        return next((row for row, line in enumerate(self._lines) if line.key == key), None)

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex | None = None) -> int:
        """Count the rows; rows have none below them."""
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:  # noqa: ANN401 (Qt's own signature)
        """Return the title, the whole row in words, or the `Line` itself."""
        line = self.line(index)
        if line is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return line.spoken.replace("\n", ", ")
        if role == Qt.ItemDataRole.ToolTipRole:
            return tip(line.spoken)
        return line if role == LINE_ROLE else None
