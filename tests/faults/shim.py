"""The shim between a process and its disk: compiled, loaded, told what to fail."""

import errno
import mmap
import shutil
import struct
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

SOURCE = Path(__file__).with_name("shim.c")
WRITES, SYNCS, NAMES = 1, 2, 4
"""Kinds of calls: what goes into a file; what makes it last; creating, renaming, removing."""

_NUMBERS = struct.Struct("6i")
_ENTRY = struct.Struct("4siqq")


def missing():
    """Tell why there is no shim here; empty where there is one."""
    if sys.platform != "linux":
        return "the shim is made for Linux"
    return "" if shutil.which("cc") else "there is no C compiler (cc)"


def compiled(folder):
    """Compile the shim into a folder and return the library."""
    library = folder / "shim.so"
    options = ("-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Werror")
    subprocess.run(["cc", *options, "-o", library, SOURCE, "-lpthread"], check=True, timeout=60)
    return library


def environment(folder, watched, *, with_journal=False):
    """Return the environment of a process whose files in `watched` go through the shim.

    Compiles it, and makes the control page and the journal's place in `folder`.
    """
    control = folder / "control"
    control.write_bytes(bytes(mmap.PAGESIZE))
    found = {
        "LD_PRELOAD": str(compiled(folder)),
        "IMS_SHIM_FOLDER": str(watched),
        "IMS_SHIM_CONTROL": str(control),
    }
    return found | ({"IMS_SHIM_JOURNAL": str(folder / "journal")} if with_journal else {})


class Control:
    """The shim's control page, shared with every process that loads it."""

    def __init__(self, path):
        with open(path, "r+b") as file:
            self._page = mmap.mmap(file.fileno(), mmap.PAGESIZE)

    def fail(self, at, *, error=errno.ENOSPC, kinds=WRITES | SYNCS, for_ever=False):
        """Fail the `at`-th call from now on, once or from then on for ever."""
        _NUMBERS.pack_into(self._page, 0, 0, error, at, for_ever, 0, 0)
        # Switched on last: a process may be writing this moment.
        self._page[:4] = struct.pack("i", kinds)

    def heal(self):
        """Fail nothing any more; return how many calls were seen and how many failed."""
        self._page[:4] = bytes(4)
        return _NUMBERS.unpack_from(self._page)[4:]


@contextmanager
def control(path):
    """Give the control page of a path for a block."""
    page = Control(path)
    try:
        yield page
    finally:
        page._page.close()


def journal(path):
    """Read what was done: (deed, file number, offset, bytes), in order.

    Deeds are open, shut, data, size, sync, gone, name (as the file system was told) and said
    (what the process wrote to its standard output).
    """
    kept = path.read_bytes()
    at = 0
    while at < len(kept):
        deed, file, offset, size = _ENTRY.unpack_from(kept, at)
        at += _ENTRY.size
        yield deed.decode(), file, offset, kept[at : at + size]
        at += size
