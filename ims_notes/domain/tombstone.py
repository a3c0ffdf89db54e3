"""What is left of a signed note that was lawfully destroyed: who did it, when and why."""

# ruff: noqa: TC001, TC003 (canonical.from_plain reads these types while the program runs)

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.ids import NoteId
from ims_notes.domain.patients import DETAIL_LIMIT
from ims_notes.domain.texts import one_line, within


@dataclass(frozen=True, slots=True, kw_only=True)
class Tombstone:
    """A destroyed note, without a word of what it said or whom it was about.

    Attributes:
        by: the name of who destroyed it.
        reason: why that was lawful, e.g. "retention period over"; it should name nobody.
        content_sha256: the hash (hex) that the note was sealed with, so that its seal still has
            its place; nobody can read the note from it.
        addenda_sha256: the same for its addenda, in their order.
    """

    note_id: NoteId
    destroyed_at: datetime
    by: str
    reason: str
    content_sha256: str
    addenda_sha256: tuple[str, ...] = ()

    def tidied(self) -> Tombstone:
        """Return the tombstone as it may be kept.

        Raises:
            RuleBroken: no reason, or one too long.
        """
        return replace(self, reason=lawful_reason(self.reason))


def lawful_reason(reason: str) -> str:
    """Return the reason as it may be kept: on one line.

    Raises:
        RuleBroken: there is none, or it is over 1,000 characters.
    """
    told = within(one_line(reason), DETAIL_LIMIT, field="reason")
    if not told:
        raise RuleBroken(Rule.DESTRUCTION_REASON_MISSING, field="reason")
    return told
