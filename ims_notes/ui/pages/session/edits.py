"""What the controls of the page do to the note's text; each function returns the new text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ims_notes.domain.shorthand import EntryKind, add_entry
from ims_notes.domain.shorthand.edit import remove_entry, replace_entry, set_visit_entry
from ims_notes.ui.widgets.narrative_box import settled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ims_notes.domain.shorthand import Entry, Parsed


def write_pairs(text: str, parsed: Parsed, *, pairs: Sequence[tuple[Entry | None, str]]) -> str:
    """Write entries: in the place of one, at the end for None; an empty text takes one away."""
    places = {entry: at for at, entry in enumerate(parsed.entries)}
    known = [(places[entry], new) for entry, new in pairs if entry in places]
    for at, new in sorted(known, reverse=True):
        text = (
            replace_entry(text, parsed, index=at, new_text=new)
            if new
            else remove_entry(text, parsed, index=at)
        )
    for entry, new in pairs:
        if entry is None:
            text = _add(text, parsed, new=new)
    return text


def write_prose(text: str, parsed: Parsed, *, kind: EntryKind, prose: str) -> str:
    """Write the prose of a heading, one entry a line."""
    lines = [f"{kind.value} {line}".rstrip() for line in settled(prose).split("\n")]
    return set_visit_entry(
        text, parsed, kind=kind, new_text="\n".join(lines) if settled(prose) else None
    )


def _add(text: str, parsed: Parsed, *, new: str) -> str:
    """Add an entry; the visit's own rating stands before the first region."""
    region = next((i for i, e in enumerate(parsed.entries) if e.kind is EntryKind.REGION), None)
    if region is None or not new.startswith("pain ") or not new[5:6].isdigit():
        return add_entry(text, new)
    entry = parsed.entries[region]
    return replace_entry(
        text, parsed, index=region, new_text=f"{new}; {text[entry.start : entry.end]}"
    )
