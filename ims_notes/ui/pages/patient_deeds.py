"""What the patient page asks of the services; app.py hands it over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from ims_notes.domain.episodes import Episode
    from ims_notes.domain.ids import EpisodeId, PatientId
    from ims_notes.services.open_patient import OpenPatient
    from ims_notes.services.ports.work import Changes
    from ims_notes.services.session import Saved
    from ims_notes.ui.dialogs.patient_form import PatientAsks


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientDeeds:
    """Callables of the patient page.

    Attributes:
        open_patient: everything the page shows (read lane).
        viewed: tells the audit that the patient was looked at (write lane).
        begin_session: begins or opens the draft of now or of an earlier moment (write lane).
        open_episode, change_episode: keep a new or a changed episode (write lane).
        discharge_episode: closes an episode on a day with a summary (write lane).
        reopen_episode: takes a discharge back (write lane).
        patient_asks: what the form for a patient's details asks.
        now: this moment, aware, in the clinic's zone.
        threshold: code of the threshold last chosen, or ``none``.
        keep_threshold: remembers the code.
    """

    open_patient: Callable[[PatientId], OpenPatient]
    viewed: Callable[[PatientId], object]
    begin_session: Callable[[PatientId, datetime | None], Saved]
    open_episode: Callable[[Episode], Changes]
    change_episode: Callable[[Episode], Changes]
    discharge_episode: Callable[[EpisodeId, date, str], Changes]
    reopen_episode: Callable[[EpisodeId], Changes]
    patient_asks: PatientAsks
    now: Callable[[], datetime]
    threshold: Callable[[], str]
    keep_threshold: Callable[[str], object]
