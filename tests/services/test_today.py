"""Today: who comes when and who that is, one thing to ask, and what each draft still lacks."""

from dataclasses import replace
from datetime import date, time
from uuid import UUID

import pytest

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.patients import Patient
from ims_notes.services.session import begin_session, save_session
from ims_notes.services.sign_note import sign_note
from ims_notes.services.today import (
    paste_day_list,
    put_day_entry_back,
    remove_day_entry,
    settle_day_entry,
    today,
)

DAY = date(2026, 11, 22)
RN1 = (
    "l ut y; pain 6>3; used 2 out 2; ok; last none; ae none; tol well; ex chin tuck; "
    "ed soreness; next 1w"
)


@pytest.fixture
def paste(record, clock):
    return lambda text: paste_day_list(
        text, day=DAY, begin=record.begin, look=record.look, clock=clock
    )


@pytest.fixture
def page(record, rules):
    return lambda day=DAY: today(day, look=record.look, rulebook=rules)


@pytest.fixture
def typed(record, clock):
    """A draft of the known patient with a text."""

    def _typed(text):
        begun = begin_session(record.patient.id, begin=record.begin, clock=clock).note
        return save_session(replace(begun, text=text), begin=record.begin, clock=clock).note

    return _typed


def test_pasted_names_become_lines_and_a_name_that_fits_one_patient_is_that_patient(
    record, paste, page
):
    changes = paste("09:00 Meier\n10:30 Somebody Else\nNo Time\n")
    assert changes.topics == {"day"}
    lines = page().lines
    assert [(x.entry.at, x.entry.name) for x in lines] == [
        (time(9), "Meier"),
        (time(10, 30), "Somebody Else"),
        (None, "No Time"),
    ]
    assert [x.patient.id if x.patient else None for x in lines] == [record.patient.id, None, None]
    assert [x.entry.position for x in lines] == [0, 1, 2]
    paste("11 Late Comer")
    assert page().lines[-1].entry.position == 3
    assert page(date(2026, 11, 23)).lines == ()


def test_a_name_that_fits_two_patients_is_nobody_until_it_is_settled(record, paste, page):
    other = Patient(id=UUID(int=7), family_name="Meierling")
    record.work.patients.put(other)
    paste("09:00 Mei")
    (line,) = page().lines
    assert line.patient is None
    settle_day_entry(line.entry, patient_id=other.id, begin=record.begin)
    assert page().lines[0].patient.id == other.id


def test_a_paste_of_something_else_is_refused_and_puts_nothing_on_the_list(paste, page):
    with pytest.raises(RuleBroken) as refused:
        paste("09:00 Meier\n" + "x" * 10_000)
    assert (refused.value.rule, refused.value.facts["length"]) == (Rule.TEXT_TOO_LONG, 10_000)
    assert page().lines == ()


def test_a_name_taken_off_the_list_can_be_put_back(record, paste, page):
    paste("09:00 Meier")
    (line,) = page().lines
    remove_day_entry(line.entry.id, begin=record.begin)
    assert page().lines == ()
    put_day_entry_back(line.entry, begin=record.begin)
    assert page().lines == (line,)


def test_who_was_here_before_is_asked_one_thing(record, clock, rules, paste, page, typed):
    paste("09:00 Meier")
    assert page().lines[0].ask is None
    kept = typed(RN1)
    sign_note(kept.id, begin=record.begin, rulebook=rules, clock=clock, revision=kept.revision)
    ask = page().lines[0].ask
    assert (ask.about, ask.count) == ("exercises", 1)


def test_a_line_whose_patient_is_gone_keeps_its_name(record, paste, page):
    paste("09:00 Meier")
    del record.work.patients.rows[record.patient.id]
    (line,) = page().lines
    assert (line.entry.name, line.patient) == ("Meier", None)


def test_each_draft_says_what_it_lacks(record, page, typed):
    typed(RN1.replace("tol well; ", ""))
    (line,) = page().drafts
    assert line.patient.id == record.patient.id
    assert [m.code for m in line.read.missing if m.blocks] == ["tolerance"]
    typed(RN1)
    assert page().drafts[0].read.may_be_signed


def test_the_day_and_who_was_seen_last_are_shown(record, page):
    assert page().day == DAY
    assert [p.id for p in page().recent] == [record.patient.id]
