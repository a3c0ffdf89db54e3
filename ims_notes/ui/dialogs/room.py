"""Lets a dialog be as large as it needs and its window allows; what does not fit scrolls."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QFrame, QScrollArea, QWidget

from ims_notes.ui import theme

_AROUND: Final = QSize(40, 40)
"""What stays visible of the window behind, in pixels."""

_LEAST_LINES: Final = 6


class Room(QScrollArea):
    """Asks for all the room that its contents need."""

    def __init__(self, contents: QWidget) -> None:
        """Take the contents in."""
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setWidgetResizable(True)
        self.setWidget(contents)
        self._contents = contents
        gap = theme.space(self) // 2
        self.setViewportMargins(0, 0, gap, 0)
        self._beside = gap + self.verticalScrollBar().sizeHint().width()

    def sizeHint(self) -> QSize:
        """Return the contents' size, and the bar's width so that it never hides anything."""
        return self._contents.sizeHint() + QSize(self._beside, 0)

    def minimumSizeHint(self) -> QSize:
        """Need the width, but only a few lines of the height."""
        width = self._contents.minimumSizeHint().width() + self._beside
        return QSize(width, _LEAST_LINES * self.fontMetrics().lineSpacing())


def fit(dialog: QDialog, *, steps: float = 0) -> None:
    """Give a dialog the size it asks for, as far as the window it belongs to has room.

    Args:
        dialog: one whose contents are laid out.
        steps: the width in steps of `theme.space` that it has at least where there is room.
    """
    least = dialog.minimumSize().expandedTo(QSize(theme.space(dialog, steps), 0))
    wanted = dialog.sizeHint().expandedTo(least)
    if (parent := dialog.parentWidget()) is not None:
        wanted = wanted.boundedTo(parent.window().size() - _AROUND)
    dialog.resize(wanted)
