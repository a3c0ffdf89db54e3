"""Every visible word passes here, so that it can be translated.

Use: ``tr("Session", "Saved {time}", time=clock)``. The first two arguments are literals (the tool
that collects texts reads them); what changes goes into named placeholders, filled after
translation. Never an f-string inside. For counts:
``tr_count("Today", one="{n} draft", many="{n} drafts", n=len(drafts))``. The result is plain text:
escape it (``html.escape``) before it enters rich text.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication


class _Kept(dict[str, object]):
    """Placeholders; an unknown one stays readable instead of raising on a faulty translation."""

    def __missing__(self, name: str) -> str:
        return "{" + name + "}"


def tr(context: str, text: str, /, **placeholders: object) -> str:
    """Translate `text` and fill its {named} placeholders; works without an application too."""
    translated = QCoreApplication.translate(context, text)
    return translated.format_map(_Kept(placeholders)) if placeholders else translated


def tr_count(context: str, /, *, one: str, many: str, n: int, **placeholders: object) -> str:
    """Translate a text that depends on the count `n`, by the plural rules of the language shown."""
    translated = QCoreApplication.translate(context, many, None, n)
    if translated == many and n == 1:
        translated = QCoreApplication.translate(context, one)
    return translated.format_map(_Kept(placeholders, n=n))
