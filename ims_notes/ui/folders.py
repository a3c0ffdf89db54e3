"""Tells a folder that another program or computer also writes to; a record is not safe there."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Final

from PySide6.QtCore import QStorageInfo

_BETWEEN = re.compile(r"[\\/]+")

_NETWORK: Final = {
    *("nfs", "nfs3", "nfs4", "cifs", "smbfs", "smb2", "smb3", "afpfs", "webdav", "davfs", "ncpfs"),
    *("fuse.sshfs", "fuse.davfs2", "fuse.gvfsd-fuse", "fuse.rclone", "9p", "afs", "ceph"),
}
"""Kinds of disks that are another computer's."""

_REMOTE: Final = 4
"""What Windows calls the kind of a drive that is a share."""

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
    """Tell whether a folder lies on another computer: by how it is written, or by its disk."""
    written_so = re.match(r"(\\\\|//)[^\\/]", folder) or "gvfs" in _BETWEEN.split(folder)
    return bool(written_so) or _kind_of_disk(folder) in _NETWORK or _is_mapped(folder)


def _kind_of_disk(folder: str) -> str:
    """Return what the system calls the disk of a folder, or of the nearest one that exists."""
    there = Path(folder)
    while not there.exists() and there != there.parent:
        there = there.parent
    kind = bytes(QStorageInfo(str(there)).fileSystemType().data()).decode(errors="replace")
    return kind.casefold()


def _is_mapped(folder: str) -> bool:
    """Tell whether Windows gives a share a letter, such as Z:."""
    drive = Path(folder).drive
    if os.name != "nt" or not drive:
        return False
    import ctypes

    kind: int = vars(ctypes)["windll"].kernel32.GetDriveTypeW(f"{drive}\\")
    return kind == _REMOTE
