"""An encrypted record whose key is missing, damaged or another one's: told calmly, untouched."""

import pytest
from PySide6.QtWidgets import QLabel

from ims_notes.app import records
from ims_notes.domain.clinic import LegalHome
from ims_notes.storage import keys
from ims_notes.storage.record import Record
from ims_notes.ui.pages.first_start.asks import NewRecord
from tests.flows.at_work import PASSPHRASE, Key

KEYS = "ims-notes.keys"


@pytest.fixture(autouse=True)
def cheap(monkeypatch):
    """What a derivation costs is measured elsewhere."""
    cost = keys.Cost(memory_kib=8, passes=1)
    monkeypatch.setattr(keys, "fitting_cost", lambda: cost)


def made(folder):
    asked = NewRecord(
        name="Mara Lindqvist",
        credentials="",
        registration="",
        folder=folder,
        legal_home=LegalHome.LEGAL_RECORD,
        passphrase=PASSPHRASE,
    )
    desk, _code = records.create_desk(asked, zone="UTC")
    desk.close()
    return folder


@pytest.fixture
def encrypted(tmp_path):
    """An encrypted record with nobody in it yet."""
    return made(tmp_path / "encrypted")


def whole(folder):
    return {each.name: each.read_bytes() for each in sorted(folder.iterdir())}


def type_passphrase(me):
    me.wait_page("unlock_page")
    me.type(PASSPHRASE)
    me.press(Key.Key_Return)


def missing(folder):
    (folder / KEYS).unlink()


def empty(folder):
    (folder / KEYS).write_bytes(b"")


def scribbled(folder):
    (folder / KEYS).write_bytes(b"[" * 60_000)


def cut(folder):
    text = (folder / KEYS).read_bytes()
    (folder / KEYS).write_bytes(text[: len(text) // 2])


SPOILT = {
    missing: "The key of this record is missing",
    empty: "The key file of this record is damaged",
    scribbled: "The key file of this record is damaged",
    cut: "The key file of this record is damaged",
}


@pytest.mark.parametrize("spoil", SPOILT, ids=lambda each: each.__name__)
def test_a_key_file_that_cannot_open_is_told_before_a_passphrase_is_typed(
    at_work, encrypted, spoil
):
    right = (encrypted / KEYS).read_bytes()
    spoil(encrypted)
    before = whole(encrypted)
    me = at_work(encrypted)
    me.wait_page("cannot_open_page")
    assert me.find("trouble_title", QLabel).text() == SPOILT[spoil]
    assert whole(encrypted) == before
    (encrypted / KEYS).write_bytes(right)
    me.click("try_again")
    me.unlock()


def test_the_key_file_of_another_record_is_told_when_it_does_not_fit(at_work, encrypted, tmp_path):
    other = made(tmp_path / "other")
    (encrypted / KEYS).write_bytes((other / KEYS).read_bytes())
    before = whole(encrypted)
    me = at_work(encrypted)
    type_passphrase(me)
    me.wait_page("cannot_open_page")
    assert me.find("trouble_title", QLabel).text() == "This key does not fit this record"
    after = whole(encrypted)
    assert {name: after[name] for name in before} == before


def test_beside_another_window_an_encrypted_record_is_looked_at_with_its_passphrase(
    at_work, encrypted
):
    key = keys.unwrap(keys.read_keys(encrypted / KEYS), PASSPHRASE).key
    with Record.open(encrypted, key=key):
        me = at_work(encrypted)
        type_passphrase(me)
        me.wait_page("cannot_open_page")
        me.click("look_only")
        me.unlock()
        assert me.says("another window has the record open")
        assert not me.find("add_patient").isEnabled()
        assert me.close()
