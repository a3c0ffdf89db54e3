"""The session page: opens a note, hands a draft to its desk, shows a signed note as prose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from ims_notes.domain.clinic import LegalHome
from ims_notes.domain.errors import RuleBroken
from ims_notes.services.clock import day_in
from ims_notes.ui import navigator as places
from ims_notes.ui import theme
from ims_notes.ui.announcer import NoticeText
from ims_notes.ui.note_clipboard import NoteClipboard
from ims_notes.ui.pages.session.draft_desk import DraftDesk
from ims_notes.ui.pages.session.signed_view import SignedView
from ims_notes.ui.phrases import sentence
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.patient_banner import PatientBanner

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from ims_notes.domain.ids import NoteId
    from ims_notes.domain.note import Note
    from ims_notes.services.ports.work import Changes
    from ims_notes.services.session import OpenSession, Saved
    from ims_notes.services.sign_note import Signed
    from ims_notes.ui.announcer import Announcer
    from ims_notes.ui.navigator import Navigator, Place
    from ims_notes.ui.pages.session.deeds import SessionDeeds
    from ims_notes.ui.runner import Runs


READ_BACK: Final = "sign"
"""A place with this focus asks for the note to be read back for signing at once."""


class SessionPage(QWidget):
    """One note at a time; no other patient's name is on this page."""

    def __init__(
        self, *, navigator: Navigator, announcer: Announcer, runner: Runs, deeds: SessionDeeds
    ) -> None:
        """Show nothing; `open` fills the page."""
        super().__init__()
        self.setObjectName("session_page")
        self._navigator, self._announcer = navigator, announcer
        self._runner, self._deeds = runner, deeds
        self._wanted: NoteId | None = None
        self._is_new_visit = False
        self._focus: str | None = None
        self._session: OpenSession | None = None
        self._desk: DraftDesk | None = None
        self._signed: SignedView | None = None
        self._deleted: Note | None = None
        self._clipboard = NoteClipboard()
        self._banner = PatientBanner()
        words = tr("Session", "No session is open. Choose a patient and begin one.")
        self._empty = theme.label(words, role="muted", wrap=True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        step = theme.space(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * step, 2 * step, 3 * step, 2 * step)
        column.setSpacing(round(1.5 * step))
        column.addWidget(self._banner)
        self._room = QVBoxLayout()
        self._room.addWidget(self._empty)
        column.addLayout(self._room, 1)
        self._banner.hide()

    def open(self, place: Place) -> None:
        """Show a note; a draft that could not be kept yet stays as it is."""
        note_id = cast("NoteId | None", place.note_id)
        is_here = self._desk is not None and note_id == self._wanted
        if is_here and self._desk is not None and not self._desk.keeper.is_kept:
            self._desk.view.parts.line.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._wanted, self._focus = note_id, place.focus
        self._is_new_visit = True
        self._clear()
        if note_id is not None:
            self._ask(note_id)

    def may_leave(self) -> bool:
        """Keep what was typed before another page is shown."""
        if self._signed is not None and self._signed.form.is_begun:
            words = tr("Session", "The addendum is not signed yet: Ctrl+Enter signs, Esc drops it.")
            self._announcer.notice(NoticeText(sentence=words, kind="attention"))
            self._signed.begin_addendum()
            return False
        return self._desk is None or self._desk.may_leave()

    def may_abandon(self) -> bool:
        """Ask before the program closes over a draft that cannot be kept."""
        return self._desk is not None and self._desk.may_abandon()

    def keep_now(self) -> None:
        """Begin to keep what was typed, without asking and without waiting."""
        if self._desk is not None:
            self._desk.keeper.try_again()

    def actions_offered(self) -> Mapping[str, Callable[[], object]]:
        """Offer what can be done with the note that is shown."""
        offered: dict[str, Callable[[], object]] = {}
        if self._deleted is not None:
            offered["undo_delete"] = self._put_back
        if self._desk is not None:
            offered |= {"sign": self._desk.sign, "delete_draft": self._desk.delete}
            offered |= self._desk.view.actions_offered()
        if self._signed is not None:
            offered |= {"copy_note": self._copy, "add_addendum": self._signed.begin_addendum}
            if self._signed.has_next:
                offered["sign"] = self._open_next
        return offered

    def _ask(self, note_id: NoteId) -> None:
        self._runner.submit(
            lambda: self._deeds.open_session(note_id),
            done=self._show,
            failed=self._announcer.explain,
            owner=self,
            latest="open_session",
        )

    def _clear(self) -> None:
        for shown in (self._desk, self._signed):
            if shown is not None:
                self._room.removeWidget(shown)
                shown.hide()
                shown.deleteLater()
        self._session = self._desk = self._signed = None
        self._banner.hide()
        self._empty.show()
        self._navigator.refresh_actions()

    def _show(self, session: OpenSession) -> None:
        note = session.note
        if note.id != self._wanted:
            return
        self._clear()
        self._session = session
        self._empty.hide()
        today = day_in(note.started_at, note.zone)
        self._banner.show_patient(session.setting.patient, today=today)
        self._banner.show()
        if session.signed is None:
            self._show_draft(session)
        else:
            self._show_signed(session)
        self._navigator.refresh_actions()
        if self._is_new_visit:
            self._is_new_visit = False
            self._runner.submit(lambda: self._deeds.viewed(note), lane="write")

    def _show_draft(self, session: OpenSession) -> None:
        desk = DraftDesk(session, deeds=self._deeds, announcer=self._announcer, runner=self._runner)
        desk.signed.connect(self._on_signed)
        desk.deleted.connect(self._on_deleted)
        desk.copied.connect(self._on_copied)
        self._desk = desk
        self._room.addWidget(desk)
        asked = desk.findChild(QWidget, self._focus) if self._focus else None
        first = asked if isinstance(asked, QWidget) else desk.view.parts.line
        first.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._focus == READ_BACK:
            # The page is shown first, so that it stands behind what is read back.
            QTimer.singleShot(0, desk, desk.sign)

    def _show_signed(self, session: OpenSession) -> None:
        if session.signed is None:
            return
        text = self._deeds.note_text(session.signed.content, None)
        view = SignedView(session.signed, text)
        view.copy_asked.connect(self._copy)
        view.prose.copied.connect(self._on_copied)
        view.next_asked.connect(self._open_next)
        view.amended.connect(self._on_amended)
        self._signed = view
        self._room.addWidget(view)
        view.prose.setFocus(Qt.FocusReason.OtherFocusReason)
        self._runner.submit(
            self._deeds.next_draft, done=self._on_next, owner=view, latest="next_draft"
        )

    def _on_signed(self, signed: Signed) -> None:
        self._announcer.tell(signed.changes)
        session = self._session
        if session is None or self._wanted != signed.note.id:
            return
        self._announcer.say(tr("Session", "Signed"))
        if session.setting.clinic.legal_home is LegalHome.COMPANION:
            wording = session.setting.clinic.wording
            self._copy_text(self._deeds.note_text(signed.content, wording))
        self._ask(signed.note.id)

    def _on_next(self, note_id: NoteId | None) -> None:
        if self._signed is not None and note_id is not None:
            self._signed.offer_next(note_id)
            self._navigator.refresh_actions()

    def _open_next(self) -> None:
        if self._signed is not None and self._signed.has_next:
            self._navigator.go(places.session(self._signed.next_id))

    def _copy(self) -> None:
        if self._signed is not None and self._session is not None and self._session.signed:
            wording = self._session.setting.clinic.wording
            text = self._deeds.note_text(self._session.signed.content, wording)
            self._copy_text("\n\n".join([text.rstrip("\n"), *self._signed.addenda]) + "\n")

    def _on_copied(self) -> None:
        self._clipboard.take_over()
        self._tell_copy()

    def _tell_copy(self) -> None:
        if self._session is not None:
            note = self._session.note
            self._runner.submit(lambda: self._deeds.copied(note), lane="write")

    def _copy_text(self, text: str) -> None:
        self._clipboard.copy(text)
        self._tell_copy()
        self._announcer.notice(
            NoticeText(
                sentence=tr(
                    "Session",
                    "The note is on the clipboard, ready to paste. It is taken away again in "
                    "30 seconds; Ctrl+Shift+C copies it again.",
                )
            )
        )

    def _on_amended(self, text: str, reason: str) -> None:
        note_id, view = self._wanted, self._signed
        if note_id is None or view is None:
            return
        self._runner.submit(
            lambda: self._deeds.amend(note_id, text, reason),
            done=self._on_amendment_kept,
            failed=self._on_amendment_refused,
            owner=view,
            lane="write",
        )

    def _on_amendment_kept(self, changes: Changes) -> None:
        self._announcer.tell(changes)
        self._announcer.say(tr("Session", "Addendum signed"))
        if self._wanted is not None:
            self._ask(self._wanted)

    def _on_amendment_refused(self, problem: Exception) -> None:
        field = problem.field if isinstance(problem, RuleBroken) else None
        if self._signed is not None:
            self._signed.form.say(sentence(problem), field)

    def _on_deleted(self, note: Note) -> None:
        self._deleted = note
        self._wanted = None
        self._clear()
        self._navigator.go(places.patient(note.patient_id))
        self._announcer.notice(
            NoticeText(
                sentence=tr("Session", "The draft was deleted."),
                step=tr("Session", "Bring it back"),
                on_step=self._put_back,
            )
        )

    def _put_back(self) -> None:
        note = self._deleted
        if note is None:
            return
        self._deleted = None
        self._runner.submit(
            lambda: self._deeds.put_back(note),
            done=self._on_put_back,
            failed=self._announcer.explain,
            owner=self,
            lane="write",
        )

    def _on_put_back(self, kept: Saved) -> None:
        self._announcer.tell(kept.changes)
        self._navigator.go(places.session(kept.note.id))
