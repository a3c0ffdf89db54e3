"""A few buttons of which exactly one is down; they wrap where the width ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QPushButton, QWidget

from ims_notes.ui import theme
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from collections.abc import Iterable


class OneOf(QWidget):
    """`chosen` carries the value of the button pressed."""

    chosen = Signal(str)

    def __init__(self, name: str, choices: Iterable[tuple[str, str]], *, title: str) -> None:
        """Make the buttons; `name` begins their object names, `title` their spoken names."""
        super().__init__()
        self.setObjectName(name)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = Flow(self, gap=max(2, theme.space(self) // 2))
        for value, words in choices:
            button = QPushButton(words)
            button.setObjectName(f"{name}_{value}")
            button.setAccessibleName(tr("Choices", "{title}: {choice}", title=title, choice=words))
            button.setCheckable(True)
            button.clicked.connect(lambda _checked, value=value: self.chosen.emit(value))
            self._group.addButton(button)
            row.addWidget(button)
            self._buttons[value] = button

    @property
    def value(self) -> str:
        """What is down; empty before anything was shown."""
        return next((v for v, button in self._buttons.items() if button.isChecked()), "")

    def show_value(self, value: str) -> None:
        """Show a value without saying that it was chosen; an unknown one changes nothing."""
        if value in self._buttons:
            self._buttons[value].setChecked(True)
