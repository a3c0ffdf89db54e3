"""What `check` says of each thing found wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

SENTENCES = {
    "open_to_others": "The file can be read by other people on this computer.",
    "journal_mode": "The file's journal mode is {found}, not wal: a power cut could lose a note.",
    "integrity": "SQLite finds the file damaged: {said}.",
    "foreign_key": "A row of {table} points at something that is not there.",
    "schema_missing": "The record's own {name} is missing.",
    "schema_added": "The record holds {name}, which this program did not make.",
    "schema_changed": "The record's own {name} was changed.",
    "rows_unreadable": "The record holds values that this program cannot have written.",
    "audit_missing": "Audit lines are missing before line {before}.",
    "audit_broken": "Audit line {line} was altered, or does not follow the line before it.",
    "audit_beginning": "The audit does not begin with the beginning of the record.",
    "audit_lacks": "The audit lacks lines: {count} of {deed}, the first on {first}.",
    "seal_missing": "Seals are missing before seal {before}.",
    "seal_broken": "Seal {seal} was altered, or does not follow the seal before it.",
    "seal_cut_off": "Session {note} was signed or amended more often than the seals show.",
    "note_missing": "Signed session {note} is missing.",
    "note_unsealed": "Session {note} stands among the signed ones, but was never sealed.",
    "note_altered": "Signed session {note} was altered after it was signed.",
    "note_unreadable": "Signed session {note} cannot be read.",
    "rows_differ": "Session {note}: the rows of {table} do not say what was signed.",
    "addendum_unsealed": "Addendum {addendum} to session {note} was never sealed.",
    "addendum_altered": "Addendum {addendum} to session {note} was altered.",
    "addendum_missing": "Addendum {addendum} to session {note} is missing.",
    "search_missing": "Patient {patient} is not found by searching: the search line is missing.",
    "search_differs": "Patient {patient} is searched under other words than the name on record.",
    "search_of_nobody": "The search holds a line for {patient}, who is not in the record.",
}
"""A sentence for each problem code; its facts stand between braces."""


def say_finding(code: str, facts: Mapping[str, object]) -> str:
    """Return one sentence for a problem code; a code without words is named as it is."""
    if code in SENTENCES:
        return SENTENCES[code].format_map(facts)
    detail = ", ".join(f"{name} {value}" for name, value in facts.items())
    return f"{code.replace('_', ' ')}{f' ({detail})' if detail else ''}"
