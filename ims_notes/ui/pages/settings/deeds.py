"""What the settings page asks of the services and the reports; app.py hands it over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ims_notes.domain.clinic import Clinic, Wording
    from ims_notes.domain.practitioners import Practitioner
    from ims_notes.services.keep_clinic import ClinicSettings
    from ims_notes.services.ports.work import Changes
    from ims_notes.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsDeeds:
    """Callables of the settings page.

    Attributes:
        clinic_settings: the clinic and who works there (read lane).
        change_clinic: keeps the clinic (write lane).
        add_practitioner, change_practitioner: keep who works there (write lane).
        preferences: how the program looks on this computer.
        prefer: keeps the look and dresses the program at once.
    """

    clinic_settings: Callable[[], ClinicSettings]
    change_clinic: Callable[[Clinic], Changes]
    add_practitioner: Callable[[Practitioner], Changes]
    change_practitioner: Callable[[Practitioner], Changes]
    preferences: Callable[[], Settings]
    prefer: Callable[[Settings], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wordings:
    """How notes are worded as text.

    Attributes:
        built_in: the product's own template of each wording.
        preview: an invented note in a template's wording; raises RuleBroken with the name of
            an unknown field.
    """

    built_in: Mapping[Wording, str]
    preview: Callable[[str], str]
