"""A line that finds one patient while it is typed; emptied, it means everybody again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit

from ims_notes.domain.dates import written
from ims_notes.ui import icons
from ims_notes.ui.people import full_name, initials
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ims_notes.domain.ids import PatientId
    from ims_notes.services.ports.patients import PatientFound
    from ims_notes.ui.runner import Runs

_ID_ROLE = int(Qt.ItemDataRole.UserRole)


class PatientFilter(QLineEdit):
    """Proposes patients; only one chosen from the list counts.

    Signals:
        chosen: another patient is meant, or nobody in particular.
    """

    chosen = Signal()

    def __init__(self, *, find: Callable[[str], Sequence[PatientFound]], runner: Runs) -> None:
        """Mean everybody."""
        super().__init__()
        self.patient_id: PatientId | None = None
        self.hides_names = False
        self._find = find
        self._runner = runner
        self._found = QStandardItemModel(self)
        self.setObjectName("audit_patient")
        self.setAccessibleName(tr("Audit", "Patient"))
        self.setPlaceholderText(tr("Audit", "Any patient"))
        self.setMaxLength(200)
        self.setClearButtonEnabled(True)
        self.addAction(icons.icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        completer = QCompleter(self._found, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        # Two patients may read the same, so the row counts; PySide's stubs know no such signal.
        completer.activated[QModelIndex].connect(self._on_chosen)  # type: ignore[index]
        self.setCompleter(completer)
        self.textChanged.connect(self._on_text)
        self.textEdited.connect(self._on_typed)
        self.returnPressed.connect(self._on_enter)

    def clear_choice(self) -> None:
        """Mean everybody again."""
        self.patient_id = None
        self.clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Empty the line with Esc."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)

    def _on_text(self, text: str) -> None:
        if not text and self.patient_id is not None:
            self._mean(None)

    def _on_typed(self, text: str) -> None:
        if self.patient_id is not None:
            self._mean(None)
        if text.strip():
            self._runner.submit(
                lambda: tuple(self._find(text)), done=self._offer, owner=self, latest="patient"
            )

    def _offer(self, found: Sequence[PatientFound]) -> None:
        if self.patient_id is not None or not self.text().strip():
            return
        self._found.clear()
        for each in found:
            name = initials(each) if self.hides_names else full_name(each)
            item = QStandardItem(" · ".join(t for t in (name, written(each.born)) if t))
            item.setData(each.id, _ID_ROLE)
            self._found.appendRow(item)
        if found and self.hasFocus():
            self.completer().complete()

    def _on_chosen(self, index: QModelIndex) -> None:
        self.setText(index.data())
        self._mean(index.data(_ID_ROLE))

    def _on_enter(self) -> None:
        """Take the only patient found; of several one must be chosen."""
        if self.patient_id is None and self.text().strip() and self._found.rowCount() == 1:
            self._on_chosen(self._found.index(0, 0))

    def _mean(self, patient_id: PatientId | None) -> None:
        if patient_id != self.patient_id:
            self.patient_id = patient_id
            self.chosen.emit()
