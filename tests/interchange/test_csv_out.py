"""A table opened in a spreadsheet shows what was written and runs nothing."""

import csv
import io

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ims_notes.interchange.csv_out import MARK, csv_bytes, harmless

CELLS = st.text(max_size=30) | st.text("=+-@\t\r\n '\",;\0\uff1d\ud800", max_size=8)
ROWS = st.lists(st.lists(CELLS, min_size=1, max_size=5), max_size=5)


def read(written):
    return list(csv.reader(io.StringIO(written.decode("utf-8"), newline=""), strict=True))


@given(ROWS)
@example([[""]])
@example([["a\r\nb", 'say "no"', ""], ["\ud800", "\0"]])
def test_what_is_written_is_read_back_cell_by_cell(rows):
    assert read(csv_bytes(rows)) == [[harmless(cell) for cell in row] for row in rows]


@given(CELLS)
def test_no_cell_begins_a_formula_and_nothing_of_it_is_lost(cell):
    safe = harmless(cell)
    assert safe.removeprefix(MARK) == cell.replace("\0", "\ufffd").replace(
        "\ud800", "\ufffd"
    ).removeprefix(MARK)
    assert safe.lstrip()[:1] not in tuple("=+@\uff1d\uff0b\uff0d\uff20")
    assert not safe.lstrip().startswith("-") or float(safe) < 0 or float(safe) == 0


@pytest.mark.parametrize(
    "cell",
    ["=1+1", "+41 44 123", "-2+3", "@SUM(A1)", "\t=1", " =1", "\r=1", "\n", "=cmd|' /C calc'!A0"],
)
def test_a_formula_is_shown_as_text(cell):
    assert harmless(cell) == MARK + cell


@pytest.mark.parametrize("cell", ["-3", "-0.5", "5", "MEIER, Anna", "a=b", "x@y.example", "", "'"])
def test_what_is_no_formula_stays_as_it_is(cell):
    assert harmless(cell) == cell


def test_lines_end_as_the_standard_says_and_a_quote_is_doubled():
    assert csv_bytes([["a", 'b "c"', "d,e"], ["Élodie"]]) == (
        b'a,"b ""c""","d,e"\r\n\xc3\x89lodie\r\n'
    )
