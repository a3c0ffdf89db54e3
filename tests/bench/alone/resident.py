"""What a process holds in memory."""

import resource
import sys
from pathlib import Path


def resident():
    """Return the memory in use in MB; where the system does not tell it, the most ever used."""
    state = Path("/proc/self/statm")
    if state.exists():
        return int(state.read_text().split()[1]) * resource.getpagesize() / 1e6
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1e6 if sys.platform == "darwin" else used / 1e3
