"""The strip across the top that never lets the demo clinic pass for a real one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QWidget

from ims_notes.ui import theme
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.icon_label import IconLabel


class DemoStrip(QFrame):
    """Says on every page that the people shown are invented."""

    start_own = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make the strip; the main window shows it for a demo record."""
        super().__init__(parent)
        self.setObjectName("demo_strip")
        words = tr("DemoStrip", "Demo clinic: every person here is invented")
        self.setAccessibleName(words)
        step = theme.space(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * step, step // 2, 2 * step, step // 2)
        row.setSpacing(step)
        row.addStretch(1)
        row.addWidget(IconLabel("info", "attention"))
        row.addWidget(theme.label(words))
        row.addStretch(1)
        own = QPushButton(tr("DemoStrip", "Begin my own record"))
        own.setObjectName("start_own")
        own.setAccessibleName(own.text())
        own.clicked.connect(self.start_own)
        theme.mark(own, "quiet")
        row.addWidget(own)
