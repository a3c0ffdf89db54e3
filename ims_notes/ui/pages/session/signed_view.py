"""A signed note on the screen: prose that nobody can change, addenda beneath it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ims_notes.domain.dates import written
from ims_notes.services.clock import in_zone
from ims_notes.ui import icons, theme
from ims_notes.ui.dialogs.addendum import AddendumForm
from ims_notes.ui.translation import tr
from ims_notes.ui.widgets.card import Card
from ims_notes.ui.widgets.flow import Flow
from ims_notes.ui.widgets.prose import Prose

if TYPE_CHECKING:
    from datetime import datetime

    from ims_notes.domain.ids import NoteId
    from ims_notes.domain.note import Addendum
    from ims_notes.services.ports.notes import SignedNote


class SignedView(QWidget):
    """The note as it stands.

    Signals:
        copy_asked, next_asked: the buttons.
        amended: the text and the reason of an addendum.
    """

    copy_asked = Signal()
    next_asked = Signal()
    amended = Signal(str, str)

    def __init__(self, signed: SignedNote, text: str) -> None:
        """Show a signed note; `text` is its prose without addenda."""
        super().__init__()
        self.setObjectName("signed_view")
        self.next_id: NoteId | None = None
        self._zone = signed.content.zone
        step = theme.space(self)
        self.form = AddendumForm()
        self.form.hide()
        self.form.given.connect(self.amended)
        self.form.closed.connect(self._on_closed)
        self._next = self._button("open_next_draft", tr("Session", "Open the next draft"))
        theme.mark(self._next, "primary")
        self._next.hide()
        self._next.clicked.connect(self.next_asked)
        self.prose = Prose(name="signed_text", title=tr("Session", "The signed note"))
        self.addenda = tuple(self._addendum(each) for each in signed.addenda)
        self.prose.show_text("\n\n".join([text.rstrip("\n"), *self.addenda]))
        card = Card()
        card.body.addLayout(self._head(signed))
        card.body.addWidget(self.prose, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(round(1.5 * step))
        column.addWidget(card, 1)
        column.addWidget(self.form)

    @property
    def has_next(self) -> bool:
        """Is there another draft to go on with?"""
        return self.next_id is not None

    def begin_addendum(self) -> None:
        """Open the fields of an addendum."""
        self.form.begin()

    def offer_next(self, note_id: NoteId) -> None:
        """Offer to go on with the next draft; the keys stay in the text."""
        self.next_id = note_id
        self._next.show()

    def _head(self, signed: SignedNote) -> QVBoxLayout:
        step = theme.space(self)
        row, deeds = QHBoxLayout(), Flow(gap=step)
        row.setSpacing(step)
        lock = theme.label()
        lock.setPixmap(icons.icon("lock", "ok").pixmap(QSize(18, 18)))
        when = signed.content.signed_at
        words = tr(
            "Session",
            "Signed {when} by {who}",
            when=_moment(when, self._zone) if when else "",
            who=signed.content.practitioner.signature,
        )
        state = theme.label(words, role="strong", wrap=True)
        state.setObjectName("signed_state")
        add = self._button("add_addendum", tr("Session", "Add addendum"), icon="edit")
        copy = self._button("copy_note", tr("Session", "Copy as text"), icon="copy")
        add.clicked.connect(self.begin_addendum)
        copy.clicked.connect(self.copy_asked)
        row.addWidget(lock)
        row.addWidget(state, 1)
        for button in (copy, add, self._next):
            deeds.addWidget(button)
        head = QVBoxLayout()
        head.setSpacing(step)
        head.addLayout(row)
        head.addLayout(deeds)
        return head

    def _button(self, name: str, words: str, *, icon: str = "") -> QPushButton:
        button = QPushButton(words)
        button.setObjectName(name)
        button.setAccessibleName(words)
        if icon:
            button.setIcon(icons.icon(icon))
        return button

    def _on_closed(self) -> None:
        self.form.hide()
        self.prose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _addendum(self, addendum: Addendum) -> str:
        return tr(
            "Session",
            "ADDENDUM\n{when}, {author}. Reason: {reason}\n{text}",
            when=_moment(addendum.added_at, self._zone),
            author=addendum.author,
            reason=addendum.reason,
            text=addendum.text,
        )


def _moment(moment: datetime, zone: str) -> str:
    local = in_zone(moment, zone)
    return f"{written(local.date())} {local:%H:%M}"
