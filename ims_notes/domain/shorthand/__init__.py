"""The entry language: one line of typing becomes structured rows, and back."""

from ims_notes.domain.shorthand.as_json import to_json
from ims_notes.domain.shorthand.edit import (
    add_entry,
    edit_site,
    remove_entry,
    remove_site,
    replace_entry,
    set_visit_entry,
)
from ims_notes.domain.shorthand.entries import Choice, Entry, EntryKind, Mark, Parsed
from ims_notes.domain.shorthand.parse import parse
from ims_notes.domain.shorthand.render import render, render_note, render_site
from ims_notes.domain.shorthand.render_visit import visit_entries
from ims_notes.domain.shorthand.vocabulary import Vocabulary, is_reserved

__all__ = [
    "Choice",
    "Entry",
    "EntryKind",
    "Mark",
    "Parsed",
    "Vocabulary",
    "add_entry",
    "edit_site",
    "is_reserved",
    "parse",
    "remove_entry",
    "remove_site",
    "render",
    "render_note",
    "render_site",
    "replace_entry",
    "set_visit_entry",
    "to_json",
    "visit_entries",
]
