"""The one table of what can be done by key, by rail, by Ctrl+K and from the list of keys.

To add an action, add a line to `ACTIONS`; then either the main window handles it (``actions.on``)
or a page offers it (`navigator.OffersActions`); an action that nobody handles now is disabled.
``actions.hint("sign")`` gives the words for a tooltip, with the key.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP, QObject
from PySide6.QtGui import QAction, QKeySequence

from ims_notes.ui import icons
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QMenu, QWidget


class When(StrEnum):
    """When an action can be carried out."""

    ALWAYS = "always"
    RECORD_OPEN = "record_open"
    OFFERED = "offered"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the therapist can do: its id, words, keys, icon and when it is possible.

    `short` are fewer words for the rail.
    """

    id: str
    text: object
    keys: tuple[str, ...] = ()
    icon: str = ""
    enabled_when: When = When.OFFERED
    short: object = ""

    @property
    def title(self) -> str:
        """The words shown, translated."""
        return tr("Actions", str(self.text))

    @property
    def key_text(self) -> str:
        """The first key as this system writes it; empty when there is none."""
        if not self.keys:
            return ""
        return QKeySequence(self.keys[0]).toString(QKeySequence.SequenceFormat.NativeText)


_T = QT_TRANSLATE_NOOP
_ANY, _OPEN, _PAGE = When.ALWAYS, When.RECORD_OPEN, When.OFFERED

ACTIONS: Final[tuple[Action, ...]] = (
    Action("go_today", _T("Actions", "Today"), ("Ctrl+1",), "today", _OPEN),
    Action("go_patient", _T("Actions", "Patient"), ("Ctrl+2",), "patient", _OPEN),
    Action("go_session", _T("Actions", "Session"), ("Ctrl+3",), "session", _OPEN),
    Action("jump", _T("Actions", "Jump to …"), ("Ctrl+K",), "search", _OPEN),
    Action("find", _T("Actions", "Find"), ("Ctrl+F",), "search", _PAGE),
    Action("add_patient", _T("Actions", "Add a patient"), ("Ctrl+N",), "add-patient", _PAGE),
    Action("new_session", _T("Actions", "New session"), ("Ctrl+Shift+N",), "session", _PAGE),
    Action("sign", _T("Actions", "Sign"), ("Ctrl+Enter", "Ctrl+Return"), "sign", _PAGE),
    Action("copy_note", _T("Actions", "Copy the note as text"), ("Ctrl+Shift+C",), "copy", _PAGE),
    Action("add_addendum", _T("Actions", "Add an addendum"), ("Ctrl+Shift+A",), "edit", _PAGE),
    Action("delete_draft", _T("Actions", "Delete the draft"), ("Ctrl+Shift+Delete",), "delete"),
    Action("undo_delete", _T("Actions", "Bring the deleted draft back"), ("Ctrl+Shift+B",), "undo"),
    Action("go_line", _T("Actions", "The shorthand line"), ("Alt+L",), "edit"),
    Action("go_sites", _T("Actions", "Needled sites"), ("Alt+T",), "needle"),
    Action("go_missing", _T("Actions", "Missing for signing"), ("Alt+M",), "list"),
    Action("write_s", _T("Actions", "Subjective"), ("Alt+S",), "note"),
    Action("write_o", _T("Actions", "Objective"), ("Alt+O",), "note"),
    Action("write_a", _T("Actions", "Assessment"), ("Alt+A",), "note"),
    Action("write_p", _T("Actions", "Plan"), ("Alt+P",), "note"),
    Action("back", _T("Actions", "Back"), ("Alt+Left", "Ctrl+["), "back", _OPEN),
    Action("hide_names", _T("Actions", "Hide names"), ("F8",), "users", _PAGE),
    Action("lock", _T("Actions", "Lock"), ("Ctrl+L",), "lock", _OPEN),
    Action("blank_screen", _T("Actions", "Blank the screen"), ("F9",), "hide", _ANY),
    Action("go_audit", _T("Actions", "Audit"), (), "history", _OPEN),
    Action("settings", _T("Actions", "Settings"), ("Ctrl+,",), "settings", _OPEN),
    Action(
        "go_safety",
        _T("Actions", "Safety and backups"),
        (),
        "shield",
        _OPEN,
        _T("Actions", "Safety"),
    ),
    Action("restore", _T("Actions", "Restore a backup"), (), "undo", _ANY),
    Action("about", _T("Actions", "About"), (), "about", _ANY),
    Action("keys", _T("Actions", "List of keys"), ("F1", "?"), "keyboard", _ANY),
    Action("quit", _T("Actions", "Quit"), ("Ctrl+Q",), "close", _ANY),
)


class Actions(QObject):
    """The table as live QActions of one window; handlers come from the window and the page."""

    def __init__(self, window: QWidget, table: tuple[Action, ...] = ACTIONS) -> None:
        """Make the QActions and give their keys to the window."""
        super().__init__(window)
        self._table = {action.id: action for action in table}
        self._handlers: dict[str, Callable[[], object]] = {}
        self._offered: Mapping[str, Callable[[], object]] = {}
        self._record_open = False
        self._made = {action.id: self._make(action, window) for action in table}
        self._refresh()

    def on(self, id: str, handler: Callable[[], object]) -> None:
        """Let the window itself handle an action."""
        self._handlers[id] = handler
        self._refresh()

    def offer(self, offered: Mapping[str, Callable[[], object]]) -> None:
        """Let the page shown handle these actions, in place of the page before.

        Raises:
            KeyError: An id is not in the table.
        """
        for id in offered:
            self._table[id]
        self._offered = offered
        self._refresh()

    def set_record_open(self, record_open: bool) -> None:
        """Enable what needs a record."""
        self._record_open = record_open
        self._refresh()

    def __getitem__(self, id: str) -> QAction:
        """Return the live action for a menu or a button."""
        return self._made[id]

    def __contains__(self, id: str) -> bool:
        """Is there such an action?"""
        return id in self._made

    def key_text(self, id: str) -> str:
        """Return the first key of an action as this system writes it."""
        return self._table[id].key_text

    def hint(self, id: str) -> str:
        """Return words and key for a tooltip."""
        action = self._table[id]
        if not action.keys:
            return action.title
        return tr("Actions", "{action} ({key})", action=action.title, key=action.key_text)

    @property
    def table(self) -> tuple[Action, ...]:
        """List every action, possible or not."""
        return tuple(self._table.values())

    def possible(self) -> tuple[Action, ...]:
        """List what can be done just now, in the order of the table."""
        return tuple(each for each in self._table.values() if self._made[each.id].isEnabled())

    def fill(self, menu: QMenu, *ids: str) -> None:
        """Add actions to a menu; an empty id is a line between."""
        for id in ids:
            if id:
                menu.addAction(self._made[id])
            else:
                menu.addSeparator()

    def _make(self, action: Action, window: QWidget) -> QAction:
        made = QAction(action.title, window)
        made.setObjectName(f"action_{action.id}")
        made.setShortcuts([QKeySequence(key) for key in action.keys])
        if action.short:
            made.setIconText(tr("Actions", str(action.short)))
        if action.icon:
            made.setIcon(icons.icon(action.icon))
        made.triggered.connect(lambda _checked=False, id=action.id: self._run(id))
        window.addAction(made)
        return made

    def _run(self, id: str) -> None:
        handler = self._offered.get(id) or self._handlers.get(id)
        if handler is not None:
            handler()

    def _refresh(self) -> None:
        for id, action in self._table.items():
            handled = id in self._offered or id in self._handlers
            blocked = action.enabled_when is When.RECORD_OPEN and not self._record_open
            self._made[id].setEnabled(handled and not blocked)
