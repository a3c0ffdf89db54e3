"""A made-up day at a clinic for the tests of Today: people, a list, drafts, and what is asked."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import SimpleNamespace
from uuid import uuid4

from ims_notes.domain.ask_today import Ask, AskAbout
from ims_notes.domain.catalogue import Catalogue, Region
from ims_notes.domain.catalogue.visit_words import (
    AdverseEventKind,
    Phase,
    ReactionCategory,
    Severity,
)
from ims_notes.domain.day_list import DayEntry
from ims_notes.domain.note import Note, NoteKind
from ims_notes.domain.patients import Patient
from ims_notes.domain.signing import Missing
from ims_notes.services.ports.patients import PatientFound
from ims_notes.services.ports.work import Changes
from ims_notes.services.today import DayLine, DraftLine, Today
from ims_notes.ui.dialogs.patient_form import PatientAsks
from ims_notes.ui.pages.today import TodayAsks

DAY = date(2026, 11, 22)
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ZONE = "Europe/Zurich"
NOTHING = Changes(patient_id=None, topics=frozenset())

CATALOGUE = Catalogue(
    regions=(
        Region(id="neck", name="Neck", words=("neck", "cervical")),
        Region(id="low_back", name="Low back", words=("low back", "lumbar")),
    ),
    adverse_events=(
        AdverseEventKind(
            id="bruise",
            name="Bruise",
            words=("bruise",),
            category=ReactionCategory.ADVERSE,
            phase=Phase.WITHIN_72H,
            severity=Severity.MILD,
            source="background",
        ),
    ),
)


def person(family, given="", *, born=None, days_ago=None, pain=None, **more):
    seen = None if days_ago is None else NOON - timedelta(days=days_ago)
    return PatientFound(
        id=uuid4(),
        family_name=family,
        given_name=given,
        born=born,
        last_visit=seen,
        last_pain=pain,
        **more,
    )


ANNA = person("Meier", "Anna", born=date(1985, 7, 14), days_ago=7, pain=5, identifier="P-0012")
LENI = person("Meier-Lehmann", "Annalena", preferred_name="Leni", days_ago=35)
IRIS = person("Marlowe", "Iris", born=date(1972, 11, 30), days_ago=3, pain=0)
NEW = person("Oduya", "Benedict")
PEOPLE = (ANNA, LENI, IRIS, NEW)


def expected(at, patient=None, *, name="", ask=None, place=0):
    name = name or f"{patient.given_name} {patient.family_name}"
    entry = DayEntry(
        id=uuid4(),
        day=DAY,
        at=at,
        name=name,
        patient_id=patient.id if patient else None,
        position=place,
    )
    return DayLine(entry=entry, patient=patient, ask=ask)


def draft(patient, *, lacks=(), errors=0, days_ago=0, kind=NoteKind.FOLLOW_UP):
    at = NOON - timedelta(days=days_ago)
    note = Note(
        id=uuid4(),
        patient_id=patient.id,
        practitioner_id=uuid4(),
        kind=kind,
        started_at=at,
        created_at=at,
        saved_at=at,
        zone=ZONE,
    )
    missing = tuple(Missing(code=code, blocks=True, sites=sites) for code, sites in lacks)
    read = SimpleNamespace(
        missing=(*missing, Missing(code="position", blocks=False)),
        parsed=SimpleNamespace(errors=("?",) * errors),
        may_be_signed=not missing and not errors,
    )
    return DraftLine(note=note, patient=patient, read=read)


ASKS_MOST = Ask(about=AskAbout.ADVERSE_EVENT, detail="bruise")
LACKS_FIVE = (
    ("site_twitch", (0, 2)),
    ("pain_after", ()),
    ("needle_count", ()),
    ("tolerance", ()),
    ("consent_check", ()),
)


@dataclass
class Clinic:
    """The fake record: it shows `today`, finds by the beginnings of words, remembers deeds."""

    today: Today
    people: tuple = PEOPLE
    deeds: list = field(default_factory=list)
    problem: Exception | None = None
    doubles: tuple = ()

    def look(self):
        self.deeds.append(("look",))
        return self.today

    def find(self, text):
        self._do()
        words = text.casefold().split()
        return tuple(p for p in self.people if all(_begins(p, word) for word in words))

    def begin(self, patient_id, at):
        self._do("begin", patient_id, at)
        note = SimpleNamespace(id=uuid4(), patient_id=patient_id)
        return SimpleNamespace(note=note, changes=NOTHING)

    def keep(self, typed):
        self._do("keep", typed)
        kept = Patient(id=uuid4(), family_name=typed.patient.family_name)
        return SimpleNamespace(patient=kept, episode=None, changes=NOTHING)

    def alike(self, patient):
        return tuple(p for p in self.doubles if p.family_name == patient.family_name)

    def changed(self, deed):
        def do(*what):
            self._do(deed, *what)
            return Changes(patient_id=None, topics=frozenset({"day"}))

        return do

    def did(self, deed):
        return [each[1:] for each in self.deeds if each[0] == deed]

    def form(self, **other):
        return PatientAsks(
            today=lambda: DAY,
            alike=self.alike,
            keep=self.keep,
            zone=ZONE,
            **{"regions": CATALOGUE.regions, **other},
        )

    def asks(self):
        return TodayAsks(
            look=self.look,
            find=self.find,
            paste=self.changed("paste"),
            settle=self.changed("settle"),
            take_off=self.changed("take_off"),
            put_back=self.changed("put_back"),
            begin=self.begin,
            form=self.form(),
            catalogue=CATALOGUE,
        )

    def _do(self, *deed):
        if self.problem is not None:
            raise self.problem
        if deed:
            self.deeds.append(deed)


def _begins(found, word):
    names = f"{found.family_name} {found.given_name} {found.preferred_name}".casefold()
    return any(name.startswith(word) for name in names.replace("-", " ").split())


def busy_day():
    return Today(
        day=DAY,
        lines=(
            expected(time(8), ANNA, ask=ASKS_MOST),
            expected(time(8, 45), IRIS, ask=Ask(about=AskAbout.EXERCISES, count=3), place=1),
            expected(time(9, 30), name="Anna M.", place=2),
            expected(None, NEW, place=3),
        ),
        drafts=(draft(LENI, lacks=LACKS_FIVE, days_ago=1), draft(ANNA)),
        recent=PEOPLE,
    )


def empty_day():
    return Today(day=DAY, lines=(), drafts=(), recent=())
