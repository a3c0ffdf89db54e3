"""A draft at work: kept while it is typed, read back, signed or deleted."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ims_notes.domain.clinic import LegalHome
from ims_notes.domain.dates import written
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.services.clock import in_zone
from ims_notes.ui import theme
from ims_notes.ui.announcer import NoticeText
from ims_notes.ui.dialogs import confirm, not_saved
from ims_notes.ui.dialogs import sign as sign_dialog
from ims_notes.ui.pages.session.draft_view import DraftView
from ims_notes.ui.pages.session.keeping import DraftKeeper
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.words import phrase_missing

if TYPE_CHECKING:
    from ims_notes.domain.note import Note
    from ims_notes.services.session import OpenSession, Saved
    from ims_notes.services.sign_note import Signed
    from ims_notes.ui.announcer import Announcer
    from ims_notes.ui.pages.session.deeds import SessionDeeds
    from ims_notes.ui.runner import Runs


class DraftDesk(QWidget):
    """One draft from opening to the signature.

    Signals:
        signed: the `Signed` of the service.
        deleted: the draft as it was, so that it can be put back.
        copied: some of the last visit, or of what is read back, went to the clipboard.
    """

    signed = Signal(object)
    deleted = Signal(object)
    copied = Signal()

    def __init__(
        self, session: OpenSession, *, deeds: SessionDeeds, announcer: Announcer, runner: Runs
    ) -> None:
        """Show a draft and begin to keep it."""
        super().__init__()
        self._session = session
        self._deeds, self._announcer, self._runner = deeds, announcer, runner
        self._has_failed = False
        self._is_signing = False
        self._said = ""
        self.view = DraftView(session)
        self.keeper = DraftKeeper(session.note, save=deeds.save, runner=runner, parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._show_last()
        self._show_state(self._saved_words(session.note) if session.note.revision else "")
        self.view.changed.connect(self._on_changed)
        self.keeper.saved.connect(self._on_saved)
        self.keeper.failed.connect(self._on_failed)
        parts = self.view.parts
        parts.retry.clicked.connect(self.keeper.try_again)
        parts.sign.clicked.connect(self.sign)
        parts.delete.clicked.connect(self.delete)
        parts.last.copied.connect(self.copied)

    def may_leave(self) -> bool:
        """Keep what was typed; false, with a sentence, where that fails."""
        is_kept = self.keeper.flush()
        for changes in self.keeper.take_changes():
            self._announcer.tell(changes)
        return is_kept

    def may_abandon(self) -> bool:
        """Ask whether to give up what cannot be kept; it can be copied before."""
        note = self.keeper.draft
        is_given_up = not_saved.ask(
            self,
            text=note.text,
            copied=lambda: self._runner.submit(lambda: self._deeds.copied(note), lane="write"),
        )
        if is_given_up:
            self.keeper.rest()
        return is_given_up

    def sign(self) -> None:
        """Read the note back and sign it; go to what is missing where something blocks."""
        read = self.view.read()
        if self._is_signing:
            return
        if read is None or not read.may_be_signed:
            self._announcer.say(sentence(RuleBroken(Rule.NOTE_INCOMPLETE)))
            self.view.go_to_missing()
            return
        self.keeper.when_kept(self._read_back)

    def delete(self) -> None:
        """Ask once, then take the draft away; it can be brought back."""
        is_sure = confirm.ask(
            self,
            question=tr("Session", "Delete this draft?"),
            detail=tr("Session", "You can bring it back until you close the program."),
            yes=tr("Session", "Delete draft"),
            danger=True,
        )
        if not is_sure:
            return
        self.keeper.flush()
        self.keeper.rest()
        note_id = self._session.note.id
        self._runner.submit(
            lambda: self._deeds.delete(note_id),
            done=self._on_deleted,
            failed=self._announcer.explain,
            owner=self,
            lane="write",
        )

    def _read_back(self, note: Note) -> None:
        read = self.view.read()
        if read is None or not read.may_be_signed:
            return
        content = self._deeds.in_my_name(replace(read.content, signed_at=datetime.now(UTC)))
        is_companion = self._session.setting.clinic.legal_home is LegalHome.COMPANION
        agreed = sign_dialog.ask(
            self,
            text=self._deeds.note_text(content, None),
            not_recorded=[phrase_missing(m).lower() for m in read.missing],
            copies=is_companion,
            copied=self.copied.emit,
        )
        if not agreed:
            self.view.parts.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._is_signing = True
        self.view.setEnabled(False)
        self._runner.submit(
            lambda: self._deeds.sign(note.id, note.revision, content.practitioner.id),
            done=self._on_signed,
            failed=self._on_sign_failed,
            owner=self,
            lane="write",
        )

    def _on_signed(self, signed: Signed) -> None:
        self.keeper.rest()
        self.signed.emit(signed)

    def _on_sign_failed(self, problem: Exception) -> None:
        self._is_signing = False
        self.view.setEnabled(True)
        self._announcer.explain(problem)
        self.view.parts.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_deleted(self, gone: Saved) -> None:
        self._announcer.tell(gone.changes)
        self.deleted.emit(gone.note)

    def _on_changed(self, note: Note) -> None:
        self.keeper.change(note)
        if over := self.keeper.over_limit:
            words = tr("Session", "Not saved: {n} bytes too long", n=over)
            self._show_state(words, role="danger")
        elif self.keeper.is_kept:
            # Typed and taken back before it was saved: nothing is left to save.
            self._on_saved(self.keeper.draft)
        elif not self._has_failed:
            self._show_state(tr("Session", "Saving \u2026"))

    def _on_saved(self, note: Note) -> None:
        if self._has_failed:
            self._has_failed = False
            self.view.parts.retry.hide()
            self.view.parts.header.mark_wrong(None)
        if self.keeper.is_kept:
            words = self._saved_words(note)
            self._show_state(words)
            if words != self._said:
                self._announcer.say(words)
                self._said = words

    def _on_failed(self, problem: Exception) -> None:
        self._show_state(tr("Session", "Not saved"), role="danger")
        self.view.parts.retry.show()
        field = problem.field if isinstance(problem, RuleBroken) else None
        self.view.parts.header.mark_wrong(field)
        if self._has_failed:
            return
        self._has_failed = True
        self._said = ""
        self._announcer.notice(
            NoticeText(
                sentence=sentence(problem),
                kind="attention" if isinstance(problem, RuleBroken) else "danger",
                step=tr("Session", "Try again"),
                on_step=self.keeper.try_again,
            )
        )

    def _show_state(self, words: str, role: str = "caption") -> None:
        state = self.view.parts.state
        if state.text() != words:
            state.setText(words)
            theme.mark(state, role)

    def _saved_words(self, note: Note) -> str:
        local = in_zone(note.saved_at, note.zone)
        return tr("Session", "Saved {time}", time=local.strftime("%H:%M"))

    def _show_last(self) -> None:
        last = self._session.last
        if last is None:
            words = tr("Session", "This is the first visit in this record.")
            self.view.parts.show_last(words, tr("Session", "Last visit"))
        else:
            text = self._deeds.note_text(last.content, None)
            name = last.content.patient.family_name.upper()
            first, _, rest = text.partition("\n")
            local = in_zone(last.content.started_at, last.content.zone).date()
            heading = tr("Session", "Last visit, {day}", day=written(local))
            self.view.parts.show_last(rest if name and name in first else text, heading)
