"""Clinic, practitioners, episodes and the day's list, as services need them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from ims_notes.domain.clinic import Clinic
    from ims_notes.domain.day_list import DayEntry
    from ims_notes.domain.episodes import Episode
    from ims_notes.domain.ids import DayEntryId, EpisodeId, PatientId, PractitionerId
    from ims_notes.domain.practitioners import Practitioner


class ClinicSettings(Protocol):
    """The clinic's one line of settings."""

    def get(self) -> Clinic:
        """Return the clinic as this record knows it."""
        ...

    def put(self, clinic: Clinic) -> None:
        """Keep the clinic's settings."""
        ...


class Practitioners(Protocol):
    """Who treats and signs."""

    def get(self, practitioner_id: PractitionerId) -> Practitioner:
        """Return the practitioner; RuleBroken(PRACTITIONER_MISSING) if there is none."""
        ...

    def put(self, practitioner: Practitioner) -> None:
        """Keep a new or changed practitioner."""
        ...

    def all(self) -> tuple[Practitioner, ...]:
        """Return every practitioner, by name."""
        ...


class Access(Protocol):
    """How practitioners unlock the screen."""

    def pin_of(self, practitioner_id: PractitionerId) -> str | None:
        """Return the verifier of a practitioner's PIN; None without a PIN."""
        ...

    def put_pin(self, practitioner_id: PractitionerId, verifier: str | None) -> None:
        """Keep a practitioner's PIN by its verifier, or with None take it away."""
        ...


class Episodes(Protocol):
    """Episodes of care."""

    def get(self, episode_id: EpisodeId) -> Episode:
        """Return the episode; RuleBroken(EPISODE_NOT_FOUND) if there is none."""
        ...

    def put(self, episode: Episode) -> None:
        """Keep a new or changed episode."""
        ...

    def of(self, patient_id: PatientId) -> tuple[Episode, ...]:
        """Return the patient's episodes, open ones first, latest opened first."""
        ...


class DayLists(Protocol):
    """The day's list."""

    def on(self, day: date) -> tuple[DayEntry, ...]:
        """Return the day's entries by time, then by position."""
        ...

    def put(self, entries: Sequence[DayEntry]) -> None:
        """Keep new or changed entries."""
        ...

    def remove(self, entry_id: DayEntryId) -> None:
        """Take an entry off the list."""
        ...
