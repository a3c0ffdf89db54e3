"""Tells a folder that another program or computer also writes to; a record is not safe there."""

from __future__ import annotations

import re
from typing import Final

_BETWEEN = re.compile(r"[\\/]+")

_SYNCED: Final = {
    "dropbox": "Dropbox",
    "onedrive": "OneDrive",
    "google drive": "Google Drive",
    "googledrive": "Google Drive",
    "my drive": "Google Drive",
    "icloud drive": "iCloud",
    "iclouddrive": "iCloud",
    "icloud": "iCloud",
    "mobile documents": "iCloud",
    "com~apple~clouddocs": "iCloud",
    "nextcloud": "Nextcloud",
    "owncloud": "ownCloud",
    "box sync": "Box",
    "pclouddrive": "pCloud",
    "syncthing": "Syncthing",
}


def synced_by(folder: str) -> str:
    """Return the name of the sync program a folder lies in; empty for none that is known.

    Sync programs copy a file while it is being written, which can damage a record.
    """
    for part in _BETWEEN.split(folder.casefold()):
        # OneDrive adds the employer's name: "OneDrive - Clinic".
        name = _SYNCED.get(part) or _SYNCED.get(re.split(r" ?[-(]", part, maxsplit=1)[0])
        if name:
            return name
    return ""


def is_on_network(folder: str) -> bool:
    """Tell whether a folder is written like a share of another computer."""
    return bool(re.match(r"(\\\\|//)[^\\/]", folder)) or "gvfs" in _BETWEEN.split(folder)
