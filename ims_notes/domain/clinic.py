"""The clinic's own settings, kept inside the record because they shape what is signed."""

# ruff: noqa: TC001, TC003 (canonical.from_plain reads these types while the program runs)

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from ims_notes.domain.ids import PractitionerId


class LegalHome(StrEnum):
    """Where the legal note lives."""

    COMPANION = "companion"
    LEGAL_RECORD = "legal_record"


class Wording(StrEnum):
    """How a finished note is worded as text."""

    SOAP = "soap"
    COMPACT = "compact"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """The clinic as this record knows it.

    Attributes:
        is_demo: an invented clinic; every screen says so.
        legal_home: companion (the legal note lives elsewhere) or legal record.
        profile: id of the signing profile under resources/catalogue/profiles.
        routine: hand hygiene, skin preparation, single use, sharps: written once, printed in
            every note and attested by the signature.
        wording: the wording of the copied note; templates hold the clinic's own text by wording.
        abbreviations: the clinic's own abbreviation (as typed, folded) to muscle id.
        practitioner_id: who is at work in this record on this computer.
        zone: IANA name of the clinic's time zone.
    """

    name: str = ""
    address: str = ""
    phone: str = ""
    is_demo: bool = False
    legal_home: LegalHome = LegalHome.LEGAL_RECORD
    profile: str = "neutral"
    routine: str = ""
    wording: Wording = Wording.SOAP
    templates: Mapping[str, str] = field(default_factory=dict)
    abbreviations: Mapping[str, str] = field(default_factory=dict)
    practitioner_id: PractitionerId | None = None
    zone: str = "UTC"
