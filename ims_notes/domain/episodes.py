"""An episode of care: one complaint in one region, from first visit to discharge."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.texts import composed, one_line, within

if TYPE_CHECKING:
    from datetime import date

    from ims_notes.domain.ids import EpisodeId, PatientId

EPISODE_TEXT_LIMIT = 5_000
"""Longest complaint, contributing factor or diagnosis text, in characters."""


class EpisodeStatus(StrEnum):
    """Where an episode stands."""

    ACTIVE = "active"
    ON_HOLD = "on_hold"
    DISCHARGED = "discharged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """One complaint under care. Empty text means not recorded.

    ``region`` is a region id of the catalogue or the therapist's own words. A discharged
    episode stays readable; a return of the complaint is a new episode, so that its chart
    starts from its own baseline. One discharged by mistake is opened again.
    """

    id: EpisodeId
    patient_id: PatientId
    region: str
    complaint: str = ""
    onset: str = ""
    contributing: str = ""
    diagnosis: str = ""
    diagnosis_code: str = ""
    status: EpisodeStatus = EpisodeStatus.ACTIVE
    opened_on: date
    discharged_on: date | None = None
    discharge_summary: str = ""

    @property
    def is_open(self) -> bool:
        """Whether visits may still be added to it."""
        return self.status is not EpisodeStatus.DISCHARGED

    def tidied(self) -> Episode:
        """Return the episode as it may be kept.

        Raises:
            RuleBroken: no region, a text too long, or discharged before it began.
        """
        region = one_line(self.region)
        if not region:
            raise RuleBroken(Rule.REGION_MISSING, field="region")
        within(region, 200, field="region")
        if self.discharged_on is not None and self.discharged_on < self.opened_on:
            raise RuleBroken(Rule.DISCHARGE_DAY, field="discharged_on")
        texts: dict[str, Any] = {field: composed(getattr(self, field)).strip() for field in _TEXTS}
        for field, text in texts.items():
            within(text, EPISODE_TEXT_LIMIT, field=field)
        return replace(self, region=region, **texts)

    def discharged(self, *, on: date, summary: str = "") -> Episode:
        """Return the episode closed on a day.

        Raises:
            RuleBroken: it is closed already.
        """
        if not self.is_open:
            raise RuleBroken(Rule.EPISODE_CLOSED)
        return replace(
            self, status=EpisodeStatus.DISCHARGED, discharged_on=on, discharge_summary=summary
        )

    def reopened(self) -> Episode:
        """Return the episode under care again; its summary waits for the next discharge."""
        if self.is_open:
            return self
        return replace(self, status=EpisodeStatus.ACTIVE, discharged_on=None)


_TEXTS = (
    "complaint",
    "onset",
    "contributing",
    "diagnosis",
    "diagnosis_code",
    "discharge_summary",
)
