"""The list of keys, made from the one table of actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QVBoxLayout, QWidget

from ims_notes.ui import theme
from ims_notes.ui.dialogs.room import Room, fit
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Iterable

    from ims_notes.ui.actions import Action


class KeysDialog(QDialog):
    """Shows every action that has a key; Esc closes."""

    def __init__(self, parent: QWidget | None, actions: Iterable[Action]) -> None:
        """Lay the table out in two halves of words and keys."""
        super().__init__(parent)
        self.setObjectName("keys")
        self.setWindowTitle(tr("Keys", "List of keys"))
        step = theme.space(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * step, 3 * step, 3 * step, 2 * step)
        column.setSpacing(2 * step)
        column.addWidget(theme.label(tr("Keys", "Keys"), role="heading"))
        table = QWidget()
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(4 * step)
        keyed = [each for each in actions if each.keys]
        half = (len(keyed) + 1) // 2
        for place, action in enumerate(keyed):
            row, pair = place % half, place // half * 2
            grid.addWidget(theme.label(action.title), row, pair)
            grid.addWidget(theme.label(action.key_text, role="strong"), row, pair + 1)
        column.addWidget(Room(table), 1)
        close = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        button = close.button(QDialogButtonBox.StandardButton.Close)
        button.setObjectName("keys_close")
        button.setText(tr("Keys", "Close"))
        button.setAccessibleName(tr("Keys", "Close"))
        close.rejected.connect(self.reject)
        column.addWidget(close)
        fit(self)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
