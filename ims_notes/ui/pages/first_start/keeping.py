"""How the record is kept: encrypted by a passphrase, or quietly without."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from ims_notes.ui import theme
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.new_passphrase import NewPassphrase

if TYPE_CHECKING:
    from ims_notes.domain.errors import RuleBroken
    from ims_notes.ui.pages.first_start.asks import FirstStartAsks
    from ims_notes.ui.runner import Runs


class Keeping(QWidget):
    """A new passphrase, unless the record is to stay unencrypted.

    Signals:
        chosen: the passphrase as it is used, or None for a record without encryption.
    """

    chosen = Signal(object)

    def __init__(self, *, runner: Runs, asks: FirstStartAsks) -> None:
        """Ask for a passphrase."""
        super().__init__()
        self._new = NewPassphrase(
            runner=runner, strength=asks.strength, offer_words=asks.offer_words
        )
        self._plain = QCheckBox(tr("FirstStart", "Keep it without encryption"))
        self._plain.setObjectName("keep_plain")
        self._plain.setAccessibleName(self._plain.text())
        what = tr(
            "FirstStart",
            "Anyone who can open the files on this computer, or who finds it, can then read every "
            "note. Choose this only where the computer's own disk is encrypted.",
        )
        self._plain.setAccessibleDescription(what)
        self._honest = theme.label(what, role="attention", wrap=True)
        self._honest.setObjectName("plain_warning")
        self._honest.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.space(self, 0.5))
        column.addWidget(self._new)
        column.addWidget(self._plain, alignment=Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._honest)
        self._plain.toggled.connect(self._on_plain)
        self._new.chosen.connect(self.chosen.emit)

    def set_name(self, name: str) -> None:
        """Name who is at work: their own name is no passphrase."""
        self._new.set_names(name)

    def take_focus(self) -> bool:
        """Let typing go on with the passphrase; false where there is one, or none is wanted."""
        if self._plain.isChecked() or not self._new.is_empty:
            return False
        self._new.take_focus()
        return True

    def choose(self) -> None:
        """Say `chosen`, or at the fields what is wrong."""
        if self._plain.isChecked():
            self.chosen.emit(None)
        else:
            self._new.choose()

    def explain(self, problem: RuleBroken) -> None:
        """Say a broken rule of the passphrase at its field."""
        self._new.explain(problem)

    def forget(self) -> None:
        """Take the passphrase away after it was used."""
        self._new.clear()

    def _on_plain(self, is_plain: bool) -> None:
        self._new.setVisible(not is_plain)
        self._honest.setVisible(is_plain)
