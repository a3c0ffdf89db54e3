"""The command line: reads the arguments, runs one command, says any refusal in one sentence."""

from __future__ import annotations

import argparse
import os
import sys
from contextlib import suppress
from datetime import date
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from ims_notes import __version__
from ims_notes.cli.sentences import sentence
from ims_notes.domain.errors import RecordUnavailable, RuleBroken

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_EARLIEST = date(1900, 1, 1)

_JSON_NOTE = """\
parse prints {sites, visit, warnings, errors}; an error is {start, end, code, message, choices}.
patients --json prints an array of {id, family_name, given_name, born, session_ids};
born is ISO 8601 or null, session_ids are newest first, drafts included.
note --format json prints {id, state, kind, patient, practitioner, started_at, zone, place,
created_at, signed_at, episodes, sites, visit, programme, missing, errors, addenda, seal, text};
sites and visit are those of `parse`. Keys are snake_case and always there, dates and times
ISO 8601, output UTF-8. Exit status: 0 done, 1 refused or something found wrong, 2 usage."""


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit status: 0 done, 1 refused or found wrong, 2 usage."""
    try:
        _speak_utf8()
        given = _parser().parse_args(_data_first(arguments))
        status = _command(given)(given)
        _flush()
        return status
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 2
    except (RuleBroken, RecordUnavailable) as refused:
        return _refuse(sentence(refused))
    except BrokenPipeError:
        # Whoever listened has heard enough; what is still buffered has nowhere to go.
        return _hush()
    except KeyboardInterrupt:
        return _refuse("Stopped.")
    except OSError as fault:
        _hush()
        return _refuse(f"{fault.strerror or 'The file cannot be used'}: {fault.filename or ''}")
    except Exception as bug:
        return _refuse(f"Something went wrong inside the program ({type(bug).__name__}).")


def _speak_utf8() -> None:
    """Say everything in UTF-8, whatever the terminal believes; a lone surrogate is spelt out."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")


def _flush() -> None:
    """Let a full disk or a closed pipe be noticed here and not when the program has ended."""
    if sys.stdout is not None:
        sys.stdout.flush()


def _hush() -> int:
    """Drop what cannot be said any more, or Python would try again while it ends."""
    try:
        _flush()
    except OSError:
        with suppress(OSError), open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), sys.stdout.fileno())
    return 1


def _refuse(text: str) -> int:
    print(text.rstrip(": "), file=sys.stderr)
    return 1


class _Parser(argparse.ArgumentParser):
    """Says what is wrong with the arguments and ends with 2."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 (argparse's own options)
        """Take no shortened options: a script's word may not change its meaning later."""
        super().__init__(**options, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        self.print_usage(sys.stderr)
        self.exit(2, f"{self.prog}: {message}\n")


def _data_first(arguments: Sequence[str]) -> list[str]:
    """Move ``--data DIR`` to the front, so that it may stand before or after the command."""
    front: list[str] = []
    rest: list[str] = []
    waiting = list(arguments)
    while waiting:
        word = waiting.pop(0)
        if word == "--":
            rest += [word, *waiting]
            break
        if word == "--data":
            has_value = bool(waiting) and not waiting[0].startswith("--")
            front = [f"--data={waiting.pop(0) if has_value else ''}"]
        elif word.startswith("--data="):
            front = [word]
        else:
            rest.append(word)
    return front + rest


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="ims-notes",
        description="Dry needling session notes. Without a command, opens the window.",
        epilog=_JSON_NOTE,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="version", version=f"ims-notes {__version__}")
    parser.add_argument("--data", type=_folder, metavar="DIR", help="the record's folder")
    parser.add_argument("--demo", action="store_true", help="open the window on the demo clinic")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    _add_writing(commands)
    _add_reading(commands)
    return parser


def _add_writing(commands: argparse._SubParsersAction[_Parser]) -> None:
    demo = commands.add_parser("demo", help="fill an empty folder with an invented clinic")
    demo.add_argument("--patients", type=_count, default=60, metavar="N")
    demo.add_argument("--sessions", type=_count, default=500, metavar="N")
    demo.add_argument("--seed", type=int, default=1, metavar="N")
    demo.add_argument("--until", type=_day, default=None, metavar="DATE", help="YYYY-MM-DD")
    restore = commands.add_parser("restore", help="restore a backup into an empty folder")
    restore.add_argument("file", type=_path, metavar="FILE")
    restore.add_argument(
        "--replace", action="store_true", help="over the record there, which is kept beside it"
    )
    import_ = commands.add_parser("import", help="take in what is new of an archive")
    import_.add_argument("file", type=_path, metavar="FILE")
    import_.add_argument("--dry-run", action="store_true", help="only say what would be taken in")


def _add_reading(commands: argparse._SubParsersAction[_Parser]) -> None:
    parse = commands.add_parser("parse", help="read a shorthand text, print JSON")
    parse.add_argument("text", metavar="TEXT")
    patients = commands.add_parser("patients", help="list patients with their sessions")
    patients.add_argument("--find", metavar="TEXT")
    patients.add_argument("--json", action="store_true")
    note = commands.add_parser("note", help="print one session note; a draft says DRAFT")
    note.add_argument("session_id", metavar="SESSION_ID")
    note.add_argument("--format", choices=("text", "json"), default="text")
    note.add_argument("--out", type=_path, metavar="FILE")
    chart = commands.add_parser("chart", help="draw the progress chart")
    chart.add_argument("patient_id", metavar="PATIENT_ID")
    chart.add_argument("--out", type=_picture, required=True, metavar="FILE.svg|png|pdf")
    backup = commands.add_parser("backup", help="make one verified file; prints its path")
    backup.add_argument("folder", nargs="?", type=_path, metavar="DIR")
    export = commands.add_parser("export", help="write everything, or one patient, as an archive")
    export.add_argument("--patient", metavar="PATIENT_ID")
    export.add_argument("--format", choices=("archive",), required=True)
    export.add_argument("--out", type=_path, required=True, metavar="PATH")
    commands.add_parser("check", help="prove the file, the chain and every signed note")


def _path(text: str) -> Path:
    if not text or "\0" in text:
        raise argparse.ArgumentTypeError("give a path")
    return Path(text)


def _folder(text: str) -> Path:
    # What the program shows and writes down must mean the same from any other folder.
    return _path(text).absolute()


def _count(text: str) -> int:
    number = int(text)
    if not 0 <= number <= 10_000_000:
        raise argparse.ArgumentTypeError("give a number from 0 to 10000000")
    return number


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("give a date as YYYY-MM-DD") from None
    if day < _EARLIEST:
        raise argparse.ArgumentTypeError(f"give a date from {_EARLIEST} on")
    return day


def _picture(text: str) -> Path:
    path = _path(text)
    if path.suffix.lower() not in (".svg", ".png", ".pdf"):
        raise argparse.ArgumentTypeError("give a file name that ends in .svg, .png or .pdf")
    return path


def _command(given: argparse.Namespace) -> Callable[[argparse.Namespace], int]:
    if given.command is None:
        from ims_notes.app.start_up import open_window

        return lambda g: open_window(g.data, demo=g.demo)
    from ims_notes.cli import archive_commands, backup_commands, commands

    if given.command == "import":
        return archive_commands.import_archive
    rooms = {"backup": backup_commands, "restore": backup_commands, "export": archive_commands}
    room = rooms.get(given.command, commands)
    found: Callable[[argparse.Namespace], int] = getattr(room, given.command)
    return found
