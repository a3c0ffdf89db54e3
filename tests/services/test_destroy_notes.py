"""Destroying is one deed with a reason, told in the audit; without a reason nothing happens."""

from uuid import UUID

import pytest

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.note import Note
from ims_notes.services.destroy_notes import destroy_note, destroy_patient
from tests.services.conftest import NOW

NOTE = UUID(int=7)
WHY = "retention period over"


@pytest.fixture
def emptied():
    return []


@pytest.fixture
def deed(record, clock, emptied):
    """What every destruction is given."""
    return {"begin": record.begin, "clock": clock, "leave_no_trace": lambda: emptied.append(1)}


def a_note(record, note_id=NOTE, **changes):
    note = Note(
        id=note_id,
        patient_id=record.patient.id,
        practitioner_id=UUID(int=2),
        started_at=NOW,
        created_at=NOW,
        saved_at=NOW,
        **changes,
    )
    record.work.notes.put(note)
    return note


def signed_one(record, note_id=NOTE):
    note = a_note(record, note_id).signed(at=NOW)
    record.work.notes.put(note)
    return note


def test_a_note_goes_with_a_name_and_a_reason_and_the_side_file_is_emptied(record, deed, emptied):
    signed_one(record)
    changes = destroy_note(NOTE, reason=f"  {WHY}\n", **deed)
    assert record.work.notes.rows == {}
    by, _, reason = record.work.notes.tombstones[NOTE]
    assert (by, reason) == ("Ada King", WHY)
    (line,) = record.work.audit.kept
    assert (line.deed, line.on_id, line.patient_id) == (
        "note.destroyed",
        NOTE,
        record.patient.id,
    )
    assert changes.patient_id == record.patient.id
    assert emptied == [1]


def test_a_patient_goes_with_every_note_and_draft(record, deed, emptied):
    signed_one(record)
    a_note(record, UUID(int=8))
    destroy_patient(record.patient.id, reason=WHY, **deed)
    assert record.work.notes.rows == {}
    assert list(record.work.notes.tombstones) == [NOTE]
    assert record.work.patients.rows == {}
    assert record.work.audit.deeds == ["note.destroyed", "patient.destroyed"]
    assert emptied == [1]


@pytest.mark.parametrize("reason", ["", " \n\t", "\u200e"])
def test_without_a_reason_nothing_is_touched(record, deed, emptied, reason):
    signed_one(record)
    for destroy, what in ((destroy_note, NOTE), (destroy_patient, record.patient.id)):
        with pytest.raises(RuleBroken) as refused:
            destroy(what, reason=reason, **deed)
        assert refused.value.rule is Rule.DESTRUCTION_REASON_MISSING
        assert refused.value.field == "reason"
    assert list(record.work.notes.rows) == [NOTE]
    assert record.work.audit.kept == []
    assert emptied == []


def test_a_reason_that_is_too_long_is_refused(record, deed):
    signed_one(record)
    with pytest.raises(RuleBroken) as refused:
        destroy_note(NOTE, reason="x" * 1_001, **deed)
    assert refused.value.rule is Rule.TEXT_TOO_LONG


def test_a_draft_is_not_destroyed_but_deleted_the_usual_way(record, deed):
    a_note(record)
    with pytest.raises(RuleBroken) as refused:
        destroy_note(NOTE, reason=WHY, **deed)
    assert refused.value.rule is Rule.AMEND_ONLY_SIGNED
    assert list(record.work.notes.rows) == [NOTE]


def test_nobody_at_work_destroys_nothing(record, deed, emptied):
    from dataclasses import replace

    signed_one(record)
    record.work.clinic.put(replace(record.work.clinic.get(), practitioner_id=None))
    with pytest.raises(RuleBroken) as refused:
        destroy_patient(record.patient.id, reason=WHY, **deed)
    assert refused.value.rule is Rule.PRACTITIONER_MISSING
    assert list(record.work.notes.rows) == [NOTE]
    assert emptied == []


def test_who_is_not_in_the_record_cannot_be_destroyed(record, deed):
    with pytest.raises(RuleBroken) as refused:
        destroy_patient(UUID(int=99), reason=WHY, **deed)
    assert refused.value.rule is Rule.PATIENT_NOT_FOUND
