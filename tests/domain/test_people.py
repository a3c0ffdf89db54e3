"""Patients, practitioners and episodes are tidied before they are kept, and nothing is cut."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ims_notes.domain.episodes import Episode, EpisodeStatus
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.patients import NAME_LIMIT, Patient
from ims_notes.domain.practitioners import Practitioner
from ims_notes.domain.texts import composed, folded, one_line

TODAY = date(2026, 11, 22)
PATIENT = Patient(id=UUID(int=1), family_name="Meier")
EPISODE = Episode(id=UUID(int=2), patient_id=UUID(int=1), region="neck", opened_on=TODAY)


def test_names_lose_direction_marks_and_doubled_spaces_and_are_composed():
    kept = replace(PATIENT, family_name="\u202eMe\u0301ier  ", given_name=" Anna\n Lena")
    kept = kept.tidied(today=TODAY)
    assert (kept.family_name, kept.given_name) == ("Méier", "Anna Lena")


@pytest.mark.parametrize(
    ("change", "rule", "field"),
    [
        ({"family_name": "  "}, Rule.NAME_MISSING, "family_name"),
        ({"given_name": "x" * (NAME_LIMIT + 1)}, Rule.TEXT_TOO_LONG, "given_name"),
        ({"alerts": "x" * 1001}, Rule.TEXT_TOO_LONG, "alerts"),
        ({"born": date(2027, 1, 1)}, Rule.BORN_IN_FUTURE, "born"),
    ],
)
def test_a_patient_who_cannot_be_kept_is_refused_at_the_field(change, rule, field):
    with pytest.raises(RuleBroken) as refused:
        replace(PATIENT, **change).tidied(today=TODAY)
    assert (refused.value.rule, refused.value.field) == (rule, field)


def test_one_name_is_enough_whichever_it_is():
    only_given = replace(PATIENT, family_name="", given_name="Sukarno").tidied(today=TODAY)
    assert only_given.given_name == "Sukarno"


def test_a_practitioner_signs_with_name_credentials_and_number():
    kept = Practitioner(id=UUID(int=3), name=" Ada  King ", credentials="PT", registration="123")
    assert kept.tidied().signature == "Ada King, PT, 123"
    with pytest.raises(RuleBroken) as refused:
        replace(kept, name="").tidied()
    assert refused.value.rule is Rule.PRACTITIONER_MISSING


def test_an_episode_closes_once_and_keeps_its_day_and_summary():
    closed = EPISODE.discharged(on=TODAY, summary="Goal met")
    assert (closed.status, closed.discharged_on) == (EpisodeStatus.DISCHARGED, TODAY)
    assert closed.discharge_summary == "Goal met"
    assert not closed.is_open
    with pytest.raises(RuleBroken) as refused:
        closed.discharged(on=TODAY)
    assert refused.value.rule is Rule.EPISODE_CLOSED


def test_an_episode_opened_again_keeps_its_summary_for_the_next_discharge():
    closed = EPISODE.discharged(on=TODAY, summary="Goal met")
    assert closed.reopened() == replace(EPISODE, discharge_summary="Goal met")


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"region": " "}, Rule.REGION_MISSING),
        ({"complaint": "x" * 5001}, Rule.TEXT_TOO_LONG),
        ({"discharged_on": date(2026, 11, 21)}, Rule.DISCHARGE_DAY),
    ],
)
def test_an_episode_wants_a_region_and_a_readable_length(change, rule):
    with pytest.raises(RuleBroken) as refused:
        replace(EPISODE, **change).tidied()
    assert refused.value.rule is rule
    assert EPISODE.tidied() == EPISODE


@given(st.text())
def test_kept_text_is_stable_and_can_always_be_written(text):
    once = composed(text)
    assert composed(once) == once
    assert one_line(one_line(text)) == one_line(text)
    once.encode("utf-8")
    assert folded(folded(text)) == folded(text)


def test_search_text_ignores_case_and_accents():
    assert folded("  ÉLODIE  Straße ") == "elodie strasse"
