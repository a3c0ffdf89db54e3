"""Children of a nursery: begun, listened to, stopped and killed."""

import atexit
import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path

SCRIPT = Path(__file__).with_name("nursery.py")
ROOT = SCRIPT.parents[2]


DEEDS = "tests.faults.deeds"


@contextmanager
def nursery(*before, deeds=DEEDS, **environment):
    """Give a nursery; one that asks for nothing of its own is shared, for its start takes long.

    Args:
        before: a command that starts it, such as ``unshare``.
        deeds: the module that does what its children are asked.
        environment: what its children find in their environment besides ours.
    """
    if not before and not environment and deeds == DEEDS:
        yield _shared()
        return
    parent = _started(*before, deeds=deeds, **environment)
    try:
        yield parent
    finally:
        parent.end()


@cache
def _shared():
    parent = _started(deeds=DEEDS)
    atexit.register(parent.end)
    return parent


def _started(*before, deeds, **environment):
    """Start a nursery in a process group of its own."""
    process = subprocess.Popen(
        [*before, sys.executable, str(SCRIPT), deeds],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        # Qt's warnings of a disk that fails, which is what we make it do.
        stderr=subprocess.DEVNULL,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), **environment},
        start_new_session=True,
    )
    return Nursery(process)


class Nursery:
    """The parent of the children; lines of those not listened to just now are kept."""

    def __init__(self, process):
        self.process = process
        self._heard = []

    def end(self):
        """Kill it with all its children."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)
        self.process.stdin.close()
        self.process.stdout.close()

    def begin(self, deed, **asked):
        """Begin a child that does a deed; paths and keys are told as text."""
        told = {name: _told(value) for name, value in asked.items()}
        self.process.stdin.write(json.dumps({"deed": deed, **told}) + "\n")
        self.process.stdin.flush()
        pid, _, _ = self.hear(lambda _pid, word: word == "born")
        return Child(self, int(pid))

    def hear(self, is_wanted):
        """Return the first line that is wanted: (pid, word, rest)."""
        for heard in self._heard:
            if is_wanted(*heard[:2]):
                self._heard.remove(heard)
                return heard
        while line := self.process.stdout.readline():
            heard = tuple([*line.rstrip("\n").split(" ", 2), ""][:3])
            if is_wanted(*heard[:2]):
                return heard
            self._heard.append(heard)
        raise EOFError("the nursery has ended")


class Child:
    """One process that does a deed."""

    def __init__(self, parent, pid):
        self.pid = pid
        self.status = None
        self.broke = ""
        self._parent = parent

    def hear(self, *words):
        """Return the next of these words and what came with it; None once the child is dead."""
        if self.status is not None:
            return None
        mine = (*words, "broke", "dead")
        _, word, rest = self._parent.hear(lambda pid, word: pid == str(self.pid) and word in mine)
        if word == "broke":
            self.broke = rest
            return self.hear(*words)
        if word == "dead":
            self.status = int(rest)
            return None
        return word, rest

    def hear_all(self, *words):
        """Return what came with each of these words until the child's end."""
        said = []
        while heard := self.hear(*words):
            said.append(heard[1])
        return said

    def signed(self, count):
        """Return the next notes that it acknowledged, fewer if it ends before."""
        heard = (self.hear("signed") for _ in range(count))
        return [each[1].split()[0] for each in heard if each]

    def all_signed(self):
        """Return every further note that it acknowledged until its end."""
        return [rest.split()[0] for rest in self.hear_all("signed")]

    def finish(self):
        """Wait for its end, which must be a good one."""
        self.hear()
        if self.status:
            raise RuntimeError(f"a child broke down: {self.broke or self.status}")

    def send(self, number):
        # It may have died meanwhile without our having listened.
        with suppress(ProcessLookupError):
            if self.status is None:
                os.kill(self.pid, number)

    def kill(self):
        """Kill it and wait for its end."""
        self.send(signal.SIGKILL)
        self.hear()


def _told(value):
    if isinstance(value, Path):
        return str(value)
    return value.hex() if isinstance(value, bytes) else value
