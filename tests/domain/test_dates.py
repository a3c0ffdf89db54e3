"""A date of birth is read as a clinic writes it, and never guessed."""

from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_notes.domain.dates import age_on, read_past_date, written
from ims_notes.domain.errors import Rule, RuleBroken

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("14 jul 85", date(1985, 7, 14)),
        ("14-Jul-1985", date(1985, 7, 14)),
        ("14jul85", date(1985, 7, 14)),
        ("14. July 1985", date(1985, 7, 14)),
        ("jul 14, 1985", date(1985, 7, 14)),
        ("1985-07-14", date(1985, 7, 14)),
        ("1985/7/14", date(1985, 7, 14)),
        ("25/04/1985", date(1985, 4, 25)),
        ("04/25/1985", date(1985, 4, 25)),
        ("5.5.85", date(1985, 5, 5)),
        ("29 feb 24", date(2024, 2, 29)),
        ("22 nov 26", date(2026, 11, 22)),
        ("23 nov 26", date(1926, 11, 23)),
        ("1 jan 0001", date(1, 1, 1)),
        ("  14   jul   85 ", date(1985, 7, 14)),
    ],
)
def test_a_typed_date_is_the_latest_past_date_that_fits(typed, meant):
    assert read_past_date(typed, today=TODAY) == meant


@pytest.mark.parametrize(
    ("typed", "rule"),
    [
        ("31 feb 1985", Rule.DATE_UNREADABLE),
        ("29 feb 1985", Rule.DATE_UNREADABLE),
        ("31 feb", Rule.DATE_UNREADABLE),
        ("14", Rule.DATE_UNREADABLE),
        ("03/04/1985", Rule.DATE_AMBIGUOUS),
        ("14 jul 2085", Rule.BORN_IN_FUTURE),
        ("2026-13-01", Rule.DATE_UNREADABLE),
    ],
)
def test_a_date_that_cannot_be_meant_is_refused_with_its_reason(typed, rule):
    with pytest.raises(RuleBroken) as refused:
        read_past_date(typed, today=TODAY)
    assert refused.value.rule is rule


@pytest.mark.parametrize("typed", ["", "   ", "meier", "May", "anna 3rd floor", "ada 14"])
def test_words_are_no_date(typed):
    assert read_past_date(typed, today=TODAY) is None


@given(st.dates(max_value=TODAY))
def test_what_is_written_is_read_again(day):
    assert read_past_date(written(day), today=TODAY) == day


@given(st.text(max_size=40))
def test_any_text_is_a_date_none_or_a_named_refusal(text):
    with suppress(RuleBroken):
        found = read_past_date(text, today=TODAY)
        assert found is None or found <= TODAY


def test_someone_born_on_29_february_turns_on_the_first_of_march():
    born = date(2000, 2, 29)
    assert age_on(born, date(2026, 2, 28)) == 25
    assert age_on(born, date(2026, 3, 1)) == 26
    assert age_on(date(1899, 1, 1), TODAY) == 127


def test_no_date_is_written_as_nothing():
    assert written(None) == ""
