"""Hands the card of backups and the page that restores their deeds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ims_notes.app import backups
from ims_notes.domain.audit import Deed
from ims_notes.domain.backups import is_late, wants_trial
from ims_notes.services.keep_backups import tell, told
from ims_notes.settings import default_backup_folder
from ims_notes.ui import backup_words
from ims_notes.ui.announcer import NoticeText
from ims_notes.ui.navigator import RESTORE, SAFETY
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from ims_notes.app.desk import Desk
    from ims_notes.app.window import Shell
    from ims_notes.services.keep_backups import BackedUp
    from ims_notes.ui.pages.safety.backup_asks import (
        BackupAsks,
        BackupFolder,
        BackupsState,
        Trial,
    )
    from ims_notes.ui.pages.safety.backups_card import BackupsCard


def backups_card(shell: Shell, desk: Desk) -> BackupsCard:
    """Return the card of backups for the page of safety."""
    from ims_notes.ui.pages.safety.backups_card import BackupsCard

    return BackupsCard(
        runner=shell.runner, announcer=shell.announcer, asks=backup_asks(shell, desk)
    )


def backup_asks(shell: Shell, desk: Desk) -> BackupAsks:
    """Return what the card of backups asks."""
    from ims_notes.ui.pages.safety.backup_asks import BackupAsks, Trial

    def try_restore(path: Path, progress: Callable[[int, int], object]) -> Trial:
        tried = backups.try_restore(path, path.parent, key=desk.record.key, progress=progress)
        return Trial(manifest=tried.manifest, problems=len(tried.checked.problems))

    def tell_tried() -> None:
        shell.runner.submit(lambda: tell(Deed.BACKUP_TRIED, begin=desk.begin), lane="write")

    def keep_folders(first: str, second: str) -> None:
        usual = str(default_backup_folder())
        shell.keep_settings(
            replace(
                shell.settings,
                backup_folder="" if first == usual else first,
                second_backup_folder=second,
            )
        )

    return BackupAsks(
        state=lambda: _state(shell, desk),
        watch=shell.backing_up,
        back_up=shell.backing_up.back_up,
        stop=shell.backing_up.cancel,
        keep_folders=keep_folders,
        try_restore=try_restore,
        tell_tried=tell_tried,
        restore=lambda: shell.navigator.go(RESTORE),
    )


def failed_notice(shell: Shell, done: BackedUp, *, last: datetime | None) -> NoticeText:
    """Say calmly which folders took no backup, and what that means."""
    said = [backup_words.failure(each) for each in done.failed]
    if done.made:
        said.append(tr("Backups", "The backup in the other folder was made."))
    elif last is not None and shell.desk is not None:
        when = backup_words.moment(last, shell.desk.zone())
        said.append(tr("Backups", "Your record is safe; the last backup is of {when}.", when=when))
    else:
        said.append(tr("Backups", "Your record is safe, but there is no backup of it yet."))
    return NoticeText(
        sentence=" ".join(said),
        kind="attention",
        step=tr("Backups", "Safety and backups"),
        on_step=lambda: shell.navigator.go(SAFETY),
    )


def _state(shell: Shell, desk: Desk) -> BackupsState:
    """Return how the record is backed up (on the read lane)."""
    from ims_notes.storage.backup_facts import record_id
    from ims_notes.ui.pages.safety.backup_asks import BackupsState

    with desk.record.look() as work:
        mine = record_id(work.connection)
    known, now = told(desk.look), desk.clock.now()
    folders = backups.backup_folders(shell.settings)
    found = [
        each
        for each in backups.all_backups(folders)
        if each.manifest is None or each.manifest.record == mine
    ]
    last = next((each.manifest.made_at for each in found if each.manifest), None)
    may_back_up = shell.backing_up.may_back_up
    return BackupsState(
        folders=tuple(_folder(each, desk, mine=mine) for each in folders),
        backups=tuple(found),
        zone=desk.zone(),
        tried=known.tried,
        wants_trial=may_back_up
        and last is not None
        and wants_trial(tried=known.tried, begun=known.begun, now=now),
        is_late=may_back_up and is_late(last=last, begun=known.begun, now=now),
        may_back_up=may_back_up,
    )


def _folder(path: Path, desk: Desk, *, mine: str) -> BackupFolder:
    from ims_notes.storage.backups import listed
    from ims_notes.ui.pages.safety.backup_asks import BackupFolder

    is_usual = path == default_backup_folder()
    found = [each for each in listed(path) if each.manifest and each.manifest.record == mine]
    return BackupFolder(
        path=path,
        is_there=is_usual or path.is_dir(),
        is_usual=is_usual,
        on_same_disk=_disk(path) == _disk(desk.folder),
        count=len(found),
        size=sum(each.path.stat().st_size for each in found if each.path.exists()),
    )


def _disk(path: Path) -> int | None:
    """Return which disk a folder lies on, or would; None where nobody can tell."""
    for each in (path, *path.parents):
        try:
            return each.stat().st_dev
        except OSError:
            continue
    return None
