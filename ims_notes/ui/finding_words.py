"""What a check of the record found, in words; the codes are those of the check itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

_T = QT_TRANSLATE_NOOP

FINDINGS: Final[Mapping[str, object]] = {
    "open_to_others": _T("Findings", "Other people on this computer can read the record's file."),
    "journal_mode": _T("Findings", "The file is set so that a power cut could lose a note."),
    "integrity": _T("Findings", "The file is damaged."),
    "foreign_key": _T("Findings", "Something points at what is not there."),
    "schema_missing": _T("Findings", "A part of the file that protects it is missing."),
    "schema_added": _T("Findings", "The file holds something that this program did not make."),
    "schema_changed": _T("Findings", "A part of the file that protects it was changed."),
    "rows_unreadable": _T("Findings", "There are values that this program cannot have written."),
    "audit_missing": _T("Findings", "Lines of the audit are missing."),
    "audit_broken": _T("Findings", "Lines of the audit were altered."),
    "audit_beginning": _T("Findings", "The audit does not tell how the record began."),
    "audit_lacks": _T("Findings", "The audit lacks lines that it should have."),
    "audit_order": _T("Findings", "The audit tells of signatures in another order than the seals."),
    "seal_missing": _T("Findings", "Seals are missing."),
    "seal_broken": _T("Findings", "Seals were altered."),
    "seal_cut_off": _T("Findings", "A note was signed or amended more often than the seals show."),
    "note_missing": _T("Findings", "A signed note is missing."),
    "note_unsealed": _T("Findings", "A note stands among the signed ones that nobody signed here."),
    "note_altered": _T("Findings", "A signed note was altered after it was signed."),
    "note_unreadable": _T("Findings", "A signed note cannot be read."),
    "rows_differ": _T("Findings", "A signed note is listed otherwise than it was signed."),
    "addendum_unsealed": _T("Findings", "An addendum stands there that nobody signed."),
    "addendum_altered": _T("Findings", "An addendum was altered after it was signed."),
    "addendum_missing": _T("Findings", "An addendum is missing."),
    "addendum_order": _T("Findings", "Addenda changed places."),
    "tombstone_unsealed": _T("Findings", "A note is said to be destroyed that nobody destroyed."),
    "tombstone_altered": _T("Findings", "Why a note was destroyed was altered."),
    "tombstone_missing": _T("Findings", "It is not said any more why a note was destroyed."),
    "destroyed_left": _T("Findings", "Parts of a destroyed note are still there."),
    "import_altered": _T("Findings", "The seals of an imported archive were altered."),
    "import_missing": _T("Findings", "The seals of an imported archive are missing."),
    "import_unlinked": _T("Findings", "There are seals of an archive that was never imported."),
    "imported_missing": _T("Findings", "Something that was imported is missing."),
    "patient_missing": _T("Findings", "A patient is missing."),
    "head_ahead": _T(
        "Findings",
        "The newest entries are missing, or an older copy of the record was put back.",
    ),
    "head_other": _T(
        "Findings", "The record is another than the one that was last used in this folder."
    ),
    "head_altered": _T("Findings", "The small file beside the record was altered."),
    "head_unreadable": _T("Findings", "The small file beside the record cannot be read."),
    "search_missing": _T("Findings", "A patient cannot be found by searching."),
    "search_differs": _T("Findings", "A patient is searched under other words than their name."),
    "search_of_nobody": _T("Findings", "The search knows somebody who is not in the record."),
}
"""A sentence for each code of the check."""


def finding(code: str, count: int) -> str:
    """Say what was found, and how often if more than once."""
    known = FINDINGS.get(code)
    words = tr("Findings", str(known)) if known else code.replace("_", " ")
    return (
        words if count == 1 else tr("Findings", "{words} ({count} times)", words=words, count=count)
    )
