"""Tells every page what changed in the record, and tells the therapist what was done.

A page that saved something hands the service's `Changes(patient_id, topics)` to ``announcer.tell``;
pages that show that patient connect to ``announcer.changed`` and ask again through the runner.
``announcer.say(tr("Session", "Saved {time}", time=...))`` writes the status line and lets a screen
reader speak it. ``announcer.notice(...)`` shows a calm notice with a next step above the page, and
``failed=announcer.explain`` is the usual answer to a `RecordUnavailable`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Signal

from ims_notes.domain.errors import RuleBroken
from ims_notes.ui.phrases import sentence

if TYPE_CHECKING:
    from collections.abc import Callable

Kind = Literal["info", "attention", "danger"]


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeText:
    """What a notice says, how serious it is, and the next step it offers."""

    sentence: str
    kind: Kind = "info"
    step: str = ""
    on_step: Callable[[], object] | None = None


class Announcer(QObject):
    """One signal for changes in the record, two for words to the therapist."""

    changed = Signal(object)
    said = Signal(str)
    noticed = Signal(object)

    def tell(self, changes: object) -> None:
        """Pass on what a service changed."""
        self.changed.emit(changes)

    def say(self, words: str) -> None:
        """Show plain words in the status line and have them spoken."""
        self.said.emit(words)

    def notice(self, text: NoticeText) -> None:
        """Show a notice above the page until it is closed, replaced or left behind."""
        self.noticed.emit(text)

    def explain(self, problem: Exception) -> None:
        """Phrase a broken rule or an unavailable record as a notice."""
        kind: Kind = "attention" if isinstance(problem, RuleBroken) else "danger"
        self.notice(NoticeText(sentence=sentence(problem), kind=kind))


def speak(source: QObject, words: str) -> None:
    """Let an active screen reader speak `words` in the name of `source`."""
    # Nothing is spoken before the window is up, so its classes need not be there at the start.
    from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, words))
