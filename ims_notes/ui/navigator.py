"""Where the therapist is and how to get elsewhere.

A page asks its navigator: ``navigator.go(patient(patient_id))``,
``navigator.go(session(note_id))``, ``navigator.go(TODAY)``, ``navigator.back()``. It never knows
another page.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final, Protocol, TypeAlias, runtime_checkable

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from uuid import UUID

    from PySide6.QtWidgets import QWidget


class PlaceName(StrEnum):
    """The places of the program; each has one page."""

    FIRST_START = "first_start"
    TODAY = "today"
    PATIENT = "patient"
    SESSION = "session"
    SETTINGS = "settings"
    ABOUT = "about"
    SAFETY = "safety"
    AUDIT = "audit"
    RESTORE = "restore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One place, with the patient, note and part that it shows.

    `focus` names a part of the page, such as a field's object name or "progress".
    """

    name: PlaceName
    patient_id: UUID | None = None
    note_id: UUID | None = None
    focus: str | None = None


FIRST_START: Final = Place(name=PlaceName.FIRST_START)
TODAY: Final = Place(name=PlaceName.TODAY)
SETTINGS: Final = Place(name=PlaceName.SETTINGS)
ABOUT: Final = Place(name=PlaceName.ABOUT)
SAFETY: Final = Place(name=PlaceName.SAFETY)
AUDIT: Final = Place(name=PlaceName.AUDIT)
RESTORE: Final = Place(name=PlaceName.RESTORE)


def patient(patient_id: UUID, *, focus: str | None = None) -> Place:
    """Name the page of one patient."""
    return Place(name=PlaceName.PATIENT, patient_id=patient_id, focus=focus)


def session(
    note_id: UUID | None = None, *, patient_id: UUID | None = None, focus: str | None = None
) -> Place:
    """Name the page of one note."""
    return Place(name=PlaceName.SESSION, note_id=note_id, patient_id=patient_id, focus=focus)


@runtime_checkable
class Opens(Protocol):
    """A page that shows something different at each visit."""

    def open(self, place: Place) -> None:
        """Show what `place` names."""


@runtime_checkable
class MayLeave(Protocol):
    """A page that keeps something of the therapist's."""

    def may_leave(self) -> bool:
        """Save what was typed; false only where leaving would lose it."""


@runtime_checkable
class MayAbandon(Protocol):
    """A page whose text may have to be given up, or the program could never be closed."""

    def may_abandon(self) -> bool:
        """Ask, where what was typed cannot be kept; true where the therapist gives it up."""


@runtime_checkable
class OffersActions(Protocol):
    """A page that carries out some of the actions in actions.py while it is shown."""

    def actions_offered(self) -> Mapping[str, Callable[[], object]]:
        """Return what to call for each action id that is possible now."""


PageFactory: TypeAlias = "Callable[[Navigator], QWidget]"


class Navigator(QObject):
    """Remembers the way; the main window shows the page of each place it moves to."""

    moved = Signal(object)
    actions_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        """Start nowhere."""
        super().__init__(parent)
        self._way: list[Place] = []
        self._last: dict[PlaceName, Place] = {}
        self._may_leave: Callable[[], bool] = lambda: True

    @property
    def here(self) -> Place | None:
        """Where the therapist is; nothing before the first move."""
        return self._way[-1] if self._way else None

    @property
    def can_go_back(self) -> bool:
        """Is there a place to go back to?"""
        return len(self._way) > 1

    def last(self, name: PlaceName) -> Place | None:
        """Return the last place of this name, for the rail."""
        return self._last.get(name)

    def ask_before_leaving(self, may_leave: Callable[[], bool]) -> None:
        """Let the main window ask the page that is shown."""
        self._may_leave = may_leave

    def go(self, place: Place) -> bool:
        """Move to a place, unless the page shown keeps the therapist; going again shows it anew."""
        if self.here is not None and not self._may_leave():
            return False
        if place != self.here:
            self._way = [*self._way[-49:], place]
        self._arrive(place)
        return True

    def back(self) -> bool:
        """Return to the place before, if there is one."""
        if not self.can_go_back or not self._may_leave():
            return False
        self._way.pop()
        self._arrive(self._way[-1])
        return True

    def forget(self) -> None:
        """Forget the way here, such as after the record was changed for another."""
        self._way = self._way[-1:]
        self._last = {place.name: place for place in self._way}

    def refresh_actions(self) -> None:
        """Say that the page shown offers other actions than before."""
        self.actions_changed.emit()

    def _arrive(self, place: Place) -> None:
        self._last[place.name] = place
        self.moved.emit(place)
