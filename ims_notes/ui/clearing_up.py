"""Lets Python clear up on the window's own thread only.

Python looks for rubbish in whichever thread asks for memory. What it finds may own a part of Qt, a
timer say, and one that goes away in another thread takes the program down with it.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Slot

if TYPE_CHECKING:
    from collections.abc import Sequence

LOOK_EVERY_MS: Final = 1000


class ClearingUp(QObject):
    """Takes Python's clearing up over, for as long as the program runs."""

    def __init__(self, parent: QObject) -> None:
        """Stop Python's own; look every second whether enough has gathered."""
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    @Slot()
    def look(self) -> None:
        """Clear up as Python would have."""
        generation = oldest_due(gc.get_count(), gc.get_threshold())
        if generation is not None:
            gc.collect(generation)


def oldest_due(counts: Sequence[int], limits: Sequence[int]) -> int | None:
    """Return the oldest generation that has gathered too much; None where none has.

    Args:
        counts: what each generation has gathered, the youngest first.
        limits: how much each may gather; 0 is no limit.
    """
    due = [
        n for n, (count, limit) in enumerate(zip(counts, limits, strict=True)) if 0 < limit < count
    ]
    return max(due, default=None)
