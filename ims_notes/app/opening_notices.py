"""What is said once a record is open: the clock disagrees with it, or its folder is no safe place.

One calm sentence at a time; nothing is refused.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ims_notes.domain.clock_moved import ClockMoved, clock_moved
from ims_notes.domain.dates import written
from ims_notes.services.clock import in_zone
from ims_notes.ui.announcer import NoticeText
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from datetime import datetime

    from ims_notes.app.desk import Desk
    from ims_notes.app.window import Shell


def tell(shell: Shell, desk: Desk) -> None:
    """Look at clock and folder off the window's thread, then say what there is to say."""
    shell.runner.submit(
        lambda: _last_entry(desk),
        done=lambda last: _on_known(shell, desk, last=last),
        failed=lambda _problem: None,
        owner=shell,
    )


def _last_entry(desk: Desk) -> datetime | None:
    from ims_notes.services.ports.audit import EVERYTHING

    with desk.look() as work:
        lines = work.audit.lines(EVERYTHING, limit=1)
    return lines[0].at if lines else None


def _on_known(shell: Shell, desk: Desk, *, last: datetime | None) -> None:
    if shell.desk is not desk or desk.clinic().is_demo:
        return
    now = desk.clock.now()
    moved = clock_moved(now, last)
    if moved is not None and last is not None:
        words = clock_words(moved, now=in_zone(now, desk.zone()), last=in_zone(last, desk.zone()))
        shell.announcer.notice(NoticeText(sentence=words, kind="attention"))
        return
    folder = str(desk.folder)
    words = folder_words(folder)
    if words and shell.settings.warned_folder != folder:
        shell.keep_settings(replace(shell.settings, warned_folder=folder))
        shell.announcer.notice(NoticeText(sentence=words, kind="attention"))


def clock_words(moved: ClockMoved, *, now: datetime, last: datetime) -> str:
    """Say that the clock may be wrong, and what that does and does not touch."""
    if moved is ClockMoved.BEHIND:
        return tr(
            "OpeningNotice",
            "This computer's clock says {now}, but the last entry here is of {last}. If the clock "
            "is wrong, set it before you sign: a note carries the date of the clock. The order of "
            "the entries stays right either way.",
            now=written(now.date()),
            last=written(last.date()),
        )
    return tr(
        "OpeningNotice",
        "This computer's clock says {now}; the last entry here is of {last}, more than a year "
        "before. If the clock is wrong, set it before you sign: a note carries the date of the "
        "clock.",
        now=written(now.date()),
        last=written(last.date()),
    )


def folder_words(folder: str) -> str:
    """Say why a folder is no safe place for a record; empty where nothing is known against it."""
    from ims_notes.ui import folders

    program = folders.synced_by(folder)
    if program:
        return tr(
            "OpeningNotice",
            "This record lies in a folder that {program} synchronises, which can damage it while "
            "it is open and takes it off this computer. Close the program and move the folder "
            "elsewhere, then open it there. This is said once.",
            program=program,
        )
    if folders.is_on_network(folder):
        return tr(
            "OpeningNotice",
            "This record lies on another computer. When the network fails while you write, the "
            "record can be damaged. Close the program and move the folder to this computer, then "
            "open it there. This is said once.",
        )
    return ""
