"""The one place that decides how a text is shown: literally, whatever it may hold.

Qt takes any text with something like a tag in it for rich text, in labels, tooltips and message
boxes alike; a name that holds ``<img src=file:///…>`` then has that file opened. Words on a page
come from ``theme.label``; words on a control's tooltip, in a cell's or in a mark's from here.
Message boxes and rich text are not used at all: a house test sees to it.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QAction, QTextCharFormat
    from PySide6.QtWidgets import QListWidgetItem, QWidget

LONGEST_TIP: Final = 2000
"""A tooltip covers the screen; what is longer than this, in characters, is read on the page."""


def tip(words: str) -> str:
    """Return the words so that a tooltip shows them as they are.

    Words that Qt would take for rich text are written as rich text that reads like them; all
    others stay bare, because a screen reader may speak a tooltip as it is written.
    """
    words = words.replace("\0", " ")
    if len(words) > LONGEST_TIP:
        words = words[:LONGEST_TIP] + "\u2026"
    if not Qt.mightBeRichText(words):
        return words
    return f"<span>{html.escape(words).replace(chr(10), '<br>')}</span>"


def set_tip(on: QWidget | QAction | QListWidgetItem | QTextCharFormat, words: str) -> None:
    """Give something the tooltip that shows these words."""
    on.setToolTip(tip(words))
