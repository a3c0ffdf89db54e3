"""Measures speed and memory, each number beside its floor, and prints one table.

    ./dev bench [--quick] [--samples N] [GROUP ...]

The large record is built at the first run and kept in the user's cache folder.
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


def main():
    parser = argparse.ArgumentParser(prog="dev bench", description=__doc__.splitlines()[0])
    parser.add_argument("group", nargs="*", metavar="GROUP", help=", ".join(GROUPS))
    parser.add_argument("--quick", action="store_true", help="a small record, fewer samples")
    parser.add_argument("--samples", type=int, default=None, metavar="N")
    given = parser.parse_args()
    if unknown := set(given.group) - set(GROUPS):
        parser.error(f"no such group: {', '.join(sorted(unknown))}")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    measure(given.group or GROUPS, is_quick=given.quick, samples=given.samples)


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
