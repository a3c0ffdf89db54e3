"""Ctrl+K: type a few letters, go to a patient or do a command."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ims_notes.ui import icons, theme
from ims_notes.ui.dialogs.room import fit
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.rows import make_roomy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from ims_notes.ui.actions import Action
    from ims_notes.ui.navigator import Place
    from ims_notes.ui.runner import Runs

_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)


@dataclass(frozen=True, slots=True, kw_only=True)
class JumpTarget:
    """One line of the list: a place to go to, or an action to do."""

    title: str
    detail: str = ""
    icon: str = "patient"
    place: Place | None = None
    action: str | None = None


def commands_of(actions: Iterable[Action]) -> tuple[JumpTarget, ...]:
    """Turn what can be done now into lines of the list."""
    return tuple(
        JumpTarget(title=each.title, detail=each.key_text, icon=each.icon, action=each.id)
        for each in actions
        if each.id != "jump"
    )


class JumpDialog(QDialog):
    """A search line over a list; the record is searched through the runner, commands at once."""

    chosen = Signal(object)

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        commands: Sequence[JumpTarget],
        find: Callable[[str], Sequence[JumpTarget]],
        runner: Runs,
    ) -> None:
        """Show the commands; patients appear once something is typed."""
        super().__init__(parent)
        self.setObjectName("jump")
        self.setWindowTitle(tr("Jump", "Jump to …"))
        self._commands = tuple(commands)
        self._find = find
        self._runner = runner
        self._line, self._list = _named_line(), _named_list()
        self._none = theme.label(role="muted", wrap=True)
        # Names that were found must not stay in memory behind a closed dialog.
        self.finished.connect(self.deleteLater)
        self._lay_out()
        self._line.textChanged.connect(self._on_typed)
        self._line.returnPressed.connect(self._choose)
        self._line.installEventFilter(self)
        self._list.itemClicked.connect(self._choose)
        self._on_typed("")

    def sizeHint(self) -> QSize:
        """Ask for room for a dozen names."""
        return QSize(theme.space(self, 62), theme.space(self, 48))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let Up and Down move in the list while the cursor stays in the line."""
        if (
            event.type() is QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and event.key() in _MOVES
        ):
            self._list.event(event)
            return True
        return False

    def _lay_out(self) -> None:
        step = theme.space(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * step, 2 * step, 2 * step, 2 * step)
        column.setSpacing(step)
        column.addWidget(self._line)
        column.addWidget(self._none)
        column.addWidget(self._list, 1)
        column.addWidget(
            theme.label(tr("Jump", "Up and Down choose, Enter goes, Esc closes"), role="caption")
        )
        fit(self)

    def _on_typed(self, text: str) -> None:
        wanted = text.strip().casefold()
        commands = [each for each in self._commands if wanted in each.title.casefold()]
        self._show(commands)
        if wanted:
            self._runner.submit(
                lambda: tuple(self._find(text)),
                done=lambda found: self._show([*found, *commands]),
                failed=self._on_failed,
                owner=self,
                latest="jump",
            )

    def _on_failed(self, problem: Exception) -> None:
        self._none.setText(sentence(problem))
        self._none.show()

    def _show(self, targets: Sequence[JumpTarget]) -> None:
        self._list.clear()
        for target in targets:
            words = f"{target.title}   {target.detail}" if target.detail else target.title
            item = QListWidgetItem(icons.icon(target.icon, "muted"), words)
            item.setData(Qt.ItemDataRole.UserRole, target)
            self._list.addItem(item)
        self._list.setCurrentRow(0)
        self._none.setText(tr("Jump", "Nothing found."))
        self._none.setVisible(not targets)

    def _choose(self) -> None:
        item = self._list.currentItem()
        if item is not None:
            target = item.data(Qt.ItemDataRole.UserRole)
            self.accept()
            self.chosen.emit(target)


def _named_line() -> QLineEdit:
    line = QLineEdit()
    line.setObjectName("jump_line")
    line.setAccessibleName(tr("Jump", "Patient or command"))
    line.setPlaceholderText(tr("Jump", "Patient or command"))
    line.setMaxLength(200)
    return line


def _named_list() -> QListWidget:
    found = QListWidget()
    found.setObjectName("jump_list")
    found.setAccessibleName(tr("Jump", "What was found"))
    found.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    make_roomy(found)
    return found
