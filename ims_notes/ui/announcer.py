"""Tells every page what changed in the record, and tells the therapist what was done.

A page that saved something hands the service's `Changes(patient_id, topics)` to ``announcer.tell``;
pages that show that patient connect to ``announcer.changed`` and ask again through the runner.
``announcer.say(tr("Session", "Saved {time}", time=...))`` writes the status line and lets a screen
reader speak it.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent


class Announcer(QObject):
    """One signal for changes in the record, one for sentences to the therapist."""

    changed = Signal(object)
    said = Signal(str)

    def tell(self, changes: object) -> None:
        """Pass on what a service changed."""
        self.changed.emit(changes)

    def say(self, sentence: str) -> None:
        """Show a sentence in the status line and have it spoken; plain text."""
        self.said.emit(sentence)


def speak(source: QObject, sentence: str) -> None:
    """Let an active screen reader speak `sentence` in the name of `source`."""
    QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(source, sentence))
