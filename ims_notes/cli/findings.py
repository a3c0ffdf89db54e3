"""What `check` says of each thing found wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from ims_notes.storage.check import Checked

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
    "audit_order": "The audit tells of signatures in another order than the seals.",
    "seal_cut_off": "Session {note} was signed or amended more often than the seals show.",
    "note_missing": "Signed session {note} is missing.",
    "note_unsealed": "Session {note} stands among the signed ones, but was never sealed.",
    "note_altered": "Signed session {note} was altered after it was signed.",
    "note_unreadable": "Signed session {note} cannot be read.",
    "rows_differ": "Session {note}: the rows of {table} do not say what was signed.",
    "addendum_unsealed": "Addendum {addendum} to session {note} was never sealed.",
    "addendum_altered": "Addendum {addendum} to session {note} was altered.",
    "addendum_missing": "Addendum {addendum} to session {note} is missing.",
    "addendum_order": "The addenda to session {note} do not stand in the order of their signing.",
    "tombstone_unsealed": "Session {note} has a tombstone that was never sealed.",
    "tombstone_altered": "The tombstone of session {note} was altered.",
    "tombstone_missing": "The tombstone of destroyed session {note} is missing.",
    "destroyed_left": "Session {note} was destroyed, yet rows of it are still there.",
    "import_altered": "The chain of imported archive {chain} was altered.",
    "import_missing": "The chain of imported archive {chain} is missing.",
    "import_unlinked": "The record holds a chain {chain} that it never imported.",
    "imported_missing": "Something that was imported with session {note} is missing.",
    "patient_missing": "Patient {patient} is missing, and was not destroyed lawfully.",
    "head_ahead": "Newest entries are missing, or this is an older copy: the file beside the "
    "record (ims-notes.head) knows of {notes} more signed notes, {seals} more seals and {lines} "
    "more audit lines.",
    "head_other": "The file beside the record (ims-notes.head) belongs to another record, or "
    "this one was rewritten.",
    "head_altered": "The file beside the record (ims-notes.head) was altered.",
    "head_unreadable": "The file beside the record (ims-notes.head) cannot be read.",
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


def say_all_is_well(found: Checked) -> str:
    """Say what was proved, and what nothing here can prove."""
    more = ""
    if found.tombstones:
        more += f" {found.tombstones} lawfully destroyed notes left their tombstones."
    if found.imported:
        more += f" {found.imported} imported chains are whole and linked."
    head = _WITH_HEAD if found.has_head else _WITHOUT_HEAD
    return (
        f"All is well: {found.notes} signed notes and {found.addenda} addenda agree with their "
        f"seals, the chain of {found.seals} seals is whole, {found.audit_lines} audit lines too."
        f"{more}\n{head}\n{_NOT_SEALED}"
    )


_WITH_HEAD = (
    "The file beside the record agrees: nothing was cut off its end, and it is no older copy. "
    "Who could put back that file too would not be noticed here; compare the newest backup."
)
_WITHOUT_HEAD = (
    "There is no ims-notes.head beside the record, so an older copy put back, or newest entries "
    "cut off, cannot be noticed; opening the record writes one."
)
_NOT_SEALED = (
    "Not sealed, because they may change: patients' details, episodes, drafts, the day's list."
)
