"""Fills a template: what has no content leaves neither its line nor its heading behind."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ims_notes.domain.wording import FIELD, check_template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

BULLET = "- "
"""Begins a line of a list inside a field."""

_MOST_HEADING_WORDS = 4


def fill(template: str, fields: Mapping[str, str]) -> str:
    """Return the template with its fields filled in; braces and markup in them stay literal.

    A field alone on its line keeps its own lines; fields that share a line run on as sentences.

    Raises:
        RuleBroken: the template names an unknown field.
    """
    lines: list[str] = []
    heading: list[str] = []
    is_empty = False
    for line in check_template(template).splitlines():
        if FIELD.search(line):
            filled = _filled(line, fields)
            lines += [*heading, filled] if filled else []
            heading, is_empty = ([], False) if filled else (heading, True)
        elif heading and not line.strip() and not is_empty:
            heading.append(line)
        else:
            # A heading is given up where fields stood under it and none had anything to say.
            lines += [] if is_empty else heading
            opens = _is_heading(line)
            lines += [] if opens else [line]
            heading, is_empty = [line] if opens else [], False
    return "\n".join(_spaced([*lines, *([] if is_empty else heading)])) + "\n"


def _filled(line: str, fields: Mapping[str, str]) -> str:
    """Return a line filled in, or nothing where all its fields are empty."""
    parts = FIELD.split(line)
    before, names, end = parts[:-1:2], parts[1::2], parts[-1]
    said = [(text, fields[name]) for text, name in zip(before, names, strict=True) if fields[name]]
    if not said:
        return ""
    if len(names) == 1:
        return said[0][0] + said[0][1] + end
    return ("".join(text + _run_on(value) for text, value in said) + end).strip()


def _run_on(value: str) -> str:
    lines = [line.strip().removeprefix(BULLET) for line in value.splitlines() if line.strip()]
    return " ".join(t if t.endswith((".", "!", "?", ":", ";")) else f"{t}." for t in lines)


def _is_heading(line: str) -> bool:
    text = line.strip()
    if text.isupper() or text.endswith(":"):
        return True
    return 0 < len(text.split()) <= _MOST_HEADING_WORDS and not text.endswith((".", "!", "?"))


def _spaced(lines: list[str]) -> Iterator[str]:
    """Give the lines with never two blank ones together, and none at either end."""
    has_begun = is_owed = False
    for line in lines:
        if line.strip():
            yield from [""] if has_begun and is_owed else []
            yield line
            has_begun, is_owed = True, False
        else:
            is_owed = True
