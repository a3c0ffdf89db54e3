"""Keeps the day's list: names come on, go off, come back, and are settled to be somebody."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from ims_notes.ui.announcer import NoticeText
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Callable

    from ims_notes.domain.day_list import DayEntry
    from ims_notes.domain.ids import PatientId
    from ims_notes.services.ports.work import Changes
    from ims_notes.services.today import DayLine
    from ims_notes.ui.announcer import Announcer
    from ims_notes.ui.pages.today.asks import TodayAsks
    from ims_notes.ui.runner import Runs
    from ims_notes.ui.widgets.day_list import DayCard


class DayKeeper(QObject):
    """Carries out what is asked of the list in its card."""

    def __init__(
        self, card: DayCard, *, asks: TodayAsks, announcer: Announcer, runner: Runs
    ) -> None:
        """Listen to the card."""
        super().__init__(card)
        self._card = card
        self._asks = asks
        self._announcer = announcer
        self._runner = runner
        card.typed.connect(self._on_typed)
        card.take_off.connect(self._on_take_off)
        card.names.refused.connect(self._on_refused)

    def settle(self, entry: DayEntry, patient_id: PatientId, *, then: Callable[[], object]) -> None:
        """Say who an entry is, and go on with `then`."""
        self._write(lambda: self._asks.settle(entry, patient_id), then)

    def _on_typed(self, text: str) -> None:
        self._write(lambda: self._asks.paste(text), self._card.names_taken)

    def _on_refused(self) -> None:
        words = tr("Today", "This is too long for a day's list; it was not pasted.")
        self._announcer.notice(NoticeText(sentence=words, kind="attention"))

    def _on_take_off(self, line: DayLine) -> None:
        entry = line.entry
        self._write(lambda: self._asks.take_off(entry.id), partial(self._offer_back, entry))

    def _offer_back(self, entry: DayEntry) -> None:
        self._announcer.notice(
            NoticeText(
                sentence=tr("Today", "One name was taken off the list."),
                step=tr("Today", "Put it back"),
                on_step=lambda: self._write(lambda: self._asks.put_back(entry), self._to_the_list),
            )
        )

    def _to_the_list(self) -> None:
        self._card.rows.setFocus()

    def _write(self, deed: Callable[[], Changes], then: Callable[[], object]) -> None:
        def done(changes: Changes) -> None:
            self._announcer.tell(changes)
            then()

        self._runner.submit(
            deed, done=done, failed=self._announcer.explain, owner=self, lane="write"
        )
