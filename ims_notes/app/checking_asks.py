"""What the card that checks and exports asks: the check and the archive, both off the window."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from ims_notes.domain.audit import Deed
from ims_notes.ui.pages.safety.checking_asks import CheckingAsks, Verdict, choose_archive

if TYPE_CHECKING:
    from pathlib import Path

    from ims_notes.app.desk import Desk
    from ims_notes.ui.pages.safety.checking_asks import GoOn


class _Ended(Exception):
    """Somebody thought better of it, or the record was closed."""


def checking_asks(desk: Desk) -> CheckingAsks:
    """Return what the card asks of the record on the desk."""
    return CheckingAsks(
        check=lambda go_on: _check(desk, go_on),
        export=lambda path, go_on: _export(desk, path, go_on=go_on),
        tell_export=lambda: desk.trail.took_out(Deed.ARCHIVE_EXPORTED),
        choose_file=choose_archive,
        today=desk.today,
        zone=desk.zone,
    )


def _check(desk: Desk, go_on: GoOn) -> Verdict | None:
    from ims_notes.storage.check import check_record

    try:
        checked = check_record(desk.folder, key=desk.record.key, progress=_while(go_on))
    except _Ended:
        return None
    return Verdict(
        at=desk.clock.now(),
        problems=tuple(Counter(each.code for each in checked.problems).items()),
        notes=checked.notes,
        addenda=checked.addenda,
        seals=checked.seals,
        tombstones=checked.tombstones,
        imported=checked.imported,
        audit_lines=checked.audit_lines,
        has_head=checked.has_head,
    )


def _export(desk: Desk, path: Path, *, go_on: GoOn) -> int | None:
    from ims_notes.app.archives import export_archive
    from ims_notes.storage.record import Record
    from ims_notes.storage.record_file import refuse_own_file

    refuse_own_file(path)
    try:
        # A connection of its own: the pages' one is not kept waiting.
        with Record.read(desk.folder, key=desk.record.key) as record:
            now = desk.clock.now()
            return export_archive(record, path, now=now, progress=_while(go_on))
    except _Ended:
        return None


def _while(go_on: GoOn) -> GoOn:
    def progress(done: int, total: int) -> bool:
        if not go_on(done, total):
            raise _Ended
        return True

    return progress
