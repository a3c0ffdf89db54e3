"""Safety and backups: what keeps the record from being lost or read by others, in cards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ims_notes.ui import theme
from ims_notes.ui.navigator import AUDIT, MayLeave, Opens, Place, PlaceName
from ims_notes.ui.pages.safety.encryption_card import EncryptionCard
from ims_notes.ui.pages.safety.lock_card import LockAndPeopleCard
from ims_notes.ui.pages.safety.step import button
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.flow import Flow
from ims_notes.ui.widgets.recovery_code_card import may_lose_code
from ims_notes.ui.widgets.reflow import Reflow
from ims_notes.ui.widgets.sections import SectionKeys, focus_first, scrolled_by_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtGui import QKeyEvent

    from ims_notes.services.ports.work import Changes
    from ims_notes.ui.announcer import Announcer
    from ims_notes.ui.navigator import Navigator
    from ims_notes.ui.pages.safety.asks import SafetyAsks, SafetyState
    from ims_notes.ui.pages.safety.step_card import StepCard
    from ims_notes.ui.runner import Runs

ORDER: Final[tuple[str, ...]] = ("backups", "encryption", "lock", "check", "audit")
"""Cards as a place's focus names them, in the order they are read; Alt+1 … Alt+5 lead there."""

_LEFT: Final = ("backups", "encryption")
"""What stands in the first of two columns."""


class SafetyPage(QWidget):
    """Reads how things are at every visit; one step at a time is open on it."""

    def __init__(
        self,
        *,
        navigator: Navigator,
        announcer: Announcer,
        runner: Runs,
        asks: SafetyAsks,
        cards: Mapping[str, QWidget],
    ) -> None:
        """Lay the page out; `open` fills it.

        Args:
            navigator: leads to the audit and to Settings.
            announcer: says what was done.
            runner: does the work.
            asks: what the page's own cards ask.
            cards: the further cards by their names in `ORDER`, "backups" and "check"; those with
                `open` and `may_leave` are asked at every visit.
        """
        super().__init__()
        self.setObjectName("safety_page")
        self._navigator = navigator
        self._announcer = announcer
        self._runner = runner
        self._asks = asks
        self._wanted: str | None = None
        self._encryption = EncryptionCard(runner=runner, announcer=announcer, asks=asks)
        self._lock = LockAndPeopleCard(runner=runner, announcer=announcer, asks=asks)
        self._own: tuple[StepCard, ...] = (self._encryption, self._lock)
        own = {"encryption": self._encryption, "lock": self._lock, "audit": self._audit_card()}
        made = {**cards, **own}
        self._cards = {name: made[name] for name in ORDER if name in made}
        self._lay_out()
        self._connect()

    def open(self, place: Place) -> None:
        """Read how things are and go to the card asked for."""
        self._wanted = place.focus if place.focus in self._cards else None
        if self._wanted is None and self.focusWidget() is None:
            self._wanted = ORDER[0] if ORDER[0] in self._cards else "encryption"
        for card in self._cards.values():
            if isinstance(card, Opens):
                card.open(place)
        self._ask()

    def may_leave(self) -> bool:
        """Stay while something is being done; ask where a code is not on paper yet."""
        if any(card.is_busy for card in self._own):
            self._announcer.say(tr("Safety", "One moment: this is being done"))
            return False
        if self._encryption.shows_code and not may_lose_code(self):
            return False
        if not all(c.may_leave() for c in self._cards.values() if isinstance(c, MayLeave)):
            return False
        for card in self._own:
            card.end()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll by PageUp and PageDown."""
        if not scrolled_by_key(self, event):
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self._sections = SectionKeys(self, list(self._cards.values()))
        for card in self._own:
            card.changed.connect(self._ask)
            card.stepped.connect(self._on_stepped)
        self._lock.people_asked.connect(self._on_people)
        self._announcer.changed.connect(self._on_changed)

    @Slot()
    def _ask(self) -> None:
        self._runner.submit(
            self._asks.state,
            done=self._show,
            failed=self._announcer.explain,
            owner=self,
            latest="safety",
        )

    def _show(self, state: SafetyState) -> None:
        for card in self._own:
            card.show_state(state)
        if self._wanted is not None:
            focus_first(self._cards[self._wanted])
            self._wanted = None

    @Slot(object)
    def _on_changed(self, changes: Changes) -> None:
        if "clinic" in changes.topics and self.isVisible():
            self._ask()

    @Slot()
    def _on_stepped(self) -> None:
        """Leave the step of another card: one at a time is calm, and holds one secret."""
        for card in self._own:
            if card is not self.sender() and not self._encryption.shows_code:
                card.end()

    @Slot()
    def _on_people(self) -> None:
        self._navigator.go(Place(name=PlaceName.SETTINGS, focus="practitioners"))

    def _audit_card(self) -> Card:
        card = Card(tr("Safety", "Audit"))
        card.setObjectName("audit_card")
        words = tr(
            "Safety",
            "Who looked, wrote, signed, copied or unlocked, and when: it can be read, never "
            "changed, and holds no words of a note.",
        )
        card.body.addWidget(theme.label(words, wrap=True))
        go = button("open_audit", tr("Safety", "Open the audit"))
        go.clicked.connect(lambda: self._navigator.go(AUDIT))
        row = Flow(gap=theme.space(self))
        row.addWidget(go)
        card.body.addLayout(row)
        return card

    def _lay_out(self) -> None:
        step = theme.space(self)
        left = _column([card for name, card in self._cards.items() if name in _LEFT], 2 * step)
        right = _column([card for name, card in self._cards.items() if name not in _LEFT], 2 * step)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * step, 2 * step, 3 * step, 2 * step)
        column.setSpacing(2 * step)
        column.addWidget(theme.label(tr("Safety", "Safety and backups"), role="title"))
        column.addWidget(Reflow((left, right), narrowest=56, stretches=(1, 1)))
        column.addStretch(1)


def _column(cards: Sequence[QWidget], gap: int) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(gap)
    for card in cards:
        column.addWidget(card)
    return made
