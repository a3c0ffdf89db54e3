"""Strips across the top that say on every page what must not be overlooked."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from ims_notes.ui import theme
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.icon_label import IconLabel


class Strip(QFrame):
    """One sentence and one way out of what it says.

    Signals:
        taken: the way out was chosen.
    """

    taken = Signal()

    def __init__(self, *, name: str, icon: str, way_out: str, way_name: str) -> None:
        """Make a strip without a sentence; the main window shows it when it is true."""
        super().__init__()
        self.setObjectName(name)
        step = theme.space(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * step, step // 2, 2 * step, step // 2)
        row.setSpacing(step)
        self._sentence = theme.label()
        self._sentence.setObjectName(f"{name}_sentence")
        row.addStretch(1)
        row.addWidget(IconLabel(icon, "attention"))
        row.addWidget(self._sentence)
        row.addStretch(1)
        out = QPushButton(way_out)
        out.setObjectName(way_name)
        out.setAccessibleName(way_out)
        out.clicked.connect(self.taken)
        theme.mark(out, "quiet")
        row.addWidget(out)

    def say(self, words: str) -> None:
        """Show a sentence, for eyes and for ears."""
        self._sentence.setText(words)
        self.setAccessibleName(words)


class DemoStrip(Strip):
    """Never lets the demo clinic pass for a real one: says that the people are invented."""

    start_own = Signal()

    def __init__(self) -> None:
        """Make the strip; the main window shows it for a demo record."""
        super().__init__(
            name="demo_strip",
            icon="info",
            way_out=tr("DemoStrip", "Begin my own record"),
            way_name="start_own",
        )
        self.say(tr("DemoStrip", "Demo clinic: every person here is invented"))
        self.taken.connect(self.start_own)


class LookingStrip(Strip):
    """Says that nothing can be written now, and why."""

    def __init__(self) -> None:
        """Make the strip; the main window shows it for a record that is only looked at."""
        super().__init__(
            name="looking_strip",
            icon="info",
            way_out=tr("LookingStrip", "Open it for writing"),
            way_name="stop_looking",
        )
