"""When the record cannot be opened: the page that says so, and what its steps do."""

from __future__ import annotations

import os
import platform
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QSysInfo

from ims_notes import __version__
from ims_notes.app import records
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.ui.navigator import FIRST_START, RESTORE

if TYPE_CHECKING:
    from collections.abc import Callable

    from ims_notes.app.desk import Desk
    from ims_notes.app.keys import Unlocked
    from ims_notes.app.window import Shell
    from ims_notes.ui.only_looking import OnlyLooking


def show_page(shell: Shell, problem: Exception, *, folder: Path) -> None:
    """Say what is wrong with the record of a folder, and offer what can be done."""
    from ims_notes.ui.pages.cannot_open import CannotOpenAsks, CannotOpenPage
    from ims_notes.ui.pages.first_start.asks import ask_for_folder

    asks = CannotOpenAsks(
        host=QSysInfo.machineHostName(),
        report=lambda: report(problem, folder),
        choose_folder=ask_for_folder,
    )
    page = CannotOpenPage(problem=problem, folder=folder, asks=asks)
    page.try_again.connect(shell.start)
    page.look_only.connect(lambda: open_by(shell, _looking(problem)))
    page.accept_asked.connect(lambda: open_by(shell, partial(records.open_desk, accept_loss=True)))
    page.take_over_asked.connect(lambda: _take_over(shell, folder))
    page.other_folder.connect(lambda chosen: shell.open_folder(Path(chosen)))
    page.look_around.connect(lambda: shell.navigator.go(FIRST_START))
    page.restore_asked.connect(lambda: shell.navigator.go(RESTORE))
    shell.window.show_alone(page)


def open_by(shell: Shell, opens: Callable[..., Desk]) -> None:
    """Open the record in another way than usual, such as for looking only."""
    folder = shell.default_folder()

    def failed(problem: Exception) -> None:
        if isinstance(problem, RecordUnavailable) and problem.trouble is Trouble.KEY_NEEDED:
            from ims_notes.app.unlocking import unlock_page

            shell.window.show_alone(unlock_page(shell, folder, opens=opens))
            return
        show_page(shell, problem, folder=folder)

    shell.runner.submit(
        lambda: opens(folder), done=shell.show_record, failed=failed, owner=shell, lane="write"
    )


def _looking(problem: Exception) -> Callable[..., Desk]:
    why = problem.trouble if isinstance(problem, RecordUnavailable) else Trouble.NOT_WRITABLE

    def opens(folder: Path, *, unlocked: Unlocked | None = None) -> Desk:
        from ims_notes.app.looking import open_looking

        return open_looking(folder, why=why, unlocked=unlocked)

    return opens


def _take_over(shell: Shell, folder: Path) -> None:
    def work() -> None:
        from ims_notes.storage.lock import forget_other_host

        forget_other_host(folder, host=QSysInfo.machineHostName())

    shell.runner.submit(
        work,
        done=lambda _done: shell.start(),
        failed=lambda problem: show_page(shell, problem, folder=folder),
        owner=shell,
        lane="write",
    )


def report(problem: Exception, folder: Path) -> str:
    """Describe the trouble for whoever helps: kinds and sizes, no name, no path, no text."""
    trouble = problem.trouble if isinstance(problem, RecordUnavailable) else type(problem).__name__
    facts = problem.facts if isinstance(problem, RecordUnavailable) else {}
    numbers = {name: value for name, value in facts.items() if isinstance(value, int)}
    lines = [
        f"IMS Notes {__version__}, Python {platform.python_version()}, "
        f"{platform.system()} {platform.release()}",
        f"trouble: {trouble}",
        *(f"{name}: {value}" for name, value in sorted(numbers.items())),
        *_files(folder),
    ]
    return "\n".join(lines)


def _files(folder: Path) -> list[str]:
    """Tell the sizes of the program's own files; what else lies there is nobody's business."""
    try:
        found = sorted(each for each in folder.iterdir() if each.name.startswith("ims-notes."))
        may_write = os.access(folder, os.W_OK)
        sizes = [f"{each.name}: {each.stat().st_size} bytes" for each in found]
    except OSError as error:
        return [f"folder: cannot be read ({error.errno})"]
    return [*sizes, f"folder may be written: {may_write}"]


class Look:
    """Dresses the window for a record that is only looked at, and undresses it again."""

    def __init__(self, shell: Shell) -> None:
        """Leave the window as it is."""
        self._shell = shell
        self._held: OnlyLooking | None = None
        shell.window.looking.taken.connect(shell.start_again)

    def fit(self) -> None:
        """Fit the window to the record that is on the desk now."""
        window, desk = self._shell.window, self._shell.desk
        why = desk.looks_because if desk is not None else None
        window.looking.setVisible(why is not None)
        if self._held is not None:
            self._held.end()
            self._held = None
        if why is not None:
            from ims_notes.ui.only_looking import OnlyLooking, reason

            window.looking.say(reason(why))
            self._held = OnlyLooking(window, window.actions_table)
