"""Every fault harness, one after the other, and what came of it."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

SEED = 1


def report(*, is_long):
    """Run the harnesses, the short form or the long one; return whether all held, and a table."""
    from tests.faults.harnesses import ALL
    from tests.faults.outcome import table

    found = []
    for each in ALL:
        n = each.long if is_long else each.short
        print(f"meeting {n} times: {each.name}", file=sys.stderr, flush=True)
        with TemporaryDirectory(prefix="ims-notes-faults-") as folder:
            found.append(each.run(n, SEED, Path(folder), seconds=each.seconds))
    held = all(each.verdict in ("kept", "skipped") for each in found)
    return held, table(found)
