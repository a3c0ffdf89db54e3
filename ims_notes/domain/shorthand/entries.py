"""What the parser hands back: entries with their places, what was understood, what was not."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from ims_notes.domain.shorthand.codes import SENTENCES
from ims_notes.domain.visit import NOTHING_SAID

if TYPE_CHECKING:
    from ims_notes.domain.sites import NeedlingSite
    from ims_notes.domain.visit import Visit


class EntryKind(StrEnum):
    """What one entry of the line is about; the values are its leading words."""

    NEEDLING = "needling"
    DEFAULTS = "use"
    PAIN = "pain"
    REGION = "reg"
    OK = "ok"
    COUNT = "used"
    NO_NEEDLING = "dn"
    POSITION = "pos"
    TOLERANCE = "tol"
    ADVERSE_EVENT = "ae"
    SINCE_LAST = "last"
    EXERCISE = "ex"
    EDUCATION = "ed"
    HANDS_ON = "mt"
    RANGE = "rom"
    SUBJECTIVE = "s"
    OBJECTIVE = "o"
    ASSESSMENT = "a"
    PLAN = "p"
    NEXT = "next"
    CARRY_FORWARD = "="
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One mend that a key can accept: the words shown and the text that replaces the place.

    ``spelled`` is the replacement with the muscle's catalogue id, for programs.
    """

    label: str
    replacement: str
    spelled: str | None = None


class Mark(NamedTuple):
    """An error or a warning at a place of the text (``start`` included, ``end`` not).

    ``facts`` are the words that fill the sentence of ``codes.SENTENCES[code]``, so that a screen
    can phrase it in another language. A tuple, because an odd text makes thousands of them.
    """

    start: int
    end: int
    code: str
    choices: tuple[Choice, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()

    @property
    def message(self) -> str:
        """The sentence in English: the reason and the mend."""
        return SENTENCES[self.code].format(**dict(self.facts))


class Entry(NamedTuple):
    """One entry as typed: its place, kind, and the indexes of the rows it made.

    ``start``/``end`` cover the entry without its closing ``;`` or line end. ``sites`` are
    indexes into ``Parsed.sites``; other kinds leave it empty.
    """

    start: int
    end: int
    kind: EntryKind
    sites: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A whole line, understood: rows in the order typed, the visit, marks and entries."""

    sites: tuple[NeedlingSite, ...] = ()
    visit: Visit = NOTHING_SAID
    warnings: tuple[Mark, ...] = ()
    errors: tuple[Mark, ...] = ()
    entries: tuple[Entry, ...] = ()
