"""File systems of our own, small enough to fill and to be cut off, seen by one nursery only.

They live in a mount namespace that ends with its last process, so none can be left over.
"""

import fcntl
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

PRIVATE = ("unshare", "--mount", "--propagation", "private")
_SHUTDOWN, _NOTHING_FLUSHED = 0x8004587D, 2
"""What ext4 is told for a power cut: stop this moment, write nothing more."""


def space():
    """Return the command before a process that gives it mounts of its own; empty if refused."""
    as_root = () if os.geteuid() == 0 else ("--map-root-user",)
    asked = (*PRIVATE, *as_root)
    return asked if _works((*asked, "mount", "-t", "tmpfs", "tmpfs", "/tmp")) else ()


def missing_loop():
    """Tell why no file can be mounted as a disk here; empty where one can."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "mounting a disk of our own wants root on Linux"
    if not shutil.which("mkfs.ext4") or not shutil.which("unshare"):
        return "there is no mkfs.ext4 or unshare"
    with TemporaryDirectory() as folder:
        image = Path(folder) / "image"
        make_ext4(image, 2)
        # In a space of its own, which ends at once and takes the mount away.
        works = _works((*PRIVATE, "mount", "-o", "loop", image, folder))
    return "" if works else "no file can be mounted as a disk here"


def make_ext4(image, megabytes):
    """Make a disk image with an ext4 in it."""
    with image.open("wb") as file:
        file.truncate(megabytes * 1024 * 1024)
    subprocess.run(["mkfs.ext4", "-q", "-F", image], check=True, timeout=60)


def mount(*arguments):
    subprocess.run(["mount", *arguments], check=True, timeout=60)


def cut_power(point):
    """Stop a mounted ext4 at once, as a power cut would, and take it away."""
    handle = os.open(point, os.O_RDONLY)
    try:
        fcntl.ioctl(handle, _SHUTDOWN, struct.pack("I", _NOTHING_FLUSHED))
    finally:
        os.close(handle)


def unmount(point):
    subprocess.run(["umount", point], check=True, timeout=60)


def _works(command):
    try:
        return subprocess.run(command, capture_output=True, timeout=20).returncode == 0
    except OSError:
        return False
