"""The strip across the top that never lets the demo clinic pass for a real one."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from ims_notes.ui import theme
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.icon_label import IconLabel


class DemoStrip(QFrame):
    """Says on every page that the people shown are invented."""

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
