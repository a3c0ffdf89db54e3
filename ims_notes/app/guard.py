"""Keeps the memory of the running program to itself: no core dump ever holds a patient's text.

- Every Unix: the limit of core dumps is set to nothing, for this program and what it starts.
- Linux also: the process is marked as not dumpable, so that a crash handler is handed nothing and
  no other program of the same person can read its memory.
- macOS: the limit alone; its crash reports hold the program's places, not its memory.
- Windows: crash reports are asked to leave the heap out, and none waits on the screen.

What the system refuses is left as it is: the program goes on.
"""

from __future__ import annotations

import sys
from contextlib import suppress

_PR_SET_DUMPABLE = 4
_NO_HEAP, _NO_CRASH_BOX = 1, 3


def keep_memory_private() -> None:
    """Allow no dump of this process; to be called before anything is opened."""
    if sys.platform == "win32":
        _ask_windows()
        return
    import resource

    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        _ask_linux()


def _ask_linux() -> None:
    import ctypes

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _ask_windows() -> None:
    import ctypes

    with suppress(OSError, AttributeError):
        kernel = vars(ctypes)["windll"].kernel32
        kernel.SetErrorMode(kernel.GetErrorMode() | _NO_CRASH_BOX)
        kernel.WerSetFlags(_NO_HEAP)
