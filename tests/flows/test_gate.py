"""Who gets past a locked screen of an encrypted record, by what, and as whom."""

from contextlib import contextmanager

import pytest

from ims_notes.app import keys
from ims_notes.app.locking import Gate
from ims_notes.domain.audit import Deed
from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble
from ims_notes.services.ports.audit import EVERYTHING
from ims_notes.services.practitioner_access import Verifiers, change_pin
from ims_notes.storage import keys as stored_keys
from tests.flows.at_work import CTRL, Key
from tests.flows.test_keys import ANNAS, BENS, ben, made

QUICK = Verifiers(
    make=lambda pin: f"$argon2id${pin}", fits=lambda pin, kept: kept == f"$argon2id${pin}"
)


@pytest.fixture(autouse=True)
def _quick(monkeypatch):
    cheap = stored_keys.Cost(memory_kib=8, passes=1)
    monkeypatch.setattr(stored_keys, "fitting_cost", lambda: cheap)
    monkeypatch.setattr("ims_notes.app.locking.verifiers", lambda: QUICK)


@pytest.fixture
def desk(tmp_path):
    """Anna's record is open; Ben works here too and has a passphrase of his own."""
    opened, opened.code = made(tmp_path / "record")
    opened.anna, opened.ben = opened.at_work(), ben(opened)
    keys.change_passphrase(opened.folder, old=ANNAS, new=BENS, holder=opened.ben.id)
    yield opened
    opened.close()


@pytest.fixture
def gate(desk):
    return Gate(lambda: desk)


def refused(deed, *arguments):
    with pytest.raises(RuleBroken) as broken:
        deed(*arguments)
    return broken.value.rule


def told(desk):
    with desk.look() as work:
        return [line.deed for line in reversed(work.audit.lines(EVERYTHING))]


def ways(door):
    return {p.name: (p.has_pin, p.has_passphrase) for p in door.people}


def test_the_door_names_who_works_here_and_their_ways(desk, gate):
    change_pin(desk.ben.id, "2580", begin=desk.begin, verifiers=QUICK)
    door = gate.door()
    assert ways(door) == {"Anna Lind": (False, True), "Ben Osei": (True, True)}
    assert (door.at_work, door.is_open) == (desk.anna.id, False)


def test_a_passphrase_lets_in_its_own_holder_whoever_was_chosen(desk, gate):
    assert gate.try_passphrase(desk.anna.id, BENS) == desk.ben.id
    assert desk.who() == "Ben Osei"
    assert gate.take_newcomer() == "Ben Osei"
    assert gate.take_newcomer() == ""
    assert told(desk)[-1] == Deed.RECORD_UNLOCKED


def test_neither_a_wrong_passphrase_nor_the_recovery_code_lets_anybody_in(desk, gate):
    for typed in ("not the passphrase", desk.code):
        assert refused(gate.try_passphrase, desk.anna.id, typed) is Rule.PASSPHRASE_WRONG
    assert told(desk)[-2:] == [Deed.UNLOCK_FAILED, Deed.UNLOCK_FAILED]


def test_a_key_file_laid_there_by_somebody_else_opens_nothing(desk, gate):
    strangers, _code = keys.fresh_keys(
        stored_keys.new_key(), "a passphrase of a stranger", holder=desk.anna.id
    )
    stored_keys.write_keys(stored_keys.keys_path(desk.folder), strangers)
    typed = "a passphrase of a stranger"
    assert refused(gate.try_passphrase, desk.anna.id, typed) is Rule.PASSPHRASE_WRONG


def test_five_wrong_pins_are_taken_back_only_by_a_passphrase(desk, gate):
    change_pin(desk.ben.id, "2580", begin=desk.begin, verifiers=QUICK)
    rules = [refused(gate.try_pin, desk.ben.id, "0000") for _each in range(6)]
    assert rules == [*[Rule.PIN_WRONG] * 4, Rule.PIN_USED_UP, Rule.PIN_USED_UP]
    assert refused(gate.try_pin, desk.ben.id, "2580") is Rule.PIN_USED_UP
    assert [p.tries_left for p in gate.door().people] == [5, 0]
    gate.try_passphrase(desk.anna.id, ANNAS)
    assert gate.try_pin(desk.ben.id, "2580") == desk.ben.id


def test_a_key_file_that_is_gone_keeps_out_only_who_has_no_pin(desk, gate):
    stored_keys.keys_path(desk.folder).unlink()
    with pytest.raises(RecordUnavailable) as caught:
        gate.door()
    assert caught.value.trouble is Trouble.KEYS_MISSING
    change_pin(desk.anna.id, "1985", begin=desk.begin, verifiers=QUICK)
    assert ways(gate.door()) == {"Anna Lind": (True, False)}
    assert gate.try_pin(desk.anna.id, "1985") == desk.anna.id


@contextmanager
def _full():
    raise RecordUnavailable(Trouble.DISK_FULL)
    yield


def test_a_full_disk_keeps_nobody_out_who_was_at_work_and_forgets_no_wrong_try(
    desk, gate, monkeypatch
):
    change_pin(desk.anna.id, "1985", begin=desk.begin, verifiers=QUICK)
    monkeypatch.setattr(desk, "begin", _full)
    monkeypatch.setattr(desk.trail, "_begin", _full)
    assert refused(gate.try_pin, desk.anna.id, "0000") is Rule.PIN_WRONG
    assert gate.door().people[0].tries_left == 4
    assert gate.try_pin(desk.anna.id, "1985") == desk.anna.id
    with pytest.raises(RecordUnavailable):
        gate.try_passphrase(desk.ben.id, BENS)
    assert desk.who() == "Anna Lind"


def test_in_the_window_the_passphrase_unlocks_where_there_is_no_pin(desk, at_work):
    folder = desk.folder
    desk.close()
    me = at_work(folder)
    me.unlock(ANNAS)
    me.wait_page("today_page")
    me.press(Key.Key_L, CTRL)
    me.wait(lambda: me.sees("lock_passphrase"))
    assert me.frame.windowTitle() == "IMS Notes - locked"
    me.type("not this one\n")
    me.wait_says("That is not the passphrase.")
    me.type(f"{ANNAS}\n")
    me.wait(lambda: not me.shell.lock.is_locked)
    assert me.page() == "today_page"
    assert me.frame.windowTitle() == "IMS Notes"
