"""A made-up visit and a record in memory, for the tests of the session page."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from ims_notes.app.knowledge import clinic_text, full_text, rulebook
from ims_notes.domain.clinic import Clinic
from ims_notes.domain.draft import DraftSetting, read_draft
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
from ims_notes.ui.pages.session.deeds import SessionDeeds

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
        self.saves = []
        self.signed_revision = None
        self.trouble = None
        self.next_id = None

    def deeds(self):
        """Return the deeds of the page on this record."""
        return SessionDeeds(
            open_session=self.open,
            save=self.save,
            sign=self.sign,
            amend=self.amend,
            delete=self.delete,
            put_back=self.put_back,
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

    def sign(self, note_id, revision):
        """Sign the draft if it is the one that was read."""
        if revision != self.note.revision:
            raise RuleBroken(Rule.DRAFT_OUTDATED)
        self.signed_revision = revision
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
