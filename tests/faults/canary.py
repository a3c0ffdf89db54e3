"""Secrets are typed at the real window; afterwards every byte of every file is searched.

Nothing holds one in clear: not the record, its log or its backups, not log, settings, temporary
files or crash report, and no title. The control puts what is on the screen into a temporary file.
"""

import shutil
import string
from random import Random

from tests.faults.children import nursery
from tests.faults.outcome import Tally

NAME = "canary search outside the record"
PLACES = {
    "HOME": "",
    "TMPDIR": "tmp",
    "XDG_CACHE_HOME": ".cache",
    "XDG_CONFIG_HOME": ".config",
    "XDG_DATA_HOME": ".local/share",
    "XDG_RUNTIME_DIR": "run",
    "XDG_STATE_HOME": ".local/state",
}


def run(n, seed, folder, *, seconds=60.0):
    """Search after `n` starts, each with words and a home of its own."""
    tally, chance = Tally(NAME, n, seconds), Random(seed)
    searched = 0
    for each in tally.rounds():
        found, files, careless = _worked(folder / f"home-{each}", chance, closes=bool(each % 2))
        tally.failures += found
        tally.control_failures += bool(careless)
        searched += files
    return tally.outcome(note=f"{searched} files searched, byte for byte")


def _worked(home, chance, *, closes):
    """Work in a home of its own.

    Return what was found there, in how many files, and what once the program was careless.
    """
    for below in PLACES.values():
        (home / below).mkdir(parents=True, exist_ok=True, mode=0o700)
    environment = {name: str(home / below) for name, below in PLACES.items()}
    words = ["Qu" + "".join(chance.sample(string.ascii_lowercase, 9)) for _ in range(4)]
    with nursery(deeds="tests.faults.window_deeds", **environment) as parent:
        child = parent.begin("type_secrets", words=words, closes=closes)
        told = child.hear("told")
        found = [] if told else [f"the window broke down: {child.broke}"]
        found += [f"{word} was told" for word in words if word.lower() in str(told).lower()]
        child.hear("done")
        files = [each for each in home.rglob("*") if each.is_file()]
        found += [what for each in files for what in _secrets(each, words)]
        (home / PLACES["TMPDIR"] / "go").touch()
        child.hear("printed")
        careless = _secrets(home / PLACES["TMPDIR"] / "to-print", words)
    shutil.rmtree(home)
    return found, len(files), careless


def _secrets(path, words):
    """Name the words that a file holds, in any case, as UTF-8 or UTF-16."""
    data = path.read_bytes().lower()
    spelt = ((word, word.lower().encode(way)) for word in words for way in ("utf-8", "utf-16-le"))
    return [f"{word} stands in {path.name}" for word, letters in spelt if letters in data]
