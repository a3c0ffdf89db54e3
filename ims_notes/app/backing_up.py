"""Backs the record up by itself: every half hour when something changed, and at the end.

It works on a lane of its own, so that neither reading nor writing waits for it. The demo clinic and
a record that is only looked at are left alone.
"""

from __future__ import annotations

import threading
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING

from PySide6.QtCore import QEventLoop, QTimer, Slot

from ims_notes.domain.backups import is_due
from ims_notes.ui.backup_watch import BackupWatch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from ims_notes.app.desk import Desk
    from ims_notes.app.window import Shell
    from ims_notes.services.keep_backups import BackedUp, Failed

LOOK_EVERY_MS = 60_000
"""How often it looks whether a backup is due."""

RETRY_S = 600.0
"""How long it leaves folders alone that took no backup."""

SHOW_AFTER_MS = 400
"""A backup at the end that is quicker is not shown."""

LONGEST_AT_END_MS = 120_000
"""The program does not wait longer than this for its last backup."""


class _Stopped(Exception):
    """The therapist, or the end of the program, stopped a backup."""


class BackingUp(BackupWatch):
    """The backups of the record on the desk."""

    def __init__(self, shell: Shell) -> None:
        """Do nothing yet."""
        super().__init__(shell)
        self._shell = shell
        self._stopped = threading.Event()
        self._idle = threading.Event()
        self._idle.set()
        self._turn = threading.Lock()
        self._is_held = False
        self._last: datetime | None = None
        self._failed_at = -RETRY_S
        self._said: frozenset[Failed] = frozenset()
        self._is_ending = False
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        shell.window.closing.connect(self.at_end)

    def begin(self) -> None:
        """Begin to look at the clock, now that a record is on the desk."""
        self._timer.start()

    @property
    def is_busy(self) -> bool:
        """Is a backup under way?"""
        return not self._idle.is_set()

    @property
    def may_back_up(self) -> bool:
        """Is there a record of the therapist's own, open for writing?"""
        desk = self._shell.desk
        return desk is not None and desk.record.may_write and not desk.clinic().is_demo

    @Slot()
    def look(self) -> None:
        """Back up if it is due."""
        desk = self._shell.desk
        waits = time.monotonic() - self._failed_at < RETRY_S
        if desk is None or waits or not is_due(changed=True, last=self._last, now=desk.clock.now()):
            return
        self.back_up(only_changed=True)

    def back_up(self, *, only_changed: bool = False) -> bool:
        """Begin a backup; false where none can be made, or one is under way."""
        desk = self._shell.desk
        if desk is None or not self.may_back_up or self.is_busy:
            return False
        folders = self._folders()
        with self._turn:
            if self._is_held:
                return False
            self._stopped = stopped = threading.Event()
            self._idle.clear()
        self._shell.runner.submit(
            lambda: self._work(desk, folders, stopped=stopped, only_changed=only_changed),
            done=self._on_done,
            failed=self._on_broken,
            owner=self,
            lane="backup",
        )
        self.began.emit()
        return True

    def cancel(self) -> None:
        """Stop what is under way, without waiting for it."""
        self._stopped.set()

    def stop(self) -> None:
        """Stop what is under way and wait until it has stopped; nothing half is left."""
        self._timer.stop()
        self._stopped.set()
        self._idle.wait()
        self._last = None
        self._said = frozenset()
        self._failed_at = -RETRY_S

    @contextmanager
    def held(self) -> Iterator[None]:
        """Stop what is under way and begin nothing for a block; on any thread.

        For whoever writes the file anew: a copy of it would be neither the old record nor the new.
        """
        with self._turn:
            self._is_held = True
            self._stopped.set()
        self._idle.wait()
        try:
            yield
        finally:
            self._is_held = False

    @Slot()
    def at_end(self) -> None:
        """Back up what changed before the window closes; the therapist sees it and may skip it."""
        if self._is_ending or not (self.is_busy or self.back_up(only_changed=True)):
            return
        from ims_notes.ui.dialogs.last_backup import LastBackupDialog

        self._is_ending = True
        waiting = QEventLoop()
        dialog = LastBackupDialog(self._shell.window)
        self.advanced.connect(dialog.show_progress)
        self.ended.connect(waiting.quit)
        dialog.skipped.connect(self._stopped.set)
        QTimer.singleShot(SHOW_AFTER_MS, dialog, dialog.open)
        QTimer.singleShot(LONGEST_AT_END_MS, dialog, self._stopped.set)
        self._shell.window.setEnabled(False)
        waiting.exec()
        self._shell.window.setEnabled(True)
        dialog.close()
        dialog.deleteLater()
        self._is_ending = False

    def _folders(self) -> tuple[Path, ...]:
        from ims_notes.app.backups import backup_folders

        return backup_folders(self._shell.settings)

    def _work(
        self,
        desk: Desk,
        folders: tuple[Path, ...],
        *,
        stopped: threading.Event,
        only_changed: bool,
    ) -> BackedUp | None:
        """Back up, on the backup lane; None where it was stopped or nothing changed."""
        from ims_notes.app import backups
        from ims_notes.services.keep_backups import back_up
        from ims_notes.storage.backups import sweep

        def go_on(done: int, total: int) -> None:
            if stopped.is_set():
                raise _Stopped
            self.advanced.emit(done, total)

        try:
            go_on(0, 100)
            sweep(desk.folder)  # A restore that was killed may have left its workshop here.
            backups.make_usual_folder(folders[0])
            if only_changed and not self._is_changed(desk, folders):
                return None
            return back_up(folders, store=backups.store_of(desk), progress=go_on)
        except _Stopped:
            return None
        finally:
            self._idle.set()

    def _is_changed(self, desk: Desk, folders: tuple[Path, ...]) -> bool:
        """Tell whether the record differs from its newest backup; remembers when that was made."""
        from ims_notes.app.backups import newest_of

        newest, state = newest_of(desk, folders)
        self._last = newest.made_at if newest else None
        return newest is None or newest.state != state

    def _on_done(self, done: BackedUp | None) -> None:
        desk = self._shell.desk
        if done is not None and desk is not None:
            from ims_notes.services.keep_backups import tell_backed_up

            self._failed_at = -RETRY_S if done.made else time.monotonic()
            if done.made and done.made[0].manifest is not None:
                self._last = done.made[0].manifest.made_at
            self._shell.runner.submit(
                lambda: tell_backed_up(done, begin=desk.begin), owner=self, lane="write"
            )
            self._tell(done)
        self.ended.emit(done)

    def _on_broken(self, _problem: Exception) -> None:
        # The crash hook has heard of it already.
        self._failed_at = time.monotonic()
        self.ended.emit(None)

    def _tell(self, done: BackedUp) -> None:
        """Say once which folder takes no backups; the same again only after it took one."""
        new = frozenset(done.failed) - self._said
        self._said = frozenset(done.failed)
        if new:
            from ims_notes.app.backup_asks import failed_notice

            self._shell.announcer.notice(failed_notice(self._shell, done, last=self._last))
