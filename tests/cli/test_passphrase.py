"""An encrypted record at the command line: its passphrase opens it, nothing else does."""

import os
import subprocess
import sys

import pytest

from ims_notes.app import keys
from ims_notes.storage import tries
from tests.cli.conftest import MAIN

WORDS = "kettle orbit velvet pigeon lantern"
READING = [["patients"], ["check"], ["patients", "--json"]]


@pytest.fixture(scope="module")
def locked(tmp_path_factory):
    """A small encrypted demo record."""
    folder = tmp_path_factory.mktemp("locked") / "record"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(keys.PASSPHRASE, WORDS)
        from ims_notes.cli.command_line import run

        arguments = ["demo", "--data", str(folder), "--patients", "2", "--sessions", "6"]
        assert run(arguments) == 0
    return folder


def test_a_demo_with_a_passphrase_is_encrypted(locked):
    assert keys.needs_key(locked)
    assert len(keys.holders(locked)) == 1


def test_a_demo_without_a_passphrase_is_plain(tmp_path, ims):
    assert ims("demo", "--data", tmp_path / "r", "--patients", 1, "--sessions", 1).status == 0
    assert not keys.needs_key(tmp_path / "r")


def test_a_passphrase_that_would_be_guessed_makes_no_record(tmp_path, ims, monkeypatch):
    monkeypatch.setenv(keys.PASSPHRASE, "passwordpassword")
    said = ims("demo", "--data", tmp_path / "r", "--patients", 1, "--sessions", 1)
    assert said.status == 1
    assert len(said.err.strip().splitlines()) == 1
    assert not (tmp_path / "r").exists()


@pytest.mark.parametrize("command", READING, ids=" ".join)
def test_the_passphrase_opens(locked, ims, monkeypatch, command):
    monkeypatch.setenv(keys.PASSPHRASE, f"  {WORDS.replace(' ', '  ')} ")
    assert ims(*command, "--data", locked).status == 0


@pytest.mark.parametrize("command", READING, ids=" ".join)
@pytest.mark.parametrize("secret", ["kettle orbit velvet pigeon lanterns", "x" * 5_000_000, "\0"])
def test_another_passphrase_does_not(locked, ims, monkeypatch, command, secret):
    monkeypatch.setattr("ims_notes.cli.secret.given_passphrase", lambda: secret)
    before = len(tries.failed(locked))
    said = ims(*command, "--data", locked)
    assert said.status == 1
    assert "passphrase" in said.err
    assert said.out == ""
    assert len(tries.failed(locked)) == before + 1


def test_without_passphrase_and_terminal_a_command_ends_at_once(locked):
    done = subprocess.run(
        [sys.executable, "-c", MAIN, "patients", "--data", str(locked)],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    assert done.returncode == 1
    assert "passphrase" in done.stderr
    assert "Traceback" not in done.stderr


def test_at_a_terminal_the_passphrase_is_asked_for(locked, ims, monkeypatch):
    monkeypatch.setattr("sys.stdin", Terminal())
    monkeypatch.setattr("getpass.getpass", lambda prompt: WORDS)
    assert ims("patients", "--data", locked).status == 0


class Terminal:
    def isatty(self):
        return True


OPENING = """
import ctypes, resource, sys
from ims_notes.app import desk

def opens(*_, **__):
    print(resource.getrlimit(resource.RLIMIT_CORE), ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
    sys.exit(0)

desk.looking = opens
from ims_notes.__main__ import main
main(sys.argv[1:])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="core files are Linux's")
def test_no_dump_tells_what_a_command_unlocks(locked):
    done = subprocess.run(
        [sys.executable, "-c", OPENING, "patients", "--data", str(locked)],
        env={**os.environ, keys.PASSPHRASE: WORDS},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout == "(0, 0) 0\n", done.stderr
