"""Restores a backup in the window: closes the record, puts the other in its place, opens that."""

from __future__ import annotations

from contextlib import nullcontext
from typing import TYPE_CHECKING

from ims_notes.app import backups, records
from ims_notes.app.keys import Unlocked, failed_kept
from ims_notes.domain.dates import written
from ims_notes.services.clock import day_in
from ims_notes.settings import chosen_folder
from ims_notes.ui import backup_words
from ims_notes.ui.announcer import NoticeText
from ims_notes.ui.navigator import RESTORE
from ims_notes.ui.people import initials
from ims_notes.ui.translation import tr, tr_count

if TYPE_CHECKING:
    from pathlib import Path

    from ims_notes.app.desk import Desk
    from ims_notes.app.window import Shell
    from ims_notes.services.ports.backups import Listed
    from ims_notes.storage.restoring import Restored
    from ims_notes.ui.pages.restore.asks import RestoreAsks, RestoreLine, Restoring

_MOST_NAMED = 5
"""How many drafts a restore names one by one."""


def restore_asks(shell: Shell) -> RestoreAsks:
    """Return what the page that restores asks, with a record open or without."""
    from ims_notes.ui.pages.restore.asks import RestoreAsks

    desk, folder = shell.desk, _restored_folder(shell)
    compared = desk if desk is not None and desk.folder == folder else None
    key = compared.record.key if compared else None

    def unlock(path: Path, secret: str | None) -> bytes | None:
        # A guess at a backup is one at the record: it is the same passphrase, or an older one.
        kept = failed_kept(folder) if records.has_record(folder) else nullcontext()
        with kept:
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
        restore=lambda asked: _Restore(shell, asked, folder=folder).begin(),
        folder=folder,
        has_record=lambda: records.has_record(folder),
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


class _Restore:
    """One restore: the record on the desk is closed for it, and back there if it fails."""

    def __init__(self, shell: Shell, asked: Restoring, *, folder: Path) -> None:
        before = shell.desk
        self._shell = shell
        self._asked = asked
        self._folder = folder
        self._who = before.who() if before else ""
        self._before = (before.folder, before.record.key) if before else None

    def begin(self) -> None:
        if self._before is not None:
            self._shell.close_desk()
        self._shell.runner.submit(
            self._work,
            done=lambda made: self._show(done=made[0], desk=made[1], drafts=made[2]),
            failed=self._on_failed,
            owner=self._shell,
            lane="write",
        )

    def _work(self) -> tuple[Restored, Desk, list[str]]:
        key = self._asked.key if isinstance(self._asked.key, bytes) else None
        wanted = backups.Wanted(
            path=self._asked.path, folder=self._folder, replace=True, who=self._who
        )
        done, key = backups.restore(wanted, key=key, progress=self._asked.advanced)
        desk = _opened(self._folder, key)
        return done, desk, _drafts(desk)

    def _on_failed(self, problem: Exception) -> None:
        if self._before is None:
            self._asked.failed(problem)
            return
        folder, key = self._before
        self._shell.runner.submit(
            lambda: _opened(folder, key),
            done=lambda desk: self._show_again(desk, problem),
            failed=self._shell.explain_opening,
            owner=self._shell,
            lane="write",
        )

    def _show_again(self, desk: Desk, problem: Exception) -> None:
        self._shell.show_record(desk)
        self._shell.navigator.go(RESTORE)
        words = backup_words.not_restored(problem)
        self._shell.announcer.notice(NoticeText(sentence=words, kind="danger"))

    def _show(self, *, done: Restored, desk: Desk, drafts: list[str]) -> None:
        """Show the restored record, and say what it holds and where the one before is."""
        self._shell.show_record(desk)
        when = backup_words.made_when(done.manifest)
        said = [tr("Restore", "Restored the backup of {when}.", when=when), _held(drafts)]
        if done.kept_at is not None:
            kept = str(done.kept_at)
            words = tr("Restore", "The record that it replaced is kept in {folder}.", folder=kept)
            said.append(words)
        self._shell.announcer.notice(NoticeText(sentence=" ".join(said)))


def _opened(folder: Path, key: bytes | None) -> Desk:
    return records.open_desk(folder, unlocked=Unlocked(key=key, holder=None) if key else None)


def _drafts(desk: Desk) -> list[str]:
    """Return whose drafts there are and of which day; initials, for others may read along."""
    with desk.look() as work:
        drafts = work.notes.drafts()
        people = work.patients.found([each.patient_id for each in drafts])
    names = {each.id: initials(each) for each in people}
    return [
        f"{names.get(each.patient_id, '')} {written(day_in(each.started_at, each.zone))}".strip()
        for each in drafts
    ]


def _held(drafts: list[str]) -> str:
    if not drafts:
        return tr("Restore", "It held no draft.")
    named = ", ".join(drafts[:_MOST_NAMED])
    if len(drafts) > _MOST_NAMED:
        named = tr("Restore", "{named}, and {n} more", named=named, n=len(drafts) - _MOST_NAMED)
    return tr_count(
        "Restore",
        one="It held {n} draft: {named}. It is on Today.",
        many="It held {n} drafts: {named}. They are on Today.",
        n=len(drafts),
        named=named,
    )
