"""The safety page: every step by keys, one secret at a time, nothing done that was not said."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit

from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble
from ims_notes.ui import navigator as places
from ims_notes.ui import theme
from ims_notes.ui.dialogs import confirm
from ims_notes.ui.navigator import PlaceName
from ims_notes.ui.theme import Mode
from tests.flows.everybody import what_is_wrong
from tests.ui.safety_stage import ANNA, BEN, CARLA, CODES, ENCRYPTED, MINE, NEW, PLAIN, Screen

Key = Qt.Key


@pytest.fixture
def at(qtbot, qapp):
    theme.apply_theme(qapp, Mode.LIGHT)

    def open_it(state=ENCRYPTED, focus="encryption", **how):
        return Screen(qtbot, state, **how).open(focus)

    yield open_it
    theme.apply_theme(qapp, Mode.LIGHT)


class Waiting:
    """A runner that holds back what writes until it is let go."""

    def __init__(self):
        self.held = []

    def submit(self, work, *, done=None, failed=None, owner=None, lane="read", latest=None):
        if lane == "write":
            self.held.append((work, done))
        else:
            done(work())

    def let_go(self):
        work, done = self.held.pop()
        done(work())


def type_new(screen, words=NEW):
    """Type a new passphrase twice and go on, as the caret stands in the first of the fields."""
    screen.type(words)
    screen.enter()
    screen.type(words)
    screen.enter()


def show_new_code(screen):
    screen.choose("renew_code")
    screen.type(MINE)
    screen.enter()


def test_it_says_what_a_thief_could_read(at):
    assert "not encrypted" in at(PLAIN).words("encryption_now")
    plain = at(PLAIN)
    assert "can read everything" in plain.words("encryption_meaning")
    assert not plain.sees("change_passphrase")
    screen = at()
    assert screen.words("encryption_now") == "This record is encrypted."
    assert "cannot read it" in screen.words("encryption_meaning")
    assert not screen.sees("encrypt_record")


def test_a_missing_recovery_code_is_said(at):
    screen = at(replace(ENCRYPTED, has_recovery_code=False))
    assert "no recovery code" in screen.words("recovery_code_now")


def test_a_passphrase_is_changed_by_keys_alone(at):
    screen = at()
    assert screen.focus == "change_passphrase"
    screen.press(Key.Key_Space)
    screen.type(MINE)
    screen.enter()
    type_new(screen)
    assert screen.record.secrets[ANNA.id] == NEW
    assert screen.said[-1] == "Passphrase changed"
    assert screen.focus == "change_passphrase"
    assert not screen.sees("own_passphrase")


def test_a_wrong_passphrase_is_said_at_its_field_and_nothing_is_changed(at):
    screen = at()
    screen.choose("change_passphrase")
    screen.type("not this one at all")
    screen.enter()
    type_new(screen)
    assert "not the passphrase" in screen.words("own_passphrase_note")
    assert screen.focus == "own_passphrase"
    assert screen.record.secrets == {ANNA.id: MINE}
    screen.type(MINE)
    screen.enter()
    screen.find("change_passphrase_go_on").click()
    assert screen.record.secrets[ANNA.id] == NEW


@pytest.mark.parametrize("button", ["change_passphrase", "renew_code", "decrypt_record"])
def test_escape_goes_back_to_where_it_was(at, button):
    screen = at()
    screen.choose(button)
    screen.type("half of it")
    screen.press(Key.Key_Escape)
    assert screen.focus == button
    assert screen.record.state == ENCRYPTED
    screen.press(Key.Key_Space)
    assert screen.find("own_passphrase", QLineEdit).text() == ""


def test_nothing_typed_is_asked_for(at):
    screen = at()
    screen.choose("renew_code")
    screen.enter()
    assert screen.words("own_passphrase_note") == "Type it here."
    assert screen.record.codes == list(CODES)


def test_a_new_code_says_what_becomes_of_the_old_one_and_is_shown_once(at):
    screen = at()
    screen.choose("renew_code")
    told = screen.all_words()
    assert "old code then no longer opens" in told
    assert "Backups made until now still open" in told
    screen.type(MINE)
    screen.enter()
    groups = CODES[0].split("-")
    assert [screen.words(f"group_{n}") for n in range(1, 8)] == groups
    assert screen.focus == "last_group"
    screen.type(groups[-1])
    screen.enter()
    assert not screen.sees("recovery_code")
    assert groups[-1] not in screen.all_words()
    assert screen.focus == "renew_code"


def test_a_code_that_is_not_on_paper_is_not_taken_for_granted(at):
    screen = at()
    show_new_code(screen)
    screen.find("code_later").click()
    assert "not shown again" in screen.noticed[-1].sentence
    assert not screen.sees("recovery_code")


@pytest.mark.parametrize("answer", [True, False])
def test_leaving_asks_while_a_code_is_shown(at, monkeypatch, answer):
    asked = []
    monkeypatch.setattr(confirm, "ask", lambda *_a, **told: (asked.append(told), answer)[1])
    screen = at()
    assert screen.page.may_leave()
    assert not asked
    show_new_code(screen)
    assert screen.page.may_leave() is answer
    assert "on paper" in asked[0]["question"]
    assert screen.sees("recovery_code") is not answer


def test_another_step_never_takes_a_code_away(at):
    screen = at()
    show_new_code(screen)
    screen.choose("set_pin")
    assert screen.sees("new_pin")
    assert screen.sees("recovery_code")


def test_one_step_is_open_at_a_time(at):
    screen = at()
    screen.choose("change_passphrase")
    screen.choose("person_2_passphrase")
    assert screen.sees("give_passphrase_step")
    assert not screen.sees("change_passphrase_step")
    assert screen.focus == "own_passphrase"


def test_a_plain_record_is_encrypted_and_its_code_shown(at):
    screen = at(PLAIN)
    screen.choose("encrypt_record")
    assert "nothing is lost if the computer stops" in screen.all_words()
    type_new(screen)
    assert screen.record.state.is_encrypted
    assert screen.words("group_1") == CODES[0].split("-")[0]
    assert "The record is encrypted" in screen.said
    screen.type(CODES[0].split("-")[-1])
    screen.enter()
    assert screen.words("encryption_now") == "This record is encrypted."
    assert screen.focus == "change_passphrase"


def test_while_it_is_being_encrypted_nothing_else_is_begun(at):
    runner = Waiting()
    screen = at(PLAIN, runner=runner)
    screen.choose("encrypt_record")
    type_new(screen)
    assert not screen.find("encrypt_go_on").isEnabled()
    screen.press(Key.Key_Escape)
    assert screen.sees("encrypt_step")
    assert not screen.page.may_leave()
    runner.let_go()
    assert screen.sees("recovery_code")


def test_a_full_disk_leaves_the_record_plain_and_says_so_in_the_step(at):
    screen = at(PLAIN)
    screen.record.trouble = RecordUnavailable(Trouble.DISK_FULL)
    screen.choose("encrypt_record")
    type_new(screen)
    assert "disk is full" in screen.words("encrypt_wrong")
    assert not screen.record.state.is_encrypted
    screen.record.trouble = None
    screen.find("encrypt_go_on").click()
    assert screen.record.state.is_encrypted


def test_encryption_is_given_up_only_with_the_passphrase(at):
    screen = at()
    screen.choose("decrypt_record")
    assert "can then read everything" in screen.all_words()
    screen.type("a guess at the passphrase")
    screen.enter()
    assert screen.record.state.is_encrypted
    assert screen.focus == "own_passphrase"
    screen.type(MINE)
    screen.enter()
    assert not screen.record.state.is_encrypted
    assert screen.sees("encrypt_record")
    assert screen.focus == "encrypt_record"


def test_a_keyring_remembers_only_where_there_is_one(at):
    assert not at(replace(ENCRYPTED, may_remember=False)).sees("remember_key")
    screen = at()
    screen.choose("remember_key")
    assert screen.record.state.is_remembered
    assert screen.said[-1] == "Remembered on this computer"
    screen.choose("remember_key")
    assert not screen.record.state.is_remembered


def test_a_keyring_that_refuses_is_not_ticked(at):
    screen = at()
    screen.record.trouble = RuleBroken(Rule.KEYRING_REFUSED)
    screen.choose("remember_key")
    assert screen.noticed
    assert not screen.find("remember_key").isChecked()


def test_who_has_no_passphrase_is_told_who_can_give_one(at):
    screen = at(replace(ENCRYPTED, at_work=BEN.id))
    assert not screen.sees("change_passphrase")
    assert "no passphrase of your own" in screen.all_words()


def test_a_record_that_is_only_read_says_why_nothing_can_be_changed(at):
    screen = at(replace(ENCRYPTED, may_write=False))
    assert "reading only" in screen.words("encryption_card_why_not")
    names = ("change_passphrase", "renew_code", "decrypt_record", "set_pin", "person_2_passphrase")
    assert not any(screen.find(name).isEnabled() for name in names)
    assert screen.find("lock_now").isEnabled()


@pytest.mark.parametrize(
    ("focus", "first"),
    [
        ("backups", "back_up_now"),
        ("encryption", "change_passphrase"),
        ("lock", "lock_minutes"),
        ("check", "check_now"),
        ("audit", "open_audit"),
        (None, "back_up_now"),
    ],
)
def test_a_place_leads_to_its_card(at, focus, first):
    assert at(focus=focus).focus == first


def test_keys_lead_from_card_to_card(at):
    screen = at()
    reached = []
    for number in range(1, 6):
        screen.press(Key(ord(str(number))), Qt.KeyboardModifier.AltModifier)
        reached.append(screen.focus)
    assert reached == [
        "back_up_now", "change_passphrase", "lock_minutes", "check_now", "open_audit"
    ]  # fmt: skip


def test_further_cards_hear_of_a_visit_and_may_keep_the_therapist(at):
    screen = at(focus="backups")
    assert screen.backups.opened[-1].focus == "backups"
    assert screen.page.may_leave()
    screen.backups.lets_go = False
    assert not screen.page.may_leave()


def test_the_audit_and_the_people_have_their_own_places(at):
    screen = at()
    screen.choose("open_audit")
    assert screen.went[-1] == places.AUDIT
    screen.choose("people_in_settings")
    assert (screen.went[-1].name, screen.went[-1].focus) == (PlaceName.SETTINGS, "practitioners")


WAYS = [
    (ENCRYPTED, None), (PLAIN, None), (replace(ENCRYPTED, may_write=False), None),
    (ENCRYPTED, "change_passphrase"), (ENCRYPTED, "renew_code"), (ENCRYPTED, "decrypt_record"),
    (PLAIN, "encrypt_record"), (ENCRYPTED, "set_pin"), (ENCRYPTED, "person_2_passphrase"),
    (ENCRYPTED, "person_3_passphrase"),
]  # fmt: skip


@pytest.mark.parametrize(("state", "button"), WAYS)
def test_everything_is_named_whole_and_reached_by_tab(at, qtbot, state, button):
    screen = at(state, size=(1180, 1400))
    if button is not None:
        screen.choose(button)
    qtbot.wait(20)
    assert what_is_wrong(screen.window) == []


def test_tab_leads_through_a_step_in_the_order_it_is_read(at):
    screen = at()
    screen.choose("person_2_passphrase")
    order = []
    while screen.focus != "check_now":
        order.append(screen.focus)
        screen.press(Key.Key_Tab)
    assert order == [
        "own_passphrase", "own_passphrase_show", "new_passphrase", "new_passphrase_show",
        "five_words", "repeat_passphrase", "repeat_passphrase_show", "give_passphrase_go_on",
        "give_passphrase_back",
    ]  # fmt: skip
    assert CARLA.name not in screen.all_words()
