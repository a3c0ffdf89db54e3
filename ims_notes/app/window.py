"""What is in the window: opens the record, then hands each page its deeds."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimeZone, Signal, Slot

from ims_notes import log
from ims_notes.app import opening_notices, records, trouble
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.settings import (
    chosen_folder,
    demo_folder,
    log_folder,
    read_settings,
    settings_folder,
    write_settings,
)
from ims_notes.ui.announcer import Announcer
from ims_notes.ui.main_window import MainWindow
from ims_notes.ui.navigator import FIRST_START, TODAY, Navigator, PlaceName
from ims_notes.ui.runner import Runner
from ims_notes.ui.theme import Mode, apply_theme

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QApplication, QWidget

    from ims_notes.app.backing_up import BackingUp
    from ims_notes.app.desk import Desk
    from ims_notes.app.locking import Locking
    from ims_notes.settings import Settings
    from ims_notes.ui.dialogs.jump import JumpTarget
    from ims_notes.ui.pages.first_start.asks import Created, NewRecord


class Shell(QObject):
    """The window with the record on its desk; a record may be changed for another."""

    crashed = Signal(str)

    def __init__(self, app: QApplication, *, folder: Path | None, demo: bool = False) -> None:
        """Build the window without a record; `start` opens one."""
        super().__init__()
        self._app = app
        self.settings = read_settings(settings_folder())
        self.desk: Desk | None = None
        self.lock: Locking | None = None
        self._asked_folder = folder
        self._folder = folder or (demo_folder() if demo else chosen_folder())
        self._wants_demo = demo and folder is None
        self.runner = Runner()
        self.announcer = Announcer()
        self.navigator = Navigator()
        apply_theme(app, Mode(self.settings.theme), text_scale=self.settings.text_scale)
        self.window = MainWindow(
            pages={name: self._factory(name) for name in PlaceName},
            navigator=self.navigator,
            announcer=self.announcer,
            runner=self.runner,
        )
        self.look = trouble.Look(self)
        self.window.strip.start_own.connect(self.leave_demo)
        self.crashed.connect(self._on_crashed)
        log.install_crash_hook(self.crashed.emit)

    @Slot()
    def start(self) -> None:
        """Open the record, or begin with the first start where there is none yet."""
        records.start_logging(log_folder())
        if not records.has_record(self._folder):
            self._begin()
            return
        self.runner.submit(
            lambda: records.open_desk(self._folder),
            done=self.show_record,
            failed=self.explain_opening,
            owner=self,
            lane="write",
        )

    def _begin(self) -> None:
        """Begin anew, unless there was a record that is only not there just now."""
        kept = self.settings.record_folder
        if kept and self._folder == Path(kept) and self._asked_folder is None:
            trouble.show_page(self, RecordUnavailable(Trouble.NO_RECORD), folder=self._folder)
            return
        # A new record's recovery code stands here: it is not left to whoever comes by.
        self._watch()
        self.navigator.go(FIRST_START)

    def _watch(self) -> None:
        """Lock the screen from now on when nobody is there."""
        from ims_notes.app.locking import Locking

        self.lock = self.lock or Locking(self)

    def open_folder(self, folder: Path) -> None:
        """Open the record of another folder; where that succeeds, from now on."""
        self._folder = folder
        if records.has_record(folder):
            self.start()
        else:
            trouble.show_page(self, RecordUnavailable(Trouble.NO_RECORD), folder=folder)

    def show_record(self, desk: object) -> None:
        """Put an opened record on the desk and go to today."""
        from ims_notes.app.desk import Desk

        if not isinstance(desk, Desk):
            return
        self.desk = desk
        self._watch()
        self.backing_up.begin()
        self._folder = desk.folder
        self.window.forget_pages()
        self.navigator.forget()
        self.window.record_opened(is_demo=desk.clinic().is_demo, find=self._jump_targets)
        self.look.fit()
        self.navigator.go(TODAY)
        self._keep_folder(desk)
        opening_notices.tell(self, desk)

    @Slot()
    def start_again(self) -> None:
        """Close the record and open it as usual, such as after only looking at it."""
        if self.window.may_leave():
            self._put_away()
            self.start()

    def _keep_folder(self, desk: Desk) -> None:
        folder, kept = str(desk.folder), self.settings.record_folder
        if self._asked_folder is None and kept and kept != folder and not desk.clinic().is_demo:
            self.keep_settings(replace(self.settings, record_folder=folder))

    @Slot()
    def leave_demo(self) -> None:
        """Close the demo clinic and begin an own record."""
        if not self.window.may_leave():
            return
        self._put_away()
        self._folder = chosen_folder()
        self._wants_demo = False
        self.start()

    def close(self) -> None:
        """Finish what is being written, close the record, end the threads."""
        if self.lock is not None:
            self.lock.stop()
        self._put_away()
        self.runner.shutdown()
        log.stop_log()
        # Here and now, with all that ticks on it: Python's own clearing up runs on any thread.
        self.deleteLater()

    def keep_settings(self, settings: Settings) -> None:
        """Keep this person's preferences and show them at once."""
        self.settings = settings
        write_settings(settings, settings_folder())
        apply_theme(self._app, Mode(settings.theme), text_scale=settings.text_scale)

    def create_record(self, asked: NewRecord) -> Created:
        """Make and open a new record (on the write lane)."""
        from ims_notes.ui.pages.first_start.asks import Created

        zone = bytes(QTimeZone.systemTimeZoneId().data()).decode() or "UTC"
        desk, code = records.create_desk(asked, zone=zone)
        # From now on it is closed with the window, also while its recovery code is still shown.
        self.desk = desk
        if self._asked_folder is None:
            kept = replace(self.settings, record_folder=str(asked.folder))
            write_settings(kept, settings_folder())
            self.settings = kept
        return Created(opened=desk, recovery_code=code)

    def open_demo(self, progress: Callable[[int, int], bool]) -> Desk | None:
        """Make the demo clinic where there is none, and open it (on the write lane)."""
        return records.open_demo_desk(demo_folder(), progress=progress)

    def default_folder(self) -> Path:
        """Return where a new record lies unless another folder is chosen."""
        return self._folder

    @cached_property
    def backing_up(self) -> BackingUp:
        """What backs the record up by itself."""
        from ims_notes.app.backing_up import BackingUp

        return BackingUp(self)

    def close_desk(self) -> None:
        """Close the record; the page that is shown stays, such as one that restores a backup."""
        self.backing_up.stop()
        self.runner.drain()
        if self.desk is not None:
            self.desk.close()
            self.desk = None
        self.window.record_closed()

    def _put_away(self) -> None:
        self.close_desk()
        self.look.fit()
        self.window.forget_pages()
        self.navigator.forget()

    def _factory(self, name: PlaceName) -> Callable[[Navigator], QWidget]:
        def make(navigator: Navigator) -> QWidget:
            from ims_notes.app import page_table

            return page_table.make(name, self)

        return make

    def _jump_targets(self, text: str) -> list[JumpTarget]:
        from ims_notes.app import pages

        return pages.jump_targets(self.desk, text) if self.desk else []

    @Slot(object)
    def explain_opening(self, problem: Exception) -> None:
        """Ask for what opens the record, or say why it cannot be opened."""
        if isinstance(problem, RecordUnavailable) and problem.trouble is Trouble.KEY_NEEDED:
            from ims_notes.app.unlocking import unlock_page

            self.window.show_alone(unlock_page(self, self._folder))
            return
        trouble.show_page(self, problem, folder=self._folder)

    @Slot(str)
    def _on_crashed(self, report: str) -> None:
        from ims_notes.ui.dialogs.crash import show_crash

        show_crash(report)
