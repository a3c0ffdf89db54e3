"""The words of the entry language itself: sides, options, units, lines about the visit.

Clinical vocabulary (muscles, exercises, topics, regions) is not here; it comes from the catalogue.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from ims_notes.domain.shorthand.entries import EntryKind
from ims_notes.domain.sites import Finding, Grip, Side, SiteReaction, Target, Technique, Twitch
from ims_notes.domain.visit import NoNeedlingReason, PainContext, Tolerance

if TYPE_CHECKING:
    from collections.abc import Mapping

LEFT = (Side.LEFT,)
RIGHT = (Side.RIGHT,)
BOTH = (Side.LEFT, Side.RIGHT)
MIDLINE = (Side.MIDLINE,)

SIDES: Mapping[str, tuple[Side, ...]] = MappingProxyType(
    {
        **dict.fromkeys(("l", "left", "(l)"), LEFT),
        **dict.fromkeys(("r", "right", "(r)", "rt"), RIGHT),
        **dict.fromkeys(("b", "bil", "bilateral", "bl", "b/l", "(b)"), BOTH),
        **dict.fromkeys(("m", "midline", "(m)"), MIDLINE),
    }
)
SIDE_LETTER: Mapping[Side, str] = MappingProxyType(
    {Side.LEFT: "l", Side.RIGHT: "r", Side.MIDLINE: "m"}
)
NEVER_A_SIDE = "lt"
OWN = "own"

TWITCHES: Mapping[str, Twitch] = MappingProxyType(
    {
        **dict.fromkeys(("y", "yes", "ltr+", "++"), Twitch.PRESENT),
        **dict.fromkeys(("n", "no", "ltr-"), Twitch.ABSENT),
        **dict.fromkeys(("?", "ltr?"), Twitch.UNCERTAIN),
        "ns": Twitch.NOT_SOUGHT,
    }
)
TWITCH_SIGN: Mapping[Twitch, str] = MappingProxyType(
    {
        Twitch.PRESENT: "y",
        Twitch.ABSENT: "n",
        Twitch.UNCERTAIN: "?",
        Twitch.NOT_SOUGHT: "ns",
    }
)

TARGETS: Mapping[str, Target] = MappingProxyType(
    {
        "tendon": Target.TENDON,
        "scar": Target.SCAR,
        **dict.fromkeys(("enth", "enthesis"), Target.ENTHESIS),
        **dict.fromkeys(("lig", "ligament"), Target.LIGAMENT),
    }
)
TECHNIQUES: Mapping[str, Technique] = MappingProxyType(
    {
        **dict.fromkeys(("pist", "pistoning"), Technique.PISTONING),
        "static": Technique.STATIC,
        **dict.fromkeys(("wind", "winding"), Technique.WINDING),
        **dict.fromkeys(("fan", "fanning"), Technique.FANNING),
        **dict.fromkeys(("es", "estim", "e-stim"), Technique.ELECTRICAL),
    }
)
FINDINGS: Mapping[str, Finding] = MappingProxyType(
    {
        **dict.fromkeys(("fam", "familiar"), Finding.FAMILIAR_PAIN),
        **dict.fromkeys(("ref", "referred"), Finding.REFERRED_PAIN),
        "tb": Finding.TAUT_BAND,
    }
)
REACTIONS: Mapping[str, SiteReaction] = MappingProxyType(
    {
        "bleed": SiteReaction.BLEEDING,
        "bruise": SiteReaction.BRUISE,
        "stuck": SiteReaction.STUCK_NEEDLE,
    }
)
GRIPS: Mapping[str, Grip] = MappingProxyType({grip.value: grip for grip in Grip})

OPTIONS: Mapping[str, tuple[str, object]] = MappingProxyType(
    {
        **{word: ("twitch", value) for word, value in TWITCHES.items()},
        **{word: ("target", value) for word, value in TARGETS.items()},
        **{word: ("techniques", value) for word, value in TECHNIQUES.items()},
        **{word: ("findings", value) for word, value in FINDINGS.items()},
        **{word: ("site_reactions", value) for word, value in REACTIONS.items()},
        **{word: ("grip", value) for word, value in GRIPS.items()},
        "grab": ("grab", True),
        "tol": ("to_tolerance", True),
        OWN: ("own", True),
    }
)
"""Needling options that are one fixed word: the field they fill and its value.

``own`` says that nothing of an earlier ``use`` or ``tw`` line is written into this row.
"""

SEVERAL = frozenset({"techniques", "findings", "site_reactions"})
"""Fields that may hold several values."""

HELD = frozenset(
    {
        *("twitch", "techniques", "grip", "insertions", "needles", "depth_mm", "dwell_s"),
        *("diameter_mm", "length_mm", "hz", "us", "ma", "to_tolerance"),
    }
)
"""Fields that a ``use`` or ``tw`` line may hold for the rows after it."""

LIMITS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "pain": (0, 10),
        "twitch_count": (1, 200),
        "insertions": (1, 200),
        "needles": (1, 200),
        "count": (0, 999),
        "depth_mm": (1, 150),
        "diameter_mm": (0.05, 2),
        "length_mm": (5, 200),
        "dwell_s": (1, 3600),
        "hz": (0.1, 1000),
        "us": (1, 10_000),
        "ma": (0.01, 200),
        "next_days": (1, 730),
        "hours": (1, 8760),
        "minutes": (1, 240),
        "number": (1, 99),
        "sets": (1, 50),
        "reps": (1, 1000),
        "hold_s": (1, 3600),
        "times_per_day": (1, 24),
        "deg": (-360, 360),
        "mm": (-1000, 1000),
    }
)
"""What a number may be; outside is an error."""

USUAL: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "diameter_mm": (0.12, 0.40),
        "length_mm": (13, 125),
        "hz": (0.5, 200),
        "us": (50, 1000),
    }
)
"""What a number usually is (reference 1.2, background); outside is a warning."""

CONTEXTS: Mapping[str, PainContext] = MappingProxyType(
    {
        "now": PainContext.NOW,
        "best": PainContext.BEST,
        "worst": PainContext.WORST,
        **dict.fromkeys(("mvt", "move", "movement", "moving"), PainContext.MOVEMENT),
    }
)
CONTEXT_WORD: Mapping[PainContext, str] = MappingProxyType(
    {
        PainContext.NOW: "now",
        PainContext.BEST: "best",
        PainContext.WORST: "worst",
        PainContext.MOVEMENT: "mvt",
    }
)
NO_NEEDLING: Mapping[str, NoNeedlingReason] = MappingProxyType(
    {reason.value: reason for reason in NoNeedlingReason}
)
TOLERANCES: Mapping[str, Tolerance] = MappingProxyType({word.value: word for word in Tolerance})
OUTCOMES = frozenset({"resolved", "ongoing", "sequelae", "unknown"})
NONE_WORDS = frozenset({"none", "nil"})
TIMES_PER_DAY: Mapping[str, int] = MappingProxyType(
    {"od": 1, "qd": 1, "daily": 1, "bid": 2, "tid": 3, "qid": 4}
)
TIMES_WORD: Mapping[int, str] = MappingProxyType({1: "daily", 2: "bid", 3: "tid", 4: "qid"})
DAYS: Mapping[str, int] = MappingProxyType(
    {
        **dict.fromkeys(("d", "day", "days", "/7"), 1),
        **dict.fromkeys(("w", "wk", "wks", "week", "weeks", "/52"), 7),
    }
)

NARRATIVE: Mapping[str, EntryKind] = MappingProxyType(
    {
        "s": EntryKind.SUBJECTIVE,
        "o": EntryKind.OBJECTIVE,
        "a": EntryKind.ASSESSMENT,
        "p": EntryKind.PLAN,
    }
)
VISIT_WORDS: Mapping[str, EntryKind] = MappingProxyType(
    {
        "pain": EntryKind.PAIN,
        "reg": EntryKind.REGION,
        "ok": EntryKind.OK,
        "used": EntryKind.COUNT,
        "out": EntryKind.COUNT,
        "dn": EntryKind.NO_NEEDLING,
        "pos": EntryKind.POSITION,
        "tol": EntryKind.TOLERANCE,
        "ae": EntryKind.ADVERSE_EVENT,
        "last": EntryKind.SINCE_LAST,
        "ex": EntryKind.EXERCISE,
        "ed": EntryKind.EDUCATION,
        "mt": EntryKind.HANDS_ON,
        "rom": EntryKind.RANGE,
        "next": EntryKind.NEXT,
        "=": EntryKind.CARRY_FORWARD,
        "tw": EntryKind.DEFAULTS,
        "use": EntryKind.DEFAULTS,
        **NARRATIVE,
    }
)
"""The words a line about the visit starts with."""
