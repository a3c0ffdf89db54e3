"""One thing to ask: what presses most comes first, and an uneventful visit asks nothing."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from ims_notes.domain.ask_today import Ask, AskAbout, one_thing_to_ask
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.domain.note import NoteKind
from ims_notes.domain.note_content import NoteContent, PainRow, PatientNamed, Signer, SiteRow
from ims_notes.domain.programme import ItemStatus, ProgrammeItem
from ims_notes.domain.sites import NeedlingSite, Side
from ims_notes.domain.visit import AdverseEvent, Tolerance, Visit

NOW = datetime(2026, 11, 22, 10, tzinfo=UTC)
QUIET = NoteContent(
    id=UUID(int=1),
    kind=NoteKind.FOLLOW_UP,
    patient=PatientNamed(id=UUID(int=2)),
    practitioner=Signer(id=UUID(int=3), name="Ada King", registration="123"),
    started_at=NOW,
    created_at=NOW,
    zone="UTC",
)
NEEDLED = replace(
    QUIET, sites=(SiteRow(site=NeedlingSite(muscle="infraspinatus", side=Side.LEFT)),)
)
HOMEWORK = replace(
    NEEDLED,
    programme=(
        ProgrammeItem(name="chin_tuck"),
        ProgrammeItem(name="row", status=ItemStatus.STOPPED),
    ),
)
SORE = replace(HOMEWORK, pains=(PainRow(before=3, after=3), PainRow(before=3, after=5)))
POOR = replace(SORE, visit=Visit(tolerance=Tolerance.POOR))
FAINT = replace(
    POOR, visit=Visit(tolerance=Tolerance.STOPPED, adverse_events=(AdverseEvent(event="faint"),))
)


@pytest.mark.parametrize(
    ("last", "asked"),
    [
        (QUIET, None),
        (NEEDLED, Ask(about=AskAbout.AFTER_NEEDLING)),
        (HOMEWORK, Ask(about=AskAbout.EXERCISES, count=1)),
        (SORE, Ask(about=AskAbout.PAIN_ROSE)),
        (POOR, Ask(about=AskAbout.POOR_TOLERANCE)),
        (FAINT, Ask(about=AskAbout.ADVERSE_EVENT, detail="faint")),
        (
            replace(NEEDLED, pains=(PainRow(before=3), PainRow(after=9))),
            Ask(about="after_needling"),
        ),
        (replace(NEEDLED, visit=Visit(tolerance=Tolerance.STOPPED)), Ask(about="poor_tolerance")),
    ],
)
def test_the_most_pressing_question_is_asked(last, asked):
    assert one_thing_to_ask(last) == asked


def test_a_signature_leaves_out_what_is_not_recorded():
    assert QUIET.practitioner.signature == "Ada King, 123"


def test_what_the_machine_says_carries_its_facts_but_not_in_its_text():
    trouble = RecordUnavailable(Trouble.LOCKED, path="/x", pid=3)
    assert (str(trouble), trouble.facts) == ("locked", {"path": "/x", "pid": 3})
