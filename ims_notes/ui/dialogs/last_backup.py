"""The backup at the end: what is being done, how far it is, and the way to skip it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QPushButton, QVBoxLayout

from ims_notes.ui import theme
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget


class LastBackupDialog(QDialog):
    """Shown only where the last backup takes a moment; closing it skips the backup."""

    skipped = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Lay it out; `open` shows it."""
        super().__init__(parent.window())
        self.setObjectName("last_backup")
        self.setWindowTitle(tr("LastBackup", "IMS Notes"))
        heading = tr("LastBackup", "Backing up before closing …")
        self.setAccessibleName(heading)
        step = theme.space(self)
        self._bar = QProgressBar()
        self._bar.setObjectName("last_backup_progress")
        self._bar.setAccessibleName(heading)
        self._bar.setRange(0, 100)
        self._skip = QPushButton(tr("LastBackup", "Skip"))
        self._skip.setObjectName("last_backup_skip")
        self._skip.setAccessibleName(tr("LastBackup", "Skip this backup"))
        self._skip.clicked.connect(self.reject)
        self.rejected.connect(self._on_rejected)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * step, 3 * step, 3 * step, 2 * step)
        column.setSpacing(step)
        column.addWidget(theme.label(heading, role="heading"))
        words = tr(
            "LastBackup",
            "Everything is saved already. Skipped, the backup is made the next time.",
        )
        column.addWidget(theme.label(words, wrap=True))
        column.addWidget(self._bar)
        row = QHBoxLayout()
        row.addWidget(self._skip, 0, Qt.AlignmentFlag.AlignRight)
        column.addLayout(row)
        self.setMinimumWidth(theme.space(self, 50))

    @Slot(int, int)
    def show_progress(self, done: int, total: int) -> None:
        """Show how much is done."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    @Slot()
    def _on_rejected(self) -> None:
        self._skip.setEnabled(False)
        self.skipped.emit()
