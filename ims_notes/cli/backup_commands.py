"""The commands that make a backup and restore one."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from ims_notes.cli.commands import at_the_keys, record_folder, warn
from ims_notes.cli.secret import ask_passphrase, given_passphrase, secret_for
from ims_notes.domain.dates import written
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.services.clock import in_zone
from ims_notes.settings import read_settings, settings_folder

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from ims_notes.domain.backups import Manifest


def backup(given: argparse.Namespace) -> int:
    """Make one verified file of record, wrapped keys and manifest; print its path."""
    from ims_notes.app import backups

    folder = record_folder(given)
    secret = secret_for(folder)
    target: Path | None = given.folder
    if target is None:
        target = backups.backup_folders(read_settings(settings_folder()))[0]
        backups.make_usual_folder(target)
    else:
        target.mkdir(mode=0o700, exist_ok=True)
    made, is_told = backups.back_up_folder(
        folder, target.absolute(), who=at_the_keys(), secret=secret
    )
    warn(is_told)
    print(made.path)
    return 0


def restore(given: argparse.Namespace) -> int:
    """Restore a backup into an empty folder, or over a record that is then kept beside it."""
    from ims_notes.app import backups
    from ims_notes.app.records import has_record
    from ims_notes.storage.restoring import keys_in

    secret = given_passphrase()
    path = given.file.absolute()
    path.stat()  # A file that is not there is said as one, not as a folder that is gone.
    if secret is None and keys_in(path) is not None:
        secret = ask_passphrase()
    wanted = backups.Wanted(
        path=path, folder=record_folder(given), replace=given.replace, who=at_the_keys()
    )
    try:
        done, key = backups.restore(wanted, secret=secret, encrypts=True)
    except RecordUnavailable as refused:
        if refused.trouble is not Trouble.NOT_EMPTY or not has_record(wanted.folder):
            raise
        print(
            f"There is a record in {wanted.folder}; with --replace the backup takes its place, "
            "and it is kept beside it.",
            file=sys.stderr,
        )
        return 1
    print(_restored(done.manifest))
    if key is None:
        print("The record is not encrypted, as its backup is not.", file=sys.stderr)
    if done.kept_at is not None:
        print(f"The record that was there is kept in {done.kept_at}", file=sys.stderr)
    return 0


def _restored(manifest: Manifest) -> str:
    made_at = in_zone(manifest.made_at, manifest.zone)
    counts = manifest.counts
    return (
        f"Restored the backup of {written(made_at.date())} {made_at:%H:%M}: "
        f"{counts.patients} patients, {counts.notes} signed notes, {counts.drafts} drafts."
    )
