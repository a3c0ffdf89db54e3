"""Hands the card of backups and the page that restores their deeds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from ims_notes.app import backups
from ims_notes.domain.audit import Deed
from ims_notes.domain.backups import is_late, wants_trial
from ims_notes.services.keep_backups import tell, told
from ims_notes.settings import chosen_folder, default_backup_folder
from ims_notes.ui import backup_words
from ims_notes.ui.announcer import NoticeText
from ims_notes.ui.navigator import RESTORE, SAFETY
from ims_notes.ui.translation import tr, tr_count

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from ims_notes.app.desk import Desk
    from ims_notes.app.window import Shell
    from ims_notes.services.keep_backups import BackedUp
    from ims_notes.services.ports.backups import Listed
    from ims_notes.storage.restoring import Restored
    from ims_notes.ui.pages.restore.asks import RestoreAsks, RestoreLine, Restoring
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


def restore_asks(shell: Shell) -> RestoreAsks:
    """Return what the page that restores asks, with a record open or without."""
    from ims_notes.app.records import has_record
    from ims_notes.ui.pages.restore.asks import RestoreAsks

    desk, folder = shell.desk, _restored_folder(shell)
    compared = desk if desk is not None and desk.folder == folder else None
    key = compared.record.key if compared else None

    def unlock(path: Path, secret: str | None) -> bytes | None:
        return backups.key_of(path, secret=secret, key=key)

    def found() -> tuple[RestoreLine, ...]:
        return _lines(backups.all_backups(backups.backup_folders(shell.settings)), compared)

    def look_at(path: Path) -> RestoreLine:
        from ims_notes.storage.backups import look_at

        return _lines((look_at(path),), compared)[0]

    return RestoreAsks(
        backups=found,
        look_at=look_at,
        unlock=unlock,
        restore=lambda asked: _restore(shell, asked, folder=folder),
        folder=folder,
        has_record=lambda: has_record(folder),
        back=lambda: shell.navigator.back() or (shell.desk is None and shell.start()),
    )


def _restored_folder(shell: Shell) -> Path:
    """Return the folder that is restored to; a backup never takes the demo clinic's place."""
    desk = shell.desk
    is_demo = desk is not None and desk.clinic().is_demo
    return chosen_folder() if is_demo else shell.default_folder()


def _lines(found: tuple[Listed, ...], desk: Desk | None) -> tuple[RestoreLine, ...]:
    from ims_notes.storage.backups import key_mark
    from ims_notes.ui.pages.restore.asks import RestoreLine

    mark = key_mark(desk.record.key) if desk else ""
    return tuple(
        RestoreLine(
            listed=each,
            difference=difference,
            needs_secret=bool(each.manifest and each.manifest.encrypted)
            and (each.manifest is None or each.manifest.key != mark),
        )
        for each, difference in zip(found, backups.compare(found, desk), strict=True)
    )


def _restore(shell: Shell, asked: Restoring, *, folder: Path) -> None:
    """Close the record, restore on the write lane, open what is there then."""
    from ims_notes.app import records
    from ims_notes.app.keys import Unlocked

    before = shell.desk
    who = before.who() if before else ""
    old_key = before.record.key if before else None
    old_folder = before.folder if before else folder
    if before is not None:
        shell.close_desk()

    def opened(key: bytes | None, where: Path) -> Desk:
        return records.open_desk(where, unlocked=Unlocked(key=key, holder=None) if key else None)

    def work() -> tuple[Restored, Desk]:
        wanted = backups.Wanted(path=asked.path, folder=folder, replace=True, who=who)
        key = asked.key if isinstance(asked.key, bytes) else None
        done, key = backups.restore(wanted, key=key, progress=asked.advanced)
        return done, opened(key, folder)

    def failed(problem: Exception) -> None:
        if before is None:
            asked.failed(problem)
            return
        shell.runner.submit(
            lambda: opened(old_key, old_folder),
            done=lambda desk: _shown_again(shell, desk, problem),
            failed=shell.explain_opening,
            owner=shell,
            lane="write",
        )

    shell.runner.submit(
        work,
        done=lambda made: _restored(shell, *made),
        failed=failed,
        owner=shell,
        lane="write",
    )


def _shown_again(shell: Shell, desk: Desk, problem: Exception) -> None:
    shell.show_record(desk)
    shell.navigator.go(RESTORE)
    shell.announcer.explain(problem)


def _restored(shell: Shell, done: Restored, desk: Desk) -> None:
    """Show the restored record, and say what it holds and where the one before is."""
    shell.show_record(desk)
    manifest = done.manifest
    said = [
        tr("Restore", "Restored the backup of {when}.", when=backup_words.made_when(manifest)),
        tr_count(
            "Restore",
            one="It held {n} draft; it is on Today.",
            many="It held {n} drafts; they are on Today.",
            n=manifest.counts.drafts,
        ),
    ]
    if done.kept_at is not None:
        kept = str(done.kept_at)
        words = tr("Restore", "The record that it replaced is kept in {folder}.", folder=kept)
        said.append(words)
    shell.announcer.notice(NoticeText(sentence=" ".join(said)))


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
