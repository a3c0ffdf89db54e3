"""The home programme moves only by the therapist's own key."""

from dataclasses import replace

import pytest

from ims_notes.domain.programme import ItemStatus, ProgrammeItem, after_visit, current
from ims_notes.domain.visit import ExerciseAction, ExerciseEntry

LAST = tuple(ProgrammeItem(name=n, sets=2, reps=8) for n in ("nod", "row", "walk"))
KEEP = ExerciseEntry(action=ExerciseAction.KEEP_ALL)
FURTHER = ExerciseEntry(action=ExerciseAction.PROGRESS_ALL)
CHANGE_1 = ExerciseEntry(action=ExerciseAction.CHANGE, number=1, sets=3, reps=12)
STOP_2 = ExerciseEntry(action=ExerciseAction.STOP, number=2)
ADD = ExerciseEntry(action=ExerciseAction.ADD, name="lev stretch", hold_s=30)


def one_more(item):
    return replace(item, status=ItemStatus.PROGRESSED, reps=item.reps + 1)


def statuses(*entries):
    programme, _ = after_visit(LAST, entries, progress=one_more)
    return [(item.name, item.status.value, item.reps) for item in programme]


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([], []),
        ([ADD], [("lev stretch", "new", None)]),
        ([KEEP], [("nod", "same", 8), ("row", "same", 8), ("walk", "same", 8)]),
        (
            [FURTHER],
            [("nod", "progressed", 9), ("row", "progressed", 9), ("walk", "progressed", 9)],
        ),
        ([CHANGE_1], [("nod", "changed", 12), ("row", "same", 8), ("walk", "same", 8)]),
        ([STOP_2], [("nod", "same", 8), ("row", "stopped", 8), ("walk", "same", 8)]),
        (
            [STOP_2, FURTHER, ADD],
            [
                ("nod", "progressed", 9),
                ("row", "stopped", 8),
                ("walk", "progressed", 9),
                ("lev stretch", "new", None),
            ],
        ),
    ],
)
def test_what_the_exercise_lines_make_of_the_last_programme(entries, expected):
    assert statuses(*entries) == expected


def test_a_number_the_programme_does_not_have_is_named_not_dropped():
    _, unknown = after_visit(LAST, [replace(STOP_2, number=7)], progress=one_more)
    assert unknown == (7,)


def test_a_stopped_exercise_is_gone_at_the_next_visit():
    programme, _ = after_visit(LAST, [STOP_2], progress=one_more)
    assert [item.name for item in current(programme)] == ["nod", "walk"]
