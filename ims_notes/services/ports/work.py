"""A piece of work on the record: one transaction, all or nothing."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from ims_notes.domain.ids import PatientId
    from ims_notes.services.ports.audit import Audit
    from ims_notes.services.ports.clinic import (
        Access,
        ClinicSettings,
        DayLists,
        Episodes,
        Practitioners,
    )
    from ims_notes.services.ports.notes import Notes
    from ims_notes.services.ports.patients import Patients


class Work(Protocol):
    """The nouns of the record inside one transaction.

    Begun for writing, leaving the block commits everything or, on any exception, nothing.
    Begun for looking, nothing can be written.
    """

    @property
    def patients(self) -> Patients:
        """The patients."""
        ...

    @property
    def notes(self) -> Notes:
        """The session notes."""
        ...

    @property
    def episodes(self) -> Episodes:
        """The episodes of care."""
        ...

    @property
    def practitioners(self) -> Practitioners:
        """Who treats and signs."""
        ...

    @property
    def clinic(self) -> ClinicSettings:
        """The clinic's settings."""
        ...

    @property
    def day(self) -> DayLists:
        """The day's list."""
        ...

    @property
    def access(self) -> Access:
        """How practitioners unlock the screen."""
        ...

    @property
    def audit(self) -> Audit:
        """The audit lines."""
        ...


BeginWork = Callable[[], AbstractContextManager[Work]]
"""Begins a piece of work; whether it may write depends on which one app.py hands over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changes:
    """What a deed changed, so that each page can decide whether to ask again.

    ``topics`` are nouns: ``patient``, ``notes``, ``drafts``, ``episodes``, ``day``, ``clinic``.
    ``patient_id`` is None where no one patient is meant.
    """

    patient_id: PatientId | None
    topics: frozenset[str]
