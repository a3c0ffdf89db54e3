"""Gives the page of the audit what it asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from ims_notes.app import audit_file
from ims_notes.app.pages import find
from ims_notes.domain.audit import Deed
from ims_notes.services.read_audit import more_of_audit, open_audit
from ims_notes.ui.pages.audit.asks import AuditAsks, AuditFile, PartWritten, choose_file

if TYPE_CHECKING:
    from ims_notes.app.desk import Desk

EXPORTED_AT_ONCE: Final = 5_000
"""How many lines of the audit are written in one go, some 80 ms; a search waits no longer."""


def audit_asks(desk: Desk) -> AuditAsks:
    """Return what the page of the audit asks."""
    return AuditAsks(
        open=lambda asked: open_audit(asked, look=desk.look),
        more=lambda asked, before: more_of_audit(asked, before_seq=before, look=desk.look),
        find=lambda text: find(desk, text),
        today=desk.today,
        zone=desk.zone,
        choose_file=choose_file,
        tell_export=lambda: desk.trail.took_out(Deed.AUDIT_EXPORTED),
        write_part=lambda file, before: _write_part(desk, file, before_seq=before),
        drop_file=lambda file: audit_file.drop_file(file.path),
    )


def _write_part(desk: Desk, file: AuditFile, *, before_seq: int | None) -> PartWritten:
    if before_seq is None:
        audit_file.begin_file(file.path, with_names=file.with_names)
    lines = more_of_audit(file.asked, before_seq=before_seq, look=desk.look, limit=EXPORTED_AT_ONCE)
    audit_file.add_lines(file.path, lines, with_names=file.with_names)
    if len(lines) == EXPORTED_AT_ONCE:
        return PartWritten(count=len(lines), before_seq=lines[-1].seq)
    audit_file.end_file(file.path)
    return PartWritten(count=len(lines), before_seq=None)
