"""One folder for backups: where it is, what is to be said of it, and how to choose another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ims_notes.ui import folders, theme
from ims_notes.ui.pages.safety.step import button
from ims_notes.ui.translation import tr, tr_count
from ims_notes.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from ims_notes.ui.pages.safety.backup_asks import BackupFolder


class FolderRow(QWidget):
    """A folder with its buttons.

    Signals:
        choose: the therapist wants another folder.
        cleared: the usual folder again, or no second one.
    """

    choose = Signal()
    cleared = Signal()

    def __init__(self, name: str, title: str, *, is_first: bool = False) -> None:
        """Lay the row out without a folder."""
        super().__init__()
        self.setObjectName(name)
        self.path = ""
        self._is_first = is_first
        self._where = theme.label(wrap=True)
        self._where.setObjectName(f"{name}_path")
        self._where.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._note = theme.label(role="caption", wrap=True)
        self._note.setObjectName(f"{name}_note")
        self._choose = button(f"{name}_choose", tr("Backups", "Choose a folder …"))
        self._choose.setAccessibleName(f"{title}: {self._choose.text()}")
        words = tr("Backups", "Usual folder") if is_first else tr("Backups", "No second copy")
        self._clear = button(f"{name}_clear", words)
        theme.mark(self._clear, "quiet")
        step = theme.space(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(step // 2)
        column.addWidget(theme.label(title, role="caption"))
        column.addWidget(self._where)
        column.addWidget(self._note)
        deeds = Flow(gap=step)
        deeds.addWidget(self._choose)
        deeds.addWidget(self._clear)
        column.addLayout(deeds)
        self._choose.clicked.connect(self.choose)
        self._clear.clicked.connect(self.cleared)

    def stops(self) -> tuple[QWidget, ...]:
        """Return what the Tab key visits, in order."""
        return tuple(each for each in (self._choose, self._clear) if each.isVisibleTo(self))

    def show_folder(self, folder: BackupFolder | None, *, may_change: bool) -> None:
        """Show a folder, or that there is none."""
        self.path = "" if folder is None else str(folder.path)
        self._where.setText(self.path or tr("Backups", "Nowhere yet"))
        theme.mark(self._where, "body" if folder else "muted")
        words, role = _note(folder)
        self._note.setText(words)
        theme.mark(self._note, role)
        theme.wear(self._note, "caption")
        self._choose.setEnabled(may_change)
        self._clear.setVisible(folder is not None and not (self._is_first and folder.is_usual))


def _note(folder: BackupFolder | None) -> tuple[str, str]:
    """Return what is to be said of a folder, and how seriously."""
    if folder is None:
        words = tr(
            "Backups",
            "A USB drive or another disk is best: what happens to this computer does not happen "
            "to it.",
        )
        return words, "muted"
    if not folder.is_there:
        return tr("Backups", "It is not there just now. Is the drive plugged in?"), "attention"
    program = folders.synced_by(str(folder.path))
    if program:
        words = tr(
            "Backups",
            "{program} takes backups off this computer. An encrypted record stays unreadable "
            "there; a plain one does not.",
            program=program,
        )
        return words, "attention"
    if folders.is_on_network(str(folder.path)):
        return tr("Backups", "This folder lies on another computer."), "attention"
    return _counted(folder), "muted"


def _counted(folder: BackupFolder) -> str:
    counted = tr_count(
        "Backups",
        one="{n} backup, {size} MB",
        many="{n} backups, {size} MB",
        n=folder.count,
        size=max(1, round(folder.size / 1e6)) if folder.count else 0,
    )
    if folder.on_same_disk:
        return tr("Backups", "{counted}. On the same disk as the record.", counted=counted)
    return counted
