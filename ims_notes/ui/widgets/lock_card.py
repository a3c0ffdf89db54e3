"""The card on a locked screen: who unlocks, and their PIN or passphrase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPushButton, QVBoxLayout, QWidget

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.locking import TRIES
from ims_notes.ui import theme
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.icon_label import IconLabel
from ims_notes.ui.widgets.passphrase_field import PassphraseField
from ims_notes.ui.widgets.rows import make_roomy, row_height

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from ims_notes.domain.ids import PractitionerId

_MOST_ROWS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who may unlock the screen, and by which ways.

    ``tries_left`` is how often their PIN may still be wrong.
    """

    id: PractitionerId
    name: str
    has_pin: bool = False
    has_passphrase: bool = False
    tries_left: int = TRIES

    @property
    def may_use_pin(self) -> bool:
        """Whether a PIN is there and not used up."""
        return self.has_pin and self.tries_left > 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Door:
    """What stands between a locked screen and its desk.

    Attributes:
        people: who may unlock, by name.
        at_work: who was at work when the screen was locked.
        is_open: nobody has a PIN or passphrase to ask for, so any key returns.
    """

    people: tuple[Person, ...] = ()
    at_work: PractitionerId | None = None
    is_open: bool = False


class LockCard(Card):
    """A chooser of names, one field, and what to do when it is wrong.

    Signals:
        pin_entered: the person's id and what was typed.
        passphrase_entered: the same.
        again_asked: the record could not be asked who works here; ask again.
        close_asked: no way is left but to close the program.
    """

    pin_entered = Signal(object, str)
    passphrase_entered = Signal(object, str)
    again_asked = Signal()
    close_asked = Signal()

    def __init__(self) -> None:
        """Ask for nothing yet; `wait_for_door` and `show_door` follow."""
        super().__init__()
        self.setObjectName("lock_card")
        self.setAccessibleName(tr("Lock", "IMS Notes is locked"))
        self._door = Door()
        self._wants_passphrase = False
        self._is_busy = False
        self._names = QListWidget()
        self._names.setObjectName("lock_people")
        self._names.setAccessibleName(tr("Lock", "Who unlocks"))
        self._names.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        make_roomy(self._names)
        self._name = theme.label(role="strong", wrap=True)
        self._name.setObjectName("lock_name")
        self._pin = PassphraseField(tr("Lock", "PIN"), name="lock_pin")
        digits = Qt.InputMethodHint.ImhDigitsOnly | Qt.InputMethodHint.ImhSensitiveData
        self._pin.line.setInputMethodHints(digits)
        self._passphrase = PassphraseField(tr("Lock", "Passphrase"), name="lock_passphrase")
        self._said = theme.label(role="muted", wrap=True)
        self._said.setObjectName("lock_said")
        self._unlock = _button("lock_unlock", tr("Lock", "Unlock"), role="primary")
        self._other = _button("lock_other_way", "", role="quiet")
        self._close = _button("lock_close", tr("Lock", "Close IMS Notes"))
        self._again = _button("lock_again", tr("Lock", "Try again"))
        self._lay_out()
        self._connect()

    def wait_for_door(self) -> None:
        """Say that the screen is locked while the record is asked who works here."""
        self._door = Door()
        self._wants_passphrase = self._is_busy = False
        self._clear()
        self._show_ways()

    def show_door(self, door: Door) -> None:
        """Let somebody unlock; who was at work is chosen, and what was chosen stays chosen."""
        chosen = self._chosen_id() or door.at_work
        self._door = door
        with QSignalBlocker(self._names):
            self._names.clear()
            self._names.addItems([person.name for person in door.people])
            ids = [person.id for person in door.people]
            self._names.setCurrentRow(ids.index(chosen) if chosen in ids else 0)
        rows = min(len(door.people), _MOST_ROWS)
        self._names.setFixedHeight(rows * row_height(self.fontMetrics()) + theme.space(self, 0.5))
        self._show_ways()

    def refuse(self, problem: Exception) -> None:
        """Say why it did not open, and let it be tried again."""
        self._set_busy(False)
        rule = problem.rule if isinstance(problem, RuleBroken) else None
        field = self._pin if rule in (Rule.PIN_WRONG, Rule.PIN_USED_UP) else self._shown_field()
        if field is None:
            self._say(sentence(problem))
            self._again.show()
            return
        self._clear()
        field.say(sentence(problem))
        self._focus()

    def explain(self, problem: Exception) -> None:
        """Say why the record cannot say who works here."""
        self._say(sentence(problem))
        self._again.show()
        self.setFocusProxy(self._again)
        self._again.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Choose the name above or below from within the field: it has no use for the arrows."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        row = self._names.currentRow() + steps
        if not steps or not self._names.isVisible():
            super().keyPressEvent(event)
        elif 0 <= row < self._names.count():
            self._names.setCurrentRow(row)

    def _person(self) -> Person | None:
        row = self._names.currentRow()
        people = self._door.people
        return people[row] if 0 <= row < len(people) else None

    def _chosen_id(self) -> PractitionerId | None:
        person = self._person()
        return person.id if person else None

    def _asks_passphrase(self) -> bool:
        person = self._person()
        if person is None or not person.may_use_pin:
            return True
        return self._wants_passphrase and person.has_passphrase

    def _shown_field(self) -> PassphraseField | None:
        person = self._person()
        if person is None or not (person.may_use_pin or person.has_passphrase):
            return None
        return self._passphrase if self._asks_passphrase() else self._pin

    def _show_ways(self) -> None:
        """Show what the person chosen can unlock with."""
        person, field = self._person(), self._shown_field()
        name = person.name if person else ""
        self._names.setVisible(len(self._door.people) > 1)
        self._name.setVisible(bool(name))
        self._name.setText(name)
        self._pin.line.setAccessibleName(tr("Lock", "PIN of {name}", name=name))
        self._passphrase.line.setAccessibleName(tr("Lock", "Passphrase of {name}", name=name))
        self._pin.setVisible(field is self._pin)
        self._passphrase.setVisible(field is self._passphrase)
        self._unlock.setVisible(field is not None)
        both = person is not None and person.may_use_pin and person.has_passphrase
        self._other.setVisible(both)
        words = tr("Lock", "Use my PIN instead")
        if field is self._pin:
            words = tr("Lock", "Use my passphrase instead")
        self._other.setText(words)
        self._other.setAccessibleName(words)
        self._again.hide()
        self._close.setVisible(person is not None and field is None)
        self._say(self._words(person))
        self._focus()

    def _words(self, person: Person | None) -> str:
        if person is None:
            return tr("Lock", "One moment …")
        if person.may_use_pin or not person.has_pin:
            return tr("Lock", "What you were writing is kept.")
        if person.has_passphrase:
            return tr("Lock", "The PIN was wrong too often; the passphrase opens.")
        if any(each.has_passphrase for each in self._door.people):
            return tr(
                "Lock",
                "The PIN was wrong too often. Now somebody with a passphrase has to unlock first.",
            )
        return tr(
            "Lock",
            "The PIN was wrong too often, and this record has no passphrase. What you were "
            "writing is kept: close IMS Notes and open it again.",
        )

    def _focus(self) -> None:
        field = self._shown_field()
        target: QWidget = field.line if field else self._close
        self.setFocusProxy(target)
        if self._door.people:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _say(self, words: str) -> None:
        self._said.setText(words)
        self._said.setVisible(bool(words))

    def _clear(self) -> None:
        for field in (self._pin, self._passphrase):
            field.clear()
            field.clear_note()

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        words = tr("Lock", "Checking …") if is_busy else tr("Lock", "Unlock")
        self._unlock.setText(words)

    def _on_unlock(self) -> None:
        person, field = self._person(), self._shown_field()
        if person is None or field is None or self._is_busy or not field.text:
            return
        self._set_busy(True)
        entered = self.pin_entered if field is self._pin else self.passphrase_entered
        entered.emit(person.id, field.text)

    def _on_other(self) -> None:
        self._wants_passphrase = not self._asks_passphrase()
        self._clear()
        self._show_ways()

    def _on_chosen(self) -> None:
        self._wants_passphrase = False
        self._clear()
        # The keys stay in the list, so that the arrows go on.
        has_keys = self._names.hasFocus()
        self._show_ways()
        if has_keys:
            self._names.setFocus(Qt.FocusReason.OtherFocusReason)

    def _connect(self) -> None:
        self._names.currentRowChanged.connect(self._on_chosen)
        self._names.itemActivated.connect(self._focus)
        for field in (self._pin, self._passphrase):
            field.entered.connect(self._on_unlock)
        self._unlock.clicked.connect(self._on_unlock)
        self._other.clicked.connect(self._on_other)
        self._again.clicked.connect(self.again_asked)
        self._close.clicked.connect(self.close_asked)

    def _lay_out(self) -> None:
        step = theme.space(self)
        self.setFixedWidth(theme.space(self, 48))
        head, deeds = QHBoxLayout(), QVBoxLayout()
        head.setSpacing(step)
        head.addWidget(IconLabel("lock", "accent", size=24))
        head.addWidget(theme.label(tr("Lock", "IMS Notes is locked"), role="title"), 1)
        for button in (self._unlock, self._again, self._close, self._other):
            deeds.addWidget(button)
        self.body.addLayout(head)
        for part in (self._said, self._names, self._name, self._pin, self._passphrase):
            self.body.addWidget(part)
        self.body.addLayout(deeds)


def _button(name: str, words: str, *, role: str = "") -> QPushButton:
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAccessibleName(words)
    if role:
        theme.mark(button, role)
    return button
