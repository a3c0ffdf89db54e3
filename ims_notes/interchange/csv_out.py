"""Tables as CSV: RFC 4180, UTF-8 without a mark at the beginning, safe to open in a spreadsheet.

A spreadsheet takes a cell that begins with = + - @ for a formula and may run it. Such a cell gets
an apostrophe before it, which spreadsheets read as "this is text". A negative number stays as it
is: it is no formula.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

MARK: Final = "'"
"""What stands before a cell that would be a formula."""

# Spreadsheets trim blanks and take the full-width signs for the plain ones.
_FORMULA = re.compile(r"[\s\0]*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r\n]")
_NUMBER = re.compile(r"-\d+(\.\d+)?")
_QUOTED = re.compile(r'[",\r\n]|^\s|\s$')
_SURROGATES = re.compile("[\ud800-\udfff]")


def csv_bytes(rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows of texts as lines of CSV, each ended by CR LF."""
    return "".join(map(csv_line, rows)).encode("utf-8")


def csv_line(cells: Iterable[str]) -> str:
    """Return one line with its end; no cell of it begins a formula."""
    line = ",".join(_quoted(harmless(cell)) for cell in cells)
    # One empty cell alone would read as no row at all.
    return (line or '""') + "\r\n"


def harmless(cell: str) -> str:
    """Return the text as a spreadsheet may be given it: never a formula, no NUL, valid UTF-8."""
    text = _SURROGATES.sub("\ufffd", cell.replace("\0", "\ufffd"))
    if _FORMULA.match(text) and not _NUMBER.fullmatch(text):
        return MARK + text
    return text


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if _QUOTED.search(text) else text
