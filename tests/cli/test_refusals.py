"""A refusal is one sentence and a status; nothing is made, touched or traced."""

import ast
import os
import re
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from ims_notes import __version__
from ims_notes.app import start_up
from ims_notes.cli import commands
from ims_notes.cli.findings import SENTENCES, say_finding
from ims_notes.cli.sentences import sentence
from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble
from ims_notes.settings import Settings, settings_folder, write_settings
from ims_notes.storage.record import Record
from tests.house.sources import ROOT

READING = [
    ("patients",),
    ("patients", "--json", "--find", "a"),
    ("note", "0183cb35-2000-78ea-bc2c-11baf8605c95"),
    ("chart", "0183cb35-2000-78ea-bc2c-11baf8605c95", "--out", "chart.svg"),
    ("note", "1"),
    ("chart", "1", "--out", "chart.svg"),
    ("check",),
]


def is_one_sentence(text):
    return text.endswith("\n") and text.count("\n") == 1 and len(text) > 10


_PIPES = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes here")


def everything_under(folder):
    return {p: p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.mark.parametrize("command", READING)
def test_reading_never_creates_a_folder(ims, tmp_path, monkeypatch, command):
    monkeypatch.chdir(tmp_path)
    refused = ims(*command, "--data", tmp_path / "nowhere" / "deep")
    assert refused.status == 1
    assert refused.out == ""
    assert refused.err.startswith("There is no record in this folder: ")
    assert is_one_sentence(refused.err)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", READING)
def test_without_data_the_user_s_own_folder_is_read_and_not_made(ims, home, command):
    refused = ims(*command)
    assert refused.status == 1
    assert str(home) in refused.err
    assert [p.name for p in home.rglob("*") if p.is_dir()] == ["run"]


def test_the_folder_chosen_in_the_window_is_the_default(ims, clinic):
    write_settings(Settings(record_folder=str(clinic)), settings_folder())
    assert len(ims("patients").out.splitlines()) == 6


def test_the_folder_is_named_so_that_it_is_found_from_anywhere(ims, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    refused = ims("patients", "--data", "d1")
    path = tmp_path / "d1" / "ims-notes.record"
    assert refused.err == f"There is no record in this folder: {path}\n"
    opened = []
    monkeypatch.setattr(start_up, "open_window", lambda data, *, demo: opened.append(data) or 0)
    assert ims("--data", "d1").status == 0
    assert opened == [tmp_path / "d1"]


@pytest.mark.parametrize("version", ["zzzz", "0000"])
def test_check_refuses_what_every_other_command_refuses(ims, tmp_path, clinic, version):
    path = tmp_path / "ims-notes.record"
    path.write_bytes((clinic / "ims-notes.record").read_bytes())
    with sqlite3.connect(path) as other:
        other.execute("UPDATE alembic_version SET version_num = ?", (version,))
    other.close()
    said = {ims(*command, "--data", tmp_path).err for command in READING}
    assert len(said) == 1
    assert "IMS Notes" in said.pop()


@pytest.mark.parametrize("where", [0, 1, 2])
@pytest.mark.parametrize("form", ["two words", "one word"])
def test_data_may_stand_before_and_after_the_command(ims, clinic, where, form):
    words = ["patients", "--json"]
    words[where:where] = ["--data", clinic] if form == "two words" else [f"--data={clinic}"]
    assert ims(*words).status == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ("bogus",),
        ("patients", "--data"),
        ("--data", "--json", "patients"),
        ("patients", "--data="),
        ("patients", "--js"),
        ("patients", "--data", "a\0b"),
        ("note",),
        ("note", "x", "--format", "docx"),
        ("note", "x", "--out", ""),
        ("chart", "x"),
        ("chart", "x", "--out", "chart.gif"),
        ("chart", "x", "--out", ""),
        ("parse",),
        ("parse", "a", "b"),
        ("demo",),
        ("demo", "--data", "x", "--patients", "-1"),
        ("demo", "--data", "x", "--patients", "many"),
        ("demo", "--data", "x", "--sessions", "9" * 5_000),
        ("demo", "--data", "x", "--patients", "0"),
        ("demo", "--data", "x", "--until", "31 feb"),
        ("demo", "--data", "x", "--until", "0001-01-01"),
        ("check", "--\udcff"),
    ],
)
def test_wrong_usage_ends_with_2(ims, tmp_path, monkeypatch, arguments):
    monkeypatch.chdir(tmp_path)
    refused = ims(*arguments)
    assert refused.status == 2
    assert refused.err
    assert refused.out == ""
    assert list(tmp_path.iterdir()) == []


def test_version_and_help_need_no_record(ims, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert ims("--version").out == f"ims-notes {__version__}\n"
    told = ims("--help")
    assert told.status == 0
    for word in ("session_ids", "signed_at", "null", "ISO 8601", "snake_case", "choices"):
        assert word in told.out
    for command in ("demo", "parse", "patients", "note", "chart", "check"):
        assert ims(command, "--help").status == 0
    assert list(tmp_path.iterdir()) == []


def foreign(path):
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE mine (x)")
    other.close()


@pytest.mark.parametrize(
    "write",
    [
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(b"not a record at all " * 100),
        lambda path: path.write_bytes(b"SQLite format 3\0"),
        lambda path: path.mkdir(),
        pytest.param(lambda path: os.mkfifo(path), marks=_PIPES),
        foreign,
    ],
)
@pytest.mark.parametrize("command", READING)
def test_what_is_no_record_is_refused_and_left_byte_for_byte(ims, tmp_path, write, command):
    folder = tmp_path / "record"
    folder.mkdir()
    write(folder / "ims-notes.record")
    before = everything_under(folder)
    refused = ims(*command, "--data", folder)
    assert refused.status == 1
    assert is_one_sentence(refused.err)
    assert everything_under(folder) == before


def test_a_demo_never_goes_where_something_is(ims, tmp_path, clinic):
    for folder in (clinic, tmp_path):
        (tmp_path / "mine.txt").write_text("mine")
        before = everything_under(folder)
        refused = ims("demo", "--data", folder)
        assert refused.status == 1
        assert refused.err.startswith("The folder is not empty; choose an empty one: ")
        assert everything_under(folder) == before


def test_a_demo_beside_a_window_that_is_just_making_one_is_refused(ims, own):
    assert ims("demo", "--data", own.folder).status == 1


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_cannot_be_written_is_named(ims, tmp_path):
    tmp_path.chmod(stat.S_IRUSR | stat.S_IXUSR)
    refused = ims("demo", "--data", tmp_path / "new")
    tmp_path.chmod(stat.S_IRWXU)
    assert refused.status == 1
    assert refused.err.startswith("The folder cannot be written: ")


@pytest.mark.parametrize(
    "name", ["ims-notes.record", "IMS-Notes.keys", "ims-notes.head", "ims-notes-x.backup"]
)
@pytest.mark.parametrize("command", ["note", "export", "link"])
def test_nothing_is_written_over_a_record_or_a_backup(ims, clinic, tmp_path, name, command):
    kept = tmp_path / name
    kept.write_bytes(b"all there is")
    (tmp_path / "link").symlink_to(kept)
    session = ims("patients", "--json", "--data", clinic).out.split('"')[-2]
    asked = ["note", session] if command == "note" else ["export", "--format", "archive"]
    out = tmp_path / "link" if command == "link" else kept
    refused = ims(*asked, "--out", out, "--data", clinic)
    assert refused.status == 1
    assert is_one_sentence(refused.err)
    assert kept.read_bytes() == b"all there is"


@pytest.mark.parametrize("out", ["nowhere/deep/x.txt", "."])
def test_a_file_that_cannot_be_written_is_named(ims, clinic, tmp_path, monkeypatch, out):
    monkeypatch.chdir(tmp_path)
    session = ims("patients", "--json", "--data", clinic).out.split('"')[-2]
    refused = ims("note", session, "--data", clinic, "--out", out)
    assert refused.status == 1
    assert out in refused.err
    assert is_one_sentence(refused.err)


def test_a_bug_is_named_by_its_kind_without_its_text(ims, monkeypatch):
    def broken(given):
        raise LookupError("Anna Meier")

    monkeypatch.setattr(commands, "parse", broken)
    refused = ims("parse", "x")
    assert refused.err == "Something went wrong inside the program (LookupError).\n"
    assert refused.status == 1


def test_a_stopped_command_says_so(ims, monkeypatch):
    def stopped(given):
        raise KeyboardInterrupt

    monkeypatch.setattr(commands, "parse", stopped)
    assert ims("parse", "x").err == "Stopped.\n"


def test_every_trouble_and_every_rule_has_a_sentence():
    for trouble in Trouble:
        said = sentence(RecordUnavailable(trouble, path="{x}"))
        assert said.endswith((".", "{x}"))
        # Where nobody knows which file it was, none is spoken of.
        assert "unknown" not in sentence(RecordUnavailable(trouble))
    for rule in Rule:
        assert re.fullmatch(r"[A-Z][^_]+[.)]", sentence(RuleBroken(rule)))


def _problems():
    for file in (ROOT / "ims_notes" / "storage").glob("check*.py"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "problem":
                yield node.args[0].value


def test_everything_check_can_find_has_a_sentence_and_nothing_else_has():
    assert set(_problems()) == set(SENTENCES)


def test_a_finding_is_worded_with_its_facts():
    assert say_finding("seal_broken", {"seal": 3}).startswith("Seal 3 was altered")
    assert say_finding("moon_fell", {"on": 1}) == "moon fell (on 1)"
    assert say_finding("moon_fell", {}) == "moon fell"


def test_check_tells_damage_by_words_and_status(ims, tmp_path, clinic):
    folder = tmp_path / "copy"
    folder.mkdir()
    path = folder / "ims-notes.record"
    path.write_bytes((clinic / "ims-notes.record").read_bytes())
    path.chmod(0o600)
    with sqlite3.connect(path) as tampering:
        tampering.execute("DROP TRIGGER IF EXISTS signed_note_no_update")
        for (name,) in tampering.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            tampering.execute(f'DROP TRIGGER "{name}"')
        tampering.execute("UPDATE note SET text = 'x' WHERE state = 'signed'")
    tampering.close()
    found = ims("check", "--data", folder)
    assert found.status == 1
    assert found.err == f"{len(found.out.splitlines())} found wrong.\n"
    assert "do not say what was signed" in found.out


def test_a_record_that_is_being_written_can_be_read(ims, own):
    with own.begin():
        assert ims("patients", "--data", own.folder).status == 0
        assert ims("check", "--data", own.folder).status == 0
    with pytest.raises(RecordUnavailable):
        Record.open(own.folder)


def test_parse_starts_without_qt_and_without_sql():
    code = (
        "import sys; from ims_notes.__main__ import main; main(['parse', 'l ut y']); "
        "bad = {'PySide6', 'sqlalchemy', 'alembic', 'sqlcipher3'} & set(sys.modules); "
        "sys.exit(f'{bad}' if bad else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_reading_command_starts_without_qt(clinic):
    code = (
        "import sys; from ims_notes.__main__ import main; main(['patients', '--data', sys.argv[1]])"
        "; sys.exit('PySide6' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(clinic)], capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(os.name != "posix", reason="a closed pipe is another thing on Windows")
def test_a_closed_pipe_ends_it_quietly(clinic):
    inside, outside = os.pipe()
    os.close(inside)
    done = subprocess.run(
        [sys.executable, "-m", "ims_notes", "patients", "--data", str(clinic)],
        stdout=outside,
        stderr=subprocess.PIPE,
        check=False,
    )
    os.close(outside)
    assert (done.returncode, done.stderr) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_told(clinic):
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "ims_notes", "patients", "--data", str(clinic)],
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (1, b"No space left on device\n")


def test_names_in_any_script_come_out_as_utf_8_whatever_the_terminal_says(process, clinic):
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = process("patients", "--data", clinic, env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    assert "СОКОЛОВА" in done.stdout.decode("utf-8")


@pytest.mark.skipif(os.name != "posix", reason="arguments are bytes only here")
def test_arguments_that_are_no_text_are_answered(clinic):
    start = [sys.executable.encode(), b"-m", b"ims_notes"]
    for more in ([b"parse", b"\xff\xfe"], [b"patients", b"--data", b"\xff"], [b"\xff"]):
        done = subprocess.run(start + more, capture_output=True, check=False)
        assert done.returncode in (1, 2)
        assert b"Traceback" not in done.stderr


def test_the_installed_command_is_this_one(clinic):
    command = Path(sys.executable).with_name("ims-notes")
    if not command.exists():
        pytest.skip("not installed as a command here")
    done = subprocess.run([command, "--version"], capture_output=True, check=False, text=True)
    assert done.stdout == f"ims-notes {__version__}\n"
