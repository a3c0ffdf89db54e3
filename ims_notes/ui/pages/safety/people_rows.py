"""The people of a record, one below the other: what each can open, and one button where it may."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from ims_notes.ui import theme
from ims_notes.ui.pages.safety.step import button
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from ims_notes.ui.pages.safety.asks import SafetyPerson, SafetyState


class PeopleRows(QWidget):
    """Rows of names.

    Signals:
        give: the person who is to get a passphrase.
        take: the person whose passphrase is to end.
    """

    give = Signal(object)
    take = Signal(object)

    def __init__(self) -> None:
        """Show nobody yet."""
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.space(self))
        self._shown: SafetyState | None = None

    def show_people(self, state: SafetyState) -> None:
        """Show everybody; a button stands where a passphrase can be given or taken."""
        if state == self._shown:
            return
        self._shown = state
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                # At once: the focus is looked for by name among those that are shown next.
                widget.setParent(None)
                widget.deleteLater()
        for number, person in enumerate(state.people, 1):
            if number > 1:
                self._column.addWidget(_rule())
            row = self._row(number, person, state=state)
            self._column.addWidget(row)
            row.show()

    def _row(self, number: int, person: SafetyPerson, *, state: SafetyState) -> QWidget:
        row = QWidget()
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.space(self))
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(theme.label(person.name, role="strong", wrap=True))
        told = theme.label(described(person, state=state), role=_role(person), wrap=True)
        told.setObjectName(f"person_{number}")
        words.addWidget(told)
        across.addLayout(words, 1)
        made = self._button(f"person_{number}_passphrase", person, state=state)
        if made is not None:
            made.setEnabled(state.may_write)
            across.addWidget(made, alignment=Qt.AlignmentFlag.AlignVCenter)
        return row

    def _button(self, name: str, person: SafetyPerson, *, state: SafetyState) -> QPushButton | None:
        """Return what can be done about a passphrase; nobody's last one can be taken."""
        if not state.is_encrypted or person.id == state.at_work:
            return None
        if person.has_passphrase:
            if state.passphrases < 2:
                return None
            made = button(name, tr("Safety", "Take away …"))
            spoken = tr("Safety", "Take the passphrase of {name} away", name=person.name)
            made.clicked.connect(partial(self.take.emit, person))
        elif person.active:
            made = button(name, tr("Safety", "Give a passphrase …"))
            spoken = tr("Safety", "Give {name} a passphrase", name=person.name)
            made.clicked.connect(partial(self.give.emit, person))
        else:
            return None
        made.setAccessibleName(spoken)
        return made


def described(person: SafetyPerson, *, state: SafetyState) -> str:
    """Say who somebody is here and what they can open."""
    words = []
    if person.id == state.at_work:
        words.append(tr("Safety", "at work now"))
    if not person.active:
        words.append(tr("Safety", "no longer here"))
    if person.has_passphrase and not person.active:
        words.append(tr("Safety", "can still open the record with a passphrase"))
    elif state.is_encrypted:
        words.append(
            tr("Safety", "passphrase") if person.has_passphrase else tr("Safety", "no passphrase")
        )
    if person.active:
        words.append(tr("Safety", "PIN") if person.has_pin else tr("Safety", "no PIN"))
    return " · ".join(words)


def _role(person: SafetyPerson) -> str:
    return "attention" if person.has_passphrase and not person.active else "muted"


def _rule() -> QFrame:
    line = QFrame()
    line.setProperty("role", "rule")
    line.setFixedHeight(1)
    return line
