"""Measures speed and memory, each number beside its floor, and prints one table.

    ./dev bench [--quick] [--samples N] [GROUP ...]
    ./dev bench faults [--long]

The large record is built at the first run and kept in the user's cache folder. The group `faults`
is run only when it is named: it meets the faults of tests/faults, many with --long (some minutes).
"""

import argparse
import compileall
import os
import sys
from importlib import import_module
from tempfile import TemporaryDirectory

GROUPS = (
    "start_up",
    "signing",
    "encryption",
    "searching",
    "opening",
    "charting",
    "keys",
    "memory",
    "growth",
    "second_run",
)
FAULTS = "faults"


def main():
    parser = argparse.ArgumentParser(prog="dev bench", description=__doc__.splitlines()[0])
    parser.add_argument("group", nargs="*", metavar="GROUP", help=", ".join((*GROUPS, FAULTS)))
    parser.add_argument("--quick", action="store_true", help="a small record, fewer samples")
    parser.add_argument("--samples", type=int, default=None, metavar="N")
    parser.add_argument("--long", action="store_true", help=f"{FAULTS}: meet many of each")
    given = parser.parse_args()
    if unknown := set(given.group) - {*GROUPS, FAULTS}:
        parser.error(f"no such group: {', '.join(sorted(unknown))}")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    if groups := [each for each in given.group or GROUPS if each != FAULTS]:
        measure(groups, is_quick=given.quick, samples=given.samples)
    if FAULTS in given.group:
        held, told = import_module("tests.bench.faults").report(is_long=given.long)
        print(f"\n{told}")
        sys.exit(not held)


def measure(groups, *, is_quick, samples):
    """Measure group after group and print what was found."""
    import ims_notes
    from tests.bench import records
    from tests.bench.measure import Setting, table

    compileall.compile_dir(os.path.dirname(ims_notes.__file__), quiet=1)
    folder = records.clinic(records.QUICK if is_quick else records.FULL)
    setting = Setting(folder=folder, samples=samples or (10 if is_quick else 30))
    found = []
    with TemporaryDirectory(prefix="ims-notes-bench-") as home:
        # Nobody's preferences are measured: larger text, say.
        os.environ |= {"HOME": home, "XDG_CONFIG_HOME": home, "XDG_STATE_HOME": home}
        for group in groups:
            print(f"measuring {group}", file=sys.stderr, flush=True)
            found += import_module(f"tests.bench.{group}").figures(setting)
    print(f"\n{folder}\n\n{table(found)}")


if __name__ == "__main__":
    main()
