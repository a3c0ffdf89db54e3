"""What a backup under way tells the window."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class BackupWatch(QObject):
    """Tells pages of the backup that is under way, whoever began it.

    Signals:
        began: a backup begins.
        advanced: so much of so much is done.
        ended: it is over: the service's `BackedUp`, or None where it was stopped or not needed.
    """

    began = Signal()
    advanced = Signal(int, int)
    ended = Signal(object)
