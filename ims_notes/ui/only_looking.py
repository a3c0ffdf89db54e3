"""Holds shut what would write, for as long as a record is only looked at.

A deed that slips through is refused by the record itself; this spares the therapist to find out by
typing. What can be read, found, copied or preferred stays open.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QEvent, QObject
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from ims_notes.domain.errors import Trouble
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtGui import QAction

    from ims_notes.ui.actions import Actions

ACTIONS: Final = ("add_patient", "new_session", "sign", "add_addendum", "delete_draft", "add_all")
"""What is not possible by key or by Ctrl+K either."""

_WRITES: Final = re.compile(
    "add_patient|day_(begin|take_off|names|add)|begin_session|earlier_visit|new_episode"
    "|edit_patient|(past_)?episode_\\d+_(edit|discharge|reopen)|add_addendum|delete_button"
    "|practitioner_(at_work|add|save)|clinic_save|wording_save|abbreviation_(add|save|remove)"
)
_REASONS: Final[Mapping[Trouble, object]] = {
    Trouble.LOCKED: QT_TRANSLATE_NOOP(
        "OnlyLooking", "Only looking, nothing is written: another window has the record open"
    ),
    Trouble.NOT_WRITABLE: QT_TRANSLATE_NOOP(
        "OnlyLooking", "Only looking, nothing is written: its folder is write-protected"
    ),
    Trouble.DISK_FULL: QT_TRANSLATE_NOOP(
        "OnlyLooking", "Only looking, nothing is written: the disk is full"
    ),
    Trouble.ENTRIES_MISSING: QT_TRANSLATE_NOOP(
        "OnlyLooking", "Only looking, nothing is written: entries are missing in this record"
    ),
}
_EDITORS: Final = (QAbstractButton, QComboBox, QAbstractSpinBox, QLineEdit, QPlainTextEdit)
_SHOWN: Final = (QEvent.Type.Show, QEvent.Type.EnabledChange)


def reason(why: Trouble) -> str:
    """Say that a record is only looked at, and why."""
    words = _REASONS.get(why)
    if words is None:
        return tr("OnlyLooking", "Only looking: nothing is written")
    return tr("OnlyLooking", str(words))


class OnlyLooking(QObject):
    """Disables what writes, also what appears later or wakes up; ``end`` lets it work again."""

    def __init__(self, window: QWidget, actions: Actions) -> None:
        """Begin to hold shut."""
        super().__init__(window)
        self._actions: list[QAction] = [actions[id] for id in ACTIONS if id in actions]
        for action in self._actions:
            action.enabledChanged.connect(self._hold)
            action.setEnabled(False)
        if (app := QApplication.instance()) is not None:
            app.installEventFilter(self)
        for widget in window.findChildren(QWidget):
            self._shut(widget)

    def end(self) -> None:
        """Hold nothing any more; pages made from now on work as ever."""
        if (app := QApplication.instance()) is not None:
            app.removeEventFilter(self)
        for action in self._actions:
            action.enabledChanged.disconnect(self._hold)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Look at what is shown or enabled."""
        if event.type() in _SHOWN and isinstance(watched, QWidget):
            self._shut(watched)
        return False

    def _hold(self, is_enabled: bool) -> None:
        action = self.sender()
        if is_enabled and action in self._actions:
            action.setProperty("enabled", False)

    def _shut(self, widget: QWidget) -> None:
        is_editor = isinstance(widget, _EDITORS) and _is_in_a_draft(widget)
        if not is_editor and not _WRITES.fullmatch(widget.objectName()):
            return
        if isinstance(widget, QPlainTextEdit):
            # A text can still be read through, marked and copied.
            widget.setReadOnly(True)
        elif widget.isEnabled():
            widget.setEnabled(False)


def _is_in_a_draft(widget: QWidget) -> bool:
    from ims_notes.ui.pages.session.draft_view import DraftView

    above: QWidget | None = widget
    while above is not None:
        if isinstance(above, DraftView):
            return True
        above = above.parentWidget()
    return False
