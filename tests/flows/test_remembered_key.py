"""Remembered on this computer: only in the system's own keyring, and never a dead end."""

import json
import os
import subprocess
import sys

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import chainer, fail, null
from keyring.errors import KeyringLocked, PasswordDeleteError
from PySide6.QtWidgets import QCheckBox

from ims_notes.app import records, remembered_key, safety_asks
from ims_notes.app.looking import open_looking
from ims_notes.domain.errors import Rule, RuleBroken, Trouble
from ims_notes.settings import settings_folder
from ims_notes.storage import keys as stored_keys
from ims_notes.storage.keys import keys_path
from ims_notes.storage.record_file import record_path
from tests.flows.at_work import Key
from tests.flows.test_keys import ANNAS, NEWER, made, opened, trouble_of

KEY = bytes(range(32))


class InMemory(KeyringBackend):
    """A keyring that keeps what it is given as long as the test lasts."""

    # Below that of having none: no other test finds it by itself.
    priority = -2

    def __init__(self):
        super().__init__()
        self.kept, self.is_locked = {}, False

    def get_password(self, service, username):
        self._refuse()
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        self._refuse()
        self.kept[service, username] = password

    def delete_password(self, service, username):
        self._refuse()
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError

    def _refuse(self):
        if self.is_locked:
            raise KeyringLocked


class SystemOwn(InMemory):
    """Passes for the desktop's own."""


class PlainText(InMemory):
    """Keeps what it is given in a file that everybody can read."""


SystemOwn.__module__ = "keyring.backends.SecretService"
PlainText.__module__ = "keyrings.alt.file"


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    cheap = stored_keys.Cost(memory_kib=8, passes=1)
    monkeypatch.setattr(stored_keys, "fitting_cost", lambda: cheap)


@pytest.fixture
def at_hand():
    """Say which keyring this computer has."""
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


@pytest.fixture
def own(at_hand):
    at_hand(found := SystemOwn())
    return found


@pytest.fixture
def annas(tmp_path):
    """Anna's encrypted record, closed."""
    desk, _ = made(tmp_path / "record")
    desk.close()
    return tmp_path / "record"


def test_a_remembered_key_is_found_after_a_restart_and_gone_once_forgotten(own, tmp_path):
    assert remembered_key.can_remember()
    assert remembered_key.remember(tmp_path, KEY)
    assert remembered_key.remembered(tmp_path) == KEY
    assert remembered_key.remembered(tmp_path / "another") is None
    remembered_key.forget(tmp_path)
    assert remembered_key.remembered(tmp_path) is None
    assert own.kept == {}
    remembered_key.forget(tmp_path)


@pytest.mark.parametrize("kind", [PlainText, null.Keyring, fail.Keyring])
def test_what_keeps_plain_text_or_nothing_counts_as_no_keyring(at_hand, tmp_path, kind):
    at_hand(found := kind())
    assert not remembered_key.can_remember()
    assert not remembered_key.remember(tmp_path, KEY)
    assert remembered_key.remembered(tmp_path) is None
    assert getattr(found, "kept", {}) == {}


def test_of_several_keyrings_only_the_system_s_own_is_given_the_key(at_hand, tmp_path, monkeypatch):
    plain, own = PlainText(), SystemOwn()
    monkeypatch.setattr(chainer.ChainerBackend, "backends", [plain, own])
    at_hand(chainer.ChainerBackend())
    assert remembered_key.remember(tmp_path, KEY)
    assert plain.kept == {}
    assert list(own.kept.values()) == [KEY.hex()]


def test_a_keyring_that_stays_locked_is_no_keyring_for_now(own, tmp_path):
    assert remembered_key.remember(tmp_path, KEY)
    own.is_locked = True
    assert remembered_key.remembered(tmp_path) is None
    assert not remembered_key.remember(tmp_path, KEY)
    remembered_key.forget(tmp_path)
    own.is_locked = False
    assert remembered_key.remembered(tmp_path) == KEY


def test_what_is_no_key_is_not_taken_for_one(own, tmp_path):
    remembered_key.remember(tmp_path, KEY)
    own.kept[next(iter(own.kept))] = "not hexadecimal"
    assert remembered_key.remembered(tmp_path) is None


def test_no_file_of_ours_holds_the_key(own, annas, home):
    records.open_by_secret(annas, ANNAS, remember=True).close()
    key = bytes.fromhex(next(iter(own.kept.values())))
    for folder in (home, annas):
        for file in folder.rglob("*"):
            held = file.read_bytes() if file.is_file() else b""
            assert key not in held
            assert key.hex().encode() not in held.lower()


def test_a_remembered_record_opens_without_a_passphrase(own, annas):
    assert trouble_of(records.open_desk, annas) is Trouble.KEY_NEEDED
    records.open_by_secret(annas, ANNAS, remember=True).close()
    records.open_desk(annas).close()
    remembered_key.forget(annas)
    assert trouble_of(records.open_desk, annas) is Trouble.KEY_NEEDED


def put_another_record_there(folder, tmp_path):
    desk, _ = made(tmp_path / "other", passphrase=NEWER)
    desk.close()
    for path in (record_path, keys_path):
        path(folder).write_bytes(path(tmp_path / "other").read_bytes())
    (folder / "ims-notes.head").unlink(missing_ok=True)


def test_after_a_restore_with_another_key_the_passphrase_is_asked_for(own, annas, tmp_path):
    records.open_by_secret(annas, ANNAS, remember=True).close()
    put_another_record_there(annas, tmp_path)
    assert trouble_of(records.open_desk, annas) is Trouble.KEY_NEEDED
    opened(annas, NEWER).close()
    records.open_by_secret(annas, NEWER, remember=True).close()
    records.open_desk(annas).close()


def test_a_damaged_key_file_is_said_before_a_passphrase_is_asked_for(own, annas, tmp_path):
    records.open_by_secret(annas, ANNAS, remember=True).close()
    put_another_record_there(annas, tmp_path)
    keys_path(annas).write_text("{")
    assert trouble_of(records.open_desk, annas) is Trouble.KEYS_DAMAGED


def test_the_safety_page_remembers_and_forgets(own, annas, at_work):
    me = at_work(annas)
    me.unlock(ANNAS)
    me.click("rail_safety")
    box = me.wait_for("remember_key", QCheckBox)
    assert not box.isChecked()
    box.click()
    me.wait(lambda: own.kept)
    again = at_work(annas)
    again.wait_page("today_page")
    again.click("rail_safety")
    box = again.wait_for("remember_key", QCheckBox)
    assert box.isChecked()
    box.click()
    again.wait(lambda: not own.kept)
    at_work(annas).wait_page("unlock_page")


def test_the_start_remembers_for_whoever_ticks_it(own, annas, at_work):
    me = at_work(annas)
    me.wait_page("unlock_page")
    me.find("remember", QCheckBox).click()
    me.type(ANNAS)
    me.press(Key.Key_Return)
    me.wait_page("today_page")
    at_work(annas).wait_page("today_page")


def test_a_record_made_plain_leaves_no_key_behind(own, annas):
    desk = records.open_by_secret(annas, ANNAS, remember=True)
    safety_asks.decrypt(desk, own=ANNAS)
    desk.close()
    assert own.kept == {}


def test_a_refusing_keyring_is_said(own, annas, monkeypatch):
    desk = opened(annas, ANNAS)
    own.is_locked = True
    with pytest.raises(RuleBroken) as told:
        safety_asks._remember(desk, yes=True)
    assert told.value.rule is Rule.KEYRING_REFUSED
    desk.close()


def test_where_preferences_cannot_be_kept_nothing_is_remembered(own, tmp_path):
    settings_folder().parent.mkdir(parents=True, exist_ok=True)
    settings_folder().write_text("in the way")
    assert not remembered_key.remember(tmp_path, KEY)
    assert own.kept == {}


OPEN_IT = """
import json, sys
from pathlib import Path
from ims_notes.app import records
from ims_notes.domain.errors import RecordUnavailable
folder, secret = Path(sys.argv[1]), sys.argv[2]
try:
    records.open_desk(folder)
except RecordUnavailable as problem:
    print(problem.trouble.value)
records.open_by_secret(folder, secret, remember=False).close()
print(json.dumps("keyring" in sys.modules))
"""


@pytest.mark.parametrize("was_used", [False, True])
def test_a_start_looks_for_a_keyring_only_where_one_was_used(annas, was_used):
    if was_used:
        settings_folder().mkdir(parents=True)
        (settings_folder() / "keyring-used").touch()
    none = {**os.environ, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}
    done = subprocess.run(
        [sys.executable, "-c", OPEN_IT, str(annas), ANNAS],
        env=none, capture_output=True, text=True, timeout=60, check=True,
    )  # fmt: skip
    assert done.stdout.split() == ["key_needed", json.dumps(was_used)]


@pytest.mark.parametrize("has_log", [False, True])
def test_only_looking_too_asks_for_the_passphrase_where_the_keyring_s_key_is_another(
    own, annas, has_log
):
    if has_log:
        annas.joinpath("ims-notes.record-wal").write_bytes(b"\0" * 4096)
    remembered_key.remember(annas, KEY)
    assert trouble_of(records.open_desk, annas) is Trouble.KEY_NEEDED
    assert trouble_of(lambda: open_looking(annas, why=Trouble.BUSY)) is Trouble.KEY_NEEDED
    records.open_by_secret(annas, ANNAS, remember=True).close()
    open_looking(annas, why=Trouble.BUSY).close()
