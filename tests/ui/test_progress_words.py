"""The chart's sentences and its table say the same as its lines, in words."""

from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from ims_notes.domain.catalogue.catalogue import Catalogue
from ims_notes.domain.catalogue.visit_words import (
    AdverseEventKind,
    Phase,
    ReactionCategory,
    Region,
    Severity,
)
from ims_notes.domain.progress import (
    Reaction,
    ReactionTime,
)
from ims_notes.ui.models.progress_table import NOTE_ROLE, ProgressTable
from ims_notes.ui.widgets import chart_words as words
from tests.ui.progress_examples import MONDAY, back, neck, progress, series, visit


@pytest.mark.parametrize(
    ("points", "sentence"),
    [
        ((visit(1, 7),), "Neck: 7 on 05-Jan-2026"),
        ((visit(1, 7), visit(2, 6)), "Neck: from 7 to 6 in 7 days"),
        ((visit(1, 5), visit(9, 5)), "Neck: 5 at the start and 5 after 8 weeks"),
        ((visit(1, 3), visit(40, 8)), "Neck: from 3 to 8 in 9 months"),
        ((visit(1, 3), visit(200, 8)), "Neck: from 3 to 8 in 4 years"),
        ((visit(1, 3), visit(2, 2, on=MONDAY)), "Neck: from 3 to 2 in one day"),
        ((visit(1), visit(2)), "Neck: no pain score recorded yet"),
    ],
)
def test_the_headline_is_a_sentence_a_patient_understands(points, sentence):
    assert words.headline(series(*points), words.Naming()) == sentence


@pytest.mark.parametrize(
    ("reaction", "text"),
    [
        (Reaction(event="bruise", time=ReactionTime.AT_VISIT), "Bruise at this visit"),
        (
            Reaction(event="Felt faint", time=ReactionTime.SINCE_LAST),
            "Felt faint since the last visit",
        ),
    ],
)
def test_a_reaction_says_when(reaction, text):
    assert words.reactions_text(visit(1, 5, reactions=(reaction,)), words.Naming()) == text


def test_the_detail_shows_the_range_on_the_way_and_the_missing_scores():
    course = series(visit(1, 5), visit(2, 9), visit(3), visit(4, 3))
    assert words.detail(course) == (
        "2 points lower (40 % of the start) · scores at 3 of 4 visits · between 3 and 9 on the way"
    )
    assert words.detail(series(visit(1, 0), visit(2, 2))) == "2 points higher · 2 visits"


def test_the_table_tells_zero_not_taken_and_not_recorded_apart(qtmodeltester):
    table = ProgressTable()
    table.set_progress(progress(neck(), back()))
    qtmodeltester.check(table)
    rows = [
        [table.index(row, column).data() for column in range(table.columnCount())]
        for row in range(table.rowCount())
    ]
    assert rows[0] == [
        "05-Jan-2026", "1", "Neck", "at the visit", "7", "4", "\N{MINUS SIGN}3",
        "present (1 present, 1 absent)", "not recorded",
    ]  # fmt: skip
    assert rows[1][5:7] == ["not taken", ""]
    assert rows[2][2:5] == ["Low back", "at worst", "5"]
    assert rows[3][4:7] == ["not recorded", "not recorded", ""]
    assert rows[3][8] == "none"
    assert rows[4][4:8] == ["0", "0", "0", "no needling"]
    assert table.index(0, 0).data(NOTE_ROLE) == table.note_at(0) == UUID(int=1)


def test_the_table_has_headings_and_right_aligned_numbers():
    table = ProgressTable()
    table.set_progress(progress(neck()))
    headings = [table.headerData(n, Qt.Orientation.Horizontal) for n in range(9)]
    assert headings[0] == "Date"
    assert all(headings)
    assert table.headerData(0, Qt.Orientation.Vertical) == 1
    alignment = table.index(0, 4).data(Qt.ItemDataRole.TextAlignmentRole)
    assert alignment & Qt.AlignmentFlag.AlignRight
    assert table.index(0, 2).data(Qt.ItemDataRole.TextAlignmentRole) is None


def test_things_are_called_as_in_the_catalogue_and_typed_words_stay():
    bruise = AdverseEventKind(
        id="bruise",
        name="Bruise or haematoma",
        words=(),
        category=next(iter(ReactionCategory)),
        phase=next(iter(Phase)),
        severity=next(iter(Severity)),
        source="background",
    )
    lumbar = Region(id="low_back", name="Lumbar region", words=())
    catalogue = Catalogue(regions=(lumbar,), adverse_events=(bruise,))
    naming = words.Naming.of(catalogue)
    assert naming.region("low_back") == "Lumbar region"
    assert naming.event("bruise") == "Bruise or haematoma"
    assert naming.region("Behind the ear") == "Behind the ear"
    assert naming.event("felt odd") == "Felt odd"
