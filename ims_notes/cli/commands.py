"""What each command does: the same services as the window, without one."""

from __future__ import annotations

import getpass
import json
import sys
from dataclasses import fields, is_dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from ims_notes.app.knowledge import full_text, missing_when_signed, rulebook
from ims_notes.cli.findings import say_all_is_well, say_finding
from ims_notes.cli.secret import given_passphrase, secret_for
from ims_notes.domain.audit import Deed
from ims_notes.domain.canonical import plain
from ims_notes.domain.clinic import Clinic
from ims_notes.domain.dates import written
from ims_notes.domain.draft import read_draft
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.ids import NoteId, PatientId
from ims_notes.domain.shorthand.as_json import to_json
from ims_notes.domain.shorthand.entries import Parsed
from ims_notes.domain.shorthand.parse import parse as parse_line
from ims_notes.domain.texts import one_line
from ims_notes.services.find_patients import understand
from ims_notes.services.session import open_session
from ims_notes.settings import chosen_folder, read_settings, settings_folder
from ims_notes.storage.record_file import refuse_own_file

if TYPE_CHECKING:
    import argparse
    from contextlib import AbstractContextManager
    from pathlib import Path

    from ims_notes.app.desk import ReadingDesk
    from ims_notes.domain.signing import Missing
    from ims_notes.services.ports.notes import SignedNote
    from ims_notes.services.session import OpenSession


def demo(given: argparse.Namespace) -> int:
    """Fill an empty folder with the invented clinic, with a progress line."""
    wrong = _why_no_demo(given)
    if wrong:
        print(wrong, file=sys.stderr)
        return 2
    _fill(given)
    return 0


def _why_no_demo(given: argparse.Namespace) -> str:
    if given.data is None:
        return "demo needs --data DIR, so that no real record is touched."
    if given.sessions and not given.patients:
        return "demo needs patients for its sessions: give --patients 1 or more, or --sessions 0."
    return ""


def _fill(given: argparse.Namespace) -> None:
    from ims_notes.app import desk

    until = given.until or date.today()
    is_terminal = sys.stderr is not None and sys.stderr.isatty()

    def progress(done: int, total: int) -> None:
        end = "\r" if is_terminal and done < total else "\n"
        print(f"{done:,} of {total:,} sessions", end=end, file=sys.stderr, flush=True)

    desk.build_demo(
        given.data,
        patients=given.patients,
        sessions=given.sessions,
        seed=given.seed,
        until=until,
        progress=progress,
        passphrase=given_passphrase(),
    )
    print(f"An invented clinic until {written(until)} is in {given.data}")


def parse(given: argparse.Namespace) -> int:
    """Print what a shorthand text means, as JSON; 1 if anything was not understood."""
    parsed = parse_line(given.text, rulebook().vocabulary(Clinic()))
    _print_json(to_json(parsed))
    if parsed.errors:
        print(f"{len(parsed.errors)} found wrong.", file=sys.stderr)
        return 1
    return 0


def patients(given: argparse.Namespace) -> int:
    """List patients with their sessions, newest first."""
    asked = given.find
    query = None if asked is None else understand(asked, today=date.today())
    with _looking(given) as desk:
        with desk.look() as work:
            found = work.patients.listed(query)
        desk.looked(Deed.RECORD_LISTED)
    if given.json:
        _print_json([plain_with_nulls(line) for line in found])
        return 0
    for line in found:
        name = ", ".join(t for t in (line.family_name.upper(), line.given_name) if t)
        born = written(line.born) or "born: not recorded"
        count = len(line.session_ids)
        print(f"{line.id}  {name}  {born}  {count} session{'' if count == 1 else 's'}")
    return 0


def note(given: argparse.Namespace) -> int:
    """Print one session note as text or JSON."""
    if given.out is not None:
        refuse_own_file(given.out)
    with _looking(given) as desk:
        note_id = NoteId(asked_id(given.session_id, Rule.NOTE_NOT_FOUND))
        opened = open_session(note_id, look=desk.look, rulebook=rulebook())
        patient_id = opened.note.patient_id
        if given.out is None:
            desk.looked(Deed.NOTE_VIEWED, patient_id=patient_id, on=note_id)
        else:
            warn(desk.took_out(Deed.NOTE_EXPORTED, patient_id=patient_id, on=note_id))
    text = _note_text(opened) if given.format == "text" else _json(_note_json(opened)) + "\n"
    if given.out is None:
        print(text, end="")
    else:
        given.out.write_text(text, encoding="utf-8", newline="\n")
    return 0


def chart(given: argparse.Namespace) -> int:
    """Draw a patient's progress chart into a file."""
    refuse_own_file(given.out)
    with _looking(given) as desk:
        patient_id = PatientId(asked_id(given.patient_id, Rule.PATIENT_NOT_FOUND))
        with desk.look() as work:
            work.patients.get(patient_id)
            progress = work.notes.progress(patient_id)
        warn(desk.took_out(Deed.CHART_EXPORTED, patient_id=patient_id))
    from ims_notes.app.chart_file import draw_chart

    draw_chart(progress, given.out, threshold=read_settings(settings_folder()).threshold)
    return 0


def check(given: argparse.Namespace) -> int:
    """Prove the file, its chain and every signed note, in words."""
    from ims_notes.app import desk

    found = desk.check(record_folder(given), secret=secret_for(record_folder(given)))
    for problem in found.problems:
        print(say_finding(problem.code, problem.facts))
    if found.problems:
        print(f"{len(found.problems)} found wrong.", file=sys.stderr)
        return 1
    print(say_all_is_well(found))
    return 0


def plain_with_nulls(value: object) -> Any:  # noqa: ANN401 (JSON has no narrower type)
    """Return a frozen value as JSON types, keeping nulls, because scripts ask for the key."""
    if is_dataclass(value):
        return {f.name: plain_with_nulls(getattr(value, f.name)) for f in fields(value)}
    if isinstance(value, tuple):
        return [plain_with_nulls(part) for part in value]
    return plain(value)


def _looking(given: argparse.Namespace) -> AbstractContextManager[ReadingDesk]:
    # Imported here: `parse` and `--help` need no record and none of its libraries.
    from ims_notes.app import desk

    folder = record_folder(given)
    return desk.looking(folder, who=at_the_keys(), secret=secret_for(folder))


def at_the_keys() -> str:
    """Name the command line and the system's user for the audit."""
    try:
        user = one_line(getpass.getuser())
    except (KeyError, ImportError, OSError):
        # A user whom the system cannot name.
        user = ""
    return f"command line ({user})" if user else "command line"


def warn(is_told: bool) -> None:
    """Say it where the audit could not be told."""
    if not is_told:
        print("This was not recorded in the audit: the record cannot be written.", file=sys.stderr)


def record_folder(given: argparse.Namespace) -> Path:
    """Return the folder of the record that is meant."""
    folder: Path = given.data or chosen_folder()
    return folder


def asked_id(text: str, absent: Rule) -> UUID:
    """Return the id that is meant.

    Raises:
        RuleBroken: `absent`; nothing has such an id.
    """
    try:
        return UUID(text)
    except ValueError:
        raise RuleBroken(absent) from None


def _note_text(opened: OpenSession) -> str:
    if opened.signed is None:
        read = read_draft(opened.note, opened.setting)
        return full_text(read.content, missing=read.missing)
    return full_text(
        opened.signed.content,
        addenda=opened.signed.addenda,
        missing=_missing(opened, opened.signed),
        seal=opened.signed.seal,
    )


def _missing(opened: OpenSession, signed: SignedNote) -> tuple[Missing, ...]:
    return missing_when_signed(signed.content, opened.setting.clinic)


def _note_json(opened: OpenSession) -> dict[str, Any]:
    read = read_draft(opened.note, opened.setting)
    content = opened.signed.content if opened.signed else read.content
    said = to_json(Parsed(sites=tuple(row.site for row in content.sites), visit=content.visit))
    body: dict[str, Any] = {"id": str(content.id), "state": opened.note.state.value}
    for key in _HEAD:
        body[key] = plain_with_nulls(getattr(content, key))
    body["sites"], body["visit"] = said["sites"], said["visit"]
    body["programme"] = plain_with_nulls(content.programme)
    missing = _missing(opened, opened.signed) if opened.signed else read.missing
    body["missing"] = plain_with_nulls(missing)
    body["errors"] = [] if opened.signed else to_json(read.parsed)["errors"]
    body["addenda"] = plain_with_nulls(opened.signed.addenda) if opened.signed else []
    body["seal"] = opened.signed.seal if opened.signed else None
    body["text"] = content.text
    return body


_HEAD = (
    "kind",
    "patient",
    "practitioner",
    "started_at",
    "zone",
    "place",
    "created_at",
    "signed_at",
    "episodes",
)


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, indent=2)


def _print_json(value: object) -> None:
    # A lone surrogate typed at a shell must not end in a traceback.
    print(_json(value).encode("utf-8", "replace").decode())
