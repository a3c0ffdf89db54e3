"""A day's list is pasted from anywhere, one name a line."""

from datetime import time

import pytest

from ims_notes.domain.day_list import MOST_ENTRIES, read_day_list
from ims_notes.domain.errors import Rule, RuleBroken


@pytest.mark.parametrize(
    ("line", "at", "name"),
    [
        ("09:00 Anna Meier", time(9), "Anna Meier"),
        ("9 Meier", time(9), "Meier"),
        ("Meier, Anna  9.30", time(9, 30), "Meier, Anna"),
        ("2:15 pm\tJosé Ñandú", time(14, 15), "José Ñandú"),
        ("12 am Night Owl", time(0), "Night Owl"),
        ("14h30 - Élodie", time(14, 30), "Élodie"),
        ("Anna Meier", None, "Anna Meier"),
        ("- 08:00 | Ωmega Παπαδοπούλου", time(8), "Ωmega Παπαδοπούλου"),
        ("25:99 Anna", None, "25:99 Anna"),
        ("Room 3B Anna 13 pm", None, "Room 3B Anna 13 pm"),
    ],
)
def test_a_line_is_a_time_and_a_name(line, at, name):
    assert read_day_list(line) == ((at, name),)


def test_blank_lines_and_bare_times_are_left_out():
    assert read_day_list("\n   \n09:00\n10:00 Anna\n") == ((time(10), "Anna"),)


def test_a_paste_of_something_else_is_refused_whole_and_never_cut():
    assert len(read_day_list("Anna\n" * MOST_ENTRIES)) == MOST_ENTRIES
    with pytest.raises(RuleBroken) as refused:
        read_day_list("Anna\n" * (MOST_ENTRIES + 1))
    assert refused.value.rule is Rule.DAY_LIST_TOO_LONG
    assert refused.value.facts == {"length": MOST_ENTRIES + 1, "limit": MOST_ENTRIES}
