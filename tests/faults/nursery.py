"""A real process whose children do deeds on a record until they are done or killed.

Reads one line of JSON for each child, ``{"deed": NAME, ...}``, and prints ``PID born`` and at
its end ``PID dead STATUS``. What a child says stands on a line that begins with its PID.
Forking spares each child Python's start.
"""

import json
import os
import signal
import sys
import traceback
from importlib import import_module

deeds = import_module(sys.argv[1])


def say(*words, pid=None):
    # One write a line: lines of several children do not mix.
    line = " ".join(map(str, (pid or os.getpid(), *words)))
    os.write(1, f"{line}\n".encode())


def bury(_signal, _frame):
    while True:
        try:
            child, status = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return
        if not child:
            return
        say("dead", os.waitstatus_to_exitcode(status), pid=child)


def begin(asked):
    if os.fork():
        return
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    status = 1
    try:
        say("born")
        deeds.do(say, **asked)
        status = 0
    except Exception as error:
        where = traceback.extract_tb(error.__traceback__)[-1]
        say("broke", repr(error), f"{where.filename}:{where.lineno}")
    finally:
        # The parent's end is not the child's: nothing of it may be closed twice.
        os._exit(status)


def main():
    signal.signal(signal.SIGCHLD, bury)
    for line in sys.stdin:
        begin(json.loads(line))


if __name__ == "__main__":
    main()
