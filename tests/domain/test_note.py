"""A note lives as a draft, is signed once, and changes afterwards only by addenda."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.ids import new_id
from ims_notes.domain.note import Addendum, Note, NoteState, is_late_entry
from ims_notes.domain.texts import NARRATIVE_LIMIT

NOW = datetime(2026, 11, 22, 18, 10, tzinfo=UTC)
NOTE = Note(
    id=UUID(int=1),
    patient_id=UUID(int=2),
    practitioner_id=UUID(int=3),
    started_at=NOW,
    created_at=NOW,
    saved_at=NOW,
)
ADDENDUM = Addendum(note_id=NOTE.id, author="A", added_at=NOW, reason="typing slip", text="Left.")


def test_a_draft_is_kept_exactly_as_typed_with_the_time():
    later = NOW + timedelta(seconds=1)
    kept = replace(NOTE, text="b ut, ls y\r\ne\u0301").saved(at=later)
    assert (kept.text, kept.saved_at) == ("b ut, ls y\né", later)


def test_a_text_over_the_limit_is_refused_with_both_lengths_and_nothing_is_cut():
    with pytest.raises(RuleBroken) as refused:
        replace(NOTE, text="é" * NARRATIVE_LIMIT).saved(at=NOW)
    assert refused.value.rule is Rule.TEXT_TOO_LONG
    assert refused.value.facts == {"length": 2 * NARRATIVE_LIMIT, "limit": NARRATIVE_LIMIT}


def test_a_signed_note_can_be_neither_saved_nor_signed_again():
    signed = NOTE.signed(at=NOW)
    assert (signed.state, signed.signed_at) == (NoteState.SIGNED, NOW)
    with pytest.raises(RuleBroken) as refused:
        signed.saved(at=NOW)
    assert refused.value.rule is Rule.EDIT_ONLY_DRAFT
    with pytest.raises(RuleBroken) as refused:
        signed.signed(at=NOW)
    assert refused.value.rule is Rule.SIGN_ONLY_DRAFT


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"text": " "}, Rule.AMENDMENT_TEXT_MISSING),
        ({"reason": ""}, Rule.AMENDMENT_REASON_MISSING),
        ({"text": "x" * (NARRATIVE_LIMIT + 1)}, Rule.TEXT_TOO_LONG),
    ],
)
def test_an_addendum_wants_its_text_and_its_reason(change, rule):
    with pytest.raises(RuleBroken) as refused:
        replace(ADDENDUM, **change).tidied()
    assert refused.value.rule is rule
    assert ADDENDUM.tidied() == ADDENDUM


def test_an_entry_begun_the_day_after_is_late():
    assert is_late_entry(visit_on=date(2026, 11, 21), entered_on=date(2026, 11, 22))
    assert not is_late_entry(visit_on=date(2026, 11, 22), entered_on=date(2026, 11, 22))


def test_identifiers_sort_by_time_and_are_version_seven():
    early = new_id(NOW, lambda n: b"\xff" * n)
    late = new_id(NOW + timedelta(milliseconds=1), lambda n: b"\x00" * n)
    assert early < late
    assert (early.version, early.variant) == (7, "specified in RFC 4122")
    assert new_id(datetime(1, 1, 1, tzinfo=UTC), lambda n: bytes(n)).version == 7
