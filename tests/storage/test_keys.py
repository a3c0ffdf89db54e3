import json
import os
import stat
from dataclasses import replace
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage import keys
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import is_encrypted, record_path
from tests.storage.given import Clinic

QUICK = keys.Cost(memory_kib=8, passes=1)
ANNA, BEN = UUID(int=1), UUID(int=2)


@pytest.fixture
def key():
    return keys.new_key()


@pytest.fixture
def kept(key):
    """Two practitioners' passphrases and a recovery code."""
    made = keys.new_keys(QUICK).with_slot(key, "anna's words", holder=ANNA)
    made = made.with_slot(key, "ben's words", holder=BEN)
    return made.with_slot(key, "PAPER", kind=keys.RECOVERY)


def trouble_of(deed, *arguments, **named):
    with pytest.raises(RecordUnavailable) as caught:
        deed(*arguments, **named)
    return caught.value.trouble


@pytest.mark.parametrize(
    ("secret", "kind", "holder"),
    [
        ("anna's words", keys.PASSPHRASE, ANNA),
        ("ben's words", keys.PASSPHRASE, BEN),
        ("PAPER", keys.RECOVERY, None),
    ],
)
def test_every_way_gives_the_key_and_says_whose_it_is(kept, key, secret, kind, holder):
    opened = keys.unwrap(kept, secret)
    assert (opened.key, opened.slot.kind, opened.slot.holder) == (key, kind, holder)


@pytest.mark.parametrize("secret", ["", "Anna's words", "anna's words ", "paper", "x" * 10_000])
def test_nothing_else_gives_it(kept, secret):
    assert trouble_of(keys.unwrap, kept, secret) is Trouble.KEY_WRONG


def test_a_changed_passphrase_takes_the_place_of_the_old_one_and_of_no_other(kept, key):
    changed = kept.with_slot(key, "anna's new words", holder=ANNA)
    assert keys.unwrap(changed, "anna's new words").key == key
    assert keys.unwrap(changed, "ben's words").key == key
    assert trouble_of(keys.unwrap, changed, "anna's words") is Trouble.KEY_WRONG
    assert changed.holders() == (BEN, ANNA)


def test_a_passphrase_taken_away_opens_no_more(kept, key):
    left = kept.without(holder=BEN)
    assert trouble_of(keys.unwrap, left, "ben's words") is Trouble.KEY_WRONG
    assert keys.unwrap(left, "anna's words").key == key


@given(secret=st.text(max_size=200), other=st.text(max_size=200))
def test_a_secret_opens_its_own_slot_only(secret, other):
    key = bytes(range(32))
    made = keys.new_keys(QUICK).with_slot(key, _plain(secret))
    assert keys.unwrap(made, _plain(secret)).key == key
    if _plain(other) != _plain(secret):
        assert trouble_of(keys.unwrap, made, _plain(other)) is Trouble.KEY_WRONG


def _plain(text):
    return text.encode("utf-8", "replace").decode()


def test_the_key_file_is_read_back_as_written(kept, tmp_path):
    path = keys.keys_path(tmp_path)
    keys.write_keys(path, kept)
    assert keys.read_keys(path) == kept
    assert [f.name for f in tmp_path.iterdir()] == ["ims-notes.keys"]
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_the_key_file_holds_neither_key_nor_secret(kept, key):
    text = keys.keys_text(kept)
    for kept_away in (key, key.hex().encode(), b"anna's words", b"PAPER"):
        assert kept_away not in text


def test_two_records_under_one_passphrase_have_nothing_in_common(key):
    one, two = (keys.new_keys(QUICK).with_slot(key, "the same") for _ in range(2))
    assert one.salt != two.salt
    assert one.slots[0].wrapped != two.slots[0].wrapped


@pytest.mark.parametrize(
    "spoil",
    [
        lambda said: said.update(format=2),
        lambda said: said.pop("salt"),
        lambda said: said.update(salt="00"),
        lambda said: said.update(slots=[{"kind": "back door", "wrapped": "00", "holder": None}]),
        lambda said: said["slots"][0].update(wrapped="zz"),
        lambda said: said["slots"][0].update(wrapped="00" * 32),
        lambda said: said["slots"][0].update(holder="somebody"),
        lambda said: said["cost"].update(memory_kib=2**40),
        lambda said: said["cost"].update(passes=10**9),
        lambda said: said["cost"].update(passes=True),
        lambda said: said["cost"].update(lanes=0),
        lambda said: said["cost"].update(threads=4),
    ],
)
def test_a_key_file_that_cannot_be_ours_is_refused_before_any_work(kept, tmp_path, spoil):
    said = json.loads(keys.keys_text(kept))
    spoil(said)
    path = tmp_path / "ims-notes.keys"
    path.write_text(json.dumps(said))
    assert trouble_of(keys.read_keys, path) is Trouble.KEYS_DAMAGED


@pytest.mark.parametrize(
    "text", [b"", b"null", b"[]", b"\xff\xfe", b"[" * 60_000, b"{}", b" " * 100_000, b"1e999"]
)
def test_any_other_file_in_its_place_is_refused(tmp_path, text):
    (tmp_path / "ims-notes.keys").write_bytes(text)
    assert trouble_of(keys.read_keys, tmp_path / "ims-notes.keys") is Trouble.KEYS_DAMAGED


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no such pipes here")
def test_a_pipe_named_like_a_key_file_makes_nobody_wait(tmp_path):
    os.mkfifo(tmp_path / "ims-notes.keys")
    assert trouble_of(keys.read_keys, tmp_path / "ims-notes.keys") is Trouble.KEYS_DAMAGED


def test_a_key_file_that_is_not_there_is_said(tmp_path):
    assert trouble_of(keys.read_keys, tmp_path / "ims-notes.keys") is Trouble.KEYS_MISSING


def test_a_derivation_costs_what_the_computer_bears():
    assert keys.fitting_cost(target_s=0).passes == keys.Cost().passes == 3
    assert keys.fitting_cost(target_s=0).memory_kib == 64 * 1024
    assert keys.fitting_cost(target_s=60).passes > 3


@pytest.fixture
def locked(folder, key, kept):
    """An encrypted record with a signed note."""
    with Record.create(folder, key=key, begun=lambda record: kept) as record:
        Clinic(record).sign()
    return folder


def test_an_encrypted_record_is_noise_on_the_disk(locked):
    path = record_path(locked)
    assert is_encrypted(path)
    raw = path.read_bytes()
    assert b"SQLite" not in raw
    assert b"signed_note" not in raw


def test_an_encrypted_record_opens_with_its_key_alone(locked, key):
    for deed in (Record.open, Record.read):
        deed(locked, key=key).close()
        assert trouble_of(deed, locked) is Trouble.KEY_NEEDED
        assert trouble_of(deed, locked, key=keys.new_key()) is Trouble.KEYS_MISPAIRED


def test_a_record_whose_key_file_is_gone_says_so(locked, key):
    keys.keys_path(locked).unlink()
    for deed in (Record.open, Record.read):
        assert trouble_of(deed, locked, key=key) is Trouble.KEYS_MISSING


def test_changing_a_passphrase_leaves_the_record_alone(locked, key, kept):
    before = record_path(locked).read_bytes()
    changed = replace(kept, slots=kept.slots).with_slot(key, "other words", holder=ANNA)
    keys.write_keys(keys.keys_path(locked), changed)
    assert record_path(locked).read_bytes() == before
    opened = keys.unwrap(keys.read_keys(keys.keys_path(locked)), "other words")
    Record.open(locked, key=opened.key).close()
