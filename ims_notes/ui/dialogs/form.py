"""A small window with fields and two buttons; it closes only when its value can be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ims_notes.ui import theme
from ims_notes.ui.dialogs.room import Room, fit
from ims_notes.ui.plain import set_tip
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QShowEvent


class FormDialog(QDialog):
    """Heading, fields in `column`, Cancel and one deed; Ctrl+Enter does it from any field."""

    def __init__(
        self,
        parent: QWidget | None,
        *,
        name: str,
        heading: str,
        deed: str,
        is_ready: Callable[[], bool],
    ) -> None:
        """Make a form; `is_ready` reads the fields and says at them what is wrong."""
        super().__init__(parent)
        self._is_ready = is_ready
        self.setObjectName(name)
        self.setWindowTitle(tr("Form", "IMS Notes"))
        self.setAccessibleName(heading)
        step = theme.space(self)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(3 * step, 2 * step, 3 * step, 2 * step)
        outer.setSpacing(round(1.5 * step))
        outer.addWidget(theme.label(heading, role="heading"))
        fields = QWidget()
        self.column = QVBoxLayout(fields)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(step)
        outer.addWidget(Room(fields), 1)
        outer.addLayout(self._buttons(name, deed))
        keys = QShortcut(QKeySequence("Ctrl+Return"), self)
        keys.setKeys([QKeySequence("Ctrl+Return"), QKeySequence("Ctrl+Enter")])
        keys.setContext(Qt.ShortcutContext.WindowShortcut)
        keys.activated.connect(self._on_deed)
        self.setMinimumWidth(theme.space(self, 60))

    def showEvent(self, event: QShowEvent) -> None:
        """Fit into the window; the fields that do not scroll."""
        fit(self)
        super().showEvent(event)

    def _buttons(self, name: str, deed: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        cancel, agree = QPushButton(tr("Form", "Cancel")), QPushButton(deed)
        for button, part in ((cancel, "cancel"), (agree, "keep")):
            button.setObjectName(f"{name}_{part}")
            button.setAccessibleName(button.text())
            row.addWidget(button)
        theme.mark(agree, "primary")
        agree.setDefault(True)
        set_tip(agree, tr("Form", "{deed} (Ctrl+Enter)", deed=deed))
        cancel.clicked.connect(self.reject)
        agree.clicked.connect(self._on_deed)
        return row

    def _on_deed(self) -> None:
        if self._is_ready():
            self.accept()
