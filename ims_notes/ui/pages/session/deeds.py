"""What the session page can do with a note; app/ binds each to its service."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from ims_notes.domain.clinic import Wording
    from ims_notes.domain.ids import NoteId, PractitionerId
    from ims_notes.domain.note import Note
    from ims_notes.domain.note_content import NoteContent
    from ims_notes.services.ports.work import Changes
    from ims_notes.services.session import OpenSession, Saved
    from ims_notes.services.sign_note import Signed


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionDeeds:
    """Each but ``in_my_name`` and the last runs off the window's thread.

    Attributes:
        in_my_name: what a draft will state when who is at work now signs it.
        sign: takes the note, the revision that was read back, and who signs it there.
        amend: takes the note, the text and the reason.
        viewed, copied: tell the audit that a note was looked at, or put on the clipboard.
        next_draft: the next unsigned note by visit time, if there is one.
        note_text: a note as prose; without a wording as it is read back and kept.
    """

    open_session: Callable[[NoteId], OpenSession]
    save: Callable[[Note], Saved]
    in_my_name: Callable[[NoteContent], NoteContent]
    sign: Callable[[NoteId, int, PractitionerId], Signed]
    amend: Callable[[NoteId, str, str], Changes]
    delete: Callable[[NoteId], Saved]
    put_back: Callable[[Note], Saved]
    viewed: Callable[[Note], object]
    copied: Callable[[Note], object]
    next_draft: Callable[[], NoteId | None]
    note_text: Callable[[NoteContent, Wording | None], str]
