"""Made-up series of pain values, for the tests of the chart and of its words."""

from datetime import date, timedelta
from uuid import UUID

from ims_notes.domain.progress import (
    Progress,
    Reaction,
    ReactionTime,
    Series,
    TwitchCounts,
    VisitPoint,
)
from ims_notes.domain.sites import Twitch
from ims_notes.domain.visit import PainContext

MONDAY = date(2026, 1, 5)
PATIENT = UUID(int=1)
SORE = (Reaction(event="soreness", time=ReactionTime.SINCE_LAST, hours=24),)


def visit(number, before=None, **more):
    more.setdefault("on", MONDAY + timedelta(weeks=number - 1))
    return VisitPoint(note_id=UUID(int=number), visit_number=number, before=before, **more)


def series(*points, region="neck", context=None, episode=1):
    return Series(
        episode_id=UUID(int=episode),
        region=region,
        context=context,
        opened_on=MONDAY,
        points=points,
    )


def progress(*chosen, unsigned=0):
    return Progress(patient_id=PATIENT, series=chosen, unsigned=unsigned)


def neck():
    return series(
        visit(1, 7, after=4, twitches=TwitchCounts.of([Twitch.PRESENT, Twitch.ABSENT])),
        visit(2, 6, after_not_taken=True, reactions=SORE),
        visit(3, None, reactions=()),
        visit(4, 0, after=0, needled=False),
    )


def back():
    return series(visit(2, 5), visit(4, 3), region="low_back", context=PainContext.WORST)
