"""A card of the clinic's settings with its own Save."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton

from ims_notes.ui import theme
from ims_notes.ui.plain import set_tip
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card

if TYPE_CHECKING:
    from ims_notes.domain.clinic import Clinic
    from ims_notes.domain.errors import RuleBroken


class ClinicPart(Card):
    """One part of the clinic's settings; what is typed stays until it is saved.

    Signals:
        save_asked: the therapist wants this part kept.
    """

    save_asked = Signal()

    def __init__(self, name: str, heading: str) -> None:
        """Make an empty card; contents go into `body`, then `add_save` ends it."""
        super().__init__(heading)
        self.setObjectName(f"settings_{name}")
        self._name = name
        self._is_changed = False
        self._unsaved = theme.label(tr("Settings", "Not saved yet"), role="attention")
        self._unsaved.setObjectName(f"{name}_unsaved")
        self._save = QPushButton(tr("Settings", "Save"))
        self._save.setObjectName(f"{name}_save")
        self._save.setAccessibleName(tr("Settings", "Save: {part}", part=heading))
        set_tip(self._save, tr("Settings", "Save (Ctrl+S)"))
        theme.mark(self._save, "primary")
        self._save.clicked.connect(self.save_asked)
        self.set_changed(False)

    @property
    def is_changed(self) -> bool:
        """Whether something here was typed that is not kept yet."""
        return self._is_changed

    def set_changed(self, is_changed: bool = True) -> None:
        """Say whether there is something to save."""
        self._is_changed = is_changed
        self._unsaved.setVisible(is_changed)
        self._save.setEnabled(is_changed)

    def add_save(self) -> None:
        """End the card with its Save."""
        row = QHBoxLayout()
        row.addWidget(self._unsaved)
        row.addStretch(1)
        row.addWidget(self._save)
        self.body.addLayout(row)
        self.body.addStretch(1)

    def show_clinic(self, clinic: Clinic) -> None:
        """Show what is kept."""
        raise NotImplementedError

    def typed(self, clinic: Clinic) -> Clinic:
        """Return the clinic with what is typed here.

        Raises:
            RuleBroken: it cannot be kept as it stands.
        """
        raise NotImplementedError

    def refuse(self, problem: RuleBroken) -> bool:
        """Say at the field why it cannot be kept; false if no field here is meant."""
        raise NotImplementedError

    def _on_typed(self) -> None:
        self.set_changed()
