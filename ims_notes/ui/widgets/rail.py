"""The rail on the left: three places above, settings and about below."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from ims_notes.ui import theme
from ims_notes.ui.plain import set_tip

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

_GAP: Final = 2
"""Between two buttons, in pixels: six of them at twice the text size need the whole height."""


class Rail(QFrame):
    """A column of buttons, one for each action given; the place shown is marked."""

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty rail."""
        super().__init__(parent)
        self.setObjectName("rail")
        self._buttons: dict[str, QToolButton] = {}
        self._column = QVBoxLayout(self)
        step = theme.space(self)
        self._column.setContentsMargins(step, _GAP, step, _GAP)
        self._column.setSpacing(_GAP)

    def add(self, name: str, action: QAction, *, hint: str) -> None:
        """Add a button that does `action` and is marked while the place `name` is shown."""
        button = QToolButton(self)
        button.setObjectName(f"rail_{name}")
        button.setProperty("role", "rail")
        theme.wear(button, "caption")
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        button.setText(action.iconText())
        button.setIcon(action.icon())
        set_tip(button, hint)
        button.setAccessibleName(action.text())
        button.setCheckable(True)
        button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        button.setEnabled(action.isEnabled())
        action.enabledChanged.connect(button.setEnabled)
        # A click checks the button by itself; whether the place changes is the navigator's word.
        button.clicked.connect(lambda checked: button.setChecked(not checked))
        button.clicked.connect(action.trigger)
        self._column.addWidget(button)
        self._buttons[name] = button

    def add_space(self) -> None:
        """Push what follows to the bottom."""
        self._column.addStretch(1)

    def mark(self, name: str) -> None:
        """Mark the place that is shown."""
        for each, button in self._buttons.items():
            button.setChecked(each == name)
