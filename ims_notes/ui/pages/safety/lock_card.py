"""When the screen locks, one's own PIN, and who else can open the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox

from ims_notes.domain.locking import LONGEST_MINUTES
from ims_notes.ui import theme
from ims_notes.ui.pages.safety.lock_steps import PinStep, to_give, to_take
from ims_notes.ui.pages.safety.people_rows import PeopleRows
from ims_notes.ui.pages.safety.step import button, put_in_order, stops
from ims_notes.ui.pages.safety.step_card import StepCard
from ims_notes.ui.translation import tr, tr_count
from ims_notes.ui.widgets.flow import Flow

if TYPE_CHECKING:
    from PySide6.QtGui import QWheelEvent

    from ims_notes.ui.announcer import Announcer
    from ims_notes.ui.pages.safety.asks import SafetyAsks, SafetyPerson, SafetyState
    from ims_notes.ui.runner import Runs


class LockAndPeopleCard(StepCard):
    """Minutes, lock now, my PIN, and a row for everybody.

    Signals:
        people_asked: the therapist wants to add people or end their work.
    """

    people_asked = Signal()

    def __init__(self, *, runner: Runs, announcer: Announcer, asks: SafetyAsks) -> None:
        """Lay the card out; `show_state` fills it."""
        super().__init__(
            "lock_and_people_card",
            heading=tr("Safety", "Lock and people"),
            runner=runner,
            announcer=announcer,
            asks=asks,
        )
        self._minutes = _Minutes(tr("Safety", "The screen locks when nobody touches it for"))
        self._lock = button("lock_now", tr("Safety", "Lock now (Ctrl+L)"))
        self._pin_now = theme.label(wrap=True)
        self._pin_now.setObjectName("pin_now")
        self._set_pin = button("set_pin", tr("Safety", "Set a PIN …"))
        self._remove_pin = button("remove_pin", tr("Safety", "Remove my PIN"))
        self._rows = PeopleRows()
        self._people = button("people_in_settings", tr("Safety", "Add or end people in Settings"))
        theme.mark(self._people, "quiet")
        self._lay_out()
        self._connect()

    def show_rest(self, state: SafetyState) -> None:
        """Show minutes, PIN and people as they are."""
        self._minutes.show_minutes(state.lock_minutes)
        has_pin = state.me is not None and state.me.has_pin
        words, role = _pin_words(state)
        self._pin_now.setText(words)
        theme.mark(self._pin_now, role)
        label = tr("Safety", "Change my PIN …") if has_pin else tr("Safety", "Set a PIN …")
        self._set_pin.setText(label)
        self._set_pin.setAccessibleName(label)
        self._set_pin.setEnabled(state.may_write and state.me is not None)
        self._remove_pin.setVisible(has_pin)
        self._remove_pin.setEnabled(state.may_write)
        self._rows.show_people(state)
        put_in_order((self._remove_pin, *stops(self._rows), self._people))

    def _lay_out(self) -> None:
        step = theme.space(self)
        title = theme.label(self._minutes.accessibleName(), role="caption", wrap=True)
        title.setBuddy(self._minutes)
        locking, pin = Flow(gap=step), Flow(gap=step)
        for widget in (self._minutes, self._lock):
            locking.addWidget(widget)
        for widget in (self._set_pin, self._remove_pin):
            pin.addWidget(widget)
        self.column.addWidget(title)
        self.column.addLayout(locking)
        self.column.addSpacing(step)
        self.column.addWidget(theme.label(tr("Safety", "My PIN"), role="strong"))
        self.column.addWidget(self._pin_now)
        self.column.addLayout(pin)
        self.column.addSpacing(step)
        self.column.addWidget(theme.label(tr("Safety", "People of this record"), role="caption"))
        self.column.addWidget(self._rows)
        below = Flow(gap=step)
        below.addWidget(self._people)
        self.column.addLayout(below)

    def _connect(self) -> None:
        self._minutes.activated.connect(lambda row: self._on_minutes(row + 1))
        self._lock.clicked.connect(lambda: self.asks.lock_now())
        self._set_pin.clicked.connect(self._on_set_pin)
        self._remove_pin.clicked.connect(self._on_remove_pin)
        self._rows.give.connect(self._on_give)
        self._rows.take.connect(self._on_take)
        self._people.clicked.connect(self.people_asked)

    def _on_minutes(self, minutes: int) -> None:
        self.asks.keep_lock_minutes(minutes)
        self.announcer.say(
            tr_count(
                "Safety",
                one="The screen locks after {n} minute",
                many="The screen locks after {n} minutes",
                n=minutes,
            )
        )

    def _on_set_pin(self) -> None:
        step = PinStep()
        step.given.connect(
            lambda pin: self.carry_out(
                lambda: self.asks.set_pin(pin),
                lambda _done: self.finish(tr("Safety", "PIN set")),
            )
        )
        self.begin(step)

    def _on_remove_pin(self) -> None:
        self.carry_out(self.asks.remove_pin, lambda _done: self.finish(tr("Safety", "PIN removed")))

    def _on_give(self, person: SafetyPerson) -> None:
        if (state := self.state) is None:
            return
        step = to_give(
            person,
            runner=self.runner,
            asks=self.asks,
            has_own=state.me is not None and state.me.has_passphrase,
            names=tuple(each.name for each in state.people),
        )
        words = tr("Safety", "{name} has a passphrase now", name=person.name)
        step.given.connect(
            lambda own, new: self.carry_out(
                lambda: self.asks.give_passphrase(person.id, own, new),
                lambda _done: self.finish(words),
            )
        )
        self.begin(step)

    def _on_take(self, person: SafetyPerson) -> None:
        words = tr("Safety", "{name} no longer has a passphrase", name=person.name)
        step = to_take(person)
        step.agreed.connect(
            lambda: self.carry_out(
                lambda: self.asks.take_passphrase(person.id),
                lambda _done: self.finish(words),
            )
        )
        self.begin(step)


class _Minutes(QComboBox):
    """Whole minutes to choose from; the wheel scrolls the page, never the choice."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self.setObjectName("lock_minutes")
        self.setAccessibleName(title)
        for n in range(1, LONGEST_MINUTES + 1):
            words = tr_count("Safety", one="{n} minute", many="{n} minutes", n=n)
            self.addItem(words, n)

    def show_minutes(self, minutes: int) -> None:
        """Show a number without saying that it was chosen."""
        self.setCurrentIndex(minutes - 1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _pin_words(state: SafetyState) -> tuple[str, str]:
    """Say how the person at work reopens the screen, and in which role."""
    me = state.me
    if me is None:
        return tr("Safety", "Say in Settings who is at work; a PIN is theirs."), "muted"
    if me.has_pin:
        return tr("Safety", "Your PIN reopens the screen after a lock."), "body"
    if me.has_passphrase:
        return tr("Safety", "Without a PIN you reopen the screen with your passphrase."), "body"
    if any(person.has_pin or person.has_passphrase for person in state.people):
        words = tr("Safety", "Set a PIN: without one only a colleague can reopen the screen.")
        return words, "attention"
    words = tr("Safety", "Nobody has a PIN or passphrase, so any key reopens the screen.")
    return words, "attention"
