"""What the table, the cards and the keys write into the line of a draft."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QWidget

from ims_notes.domain.shorthand import (
    EntryKind,
    add_entry,
    edit_site,
    remove_site,
    render_site,
    set_visit_entry,
)
from ims_notes.ui.pages.session import edits
from ims_notes.ui.pages.session.wanted import IN_FIELD, IN_LINE, IN_TABLE
from ims_notes.ui.widgets.missing_list import UNREAD

if TYPE_CHECKING:
    from ims_notes.domain.draft import DraftRead
    from ims_notes.domain.shorthand import Choice, Entry, Mark
    from ims_notes.domain.signing import Missing
    from ims_notes.domain.sites import NeedlingSite
    from ims_notes.ui.pages.session.draft_view import DraftView


class DraftWriting(QObject):
    """Turns what is done on the screen into edits of the text; nothing is kept here."""

    def __init__(self, view: DraftView) -> None:
        """Listen to the controls of a draft's view."""
        super().__init__(view)
        self._view, self._parts = view, view.parts
        self._vocabulary = view.vocabulary
        parts = view.parts
        parts.marks.mended.connect(self._on_mended)
        parts.table.rows.edited.connect(self._on_site_edited)
        parts.table.removed.connect(self._on_site_removed)
        parts.add_muscle.added.connect(self._on_added)
        parts.ghosts.taken.connect(self._on_ghost_taken)
        parts.ghosts.answered.connect(self._on_ghosts_answered)
        for card in (parts.visit, parts.exercises):
            card.wrote.connect(self._on_wrote)
            card.pointed.connect(self._on_pointed)
        parts.narrative.wrote.connect(self._on_prose)
        parts.missing.wanted.connect(self._on_wanted)

    def _write(self, text: str) -> None:
        """Put a text into the line, undoable, and read it at once."""
        self._parts.line.rewrite(text)
        self._view.read()

    def _on_mended(self, mark: Mark, choice: Choice) -> None:
        read, text = self._view.understand(), self._parts.line.text()
        if read is None or mark not in (*read.parsed.errors, *read.parsed.warnings):
            return
        self._write(text[: mark.start] + choice.replacement + text[mark.end :])
        self._parts.line.go_to(mark.start + len(choice.replacement))

    def _on_site_edited(self, row: int, site: NeedlingSite) -> None:
        if (read := self._view.understand()) is not None:
            self._write(
                edit_site(
                    self._parts.line.text(),
                    read.parsed,
                    site_index=row,
                    new_site=site,
                    vocabulary=self._vocabulary,
                )
            )

    def _on_site_removed(self, row: int) -> None:
        if (read := self._view.understand()) is not None:
            text = self._parts.line.text()
            self._write(remove_site(text, read.parsed, site_index=row, vocabulary=self._vocabulary))

    def _on_added(self, entry: str) -> None:
        self._write(add_entry(self._parts.line.text(), entry))

    def _on_ghost_taken(self, site: NeedlingSite) -> None:
        self._on_added(render_site(site, self._vocabulary))
        self._parts.ghosts.focus_first()

    def _on_ghosts_answered(self) -> None:
        QTimer.singleShot(0, self, self._end_proposal)

    def _end_proposal(self) -> None:
        if (read := self._view.understand()) is not None and read.parsed.visit.carry_forward:
            text = self._parts.line.text()
            kind = EntryKind.CARRY_FORWARD
            self._write(set_visit_entry(text, read.parsed, kind=kind, new_text=None))

    def _on_wrote(self, pairs: tuple[tuple[Entry | None, str], ...]) -> None:
        if (read := self._view.understand()) is None:
            return
        text, before = self._parts.line.text(), len(read.parsed.errors)
        self._write(edits.write_pairs(text, read.parsed, pairs=pairs))
        after = self._view.understand()
        if after is not None and len(after.parsed.errors) > before:
            self._parts.line.go_to(len(self._parts.line.text()))

    def _on_prose(self, kind: EntryKind, prose: str) -> None:
        if (read := self._view.understand()) is not None:
            text = self._parts.line.text()
            self._write(edits.write_prose(text, read.parsed, kind=kind, prose=prose))

    def _on_pointed(self, entry: Entry) -> None:
        self._parts.line.go_to(entry.start, entry.end)

    def _on_wanted(self, what: Missing | str) -> None:
        if (read := self._view.understand()) is None:
            return
        if isinstance(what, str):
            if what == UNREAD and read.parsed.errors:
                mark = read.parsed.errors[0]
                self._parts.line.go_to(mark.start, mark.end)
            return
        if what.code in IN_TABLE and what.sites:
            self._parts.table.go_to(what.sites[0], IN_TABLE[what.code])
        elif what.code in IN_FIELD:
            field = self._view.findChild(QWidget, IN_FIELD[what.code])
            if isinstance(field, QWidget):
                field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._start_entry(read, IN_LINE.get(what.code))

    def _start_entry(self, read: DraftRead, kind: EntryKind | None) -> None:
        """Go to the end of the entry that answers, or begin one."""
        text = self._parts.line.text()
        there = [entry for entry in read.parsed.entries if entry.kind is kind]
        if there:
            self._parts.line.go_to(there[-1].end)
            return
        start = f"{kind.value} " if kind else ""
        self._write(add_entry(text, start))
        self._parts.line.go_to(len(self._parts.line.text()))
