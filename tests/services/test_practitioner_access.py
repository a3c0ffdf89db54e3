"""Practitioners unlock by their own PIN, come to work and sign as themselves."""

from dataclasses import replace
from uuid import UUID

import pytest

from ims_notes.app.knowledge import full_text
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.locking import Tries
from ims_notes.domain.practitioners import Practitioner
from ims_notes.services.amend_note import amend_note
from ims_notes.services.keep_clinic import change_clinic, keep_practitioner
from ims_notes.services.practitioner_access import (
    Verifiers,
    change_pin,
    colleagues,
    come_to_work,
    try_pin,
)
from ims_notes.services.session import begin_session, open_session, save_session
from ims_notes.services.sign_note import sign_note

PLAIN = Verifiers(make=lambda pin: f"verifier of {pin}", fits=lambda pin, v: v.endswith(f" {pin}"))
ADA, GRACE = UUID(int=2), UUID(int=7)
TEXT = "l ut y; pain 6>3; used 1 out 1; ok; ae none; tol well; ed soreness"


@pytest.fixture
def both(record):
    """Ada is at work; Grace works here too and has a PIN."""
    record.work.practitioners.put(Practitioner(id=GRACE, name="Grace Hopper", credentials="MD"))
    change_pin(GRACE, "1985", begin=record.begin, verifiers=PLAIN)
    return record


def type_pin(record, pin, tries=None, who=GRACE):
    return try_pin(who, pin, look=record.look, verifiers=PLAIN, tries=tries or Tries())


def refused(call):
    with pytest.raises(RuleBroken) as broken:
        call()
    return broken.value.rule


def draft_of(record, clock):
    note = begin_session(record.patient.id, begin=record.begin, clock=clock).note
    return save_session(replace(note, text=TEXT), begin=record.begin, clock=clock).note


def test_a_pin_is_kept_only_as_what_verifies_it_and_can_be_taken_away(both):
    assert both.work.access.pins == {GRACE: "verifier of 1985"}
    change_pin(GRACE, None, begin=both.begin, verifiers=PLAIN)
    assert both.work.access.pin_of(GRACE) is None
    assert both.work.audit.deeds == ["pin.changed", "pin.changed"]


def test_a_trivial_pin_is_refused_and_nothing_is_written(both):
    call = lambda: change_pin(ADA, "1234", begin=both.begin, verifiers=PLAIN)  # noqa: E731
    assert refused(call) is Rule.PIN_TRIVIAL
    assert both.work.access.pin_of(ADA) is None


def test_the_right_pin_takes_all_wrong_ones_back(both):
    assert type_pin(both, " 19 85", Tries(wrong=4)) == Tries()


def test_a_wrong_pin_counts(both):
    assert type_pin(both, "1986").left == 4
    assert type_pin(both, "1986", Tries(wrong=4)).is_used_up


def test_when_the_tries_are_used_up_even_the_right_pin_does_not_open(both):
    used_up = Tries(wrong=5)
    assert type_pin(both, "1985", used_up).is_used_up


def test_who_has_no_pin_cannot_unlock_with_one(both):
    assert type_pin(both, "", who=ADA).left == 4
    assert type_pin(both, "1985", who=ADA).left == 4


def test_who_works_here_no_longer_neither_unlocks_nor_comes_to_work(both, clock):
    gone = replace(both.work.practitioners.get(GRACE), active=False)
    keep_practitioner(gone, begin=both.begin, clock=clock)
    assert refused(lambda: type_pin(both, "1985")) is Rule.PRACTITIONER_DISABLED
    assert refused(lambda: come_to_work(GRACE, begin=both.begin)) is Rule.PRACTITIONER_DISABLED
    assert [c.practitioner.id for c in colleagues(look=both.look)] == [ADA]
    assert both.work.practitioners.get(GRACE) == gone, "disabled, never deleted"


def test_the_last_one_who_works_here_cannot_be_taken_out_of_work(both, clock):
    keep_practitioner(
        replace(both.work.practitioners.get(ADA), active=False), begin=both.begin, clock=clock
    )
    last = replace(both.work.practitioners.get(GRACE), active=False)
    call = lambda: keep_practitioner(last, begin=both.begin, clock=clock)  # noqa: E731
    assert refused(call) is Rule.PRACTITIONER_LAST
    assert both.work.practitioners.get(GRACE).active


def test_everybody_who_works_here_is_named_with_who_is_at_work(both):
    said = [(c.practitioner.name, c.has_pin, c.is_at_work) for c in colleagues(look=both.look)]
    assert said == [("Ada King", False, True), ("Grace Hopper", True, False)]


def test_unlocking_as_somebody_else_changes_who_is_at_work(both):
    assert come_to_work(GRACE, begin=both.begin).topics == {"clinic"}
    assert both.work.clinic.get().practitioner_id == GRACE
    assert both.work.audit.deeds[-1] == "record.unlocked"


def test_settings_put_nobody_to_work_who_has_a_pin_or_is_gone(both, rules, clock):
    def at_work(who, with_passphrase=frozenset()):
        clinic = replace(both.work.clinic.get(), practitioner_id=who)
        change_clinic(
            clinic, begin=both.begin, catalogue=rules.catalogue, with_passphrase=with_passphrase
        )

    assert refused(lambda: at_work(GRACE)) is Rule.PRACTITIONER_HAS_PIN
    change_pin(GRACE, None, begin=both.begin, verifiers=PLAIN)
    assert refused(lambda: at_work(GRACE, frozenset({GRACE}))) is Rule.PRACTITIONER_HAS_PIN
    at_work(GRACE)
    assert both.work.clinic.get().practitioner_id == GRACE
    gone = replace(both.work.practitioners.get(ADA), active=False)
    keep_practitioner(gone, begin=both.begin, clock=clock)
    assert refused(lambda: at_work(ADA)) is Rule.PRACTITIONER_DISABLED


def test_a_draft_of_one_signed_by_another_states_both(both, clock, rules):
    draft = draft_of(both, clock)
    come_to_work(GRACE, begin=both.begin)
    signed = sign_note(
        draft.id, begin=both.begin, rulebook=rules, clock=clock, revision=draft.revision
    )
    assert (signed.content.practitioner.name, signed.content.begun_by.name) == (
        "Grace Hopper",
        "Ada King",
    )
    assert signed.note.practitioner_id == GRACE
    text = full_text(signed.content)
    assert "Signed by Grace Hopper, MD on" in text
    assert "Begun by Ada King, PT." in text
    opened = open_session(draft.id, look=both.look, rulebook=rules)
    assert opened.setting.practitioner.id == GRACE


def test_an_own_draft_names_nobody_else(both, clock, rules):
    draft = draft_of(both, clock)
    signed = sign_note(
        draft.id, begin=both.begin, rulebook=rules, clock=clock, revision=draft.revision, signer=ADA
    )
    assert signed.content.begun_by is None
    assert "Begun by" not in full_text(signed.content)


def test_nobody_signs_what_was_read_back_in_another_s_name(both, clock, rules):
    draft = draft_of(both, clock)
    come_to_work(GRACE, begin=both.begin)

    def sign():
        sign_note(
            draft.id,
            begin=both.begin,
            rulebook=rules,
            clock=clock,
            revision=draft.revision,
            signer=ADA,
        )

    assert refused(sign) is Rule.SIGNER_CHANGED
    assert both.work.notes.get(draft.id).is_draft


def test_who_works_here_no_longer_neither_begins_signs_nor_amends(both, clock, rules):
    draft = draft_of(both, clock)
    gone = replace(both.work.practitioners.get(ADA), active=False)
    keep_practitioner(gone, begin=both.begin, clock=clock)
    calls = [
        lambda: begin_session(both.patient.id, begin=both.begin, clock=clock),
        lambda: sign_note(
            draft.id, begin=both.begin, rulebook=rules, clock=clock, revision=draft.revision
        ),
    ]
    assert {refused(call) for call in calls} == {Rule.PRACTITIONER_DISABLED}
    come_to_work(GRACE, begin=both.begin)
    sign_note(draft.id, begin=both.begin, rulebook=rules, clock=clock, revision=draft.revision)
    both.work.clinic.put(replace(both.work.clinic.get(), practitioner_id=ADA))
    amend = lambda: amend_note(  # noqa: E731
        draft.id, text="left", reason="slip", begin=both.begin, clock=clock
    )
    assert refused(amend) is Rule.PRACTITIONER_DISABLED
