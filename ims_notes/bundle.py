"""Finds resources/ and migrations/ in a checkout, an editable install, a wheel or a bundle."""

import sys
from pathlib import Path, PureWindowsPath


def resource(*parts: str) -> Path:
    """Locate a file or folder under resources/, such as `resource("catalogue", "muscles.toml")`.

    Raises:
        ValueError: A part is absolute or climbs out with `..`.
    """
    return _below(_home() / "resources", parts)


def migrations() -> Path:
    """Locate the folder that holds the record file's migrations."""
    return _home() / "migrations"


def _home() -> Path:
    """Find the folder that holds both: inside the package once that is built."""
    frozen = getattr(sys, "_MEIPASS", None)
    package = Path(frozen, "ims_notes") if frozen else Path(__file__).resolve().parent
    built = package / "_bundled"
    return built if built.is_dir() else package.parent


def _below(folder: Path, parts: tuple[str, ...]) -> Path:
    for part in parts:
        # Windows' reading of a path knows both kinds of slash and drive letters.
        as_windows = PureWindowsPath(part)
        if as_windows.anchor or ".." in as_windows.parts:
            raise ValueError("a resource is named by parts below resources/")
    return folder.joinpath(*parts)
