"""Backups and restoring for the command line and the window: folders, keys, the audit."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ims_notes.app.desk import looking
from ims_notes.app.keys import unlock_with
from ims_notes.domain.audit import Deed
from ims_notes.domain.backups import Difference, Manifest, Relation
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.services.choose_passphrase import fitting
from ims_notes.services.clock import Clock
from ims_notes.services.keep_backups import back_up
from ims_notes.services.ports.backups import Listed, Progress, unheard
from ims_notes.settings import default_backup_folder
from ims_notes.storage.backups import StoredBackups, listed
from ims_notes.storage.record_file import record_path

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from ims_notes.app.desk import Desk
    from ims_notes.settings import Settings
    from ims_notes.storage.keys import Keys
    from ims_notes.storage.restoring import Restored, Tried


def backup_folders(settings: Settings) -> tuple[Path, ...]:
    """Return where backups go: the first folder, and the second if one was chosen."""
    first = settings.backup_folder
    chosen = [Path(first) if first else default_backup_folder()]
    if settings.second_backup_folder:
        chosen.append(Path(settings.second_backup_folder))
    return tuple(chosen)


def make_usual_folder(folder: Path) -> None:
    """Make the usual folder where it is missing; any other is the therapist's own.

    One on a drive that is not plugged in must not come into being beside it. Where it cannot be
    made, backing up says so.
    """
    if folder == default_backup_folder():
        with contextlib.suppress(OSError):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def newest_of(desk: Desk, folders: Sequence[Path]) -> tuple[Manifest | None, str]:
    """Return what the newest backup of the record on the desk says, and the record's state now."""
    from ims_notes.storage.backup_facts import facts

    with desk.record.look() as work:
        now = facts(work.connection, made_at=desk.clock.now(), zone=desk.zone(), encrypted=False)
    found = (each.manifest for each in all_backups(folders))
    mine = (each for each in found if each is not None and each.record == now.record)
    return next(mine, None), now.state


def store_of(desk: Desk) -> StoredBackups:
    """Return what makes the backups of the record on the desk."""
    return StoredBackups(
        record=desk.record.path, key=desk.record.key, zone=desk.zone(), now=desk.clock.now
    )


def back_up_folder(
    folder: Path, target: Path, *, who: str, secret: str | None, progress: Progress = unheard
) -> tuple[Listed, bool]:
    """Back a folder's record up, also beside a running window, and tell its audit.

    Returns:
        The backup, and whether the audit could be told.

    Raises:
        RecordUnavailable: there is no record, no key, or the backup could not be made.
    """
    with looking(folder, who=who, secret=secret) as desk:
        with desk.look() as work:
            zone = work.clinic.get().zone
        store = StoredBackups(record=record_path(folder), key=desk.key, zone=zone, now=Clock().now)
        done = back_up([target], store=store, progress=progress)
        is_told = desk.took_out(Deed.BACKUP_MADE if done.made else Deed.BACKUP_FAILED)
        for failed in done.failed:
            raise RecordUnavailable(failed.trouble, path=str(failed.folder))
    return done.made[0], is_told


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What is to be restored: which backup, into which folder, over a record or not, by whom."""

    path: Path
    folder: Path
    replace: bool
    who: str


def restore(
    wanted: Wanted,
    *,
    secret: str | None = None,
    key: bytes | None = None,
    progress: Progress = unheard,
    encrypts: bool = False,
) -> tuple[Restored, bytes | None]:
    """Restore a backup; return what was done and the key of the restored record.

    Args:
        wanted: what is to be restored.
        secret: opens the keys that the backup holds.
        key: tried first, such as that of the record in use.
        progress: is told per cent and 100.
        encrypts: a plain backup becomes a record encrypted with the secret as its passphrase.

    Raises:
        RuleBroken: the passphrase for a plain backup's record will not do.
        RecordUnavailable: KEY_NEEDED, KEY_WRONG, or as `storage.restoring.restore` says.
    """
    from ims_notes.storage import restoring

    key = key_of(wanted.path, secret=secret, key=key)
    made = _new_keys(secret) if encrypts and secret and key is None else None
    done = restoring.restore(
        wanted.path,
        wanted.folder,
        key=key,
        replace=wanted.replace,
        who=wanted.who,
        now=Clock().now(),
        told=_per_cent(wanted.path, progress),
        encrypt=made,
    )
    return done, made[0] if made else key


def try_restore(
    path: Path,
    room: Path,
    *,
    secret: str | None = None,
    key: bytes | None = None,
    progress: Progress = unheard,
) -> Tried:
    """Restore a backup into a sandbox, check it, and take the sandbox away.

    Raises:
        RecordUnavailable: KEY_NEEDED, KEY_WRONG, or the backup cannot be restored.
    """
    from ims_notes.storage import restoring

    found = key_of(path, secret=secret, key=key)
    return restoring.try_restore(path, room, key=found, told=_per_cent(path, progress))


def key_of(path: Path, *, secret: str | None, key: bytes | None) -> bytes | None:
    """Return the key of a backup's record; None for a plain one.

    The key of the record in use is taken where no secret is given: a record keeps its key for
    life, so it opens all backups of it, whatever their passphrase was. Whether it fits shows when
    the backup is proved.

    Raises:
        RecordUnavailable: KEY_NEEDED, KEY_WRONG, or it is no backup.
    """
    from ims_notes.storage.restoring import keys_in

    keys = keys_in(path)
    if keys is None:
        return None
    if secret is not None:
        return unlock_with(keys, secret).key
    if key is None:
        raise RecordUnavailable(Trouble.KEY_NEEDED, path=str(path))
    return key


def compare(manifests: Sequence[Listed], desk: Desk | None) -> tuple[Difference, ...]:
    """Return how each backup differs from the record on the desk; UNKNOWN without one."""
    from ims_notes.storage.backup_facts import difference

    if desk is None:
        return tuple(Difference(relation=Relation.UNKNOWN) for _each in manifests)
    with desk.record.look() as work:
        return tuple(
            difference(work.connection, each.manifest)
            if each.manifest is not None
            else Difference(relation=Relation.UNKNOWN)
            for each in manifests
        )


def all_backups(folders: Sequence[Path]) -> tuple[Listed, ...]:
    """Return the backups of all folders, newest first; the copies of one backup count once."""
    found: dict[object, Listed] = {}
    for folder in folders:
        for each in listed(folder):
            is_whole = each.manifest is not None
            same = (each.manifest.made_at, each.manifest.state) if each.manifest else each.path
            if is_whole or each.path not in found:
                found.setdefault(same, each)
    whole = [each for each in found.values() if each.manifest is not None]
    whole.sort(key=lambda each: each.manifest.made_at if each.manifest else 0, reverse=True)
    return (*whole, *(each for each in found.values() if each.manifest is None))


def _new_keys(secret: str) -> tuple[bytes, Keys]:
    from ims_notes.storage.keys import fitting_cost, new_key, new_keys

    passphrase, key = fitting(secret), new_key()
    return key, new_keys(fitting_cost()).with_slot(key, passphrase)


def _per_cent(path: Path, progress: Progress) -> Callable[[int], None]:
    size = path.stat().st_size if path.exists() else 0
    done = 0

    def told(count: int) -> None:
        nonlocal done
        done += count
        progress(min(100, 100 * done // max(1, size)), 100)

    return told
