"""Edits the text behind the table: only the entry meant changes, the rest stays as typed.

Each function takes the text and what it was read as, and returns the new text.
"""

from __future__ import annotations

import re
from dataclasses import fields, replace
from typing import TYPE_CHECKING

from ims_notes.domain.shorthand.entries import EntryKind
from ims_notes.domain.shorthand.options import read_option
from ims_notes.domain.shorthand.parse import parse
from ims_notes.domain.shorthand.render import render_site
from ims_notes.domain.shorthand.tokens import TokenKind, split_entries
from ims_notes.domain.shorthand.words import OWN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ims_notes.domain.shorthand.entries import Entry, Mark, Parsed
    from ims_notes.domain.shorthand.vocabulary import Vocabulary
    from ims_notes.domain.sites import NeedlingSite

_SEPARATOR = re.compile(r"[^\S\r\n]*;[^\S\r\n]*")
_LINE_END = re.compile(r"[^\S\r\n]*(?:\r\n|\r|\n)")
_LAST_LINE_END = re.compile(r"(?:\r\n|\r|\n)\Z")
_BLANKS = re.compile(r"[^\S\r\n]*")
_QUOTES = re.compile('["“”„]')
_HALF_SAID = frozenset({"quote_unclosed"})
_SITE_FIELDS = {
    "pain": ("pain_before", "pain_after"),
    **dict.fromkeys(("hz", "us", "ma", "to_tolerance"), ("estim",)),
}


def replace_entry(text: str, parsed: Parsed, *, index: int, new_text: str) -> str:
    """Put another text in the place of one entry."""
    entry = parsed.entries[index]
    return _put(text, entry.start, end=entry.end, new_text=new_text)


def remove_entry(text: str, parsed: Parsed, *, index: int) -> str:
    """Take one entry away with its separator, or with its line when it stood alone."""
    entry = parsed.entries[index]
    return _cut(text, entry.start, end=entry.end)


def add_entry(text: str, new_text: str) -> str:
    """Add an entry at the end, on a new line where the text has lines or ends in prose."""
    if not text.strip():
        return text + new_text
    text = _with_quotes_closed(text, new_text)
    last_line = re.split(r"[\r\n]", text)[-1]
    if not last_line.strip():
        return text + new_text
    if _needs_new_line(text) or last_line != text:
        return f"{text}\n{new_text}"
    if text.rstrip().endswith(";"):
        return text + ("" if text.endswith(" ") else " ") + new_text
    return f"{text}; {new_text}"


def _needs_new_line(text: str) -> bool:
    """Say whether a text ends in prose or an open quote, which a semicolon would not end."""
    entries = split_entries(text)
    if not entries:
        return False
    last = entries[-1]
    return last.narrative is not None or last.tokens[-1].kind is TokenKind.UNCLOSED


def set_visit_entry(text: str, parsed: Parsed, *, kind: EntryKind, new_text: str | None) -> str:
    """Put a text in the place of all entries of one kind, or take them away.

    Ratings without a region must stand before the first region, so pain moves there.
    """
    places = [entry for entry in parsed.entries if entry.kind is kind]
    first = places[0] if places else None
    if kind is EntryKind.PAIN and new_text:
        region = next((one for one in parsed.entries if one.kind is EntryKind.REGION), None)
        if region and (first is None or region.start < first.start):
            text = _without(text, places)
            separator = "; " if "\n" not in new_text else "\n"
            return _put(text, region.start, end=region.start, new_text=new_text + separator)
    text = _without(text, places[1:])
    if first is None:
        return add_entry(text, new_text) if new_text else text
    if not new_text:
        return _cut(text, first.start, end=first.end)
    return _put(text, first.start, end=first.end, new_text=new_text)


def edit_site(
    text: str,
    parsed: Parsed,
    *,
    site_index: int,
    new_site: NeedlingSite,
    vocabulary: Vocabulary,
) -> str:
    """Write a changed row; an entry of several rows becomes its canonical rows.

    What was typed in the entry but not understood stays in it, unless the change concerns it. The
    row's region is that of the line it stands under and is not changed here.
    """
    old_site = parsed.sites[site_index]
    new_site = replace(new_site, region=old_site.region)
    if new_site == old_site:
        return text
    entry = _entry_of(parsed, site_index)
    rows = [new_site if i == site_index else parsed.sites[i] for i in entry.sites]
    changed = {
        one.name
        for one in fields(new_site)
        if getattr(old_site, one.name) != getattr(new_site, one.name)
    }
    kept = _not_understood(text, parsed, entry=entry, changed=changed)
    return _write_rows(text, entry, rows=rows, kept=kept, vocabulary=vocabulary)


def remove_site(text: str, parsed: Parsed, *, site_index: int, vocabulary: Vocabulary) -> str:
    """Take a row away; with its last row an entry goes."""
    entry = _entry_of(parsed, site_index)
    rows = [parsed.sites[i] for i in entry.sites if i != site_index]
    if not rows:
        return _cut(text, entry.start, end=entry.end)
    kept = _not_understood(text, parsed, entry=entry, changed=set())
    return _write_rows(text, entry, rows=rows, kept=kept, vocabulary=vocabulary)


def _entry_of(parsed: Parsed, site_index: int) -> Entry:
    return next(entry for entry in parsed.entries if site_index in entry.sites)


def _write_rows(
    text: str,
    entry: Entry,
    *,
    rows: Sequence[NeedlingSite],
    kept: str,
    vocabulary: Vocabulary,
) -> str:
    """Write rows so that they are read as they are, whatever a use line above them holds."""
    plain = [render_site(row, vocabulary) for row in rows]
    trial = parse(_put(text, entry.start, end=entry.end, new_text="; ".join(plain)), vocabulary)
    read = trial.sites[entry.sites[0] : entry.sites[0] + len(rows)]
    words = [
        line if got == row else f"{line} {OWN}"
        for line, row, got in zip(plain, rows, read, strict=True)
    ]
    if kept:
        words[-1] = f"{words[-1].removesuffix(' ' + OWN)} {OWN} {kept}"
    return _put(text, entry.start, end=entry.end, new_text="; ".join(words))


def _not_understood(text: str, parsed: Parsed, *, entry: Entry, changed: set[str]) -> str:
    inside = [e for e in parsed.errors if entry.start <= e.start and e.end <= entry.end]
    return " ".join(
        text[mark.start : mark.end]
        for mark in inside
        if mark.code not in _HALF_SAID and not _fields_of(text, mark) & changed
    )


def _fields_of(text: str, mark: Mark) -> set[str]:
    tokens = split_entries(text[mark.start : mark.end])
    option = read_option(tokens[0].tokens[0].text) if tokens else None
    names = [name for name, _ in option.fields] if option else []
    return {field for name in names for field in _SITE_FIELDS.get(name, (name,))}


def _put(text: str, start: int, *, end: int, new_text: str) -> str:
    before, after = _with_quotes_closed(text[:start], new_text), text[end:]
    written = split_entries(new_text)
    ends_in_prose = bool(written) and written[-1].narrative is not None
    has_line = not after.strip() or new_text.endswith("\n") or _LINE_END.match(after)
    if ends_in_prose and not has_line:
        separator = _SEPARATOR.match(after) or _BLANKS.match(after)
        after = "\n" + after[separator.end() if separator else 0 :]
    return before + new_text + after


def _with_quotes_closed(before: str, new_text: str) -> str:
    """Close a quote left open in front, so that it does not pair with one of the new text."""
    if not _QUOTES.search(new_text):
        return before
    tokens = (token for entry in split_entries(before) for token in entry.tokens)
    for token in tokens:
        if token.kind is TokenKind.UNCLOSED:
            return before[: token.end] + '"' + before[token.end :]
    return before


def _without(text: str, entries: Sequence[Entry]) -> str:
    for entry in reversed(entries):
        text = _cut(text, entry.start, end=entry.end)
    return text


def _cut(text: str, start: int, *, end: int) -> str:
    if separator := _SEPARATOR.match(text, end):
        return text[:start] + text[separator.end() :]
    before = text[:start].rstrip(" \t")
    if before.endswith(";"):
        return before[:-1] + text[end:]
    if line_end := _LINE_END.match(text, end):
        return text[:start] + text[line_end.end() :]
    return _LAST_LINE_END.sub("", text[:start]) + text[end:].lstrip()
