"""A needling site: one muscle on one side, and what was done and seen there."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Side(StrEnum):
    """Side of the body. Bilateral is two rows, so there is no word for it here."""

    LEFT = "left"
    RIGHT = "right"
    MIDLINE = "midline"


class Target(StrEnum):
    """What the needle was meant for."""

    MUSCLE = "muscle"
    TENDON = "tendon"
    SCAR = "scar"
    ENTHESIS = "enthesis"
    LIGAMENT = "ligament"


class Twitch(StrEnum):
    """Local twitch response. ``None`` in a site means: not recorded yet."""

    PRESENT = "present"
    ABSENT = "absent"
    UNCERTAIN = "uncertain"
    NOT_SOUGHT = "not_sought"


class Technique(StrEnum):
    """How the needle was moved or left."""

    PISTONING = "pistoning"
    STATIC = "static"
    WINDING = "winding"
    FANNING = "fanning"
    ELECTRICAL = "electrical"


class Finding(StrEnum):
    """What palpation or the needle reproduced."""

    FAMILIAR_PAIN = "familiar_pain"
    REFERRED_PAIN = "referred_pain"
    TAUT_BAND = "taut_band"


class SiteReaction(StrEnum):
    """What happened at the site."""

    BLEEDING = "bleeding"
    BRUISE = "bruise"
    STUCK_NEEDLE = "stuck_needle"


class Grip(StrEnum):
    """How the tissue was held."""

    PINCER = "pincer"
    FLAT = "flat"
    RIB = "rib"


@dataclass(frozen=True, slots=True, kw_only=True)
class Estim:
    """Electrical stimulation through the needles.

    ``hz`` one or two frequencies in hertz, ``us`` pulse width in microseconds, ``ma``
    milliamperes, ``to_tolerance`` when the patient's tolerance set the intensity.
    """

    hz: tuple[float, ...] = ()
    us: float | None = None
    ma: float | None = None
    to_tolerance: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedlingSite:
    """One treated site. ``None`` everywhere means: not recorded.

    Attributes:
        muscle: catalogue id, e.g. ``upper_trapezius`` or ``ps_c5``.
        side: left, right or midline.
        level: vertebral level ``c1`` … ``s2`` kept beside the muscle.
        twitch_count: twitches seen, at least 1, only with a twitch present.
        grab: needle grasp felt.
        insertions: needle passes, at least 1.
        needles: needles used here, at least 1.
        pain_before, pain_after: 0-10 at this site.
        diameter_mm, length_mm: the needle. depth_mm: never more than its length.
        dwell_s: seconds the needle stayed.
        region: region or episode the row belongs to, a catalogue id or the typed words; None is
            the visit's own.
    """

    muscle: str
    side: Side
    level: str | None = None
    target: Target = Target.MUSCLE
    twitch: Twitch | None = None
    twitch_count: int | None = None
    grab: bool | None = None
    insertions: int | None = None
    needles: int | None = None
    pain_before: int | None = None
    pain_after: int | None = None
    diameter_mm: float | None = None
    length_mm: float | None = None
    depth_mm: float | None = None
    techniques: tuple[Technique, ...] = ()
    dwell_s: int | None = None
    estim: Estim | None = None
    findings: tuple[Finding, ...] = ()
    site_reactions: tuple[SiteReaction, ...] = ()
    grip: Grip | None = None
    region: str | None = None
    note: str | None = None
