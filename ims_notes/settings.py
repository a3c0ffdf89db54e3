"""Preferences of this person on this computer: one table of key, default and meaning.

They hold how the program looks and where the record lies, never anything about a patient.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import platformdirs

APP_NAME = "IMS Notes"
FILE_NAME = "settings.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What can be preferred.

    Attributes:
        record_folder: where the record lies; empty until the first start is done.
        theme: ``system``, ``light``, ``dark`` or ``high_contrast``.
        text_scale: size of text in per cent of the system's, 80 to 200.
        threshold: the progress chart's line: ``two_points``, ``thirty_percent``,
            ``fifty_percent`` or ``none``.
        lock_minutes: after how many minutes untouched the screen locks, 1 to 15.
        warned_folder: the record's folder of which was said that it is no safe place.
        backup_folder: where backups go; empty for the usual folder.
        second_backup_folder: where a verified copy of each goes; empty for nowhere.
        trial_asked_on: the day, ISO, on which it was last asked to try a restore.
    """

    record_folder: str = ""
    theme: str = "system"
    text_scale: int = 100
    threshold: str = "two_points"
    lock_minutes: int = 5
    warned_folder: str = ""
    backup_folder: str = ""
    second_backup_folder: str = ""
    trial_asked_on: str = ""


_ALLOWED: dict[str, tuple[str, ...]] = {
    "theme": ("system", "light", "dark", "high_contrast"),
    "threshold": ("two_points", "thirty_percent", "fifty_percent", "none"),
}

_WITHIN: dict[str, range] = {"text_scale": range(80, 201), "lock_minutes": range(1, 16)}


def default_record_folder() -> Path:
    """Return the user's data folder for a record."""
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)) / "record"


def default_backup_folder() -> Path:
    """Return the user's data folder for backups."""
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)) / "backups"


def demo_folder() -> Path:
    """Return the folder of its own that the window's demo clinic lives in."""
    return Path(platformdirs.user_data_dir(APP_NAME, appauthor=False)) / "demo-clinic"


def log_folder() -> Path:
    """Return the folder for the program's log, which holds nothing about patients."""
    return Path(platformdirs.user_log_dir(APP_NAME, appauthor=False))


def settings_folder() -> Path:
    """Return the folder the preferences lie in."""
    return Path(platformdirs.user_config_dir(APP_NAME, appauthor=False))


def read_settings(folder: Path) -> Settings:
    """Return the preferences kept in a folder; what is unreadable or unknown is the default."""
    try:
        kept = json.loads((folder / FILE_NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return Settings()
    if not isinstance(kept, dict):
        return Settings()
    known = {f.name for f in fields(Settings) if _fits(f.name, kept.get(f.name))}
    return replace(Settings(), **{name: kept[name] for name in known})


def chosen_folder() -> Path:
    """Return the folder of the record this person works with on this computer."""
    kept = read_settings(settings_folder()).record_folder
    return Path(kept) if kept else default_record_folder()


def write_settings(settings: Settings, folder: Path) -> None:
    """Keep the preferences whole or not at all.

    Raises:
        OSError: the folder cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=folder, prefix=FILE_NAME)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(asdict(settings), file, indent=2)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(folder / FILE_NAME)
    except OSError:
        with suppress(OSError):
            Path(name).unlink()
        raise


def _fits(name: str, value: Any) -> bool:  # noqa: ANN401 (it is whatever the file holds)
    if name in _WITHIN:
        return type(value) is int and value in _WITHIN[name]
    if not isinstance(value, str) or "\0" in value:
        return False
    return value in _ALLOWED.get(name, (value,))
