"""The table of the audit: wide enough for what is loaded, the rest of the width to the patient."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QModelIndex, Signal, Slot
from PySide6.QtWidgets import QAbstractItemView, QTableView

from ims_notes.ui import theme
from ims_notes.ui.models.audit_rows import PATIENT_COLUMN, AuditRows
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.not_copied import keep_off_clipboard
from ims_notes.ui.widgets.rows import make_roomy

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

LEAST_ROWS: Final = 6
"""How many rows are seen at least; below that the page scrolls."""


class AuditTable(QTableView):
    """Rows to walk through by arrows.

    Signals:
        line_chosen: the line of a row on which Enter was pressed, or that was clicked twice.
    """

    line_chosen = Signal(object)

    def __init__(self, rows: AuditRows) -> None:
        """Show a model that may be empty."""
        super().__init__()
        self.setObjectName("audit_table")
        self.setAccessibleName(tr("Audit", "Entries of the audit, the newest first"))
        self.setProperty("role", "plain")
        self._rows = rows
        self._needed = [0] * rows.columnCount()
        self.setModel(rows)
        make_roomy(self)
        keep_off_clipboard(self)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        rows.modelReset.connect(self._on_shown)
        rows.rowsInserted.connect(self._on_added)
        self.activated.connect(self._on_activated)
        self._keep_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the width that is left to the patients' names."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew at another size of text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            make_roomy(self)
            self._keep_room()
            self._on_shown()

    def _keep_room(self) -> None:
        row = self.verticalHeader().defaultSectionSize()
        head = self.horizontalHeader().sizeHint().height()
        self.setMinimumHeight(head + LEAST_ROWS * row)

    def _on_shown(self) -> None:
        heads = self.horizontalHeader()
        self._needed = [heads.sectionSizeHint(at) for at in range(len(self._needed))]
        self._widen(0)

    @Slot(QModelIndex, int, int)
    def _on_added(self, _parent: QModelIndex, first: int, _last: int) -> None:
        self._widen(first)

    def _widen(self, first: int) -> None:
        """Make room for the words of the rows from one on; a column never gets narrower."""
        metrics, around = self.fontMetrics(), theme.space(self, 3)
        for at in range(len(self._needed)):
            words = {
                self._rows.index(row, at).data() for row in range(first, self._rows.rowCount())
            }
            widest = max((metrics.horizontalAdvance(each) for each in words), default=0)
            self._needed[at] = max(self._needed[at], widest + around)
        self._fit()

    def _fit(self) -> None:
        left = max(0, self.viewport().width() - sum(self._needed))
        for at, width in enumerate(self._needed):
            self.setColumnWidth(at, width + (left if at == PATIENT_COLUMN else 0))

    def _on_activated(self, index: QModelIndex) -> None:
        self.line_chosen.emit(self._rows.line(index))
