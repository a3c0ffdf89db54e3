"""Asks what the exported audit shall name.

Call it through the module, ``audit_export.ask(...)``, so that a test can put its own answer there.
"""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from ims_notes.ui import theme
from ims_notes.ui.dialogs.form import FormDialog
from ims_notes.ui.translation import tr, tr_count


def ask(parent: QWidget, *, count: int) -> bool | None:
    """Return whether patients' names go into the file; None if nothing is to be exported."""
    dialog = ExportDialog(parent, count=count)
    answer = dialog.exec()
    dialog.deleteLater()
    return dialog.names.isChecked() if answer == QDialog.DialogCode.Accepted else None


class ExportDialog(FormDialog):
    """What the file says, and one choice."""

    def __init__(self, parent: QWidget, *, count: int) -> None:
        """Lay it out for so many entries."""
        super().__init__(
            parent,
            name="audit_export",
            heading=tr_count(
                "Audit",
                one="Export {count} entry",
                many="Export {count} entries",
                n=count,
                count=f"{count:,}",
            ),
            deed=tr("Audit", "Choose a file …"),
            is_ready=lambda: True,
        )
        words = tr(
            "Audit",
            "The table (CSV) says who did what and when, and names each patient by number only. "
            "It never holds what a note says. The export is an entry of the audit itself.",
        )
        self.column.addWidget(theme.label(words, wrap=True))
        self.names = QCheckBox(tr("Audit", "Write the patients' names too"))
        self.names.setObjectName("audit_export_names")
        self.names.setAccessibleName(self.names.text())
        self.column.addWidget(self.names)
        self.column.addStretch(1)
