"""The columns of the sites table: what each shows, what can be typed into it, how it is read.

Typed words are the options of the shorthand, so a cell understands what the line understands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ims_notes.domain.shorthand import parse
from ims_notes.domain.shorthand.words import FINDINGS, GRIPS, REACTIONS, TECHNIQUES
from ims_notes.domain.sites import Side, Target, Twitch
from ims_notes.ui.translation import tr, tr_count
from ims_notes.ui.words import named, word_for

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from enum import StrEnum

    from ims_notes.domain.shorthand import Vocabulary
    from ims_notes.domain.sites import NeedlingSite

    Show = Callable[[NeedlingSite, Vocabulary | None], str]

_T = QT_TRANSLATE_NOOP


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column.

    Attributes:
        field: the site's field, several of them separated by blanks.
        words: the cell as read. edit: the cell as typed; None is the same.
        before, after: what stands around the typed text when it is read as options.
        choices: values of a pick list, in its order; may_be_open adds "not recorded".
        is_core: shown even where no row has a value. is_wanted: signing asks for it.
    """

    id: str
    heading: object
    field: str
    words: Show
    edit: Show | None = None
    before: str = ""
    after: str = ""
    example: str = ""
    choices: tuple[StrEnum | bool, ...] = ()
    may_be_open: bool = False
    is_core: bool = False
    is_wanted: bool = False
    width: float = 6

    @property
    def title(self) -> str:
        """The heading, translated."""
        return tr("SiteColumns", str(self.heading))

    def typed(self, site: NeedlingSite, vocabulary: Vocabulary | None) -> str:
        """Return the cell as it may be typed."""
        return (self.edit or self.words)(site, vocabulary)


def muscle_name(site: NeedlingSite, vocabulary: Vocabulary | None) -> str:
    """Return the muscle's full name, with the vertebral level where one was given."""
    muscles = {} if vocabulary is None else vocabulary.catalogue.muscle_by_id
    name, level = named(muscles, site.muscle), (site.level or "").upper()
    return name if not level or level in name else f"{name} {level}"


def read_cell(column: Column, text: str, *, vocabulary: Vocabulary) -> Mapping[str, Any] | None:
    """Read what was typed into a cell; None where it cannot be read.

    An empty text takes the value away. A muscle may be any word the line knows for one.
    """
    text = " ".join(text.split())
    if column.id == "note":
        return {"note": text or None}
    if column.id == "muscle":
        read = parse(f"l {text}", vocabulary)
        is_one = len(read.sites) == 1 and not read.errors
        return {f: getattr(read.sites[0], f) for f in ("muscle", "level")} if is_one else None
    fields = column.field.split()
    if not text:
        return {f: () if f in _SEVERAL else None for f in fields}
    options = " ".join(f"{column.before}{word}{column.after}" for word in text.split())
    read = parse(f"l {vocabulary.catalogue.muscles[0].name} {options}", vocabulary)
    if read.errors or len(read.sites) != 1:
        return None
    return {f: getattr(read.sites[0], f) for f in fields}


_SEVERAL = ("techniques", "findings", "site_reactions")


def _number(field: str) -> Show:
    return lambda site, _: "" if (value := getattr(site, field)) is None else f"{value:g}"


def _all(field: str) -> Show:
    return lambda site, _: ", ".join(word_for(value) for value in getattr(site, field))


def _short(field: str, table: Mapping[str, Any]) -> Show:
    first = {value: word for word, value in reversed(list(table.items()))}
    return lambda site, _: " ".join(first[value] for value in getattr(site, field))


def _grip(site: NeedlingSite, _: Vocabulary | None) -> str:
    return word_for(site.grip)


def _pain(site: NeedlingSite, _: Vocabulary | None) -> str:
    before, after = site.pain_before, site.pain_after
    if before is None and after is None:
        return ""
    left, right = ("" if value is None else str(value) for value in (before, after))
    return f"{left} \u2192 {right}" if right else left


def _pain_typed(site: NeedlingSite, _: Vocabulary | None) -> str:
    before, after = site.pain_before, site.pain_after
    left, right = ("" if value is None else str(value) for value in (before, after))
    return f"{left}>{right}" if right else left


def _needle(site: NeedlingSite, _: Vocabulary | None) -> str:
    if site.diameter_mm is None or site.length_mm is None:
        return ""
    return f"{site.diameter_mm:.2f} \u00d7 {site.length_mm:g}"


def _dwell(site: NeedlingSite, _: Vocabulary | None) -> str:
    seconds = site.dwell_s
    if seconds is None:
        return ""
    if seconds % 60:
        return tr("SiteColumns", "{n} s", n=seconds)
    return tr_count("SiteColumns", one="{n} min", many="{n} min", n=seconds // 60)


def _estim(site: NeedlingSite, _: Vocabulary | None) -> str:
    current = site.estim
    if current is None:
        return ""
    parts = ["/".join(f"{hz:g}" for hz in current.hz) + " Hz"] if current.hz else []
    parts += [] if current.us is None else [f"{current.us:g} \u00b5s"]
    parts += [] if current.ma is None else [f"{current.ma:g} mA"]
    parts += [tr("SiteColumns", "to tolerance")] if current.to_tolerance else []
    return ", ".join(parts)


def _estim_typed(site: NeedlingSite, _: Vocabulary | None) -> str:
    current = site.estim
    if current is None:
        return ""
    parts = ["/".join(f"{hz:g}" for hz in current.hz) + "hz"] if current.hz else []
    parts += [] if current.us is None else [f"{current.us:g}us"]
    parts += [] if current.ma is None else [f"{current.ma:g}ma"]
    return " ".join([*parts, *(["tol"] if current.to_tolerance else [])])


COLUMNS: Final[tuple[Column, ...]] = (
    Column(
        id="side", heading=_T("SiteColumns", "Side"), field="side", is_core=True, width=6.5,
        words=lambda site, _: word_for(site.side), choices=tuple(Side),
    ),
    Column(
        id="muscle", heading=_T("SiteColumns", "Muscle"), field="muscle level", is_core=True,
        words=muscle_name, example="ut", width=33,
    ),
    Column(
        id="target", heading=_T("SiteColumns", "Target"), field="target", width=8,
        words=lambda s, _: "" if s.target is Target.MUSCLE else word_for(s.target),
        choices=tuple(Target),
    ),
    Column(
        id="twitch", heading=_T("SiteColumns", "Twitch"), field="twitch", is_core=True,
        words=lambda site, _: word_for(site.twitch), choices=tuple(Twitch), is_wanted=True,
        may_be_open=True, width=9,
    ),
    Column(
        id="twitch_count", heading=_T("SiteColumns", "Seen"), field="twitch_count",
        words=_number("twitch_count"), before="ltr", example="3", width=5,
    ),
    Column(
        id="grab", heading=_T("SiteColumns", "Grasp"), field="grab", width=6, choices=(True,),
        may_be_open=True,
        words=lambda site, _: tr("SiteColumns", "Felt") if site.grab else "",
    ),
    Column(
        id="insertions", heading=_T("SiteColumns", "Passes"), field="insertions",
        words=_number("insertions"), before="i", example="6", width=6,
    ),
    Column(
        id="needles", heading=_T("SiteColumns", "Needles"), field="needles",
        words=_number("needles"), before="x", example="1", width=6.5,
    ),
    Column(
        id="pain", heading=_T("SiteColumns", "Pain"), field="pain_before pain_after",
        is_core=True, words=_pain, edit=_pain_typed, example="6>3", width=6,
    ),
    Column(
        id="needle", heading=_T("SiteColumns", "Needle mm"), field="diameter_mm length_mm",
        is_core=True, words=_needle, example=".30x40", width=8.5,
        edit=lambda site, _: f"{site.diameter_mm:g}x{site.length_mm:g}" if site.length_mm else "",
    ),
    Column(
        id="depth", heading=_T("SiteColumns", "Depth mm"), field="depth_mm",
        words=_number("depth_mm"), before="d", example="25", width=7.5,
    ),
    Column(
        id="technique", heading=_T("SiteColumns", "Technique"), field="techniques",
        words=_all("techniques"), edit=_short("techniques", TECHNIQUES), example="pist wind",
        width=10,
    ),
    Column(
        id="dwell", heading=_T("SiteColumns", "Stayed"), field="dwell_s", words=_dwell,
        edit=lambda site, _: f"{site.dwell_s}s" if site.dwell_s else "", example="90s", width=6,
    ),
    Column(
        id="estim", heading=_T("SiteColumns", "Current"), field="estim", words=_estim,
        edit=_estim_typed, example="2hz 250us tol", width=11,
    ),
    Column(
        id="findings", heading=_T("SiteColumns", "Findings"), field="findings",
        words=_all("findings"), edit=_short("findings", FINDINGS), example="fam ref tb",
        width=11,
    ),
    Column(
        id="reaction", heading=_T("SiteColumns", "Reaction"), field="site_reactions",
        words=_all("site_reactions"), edit=_short("site_reactions", REACTIONS),
        example="bleed bruise", width=9,
    ),
    Column(
        id="grip", heading=_T("SiteColumns", "Grip"), field="grip", words=_grip, width=9,
        choices=tuple(GRIPS.values()), may_be_open=True,
    ),
    Column(
        id="note", heading=_T("SiteColumns", "Note"), field="note", is_core=True, width=10,
        words=lambda site, _: site.note or "",
    ),
)  # fmt: skip
"""In the order of the table."""
