"""An invented patient in several sizes, for the tests of the patient page."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from ims_notes.domain.episodes import Episode, EpisodeStatus
from ims_notes.domain.note import NoteKind, NoteState
from ims_notes.domain.note_content import NoteContent, PatientNamed, Signer
from ims_notes.domain.patients import Patient
from ims_notes.domain.programme import ItemStatus, ProgrammeItem
from ims_notes.domain.progress import (
    Progress,
    Reaction,
    ReactionTime,
    Series,
    TwitchCounts,
    VisitPoint,
)
from ims_notes.domain.visit import HandsOn, Narrative, Visit
from ims_notes.services.open_patient import OpenPatient
from ims_notes.services.ports.notes import SignedNote, TimelineLine

ZONE = "Europe/Athens"
NOW = datetime(2026, 11, 20, 10, 30, tzinfo=ZoneInfo(ZONE))
TODAY = NOW.date()

IRIS = Patient(
    id=UUID(int=1),
    family_name="Marlowe",
    given_name="Iris",
    preferred_name="Ris",
    born=date(1985, 7, 14),
    identifier="M-1042",
    phone="07700 900123",
    alerts="Takes apixaban; faints easily with needles",
)
ELENI = Patient(
    id=UUID(int=2),
    family_name="Παπακωνσταντινοπούλου-Χατζηθεοδωρίδου",
    given_name="Ελένη-Αικατερίνη Μαρία",
    preferred_name="Κατερίνα",
    born=date(1948, 2, 29),
    identifier="2902-4801234",
    alerts="Βηματοδότης · αλλεργία στο νικέλιο · <b>τηλέφωνο της κόρης</b>",
)
NECK = Episode(
    id=UUID(int=11),
    patient_id=IRIS.id,
    region="neck",
    complaint="Neck pain and headaches after long days at the screen",
    onset="Six weeks ago, gradual",
    contributing="Laptop without a stand; sleeps on her front",
    diagnosis="Neck pain with headache",
    diagnosis_code="M54.2",
    opened_on=date(2026, 9, 1),
)
SHOULDER = Episode(
    id=UUID(int=12),
    patient_id=IRIS.id,
    region="shoulder",
    complaint="Right shoulder sore when reaching overhead",
    status=EpisodeStatus.ON_HOLD,
    opened_on=date(2026, 10, 6),
)
OLD_BACK = Episode(
    id=UUID(int=13),
    patient_id=IRIS.id,
    region="low_back",
    complaint="Low back pain after moving house",
    status=EpisodeStatus.DISCHARGED,
    opened_on=date(2024, 3, 4),
    discharged_on=date(2024, 5, 27),
    discharge_summary="Pain 1 at rest; lifts as before. To come back if it returns.",
)
HOME = (
    ProgrammeItem(name="chin_tuck", sets=2, reps=10, hold_s=5, times_per_day=2),
    ProgrammeItem(name="Thoracic rotation on the floor", sets=2, reps=8, status=ItemStatus.SAME),
    ProgrammeItem(name="Walk at lunch time"),
)


def note_id(number):
    return UUID(int=1000 + number)


def visits(count, *, days=7, last=date(2026, 11, 17)):
    """Return timeline lines, newest first, of a course that goes up and down."""
    lines = []
    for n in range(count):
        start = datetime(last.year, last.month, last.day, 8, 15, tzinfo=UTC)
        older = n + 1
        before = max(0, min(10, 2 + (older * 5) // max(8, count) + (older * 7) % 3 - 1))
        gap = older % 9 == 4
        lines.append(
            TimelineLine(
                note_id=note_id(count - n),
                kind=NoteKind.INITIAL if older == count else NoteKind.FOLLOW_UP,
                state=NoteState.SIGNED,
                started_at=start - timedelta(days=days * n),
                zone=ZONE,
                practitioner="A. Weber",
                regions=("neck", "shoulder") if older % 4 == 0 else ("neck",),
                pain_before=None if gap else before,
                pain_after=None if older % 5 == 3 else max(0, before - 2),
                sites=3 + older % 4,
                twitches=older % 4,
                addenda=1 if older % 6 == 2 else 0,
                has_adverse_event=older % 7 == 3,
            )
        )
    return tuple(lines)


def draft_today():
    return TimelineLine(
        note_id=note_id(9000),
        kind=NoteKind.FOLLOW_UP,
        state=NoteState.DRAFT,
        started_at=datetime(2026, 11, 20, 7, 30, tzinfo=UTC),
        zone=ZONE,
        practitioner="A. Weber",
        regions=("neck",),
    )


def _points(lines):
    return tuple(
        VisitPoint(
            note_id=line.note_id,
            on=line.started_at.date(),
            visit_number=number,
            before=line.pain_before,
            after=line.pain_after,
            twitches=TwitchCounts(present=line.twitches, absent=line.sites - line.twitches),
            reactions=(Reaction(event="soreness", time=ReactionTime.SINCE_LAST, hours=24),)
            if number % 5 == 2
            else (),
        )
        for number, line in enumerate(reversed(lines), 1)
    )


def last_note(patient, line):
    return SignedNote(
        content=NoteContent(
            id=line.note_id,
            kind=line.kind,
            patient=PatientNamed(id=patient.id, family_name=patient.family_name),
            practitioner=Signer(id=UUID(int=5), name="A. Weber"),
            started_at=line.started_at,
            zone=ZONE,
            created_at=line.started_at,
            visit=Visit(
                education=("pain_science", "what_needling_is", "Screen at eye level"),
                hands_on=(HandsOn(technique="soft_tissue", muscle="upper_trapezius", minutes=5),),
                next_days=7,
                narrative=Narrative(p="Add loading for the deep neck flexors next time."),
            ),
        ),
        addenda=(),
        seal="ab" * 32,
    )


def opened(patient=IRIS, count=12, *, episodes=(NECK, SHOULDER, OLD_BACK), draft=True, days=7):
    """Return a patient's page with so many signed visits."""
    signed = visits(count, days=days)
    points = _points(signed)
    series = [
        Series(episode_id=NECK.id, region="neck", opened_on=NECK.opened_on, points=points),
        Series(
            episode_id=SHOULDER.id,
            region="shoulder",
            opened_on=SHOULDER.opened_on,
            points=points[len(points) // 2 :],
        ),
    ]
    return OpenPatient(
        patient=patient,
        episodes=episodes,
        timeline=(draft_today(), *signed) if draft else signed,
        programme=HOME if count else (),
        progress=Progress(
            patient_id=patient.id,
            series=tuple(series[: 2 if count > 1 else 1]) if count else (),
            unsigned=1 if draft else 0,
        ),
        last=last_note(patient, signed[0]) if count else None,
    )
