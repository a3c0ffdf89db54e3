"""What the page of today asks of the services."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import time

    from ims_notes.domain.catalogue import Catalogue
    from ims_notes.domain.day_list import DayEntry
    from ims_notes.domain.ids import DayEntryId, PatientId
    from ims_notes.services.ports.patients import PatientFound
    from ims_notes.services.ports.work import Changes
    from ims_notes.services.session import Saved
    from ims_notes.services.today import Today
    from ims_notes.ui.dialogs.patient_form import PatientAsks


@dataclass(frozen=True, slots=True, kw_only=True)
class TodayAsks:
    """One callable for each thing asked; `look` and `find` read, the others write.

    Attributes:
        look: what the page shows.
        find: the patients that a typed text may mean.
        paste: put typed names on the day's list.
        settle: say who an entry is.
        take_off: take an entry off the list; `put_back` brings it back.
        begin: begin a patient's session at the time on the list, or now where it has none.
        form: what the form for a new patient asks.
        catalogue: the names of reactions to ask about.
    """

    look: Callable[[], Today]
    find: Callable[[str], Sequence[PatientFound]]
    paste: Callable[[str], Changes]
    settle: Callable[[DayEntry, PatientId], Changes]
    take_off: Callable[[DayEntryId], Changes]
    put_back: Callable[[DayEntry], Changes]
    begin: Callable[[PatientId, time | None], Saved]
    form: PatientAsks
    catalogue: Catalogue
