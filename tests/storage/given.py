"""What the storage stories begin with: people, an episode, notes and what they state."""

import itertools
import os
from datetime import UTC, date, datetime, timedelta

from ims_notes.domain.episodes import Episode
from ims_notes.domain.ids import EpisodeId, NoteId, PatientId, PractitionerId, new_id
from ims_notes.domain.note import Note, NoteKind
from ims_notes.domain.note_content import (
    EpisodeNamed,
    NoteContent,
    PainRow,
    PatientNamed,
    Signer,
    SiteRow,
)
from ims_notes.domain.patients import Patient
from ims_notes.domain.practitioners import Practitioner
from ims_notes.domain.programme import ItemStatus, ProgrammeItem
from ims_notes.domain.sites import Estim, Finding, NeedlingSite, Side, Technique, Twitch
from ims_notes.domain.visit import (
    AdverseEvent,
    HandsOn,
    Narrative,
    NoNeedling,
    NoNeedlingReason,
    RangeOfMovement,
    SinceLast,
    Tolerance,
    Visit,
)

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
_ticks = itertools.count()


def an_id():
    return new_id(NOW + timedelta(milliseconds=next(_ticks)), os.urandom)


def a_patient(**changes):
    named = {"family_name": "Müller", "given_name": "Anna", "born": date(1985, 7, 14)}
    return Patient(**{"id": PatientId(an_id()), **named, **changes})


def a_practitioner(**changes):
    return Practitioner(**{"id": PractitionerId(an_id()), "name": "Kim Doe", **changes})


def an_episode(patient, **changes):
    facts = {"patient_id": patient.id, "region": "neck", "opened_on": date(2026, 1, 5)}
    return Episode(**{"id": EpisodeId(an_id()), **facts, **changes})


class Clinic:
    """A record with one patient, one practitioner and one episode in it."""

    def __init__(self, record):
        self.record = record
        self.patient = a_patient()
        self.practitioner = a_practitioner()
        self.episode = an_episode(self.patient)
        with self.begin() as work:
            work.patients.put(self.patient)
            work.practitioners.put(self.practitioner)
            work.episodes.put(self.episode)
            work.audit.record("record.begun")
            work.audit.record("patient.added", patient_id=self.patient.id)
            work.audit.record("episode.opened", patient_id=self.patient.id, on=self.episode.id)

    def begin(self):
        return self.record.begin(who="Kim Doe", now=NOW)

    def look(self):
        return self.record.look()

    def draft(self, **changes):
        facts = {
            "id": NoteId(an_id()),
            "patient_id": self.patient.id,
            "practitioner_id": self.practitioner.id,
            "episode_id": self.episode.id,
            "started_at": NOW,
            "created_at": NOW,
            "saved_at": NOW,
            "text": "b ut y; pain 6>3",
        }
        return Note(**{**facts, **changes})

    def states(self, note, **changes):
        """What a note states, in the name of this clinic's people."""
        facts = {
            "patient": PatientNamed(id=self.patient.id, family_name=self.patient.family_name),
            "practitioner": Signer(id=self.practitioner.id, name=self.practitioner.name),
            "episodes": (EpisodeNamed(id=self.episode.id, region=self.episode.region),),
            "sites": self.sites(Twitch.PRESENT, Twitch.ABSENT),
            "pains": (PainRow(episode_id=self.episode.id, region="neck", before=6, after=3),),
            "visit": Visit(pain_before=6, pain_after=3, adverse_events_none=True),
        }
        same = {
            name: getattr(note, name)
            for name in ("id", "kind", "started_at", "zone", "place", "created_at")
        }
        same |= {n: getattr(note, n) for n in ("signed_at", "late_reason", "text")}
        return NoteContent(**{**same, **facts, **changes})

    def sites(self, *twitches, **changes):
        muscles = itertools.product(("upper_trapezius", "infraspinatus"), Side)
        return tuple(
            SiteRow(
                episode_id=self.episode.id,
                site=NeedlingSite(**{"muscle": m, "side": side, "twitch": twitch, **changes}),
            )
            for (m, side), twitch in zip(muscles, twitches, strict=False)
        )

    def sign(self, *, states=None, **changes):
        """Sign a note of an hour's visit and return it."""
        note = self.draft(**changes)
        signed = note.signed(at=note.started_at + timedelta(hours=1))
        with self.begin() as work:
            work.notes.put_draft(note)
            work.notes.sign(signed, self.states(signed, **(states or {})))
            work.audit.record("note.signed", patient_id=self.patient.id, on=note.id)
        return signed

    def full(self, note):
        """What a note states that states something in every table."""
        return self.states(
            note,
            sites=(SiteRow(episode_id=self.episode.id, site=FULL_SITE),),
            visit=FULL_VISIT,
            programme=(
                ProgrammeItem(name="chin_tuck", status=ItemStatus.PROGRESSED, sets=3, reps=12),
                ProgrammeItem(name="own words", status=ItemStatus.STOPPED),
            ),
            routine="Hands washed.",
        )


FULL_SITE = NeedlingSite(
    muscle="ps_c5",
    side=Side.RIGHT,
    level="c5",
    twitch=Twitch.PRESENT,
    twitch_count=3,
    grab=True,
    insertions=6,
    needles=2,
    pain_before=6,
    pain_after=0,
    diameter_mm=0.3,
    length_mm=40.0,
    depth_mm=25.5,
    techniques=(Technique.STATIC, Technique.ELECTRICAL),
    dwell_s=300,
    estim=Estim(hz=(2.0, 100.0), us=250.0, to_tolerance=True),
    findings=(Finding.TAUT_BAND,),
    note='said "ouch"; twice',
)

FULL_VISIT = Visit(
    pain_before=6,
    pain_after=3,
    needles_used=2,
    needles_removed=2,
    consent_and_change_check=True,
    position="prone",
    tolerance=Tolerance.WELL,
    adverse_events=(AdverseEvent(event="bruise", severity="mild", site="upper_trapezius"),),
    since_last=SinceLast(event="sore", hours=24),
    education=("soreness", "activity"),
    hands_on=(HandsOn(technique="soft_tissue", muscle="upper_trapezius", minutes=5),),
    range=(RangeOfMovement(region="neck", motion="rotation", side="left", before=50, after=65),),
    narrative=Narrative(s='woke twice, 5" scar', p="as before"),
    next_days=7,
)

DECLINED = {
    "kind": NoteKind.NO_NEEDLING,
    "states": {
        "sites": (),
        "pains": (),
        "visit": Visit(no_needling=NoNeedling(reason=NoNeedlingReason.DECLINED, detail="tired")),
    },
}
