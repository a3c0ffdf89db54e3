"""A draft on the screen: the text is the one truth, everything else shows it or rewrites it."""

from __future__ import annotations

from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ims_notes.domain.draft import read_draft
from ims_notes.domain.note import is_late_entry
from ims_notes.domain.shorthand import EntryKind
from ims_notes.domain.texts import NARRATIVE_LIMIT
from ims_notes.services.clock import day_in
from ims_notes.ui.announcer import speak
from ims_notes.ui.pages.session.draft_parts import DraftParts
from ims_notes.ui.pages.session.draft_writing import DraftWriting
from ims_notes.ui.pages.session.keeping import length_of
from ims_notes.ui.translation import tr
from ims_notes.ui.visit_words import piece_words, pieces_of, site_words
from ims_notes.ui.widgets.ghost_rows import place_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtGui import QKeyEvent

    from ims_notes.domain.draft import DraftRead
    from ims_notes.domain.note import Note
    from ims_notes.domain.shorthand import Vocabulary
    from ims_notes.services.session import OpenSession
    from ims_notes.ui.visit_words import Piece

READ_MS: Final = 25
"""Typing is read this long after the first key; longer where reading itself takes long."""


class DraftView(QWidget):
    """One draft, from opening to signing.

    Signals:
        changed: the draft as it is now.
    """

    changed = Signal(object)

    def __init__(self, session: OpenSession) -> None:
        """Show a draft and what was recorded last."""
        super().__init__()
        self._session = session
        self._note: Note = session.note
        self._vocabulary = session.setting.vocabulary
        self._read: DraftRead | None = None
        self._pieces: tuple[Piece, ...] = ()
        self.parts = DraftParts(self._vocabulary)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.parts)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(READ_MS)
        self._timer.timeout.connect(self.read)
        self.parts.header.show_note(session.note, session.setting.episodes)
        self.parts.line.begin(session.note.text)
        self._connect()
        self._writing = DraftWriting(self)
        self.read()

    @property
    def vocabulary(self) -> Vocabulary:
        """The words the line is read by."""
        return self._vocabulary

    @property
    def note(self) -> Note:
        """The draft as typed now."""
        return self._note

    def read(self) -> DraftRead | None:
        """Read the text now and show what it states; None where it is too long to be a note."""
        read = self.understand()
        if read is not None:
            self._show(read)
        return read

    def understand(self) -> DraftRead | None:
        """Read the text and show nothing yet: a control being written in keeps its text."""
        self._timer.stop()
        text = self.parts.line.text()
        over = length_of(text) - NARRATIVE_LIMIT
        if over > 0:
            self._read = None
            self._say(tr("Session", "{n} bytes over what a note holds (100 kB).", n=over))
            return None
        began = perf_counter()
        late = is_late_entry(
            visit_on=day_in(self._note.started_at, self._note.zone),
            entered_on=day_in(self._note.created_at, self._note.zone),
        )
        self._read = read_draft(
            replace(self._note, text=text), replace(self._session.setting, late=late)
        )
        self._pieces = pieces_of(text, self._read.parsed, vocabulary=self._vocabulary)
        self._timer.setInterval(max(READ_MS, round(3000 * (perf_counter() - began))))
        self.parts.header.show_late(late)
        return self._read

    def actions_offered(self) -> Mapping[str, Callable[[], object]]:
        """Offer the ways from part to part of the page."""
        parts, by_key = self.parts, Qt.FocusReason.ShortcutFocusReason
        return {
            "go_line": lambda: parts.line.setFocus(by_key),
            "go_sites": self._go_to_sites,
            "go_missing": self.go_to_missing,
            "write_s": lambda: parts.narrative.go_to(EntryKind.SUBJECTIVE),
            "write_o": lambda: parts.narrative.go_to(EntryKind.OBJECTIVE),
            "write_a": lambda: parts.narrative.go_to(EntryKind.ASSESSMENT),
            "write_p": lambda: parts.narrative.go_to(EntryKind.PLAN),
        }

    def go_to_missing(self) -> None:
        """Take the keys to what signing waits for."""
        self.parts.missing.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Undo and redo in the line what a table or a button wrote."""
        if event.matches(QKeySequence.StandardKey.Undo):
            self.parts.line.undo()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.parts.line.redo()
        else:
            super().keyPressEvent(event)

    def _go_to_sites(self) -> None:
        if self.parts.table.rows.sites:
            self.parts.table.go_to(0, "twitch")
        else:
            self.parts.add_muscle.muscle.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _connect(self) -> None:
        parts = self.parts
        parts.line.textChanged.connect(self._on_typed)
        parts.line.cursorPositionChanged.connect(self._show_marks)
        parts.line.mend_asked.connect(parts.marks.mend)
        parts.line.paste_refused.connect(self._on_paste_refused)
        parts.header.changed.connect(self._on_header)
        parts.table.rows.refused.connect(self._on_cell_refused)
        parts.add_muscle.refused.connect(self._say)

    def _show(self, read: DraftRead) -> None:
        parts, parsed = self.parts, read.parsed
        parts.table.show_sites(parsed.sites)
        parts.table.setVisible(bool(parsed.sites))
        parts.empty.setVisible(not parsed.sites)
        parts.visit.show_pieces(self._pieces)
        parts.exercises.show_programme(
            self._session.setting.last_programme,
            read.content.programme,
            unmoved=read.unmoved,
            pieces=self._pieces,
        )
        parts.narrative.show_narrative(parsed.visit.narrative)
        parts.missing.show_missing(read.missing, unread=len(parsed.errors))
        last = self._session.last
        proposed = tuple(row.site for row in last.content.sites) if last else ()
        parts.ghosts.propose(
            proposed if parsed.visit.carry_forward else None,
            {place_of(site) for site in parsed.sites},
        )
        self._show_marks()

    def _show_marks(self) -> None:
        if self._read is None or self._timer.isActive():
            return
        parsed = self._read.parsed
        self.parts.line.show_marks(parsed.errors, parsed.warnings)
        self.parts.marks.show_marks(parsed.errors, parsed.warnings, hint=self._meaning())

    def _meaning(self) -> str:
        """Say what the entry at the cursor means."""
        if self._read is None:
            return ""
        at, parsed = self.parts.line.position(), self._read.parsed
        entry = next((e for e in parsed.entries if e.start <= at <= e.end), None)
        if entry is None:
            return tr(
                "Session",
                "b ut y: upper trapezius, both sides, twitch yes \u00b7 tol well \u00b7 "
                "Alt+S: your words",
            )
        catalogue = self._vocabulary.catalogue
        if entry.sites:
            return site_words((parsed.sites[i] for i in entry.sites), catalogue)
        piece = next((p for p in self._pieces if p.entry == entry), None)
        return piece_words(piece, catalogue) if piece else ""

    def _say(self, sentence: str) -> None:
        if self._timer.isActive():
            # Reading what was typed just before would take the sentence away again.
            self.read()
        self.parts.marks.show_marks((), (), hint=sentence)
        speak(self.parts.line, sentence)

    def _on_typed(self) -> None:
        self._note = replace(self._note, text=self.parts.line.text())
        if not self._timer.isActive():
            self._timer.start()
        self.changed.emit(self._note)

    def _on_header(self) -> None:
        self._note = self.parts.header.filled(self._note)
        self.read()
        self.changed.emit(self._note)

    def _on_paste_refused(self, size: int) -> None:
        self._say(
            tr(
                "Session",
                "That paste is {size} kB; a note holds 100 kB. Nothing was put in.",
                size=max(1, size // 1000),
            )
        )

    def _on_cell_refused(self, typed: str, example: str) -> None:
        self._say(
            tr(
                "Session",
                "“{typed}” cannot be read there; write it like {example}.",
                typed=typed,
                example=example,
            )
        )
