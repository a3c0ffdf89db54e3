"""Keeps what a list or table shows off the clipboard.

Qt lets every list and table copy the marked cell by Ctrl+C. A name that went that way would be told
to nobody and stay there; a note is copied by its own deed, which is told and taken away again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QKeyEvent, QKeySequence

if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractItemView


def keep_off_clipboard(view: QAbstractItemView) -> None:
    """Let Ctrl+C copy nothing of a list or table."""
    view.installEventFilter(_NotCopied(view))


class _NotCopied(QObject):
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Swallow the key that copies."""
        return (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.matches(QKeySequence.StandardKey.Copy)
        )
