"""A made-up visit and a record in memory, for the tests of the session page."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QListWidget, QPushButton

from ims_notes.app.knowledge import clinic_text, full_text, rulebook
from ims_notes.domain.clinic import Clinic
from ims_notes.domain.draft import DraftSetting, read_draft, signed_by
from ims_notes.domain.episodes import Episode
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.note import Addendum, Note, NoteState
from ims_notes.domain.patients import Patient
from ims_notes.domain.practitioners import Practitioner
from ims_notes.domain.programme import ProgrammeItem
from ims_notes.services.ports.notes import SignedNote
from ims_notes.services.ports.work import Changes
from ims_notes.services.session import OpenSession, Saved
from ims_notes.services.sign_note import Signed
from ims_notes.ui import navigator as places
from ims_notes.ui.announcer import Announcer
from ims_notes.ui.dialogs import sign as sign_dialog
from ims_notes.ui.models.site_columns import COLUMNS
from ims_notes.ui.navigator import Navigator
from ims_notes.ui.pages.session.deeds import SessionDeeds
from ims_notes.ui.pages.session.page import SessionPage
from ims_notes.ui.runner import InPlaceRunner
from ims_notes.ui.widgets.shorthand_line import ShorthandLine
from ims_notes.ui.widgets.site_table import SiteTable

NOW = datetime(2026, 3, 12, 14, 32, tzinfo=UTC)
RN1 = (
    "b ut, ls y; b inf y/n; b ss n; pain 6>3; used 2 out 2; ok; last none; ae none; tol well; "
    "ex +; ed soreness, activity; next 1w"
)
BOOK = rulebook()
CLINIC = Clinic(name="Harbour Physiotherapy", practitioner_id=UUID(int=2))
PATIENT = Patient(
    id=UUID(int=1), family_name="Okafor", given_name="Ada", born=date(1985, 7, 14), identifier="A-1"
)
NECK = Episode(id=UUID(int=3), patient_id=PATIENT.id, region="neck", opened_on=date(2026, 2, 19))
PROGRAMME = tuple(
    ProgrammeItem(name=name, sets=2, reps=8) for name in ("chin_tuck", "wall_slide", "own words")
)
SETTING = DraftSetting(
    patient=PATIENT,
    practitioner=Practitioner(id=UUID(int=2), name="Mara Lindqvist"),
    clinic=CLINIC,
    vocabulary=BOOK.vocabulary(CLINIC),
    profile=BOOK.profile(CLINIC),
    episodes=(NECK,),
    last_programme=PROGRAMME,
)
DRAFT = Note(
    id=UUID(int=9),
    patient_id=PATIENT.id,
    practitioner_id=UUID(int=2),
    episode_id=NECK.id,
    started_at=NOW,
    zone="UTC",
    place="clinic",
    created_at=NOW,
    saved_at=NOW,
)


def signed_note(note, addenda=()):
    """Return a note as the record gives it back once signed."""
    note = replace(note, state=NoteState.SIGNED, signed_at=NOW)
    return SignedNote(content=read_draft(note, SETTING).content, addenda=addenda, seal="a" * 64)


LAST = signed_note(
    replace(
        DRAFT,
        id=UUID(int=8),
        started_at=NOW - timedelta(days=7),
        text="b ut y .30x40 pist; pain 7>4; used 2 out 2; ok; ae none; tol well; ed soreness",
    )
)


class MemoryRecord:
    """Keeps one note; `trouble`, when set, is what saving raises."""

    def __init__(self, text="", *, clinic=CLINIC):
        self.note = replace(DRAFT, text=text)
        self.setting = replace(SETTING, clinic=clinic)
        self.addenda = ()
        self.saves, self.told = [], []
        self.signed_revision = self.signer = None
        self.at_work = SETTING.practitioner
        self.trouble = None
        self.next_id = None

    def deeds(self):
        """Return the deeds of the page on this record."""
        return SessionDeeds(
            open_session=self.open,
            save=self.save,
            in_my_name=lambda content: signed_by(content, self.at_work),
            sign=self.sign,
            amend=self.amend,
            delete=self.delete,
            put_back=self.put_back,
            viewed=lambda note: self.told.append(("viewed", note.id)),
            copied=lambda note: self.told.append(("copied", note.id)),
            next_draft=lambda: self.next_id,
            note_text=lambda content, wording: (
                full_text(content)
                if wording is None
                else clinic_text(content, replace(CLINIC, wording=wording))
            ),
        )

    def open(self, note_id):
        """Return the session of the note."""
        signed = None if self.note.is_draft else signed_note(self.note, self.addenda)
        return OpenSession(note=self.note, setting=self.setting, signed=signed, last=LAST)

    def save(self, note):
        """Keep a draft, as the service does."""
        if self.trouble is not None:
            raise self.trouble
        self.note = replace(note.saved(at=NOW), revision=note.revision + 1)
        self.saves.append(self.note.text)
        return Saved(note=self.note, changes=self._changes())

    def sign(self, note_id, revision, signer):
        """Sign the draft if it is the one that was read."""
        if revision != self.note.revision:
            raise RuleBroken(Rule.DRAFT_OUTDATED)
        self.signed_revision, self.signer = revision, signer
        self.note = self.note.signed(at=NOW)
        content = signed_note(self.note).content
        return Signed(note=self.note, content=content, seal="a" * 64, changes=self._changes())

    def amend(self, note_id, text, reason):
        """Add an addendum."""
        addendum = Addendum(
            note_id=note_id, author="Mara Lindqvist", added_at=NOW, reason=reason, text=text
        ).tidied()
        self.addenda = (*self.addenda, addendum)
        return self._changes()

    def delete(self, note_id):
        """Take the draft away."""
        gone, self.note = self.note, None
        return Saved(note=gone, changes=self._changes())

    def put_back(self, note):
        """Put the draft back."""
        self.note = note
        return Saved(note=note, changes=self._changes())

    def _changes(self):
        return Changes(patient_id=PATIENT.id, topics=frozenset({"notes"}))


class Stage:
    """A session page on a record, with what was said and where it went."""

    def __init__(self, qtbot, record, runner=None):
        self.record, self.qtbot = record, qtbot
        self.navigator, announcer = Navigator(), Announcer()
        self.said, self.notices, self.visited = [], [], []
        announcer.said.connect(self.said.append)
        announcer.noticed.connect(self.notices.append)
        self.page = SessionPage(
            navigator=self.navigator,
            announcer=announcer,
            runner=runner or InPlaceRunner(),
            deeds=record.deeds(),
        )
        qtbot.addWidget(self.page)
        self.page.resize(1200, 640)
        self.page.show()
        self.navigator.ask_before_leaving(self.page.may_leave)
        self.navigator.moved.connect(self.visited.append)
        self.page.open(places.session(record.note.id))

    def find(self, kind, name):
        found = self.page.findChild(kind, name)
        assert found is not None, name
        return found

    @property
    def line(self):
        return self.find(ShorthandLine, "shorthand_line")

    @property
    def table(self):
        return self.find(SiteTable, "site_table")

    @property
    def missing(self):
        shown = self.find(QListWidget, "missing_list")
        return [shown.item(i).text() for i in range(shown.count())]

    def type(self, text):
        QTest.keyClicks(self.line, text)
        self.page._desk.view.read()

    def do(self, action):
        self.page.actions_offered()[action]()

    def click(self, name):
        QTest.mouseClick(self.find(QPushButton, name), Qt.MouseButton.LeftButton)

    def wait_saved(self):
        self.qtbot.waitUntil(lambda: self.record.note.text == self.line.text(), timeout=3000)


def column(id):
    return next(i for i, column in enumerate(COLUMNS) if column.id == id)


def pick(session, name, value):
    box = session.find(QComboBox, name)
    index = next(i for i in range(box.count()) if box.itemData(i) == value)
    box.setCurrentIndex(index)
    box.activated.emit(index)


def let_go(session):
    """Let widgets that are on their way out go, as the event loop does."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def agree_to_sign(monkeypatch):
    """Sign whatever is read back, and remember its words."""
    shown = []

    def ask(parent, *, text, not_recorded, copies=False, copied=None):
        shown.append(text)
        return True

    monkeypatch.setattr(sign_dialog, "ask", ask)
    return shown
