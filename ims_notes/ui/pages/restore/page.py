"""The page that restores a backup; it needs no open record."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ims_notes.ui import backup_words, theme
from ims_notes.ui.dialogs import confirm
from ims_notes.ui.models.lines import Line
from ims_notes.ui.pages.restore.asks import RestoreLine, Restoring
from ims_notes.ui.pages.restore.details import BackupDetails
from ims_notes.ui.pages.safety.step import button
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.line_list import LineList, ListCard
from ims_notes.ui.widgets.reflow import Reflow

if TYPE_CHECKING:
    from ims_notes.ui.announcer import Announcer
    from ims_notes.ui.navigator import Place
    from ims_notes.ui.pages.restore.asks import RestoreAsks
    from ims_notes.ui.runner import Runs


class RestorePage(QWidget):
    """Lists backups, says what the marked one holds, asks once, restores."""

    _advanced = Signal(int, int)

    def __init__(self, *, announcer: Announcer, runner: Runs, asks: RestoreAsks) -> None:
        """Lay the page out; `open` fills it."""
        super().__init__()
        self.setObjectName("restore_page")
        self._announcer = announcer
        self._runner = runner
        self._asks = asks
        self._lines: tuple[RestoreLine, ...] = ()
        self._chosen: tuple[RestoreLine, ...] = ()
        self._is_busy = False
        self._back = button("restore_back", tr("Restore", "Back"))
        self._file = button("choose_backup", tr("Restore", "Choose a file …"))
        self._rows = LineList("restore_rows", tr("Restore", "Backups"), click_chooses=False)
        empty = tr(
            "Restore",
            "There are no backups in the folders this computer knows. If you have one elsewhere, "
            "such as on a USB drive, choose its file.",
        )
        self._list = ListCard(tr("Restore", "Backups"), self._rows, empty=empty)
        self._details = BackupDetails(asks.folder)
        self._lay_out()
        self._rows.marked.connect(self._on_marked)
        self._rows.chosen.connect(lambda _line: self._details.go.setFocus())
        self._details.asked.connect(self._on_asked)
        self._file.clicked.connect(self._on_choose)
        self._back.clicked.connect(lambda: self._asks.back())
        self._advanced.connect(self._details.show_progress)

    def open(self, place: Place) -> None:
        """Read the backups there are."""
        self.setFocus()
        self._runner.submit(
            self._asks.backups,
            done=self._show,
            failed=self._announcer.explain,
            owner=self,
            latest="restore",
        )

    def may_leave(self) -> bool:
        """Stay while a backup is being restored."""
        return not self._is_busy

    def _show(self, lines: tuple[RestoreLine, ...]) -> None:
        self._lines = lines
        self._list.show_lines([_line(each) for each in (*self._chosen, *lines)])
        if self._chosen or lines:
            if self._rows.currentIndex().row() < 0:
                self._rows.mark_row(0)
            self._rows.setFocus()
        else:
            self._file.setFocus()

    @Slot(object)
    def _on_marked(self, line: RestoreLine) -> None:
        if not self._is_busy:
            self._details.show_line(line, has_record=self._asks.has_record())

    @Slot()
    def _on_choose(self) -> None:
        chosen = self._asks.choose_file(self)
        if chosen:
            path = Path(chosen)
            self._runner.submit(
                lambda: self._asks.look_at(path),
                done=self._on_looked,
                failed=self._announcer.explain,
                owner=self,
            )

    def _on_looked(self, line: RestoreLine) -> None:
        self._chosen = (line,)
        self._show(tuple(each for each in self._lines if each.listed.path != line.listed.path))
        self._rows.mark_row(0)

    @Slot()
    def _on_asked(self) -> None:
        line = self._rows.current()
        if self._is_busy or not isinstance(line, RestoreLine) or line.listed.manifest is None:
            return
        secret = self._details.secret.text if line.needs_secret else None
        if secret == "":
            self._details.secret.say(tr("Restore", "Type the passphrase that opened it then."))
            self._details.secret.editor.setFocus()
            return
        self._busy(True)
        self._runner.submit(
            lambda: self._asks.unlock(line.listed.path, secret),
            done=partial(self._on_unlocked, line),
            failed=self._on_locked,
            owner=self,
        )

    def _on_unlocked(self, line: RestoreLine, key: object) -> None:
        if not self._agrees(line):
            self._busy(False)
            return
        self._details.secret.clear()
        self._asks.restore(
            Restoring(
                path=line.listed.path, key=key, advanced=self._progress, failed=self._on_failed
            )
        )

    def _on_locked(self, problem: Exception) -> None:
        self._busy(False)
        self._details.secret.say(sentence(problem))
        self._details.secret.editor.setFocus()

    def _on_failed(self, problem: Exception) -> None:
        self._busy(False)
        self._details.say(backup_words.not_restored(problem))

    def _progress(self, done: int, total: int) -> None:
        if shiboken6.isValid(self):
            self._advanced.emit(done, total)

    def _busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self._details.busy(is_busy)
        for widget in (self._rows, self._file, self._back):
            widget.setEnabled(not is_busy)

    def _agrees(self, line: RestoreLine) -> bool:
        if not self._asks.has_record():
            return True
        when = line.listed.manifest and backup_words.made_when(line.listed.manifest)
        kept = tr("Restore", "The record as it is now is kept beside it.")
        return confirm.ask(
            self,
            question=tr("Restore", "Put the backup of {when} in place of the record?", when=when),
            detail=f"{backup_words.compared(line.difference)} {kept}",
            yes=tr("Restore", "Restore it"),
            danger=True,
        )

    def _lay_out(self) -> None:
        step = theme.space(self)
        head = QHBoxLayout()
        head.addWidget(theme.label(tr("Restore", "Restore a backup"), role="title"))
        head.addStretch(1)
        head.addWidget(self._back)
        self._list.corner.addWidget(self._file)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * step, 2 * step, 3 * step, 2 * step)
        column.setSpacing(2 * step)
        column.addLayout(head)
        column.addWidget(Reflow((self._list, self._details), narrowest=48, stretches=(1, 1)))
        column.addStretch(1)


def _line(each: RestoreLine) -> Line:
    title, detail, tone = backup_words.line_of(each.listed)
    trail = each.listed.path.parent.name
    return Line(key=each.listed.path, item=each, title=title, detail=detail, tone=tone, trail=trail)
