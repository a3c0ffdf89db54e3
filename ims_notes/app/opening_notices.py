"""What is said once a record is open: the clock disagrees with it, or its folder is no safe place.

One calm sentence at a time; nothing is refused.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ims_notes.domain.backups import may_ask_again, wants_trial
from ims_notes.domain.clock_moved import ClockMoved, clock_moved
from ims_notes.domain.dates import written
from ims_notes.services.clock import in_zone
from ims_notes.ui.announcer import NoticeText
from ims_notes.ui.navigator import Place, PlaceName
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from datetime import datetime

    from ims_notes.app.desk import Desk
    from ims_notes.app.window import Shell


def tell(shell: Shell, desk: Desk) -> None:
    """Look at clock, folder and backups off the window's thread, then say what there is to say."""
    shell.runner.submit(
        lambda: (_last_entry(desk), _wants_trial(shell, desk)),
        done=lambda known: _on_known(shell, desk, last=known[0], is_trial_due=known[1]),
        failed=lambda _problem: None,
        owner=shell,
    )


def _last_entry(desk: Desk) -> datetime | None:
    from ims_notes.services.ports.audit import EVERYTHING

    with desk.look() as work:
        lines = work.audit.lines(EVERYTHING, limit=1)
    return lines[0].at if lines else None


def _wants_trial(shell: Shell, desk: Desk) -> bool:
    """Tell whether it is time to try a restore, and there is a backup to try it with."""
    from ims_notes.app.backups import backup_folders, newest_of
    from ims_notes.services.keep_backups import told

    if not desk.record.may_write or desk.clinic().is_demo:
        return False
    known = told(desk.look)
    if not wants_trial(tried=known.tried, begun=known.begun, now=desk.clock.now()):
        return False
    return newest_of(desk, backup_folders(shell.settings))[0] is not None


def _on_known(shell: Shell, desk: Desk, *, last: datetime | None, is_trial_due: bool) -> None:
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
    elif is_trial_due:
        _ask_for_trial(shell, desk)


def _ask_for_trial(shell: Shell, desk: Desk) -> None:
    """Ask once a year, and once a week until it is done, to try a restore; one click does it."""
    from ims_notes.ui.pages.safety.backup_asks import TRY_RESTORE

    today = desk.today()
    if not may_ask_again(shell.settings.trial_asked_on, today=today):
        return
    shell.keep_settings(replace(shell.settings, trial_asked_on=today.isoformat()))
    sentence = tr(
        "OpeningNotice",
        "Nobody has tried in the last year whether a backup of this record can be restored. One "
        "click tries it in a sandbox; the record is not touched.",
    )
    place = Place(name=PlaceName.SAFETY, focus=TRY_RESTORE)
    shell.announcer.notice(
        NoticeText(
            sentence=sentence,
            step=tr("OpeningNotice", "Try it now"),
            on_step=lambda: shell.navigator.go(place),
        )
    )


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
