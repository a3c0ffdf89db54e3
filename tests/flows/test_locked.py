"""The screen locks over half a line and comes back to the same caret, for whoever unlocks it."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QListWidget, QWidget

from ims_notes.app import desk as desks
from ims_notes.app import records
from ims_notes.app.locking import verifiers
from ims_notes.domain.audit import Deed
from ims_notes.domain.practitioners import Practitioner
from ims_notes.services.keep_clinic import keep_practitioner
from ims_notes.services.ports.audit import AuditFilter
from ims_notes.services.practitioner_access import Verifiers, change_pin
from ims_notes.ui.idle_watch import Clocks, IdleWatch
from tests.flows.at_work import CTRL, Key, everything_said

READY = "l ut y; pain 6>3; used 1 out 1; ok; ae none; tol well; ed soreness"
PIN, OTHERS_PIN = "1985", "2580"


class Hands:
    """Moves the clocks of the watch by hand."""

    def __init__(self):
        self.now = 0.0

    def clocks(self):
        return Clocks(wall=lambda: self.now, monotonic=lambda: self.now)


@pytest.fixture(autouse=True)
def quick_verifiers(monkeypatch):
    """A verifier that takes no fifth of a second; the real one has its own test."""
    quick = Verifiers(
        make=lambda pin: f"$argon2id${pin}", fits=lambda pin, kept: kept == f"$argon2id${pin}"
    )
    monkeypatch.setattr("ims_notes.app.locking.verifiers", lambda: quick)
    return quick


@pytest.fixture
def begun(at_work, clinic, quick_verifiers):
    """A session open in a clinic where who is at work has a PIN."""
    me = at_work(clinic)
    me.find_patient("halloran", with_ctrl=True)
    me.wait_for("shorthand_line")
    with me.record.look() as work:
        mine = work.clinic.get().practitioner_id
    change_pin(mine, PIN, begin=me.record.begin, verifiers=quick_verifiers)
    return me


def someone_else(me, verifiers, pin=OTHERS_PIN):
    """Let Grace work here too, with a PIN."""
    grace = Practitioner(id=None, name="Grace Hopper", credentials="MD")
    keep_practitioner(grace, begin=me.record.begin, clock=me.record.clock, is_new=True)
    with me.record.look() as work:
        added = next(p for p in work.practitioners.all() if p.name == "Grace Hopper")
    change_pin(added.id, pin, begin=me.record.begin, verifiers=verifiers)
    return added


def lock(me):
    me.press(Key.Key_L, CTRL)
    assert me.shell.lock.is_locked
    me.wait(lambda: me.sees("lock_pin"))


def type_pin(me, pin):
    for digit in pin:
        me.press(getattr(Key, f"Key_{digit}"))
    me.press(Key.Key_Return)


def unlock(me, pin=PIN):
    type_pin(me, pin)
    me.wait(lambda: not me.shell.lock.is_locked)


def kept_text(me):
    (draft,) = [d for d in drafts(me) if d.id == me.desk.keeper.draft.id]
    return draft.text


def drafts(me):
    with me.record.look() as work:
        return work.notes.drafts()


def audited(me, deed):
    me.shell.runner.drain()
    with me.record.look() as work:
        return len(work.audit.lines(AuditFilter(deeds=frozenset({deed}))))


def test_left_alone_it_locks_and_the_pin_returns_to_the_same_caret(begun, monkeypatch):
    me, hands = begun, Hands()
    watch = IdleWatch(
        minutes=lambda: me.shell.settings.lock_minutes, clocks=hands.clocks(), parent=me.shell.lock
    )
    watch.idle.connect(me.shell.lock.lock)
    me.type(READY[:30])
    for _each in range(3):
        me.press(Key.Key_Left)
    at = me.line.textCursor().position()
    for _each in range(60):
        hands.now += 5
        watch.look()
    assert me.shell.lock.is_locked
    me.wait(lambda: kept_text(me) == READY[:30])
    assert "halloran" not in everything_said(me.frame).lower()
    me.wait(lambda: me.sees("lock_pin"))
    unlock(me)
    assert me.frame.focusWidget() is me.line
    assert (me.line.text(), me.line.textCursor().position()) == (READY[:30], at)
    for _each in range(3):
        me.press(Key.Key_Right)
    me.type(READY[30:])
    read = me.sign()
    assert "HALLORAN" in read
    watch.stop()


def test_everything_typed_until_the_lock_is_kept_at_once(begun):
    begun.type("s locked in the middle of a wo")
    begun.shell.lock.lock()
    begun.shell.runner.drain()
    assert kept_text(begun) == "s locked in the middle of a wo"


def test_what_was_selected_and_what_can_be_undone_are_there_afterwards(begun):
    begun.type("s first")
    begun.press(Key.Key_A, CTRL)
    lock(begun)
    unlock(begun)
    assert begun.line.textCursor().selectedText() == "s first"
    begun.press(Key.Key_Z, CTRL)
    assert begun.line.text() != "s first"
    begun.press(Key.Key_Z, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert begun.line.text() == "s first"


def test_no_key_reaches_what_is_locked(begun):
    begun.type("s before")
    lock(begun)
    for key in (Key.Key_1, Key.Key_2, Key.Key_K, Key.Key_Return, Key.Key_N):
        begun.press(key, CTRL)
    for key in (Key.Key_F1, Key.Key_F8, Key.Key_F9, Key.Key_Escape, Key.Key_Tab, Key.Key_Tab):
        begun.press(key)
        assert begun.shell.lock.screen._card.isAncestorOf(QApplication.focusWidget())
    assert begun.shell.lock.is_locked
    assert not begun.sees("session_page")
    assert QApplication.activeModalWidget() is None
    begun.find("lock_pin").setFocus()
    begun.find("lock_pin").clear()
    unlock(begun)
    assert begun.page() == "session_page"
    assert begun.line.text() == "s before"


def test_a_wrong_pin_says_how_many_tries_are_left_and_is_in_the_audit(begun):
    lock(begun)
    type_pin(begun, "1111")
    begun.wait_says("Tries left: 4.")
    assert begun.find("lock_pin").text() == ""
    unlock(begun)
    assert audited(begun, Deed.UNLOCK_FAILED) == 1
    assert audited(begun, Deed.RECORD_LOCKED) == 1
    assert audited(begun, Deed.RECORD_UNLOCKED) == 1


def test_after_five_wrong_pins_the_right_one_does_not_open(begun):
    lock(begun)
    for _each in range(4):
        type_pin(begun, "1111")
        begun.wait(lambda: begun.find("lock_pin").text() == "")
        begun.wait(lambda: begun.find("lock_unlock").text() == "Unlock")
    type_pin(begun, "1111")
    begun.wait_for("lock_close")
    assert not begun.sees("lock_pin")
    assert begun.says("close IMS Notes and open it again")
    begun.press(Key.Key_Space)
    begun.wait(lambda: not begun.frame.isVisible())


def choose(me, name):
    people = me.wait_for("lock_people", QListWidget)
    people.setFocus()
    for letter in name:
        me.press(getattr(Key, f"Key_{letter.upper()}"))
    me.press(Key.Key_Return)


def test_another_practitioner_unlocks_goes_on_and_signs_as_herself(begun, quick_verifiers):
    someone_else(begun, quick_verifiers)
    mine = begun.record.who()
    begun.type(READY)
    lock(begun)
    choose(begun, "gr")
    unlock(begun, OTHERS_PIN)
    begun.wait_says("Grace Hopper is at work now")
    assert begun.line.text() == READY
    read = begun.sign()
    assert "Signed by Grace Hopper, MD on" in read
    assert f"Begun by {mine}" in read
    assert "Grace Hopper, MD" in begun.find("signed_state", QLabel).text()
    begun.shell.runner.drain()
    assert desks.check(begun.record.folder).problems == ()


def test_what_was_read_back_to_one_is_not_signed_by_another(begun, quick_verifiers):
    someone_else(begun, quick_verifiers)
    begun.type(READY)
    answered = []

    def lock_and_agree(dialog):
        begun.shell.lock.lock()
        begun.wait(lambda: dialog.findChild(QWidget, "lock_people") is not None)
        card = dialog.findChild(QWidget, "lock_card")
        begun.wait(lambda: card.findChild(QListWidget, "lock_people").count() == 2)
        assert "HALLORAN" not in everything_said(dialog)
        assert dialog.windowTitle() == "IMS Notes - locked"
        choose_in(begun, card, "Grace Hopper")
        type_pin(begun, OTHERS_PIN)
        begun.wait(lambda: not begun.shell.lock.is_locked)
        assert dialog.windowTitle() == "IMS Notes"
        dialog.accept()
        answered.append(True)

    begun.in_dialog(lock_and_agree)
    begun.press(Key.Key_Return, CTRL)
    begun.wait_says("Somebody else is at work now")
    assert answered
    assert any(d.text == READY for d in drafts(begun))


def choose_in(me, card, name):
    people = card.findChild(QListWidget, "lock_people")
    row = [people.item(i).text() for i in range(people.count())].index(name)
    people.setFocus()
    people.setCurrentRow(row)
    me.press(Key.Key_Return)


def test_without_a_pin_the_screen_is_only_blank_and_says_why(at_work, clinic):
    me = at_work(clinic)
    me.find_patient("halloran", with_ctrl=True)
    me.wait_for("shorthand_line")
    me.type("s half")
    me.press(Key.Key_L, CTRL)
    me.wait(lambda: me.sees("blank_screen"))
    assert "nobody here has a PIN" in me.find("blank_screen").accessibleName()
    assert "halloran" not in everything_said(me.frame).lower()
    me.press(Key.Key_X)
    assert not me.sees("blank_screen")
    assert (me.line.text(), me.frame.focusWidget()) == ("s half", me.line)
    assert audited(me, Deed.RECORD_LOCKED) == 0


def test_what_is_opened_while_nobody_is_there_is_opened_locked(begun, clinic):
    """A long restore: the screen is covered without a record, and then there is one."""
    me = begun
    assert me.shell.window.may_leave()
    me.shell.close_desk()
    me.shell.lock.lock()
    assert me.sees("blank_screen")
    me.shell.show_record(records.open_desk(clinic))
    assert me.shell.lock.is_locked
    assert not me.says("HALLORAN")
    me.wait(lambda: me.sees("lock_pin"))
    unlock(me)
    me.wait_page("today_page")


def test_what_is_opened_after_somebody_came_back_is_not_locked(begun, clinic):
    me = begun
    assert me.shell.window.may_leave()
    me.shell.close_desk()
    me.shell.lock.lock()
    me.press(Key.Key_X)
    me.shell.show_record(records.open_desk(clinic))
    assert not me.shell.lock.is_locked
    me.wait_page("today_page")


def test_a_pin_is_kept_as_argon2id_and_only_the_same_digits_fit():
    kept = verifiers().make(PIN)
    assert kept.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert verifiers().fits(PIN, kept)
    assert not verifiers().fits("1986", kept)
    assert not verifiers().fits(PIN, "$argon2id$broken")
