"""The lock: covers everything the program shows until somebody who works here unlocks it.

What is open stays open underneath, and drafts go on being kept. Windows that appear meanwhile are
covered too, and every title says only that the program is locked. The clipboard is left to its own
rule (note_clipboard.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.ui.announcer import speak
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.covers import Covers
from ims_notes.ui.widgets.lock_card import Door, LockCard

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from ims_notes.domain.ids import PractitionerId
    from ims_notes.ui.runner import Runs
    from ims_notes.ui.widgets.blank_screen import BlankScreen


@dataclass(frozen=True, slots=True, kw_only=True)
class LockAsks:
    """What the lock asks; each runs off the window's thread.

    Attributes:
        door: who may unlock, and by which ways.
        try_pin: takes the person and what was typed, returns who unlocked; raises RuleBroken
            PIN_WRONG (``left``), PIN_USED_UP or PRACTITIONER_DISABLED.
        try_passphrase: the same with a passphrase, which may be another practitioner's than the
            one chosen; raises PASSPHRASE_WRONG.
    """

    door: Callable[[], Door]
    try_pin: Callable[[PractitionerId, str], PractitionerId]
    try_passphrase: Callable[[PractitionerId, str], PractitionerId]


class LockScreen(QObject):
    """Locks and unlocks the screen.

    Signals:
        locked: the screen was locked, and somebody has something to unlock it with.
        unlocked: the id of who unlocked it.
    """

    locked = Signal()
    unlocked = Signal(object)

    def __init__(
        self, window: QWidget, *, blank: BlankScreen, asks: LockAsks, runner: Runs
    ) -> None:
        """Lock nothing yet; `blank` is what covers where nobody has anything to unlock with."""
        super().__init__(window)
        self._window, self._blank = window, blank
        self._asks, self._runner = asks, runner
        self._covers = Covers(self, name="lock_sheet", title=tr("Lock", "IMS Notes - locked"))
        self._card: LockCard | None = None
        self._was_told = False

    @property
    def is_locked(self) -> bool:
        """Is the screen locked?"""
        return self._covers.is_down

    def lock(self) -> None:
        """Cover everything at once, then ask who may unlock."""
        if self.is_locked:
            return
        self._blank.lift()
        self._card = card = self._new_card()
        words = tr("Lock", "IMS Notes is locked")
        self._covers.cover(self._window.window(), words=words, card=card)
        speak(card, words)
        self._was_told = False
        self._ask()

    def _new_card(self) -> LockCard:
        card = LockCard()
        card.wait_for_door()
        asks = self._asks
        card.pin_entered.connect(lambda who, typed: self._try(partial(asks.try_pin, who, typed)))
        card.passphrase_entered.connect(
            lambda who, typed: self._try(partial(asks.try_passphrase, who, typed))
        )
        card.again_asked.connect(self._ask)
        card.close_asked.connect(self._on_close_asked)
        return card

    def _ask(self) -> None:
        self._runner.submit(
            self._asks.door, done=self._on_door, failed=self._explain, owner=self, latest="door"
        )

    def _on_door(self, door: Door) -> None:
        if self._card is None or not self.is_locked:
            return
        if door.is_open:
            self._lift()
            self._blank.cover(why=_why_open())
        else:
            self._tell()
            self._card.show_door(door)

    def _explain(self, problem: Exception) -> None:
        if self._card is not None:
            self._tell()
            self._card.explain(problem)

    def _tell(self) -> None:
        if not self._was_told:
            self._was_told = True
            self.locked.emit()

    def _try(self, deed: Callable[[], PractitionerId]) -> None:
        self._runner.submit(
            deed,
            done=self._on_opened,
            failed=self._on_refused,
            owner=self,
            lane="write",
        )

    def _on_opened(self, person: PractitionerId) -> None:
        if not self.is_locked:
            return
        self._lift()
        self.unlocked.emit(person)

    def _on_refused(self, problem: Exception) -> None:
        if self._card is None:
            return
        self._card.refuse(problem)
        if isinstance(problem, RuleBroken) and problem.rule in _OTHER_WAYS:
            self._ask()

    def _on_close_asked(self) -> None:
        self._window.window().close()

    def _lift(self) -> None:
        self._covers.lift()
        card, self._card = self._card, None
        if card is not None:
            card.deleteLater()


_OTHER_WAYS: Final = frozenset({Rule.PIN_USED_UP, Rule.PRACTITIONER_DISABLED})
"""After these the ways to unlock may be others."""


def _why_open() -> str:
    return tr(
        "Lock",
        "It is not locked: nobody here has a PIN, and the record has no passphrase. "
        "Set one in Settings.",
    )
