"""An exported audit names deeds, moments and numbers; names of patients only where asked for."""

from datetime import UTC, datetime, timedelta, timezone
from uuid import UUID

from ims_notes.interchange.audit_csv import audit_head, audit_lines
from ims_notes.services.ports.audit import AuditLine

LINE = AuditLine(
    seq=7,
    at=datetime(2026, 3, 2, 10, 30, 1, 250_000, tzinfo=timezone(timedelta(hours=1))),
    who="=Kim",
    deed="note.signed",
    patient_id=UUID(int=1),
    on_id=UUID(int=2),
    family_name="Meier",
    given_name="Anna",
)


def test_a_line_says_when_who_what_and_whose_number():
    assert audit_head(with_names=False) == b"seq,at,who,deed,patient_id,on_id\r\n"
    assert audit_lines([LINE], with_names=False).decode() == (
        "7,2026-03-02T09:30:01.250Z,'=Kim,note.signed,"
        "00000000-0000-0000-0000-000000000001,00000000-0000-0000-0000-000000000002\r\n"
    )


def test_names_are_written_only_where_they_are_asked_for():
    assert audit_head(with_names=True).endswith(b",family_name,given_name\r\n")
    assert audit_lines([LINE], with_names=True).endswith(b",Meier,Anna\r\n")
    assert b"Meier" not in audit_lines([LINE], with_names=False)


def test_a_line_about_nobody_leaves_the_cells_empty():
    line = AuditLine(seq=1, at=datetime(2026, 1, 1, tzinfo=UTC), who="", deed="record.begun")
    assert audit_lines([line], with_names=False) == (
        b"1,2026-01-01T00:00:00.000Z,,record.begun,,\r\n"
    )
