"""What one backup holds, how it differs from now, and the button that restores it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QProgressBar, QWidget

from ims_notes.ui import backup_words, theme
from ims_notes.ui.announcer import speak
from ims_notes.ui.pages.safety.step import button
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.flow import Flow
from ims_notes.ui.widgets.passphrase_field import PassphraseField

if TYPE_CHECKING:
    from pathlib import Path

    from ims_notes.domain.backups import Manifest
    from ims_notes.ui.pages.restore.asks import RestoreLine


class BackupDetails(Card):
    """The backup that is marked in the list.

    Signals:
        asked: the therapist wants it restored.
    """

    asked = Signal()

    def __init__(self, folder: Path) -> None:
        """Lay the card out without a backup."""
        super().__init__(tr("Restore", "No backup chosen"))
        self.setObjectName("backup_details")
        self._folder = folder
        self._values = {name: theme.label(wrap=True) for name in _FACTS}
        self._grid = QGridLayout()
        self._compared = theme.label(wrap=True, role="strong")
        self._compared.setObjectName("backup_compared")
        self._what = theme.label(wrap=True)
        self._what.setObjectName("restore_what")
        self.secret = PassphraseField(
            tr("Restore", "Passphrase or recovery code of this backup's day"), name="backup_secret"
        )
        self.go = button("restore_now", tr("Restore", "Restore this backup …"))
        theme.mark(self.go, "danger")
        self._bar = QProgressBar()
        self._bar.setObjectName("restore_progress")
        self._bar.setAccessibleName(tr("Restore", "Restoring"))
        self._said = theme.label(wrap=True, role="danger")
        self._said.setObjectName("restore_said")
        self._lay_out()
        self.go.clicked.connect(self.asked)
        self.secret.entered.connect(self.asked)
        self.show_line(None, has_record=False)

    def show_line(self, line: RestoreLine | None, *, has_record: bool) -> None:
        """Show a backup; None for none."""
        manifest = line.listed.manifest if line else None
        self.say("")
        self.secret.clear()
        for row in (self._compared, self._what, self.go, *self._rows()):
            row.setVisible(manifest is not None)
        self.secret.setVisible(manifest is not None and line is not None and line.needs_secret)
        if line is None:
            self.set_heading(tr("Restore", "No backup chosen"))
            return
        title, detail, _tone = backup_words.line_of(line.listed)
        self.set_heading(tr("Restore", "Backup of {when}", when=title) if manifest else title)
        if manifest is None:
            self.say(detail)
            return
        for name, words in _facts(manifest, line).items():
            self._values[name].setText(words)
        self._compared.setText(backup_words.compared(line.difference))
        self._what.setText(self._consequence(has_record))

    def say(self, words: str) -> None:
        """Say why nothing was restored."""
        self._said.setText(words)
        self._said.setVisible(bool(words))
        if words:
            speak(self._said, words)

    def busy(self, is_busy: bool) -> None:
        """Show that it is being restored."""
        self._bar.setRange(0, 0)
        self._bar.setVisible(is_busy)
        self.go.setEnabled(not is_busy)
        self.secret.setEnabled(not is_busy)

    def show_progress(self, done: int, total: int) -> None:
        """Show how much is done."""
        self._bar.setRange(0, total)
        self._bar.setValue(done)

    def _consequence(self, has_record: bool) -> str:
        if not has_record:
            return tr("Restore", "It becomes the record in {folder}.", folder=self._folder)
        return tr(
            "Restore",
            "It takes the place of the record in {folder}. The record as it is now is kept there "
            "too, in a folder named before-restore and the date.",
            folder=self._folder,
        )

    def _rows(self) -> list[QWidget]:
        items = (self._grid.itemAt(place) for place in range(self._grid.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [each for each in widgets if each is not None]

    def _lay_out(self) -> None:
        step = theme.space(self)
        self._grid.setHorizontalSpacing(2 * step)
        self._grid.setVerticalSpacing(step // 2)
        self._grid.setColumnStretch(1, 1)
        top = Qt.AlignmentFlag.AlignTop
        for row, name in enumerate(_FACTS):
            title = theme.label(_titles()[name], role="muted")
            self._values[name].setObjectName(f"backup_{name}")
            self._grid.addWidget(title, row, 0, top)
            self._grid.addWidget(self._values[name], row, 1, top)
        self.body.addLayout(self._grid)
        self.body.addSpacing(step)
        deeds = Flow(gap=step)
        deeds.addWidget(self.go)
        for widget in (self._compared, self._what, self.secret, self._said, self._bar):
            self.body.addWidget(widget)
        self.body.addLayout(deeds)
        self._bar.hide()


_FACTS = ("holds", "last_entry", "encryption", "file")


def _titles() -> dict[str, str]:
    return {
        "holds": tr("Restore", "Holds"),
        "last_entry": tr("Restore", "Last entry"),
        "encryption": tr("Restore", "Encryption"),
        "file": tr("Restore", "File"),
    }


def _facts(manifest: Manifest, line: RestoreLine) -> dict[str, str]:
    encrypted = tr("Restore", "Encrypted; it opens with the passphrase of its day")
    plain = tr("Restore", "Not encrypted: whoever has the file can read it")
    return {
        "holds": backup_words.holds(manifest),
        "last_entry": backup_words.moment(manifest.last_entry_at, manifest.zone),
        "encryption": encrypted if manifest.encrypted else plain,
        "file": str(line.listed.path),
    }
