"""What is told of each trouble at opening: one table of title, what happened, what is safe, steps.

``told(problem)`` gives the words for a `RecordUnavailable`. The first step is the one to take.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

_T = QT_TRANSLATE_NOOP


class Step(StrEnum):
    """What the therapist can do about it; the value names the button."""

    TRY_AGAIN = "try_again"
    LOOK_ONLY = "look_only"
    RESTORE = "restore_backup"
    OPEN_AS_IS = "open_as_it_is"
    TAKE_OVER = "take_over"
    OTHER_FOLDER = "open_other_folder"
    LOOK_AROUND = "look_around"
    COPY_REPORT = "copy_report"


STEP_WORDS: Final[Mapping[Step, object]] = {
    Step.TRY_AGAIN: _T("CannotOpen", "Try again"),
    Step.LOOK_ONLY: _T("CannotOpen", "Look only"),
    Step.RESTORE: _T("CannotOpen", "Restore a backup"),
    Step.OPEN_AS_IS: _T("CannotOpen", "Open it as it is"),
    Step.TAKE_OVER: _T("CannotOpen", "Nobody works there: open it here"),
    Step.OTHER_FOLDER: _T("CannotOpen", "Open another folder"),
    Step.LOOK_AROUND: _T("CannotOpen", "Other ways to begin"),
    Step.COPY_REPORT: _T("CannotOpen", "Copy a report without patient text"),
}

ALWAYS: Final = (Step.OTHER_FOLDER, Step.LOOK_AROUND, Step.COPY_REPORT)
"""What every page offers, quietly, below its own steps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What one page says; the texts are plain and translated."""

    title: str
    happened: str
    safe: str
    now: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Row:
    title: object
    happened: object
    safe: object
    now: object
    steps: tuple[Step, ...] = (Step.TRY_AGAIN,)

    def told(self, facts: Mapping[str, object]) -> Told:
        words = (self.title, self.happened, self.safe, self.now)
        title, happened, safe, now = (tr("CannotOpen", str(each), **facts) for each in words)
        return Told(title=title, happened=happened, safe=safe, now=now, steps=self.steps)


_UNTOUCHED: Final = _T(
    "CannotOpen", "The file was only read, and left as it is. Your backups are untouched too."
)
_ALL_SAFE: Final = _T(
    "CannotOpen", "Everything that was shown as saved is in the record. Nothing was changed."
)
_MENDED: Final = (Step.RESTORE, Step.TRY_AGAIN)
_LOOKS: Final = (Step.TRY_AGAIN, Step.LOOK_ONLY)

ROWS: Final[Mapping[str, _Row]] = {
    Trouble.DAMAGED: _Row(
        title=_T("CannotOpen", "The record is damaged"),
        happened=_T(
            "CannotOpen",
            "Something has changed or cut short the record's file: a fault of the disk, a drive "
            "pulled out while it was written, or a sync program.",
        ),
        safe=_UNTOUCHED,
        now=_T(
            "CannotOpen",
            "Restore the latest backup: you see what it holds before anything is replaced, and the "
            "damaged file is kept beside it. If the folder lies on a drive that was only loose, "
            "plug it in firmly and try again.",
        ),
        steps=_MENDED,
    ),
    Trouble.NOT_A_RECORD: _Row(
        title=_T("CannotOpen", "This file is not a record of IMS Notes"),
        happened=_T(
            "CannotOpen",
            "Where the record should lie there is something else: another file of the same name, "
            "or one that holds nothing of a record any more.",
        ),
        safe=_UNTOUCHED,
        now=_T(
            "CannotOpen",
            "Open the folder that your record lies in, or restore the latest backup. The file here "
            "is kept beside it.",
        ),
        steps=_MENDED,
    ),
    Trouble.FOREIGN: _Row(
        title=_T("CannotOpen", "This file belongs to another program"),
        happened=_T(
            "CannotOpen", "It has the name of a record, but another program made what is in it."
        ),
        safe=_UNTOUCHED,
        now=_T(
            "CannotOpen", "Open the folder that your record lies in, or restore the latest backup."
        ),
        steps=_MENDED,
    ),
    Trouble.NEWER: _Row(
        title=_T("CannotOpen", "This record was made by a newer version of IMS Notes"),
        happened=_T(
            "CannotOpen",
            "A newer version of the program has worked with it and keeps things in it that this "
            "version does not know.",
        ),
        safe=_ALL_SAFE,
        now=_T("CannotOpen", "Install the newer version on this computer, then try again."),
    ),
    Trouble.OLDER: _Row(
        title=_T("CannotOpen", "This record was made by an older version of IMS Notes"),
        happened=_T(
            "CannotOpen",
            "It has to be brought up to date before it can be read, and looking alone may not "
            "change anything.",
        ),
        safe=_ALL_SAFE,
        now=_T(
            "CannotOpen",
            "Open it once where it can be written: it is copied first, then brought up to date. Or "
            "copy its folder to this computer and open the copy.",
        ),
    ),
    Trouble.KEYS_MISSING: _Row(
        title=_T("CannotOpen", "The key of this record is missing"),
        happened=_T(
            "CannotOpen",
            "The record is encrypted. Its key lies, locked by your passphrase, in the file "
            "ims-notes.keys beside it, and that file is not there.",
        ),
        safe=_UNTOUCHED,
        now=_T(
            "CannotOpen",
            "Put ims-notes.keys back into the folder, and try again. Every backup holds it: "
            "restoring one brings it back as well.",
        ),
        steps=_MENDED,
    ),
    Trouble.KEYS_DAMAGED: _Row(
        title=_T("CannotOpen", "The key file of this record is damaged"),
        happened=_T(
            "CannotOpen",
            "The record is encrypted, and the file ims-notes.keys beside it cannot be read. "
            "The record itself may well be whole.",
        ),
        safe=_UNTOUCHED,
        now=_T(
            "CannotOpen",
            "Put ims-notes.keys from a backup in place of the one in the folder, and try again. "
            "Or restore the latest backup, which holds both.",
        ),
        steps=_MENDED,
    ),
    Trouble.KEYS_MISPAIRED: _Row(
        title=_T("CannotOpen", "This key does not fit this record"),
        happened=_T(
            "CannotOpen",
            "The passphrase opened the key file, but that key does not open the record. The key "
            "file is of another record, or the record is damaged.",
        ),
        safe=_UNTOUCHED,
        now=_T(
            "CannotOpen",
            "If files were moved or copied lately, put record and key file of the same folder "
            "together again. Otherwise restore the latest backup, which holds both.",
        ),
        steps=_MENDED,
    ),
    "entries_missing_counted": _Row(
        title=_T("CannotOpen", "The record lacks entries that it held before"),
        happened=_T(
            "CannotOpen",
            "When this record was last open here, it held more. Missing since then: signed notes "
            "{notes}, lines of the audit {lines}. An older copy may have been put back, or the "
            "newest part was lost with the file ims-notes.record-wal.",
        ),
        safe=_T(
            "CannotOpen",
            "What is in the record is whole, and it was left as it is. Your backups are untouched.",
        ),
        now=_T(
            "CannotOpen",
            "If somebody put an older copy here, put the newer one back and try again. Otherwise "
            "see whether a backup holds the missing notes. You may look first, or open the record "
            "as it is: the audit then says that this was accepted.",
        ),
        steps=(Step.RESTORE, Step.TRY_AGAIN, Step.LOOK_ONLY, Step.OPEN_AS_IS),
    ),
    "entries_missing_other": _Row(
        title=_T("CannotOpen", "This is not the record that was here before"),
        happened=_T(
            "CannotOpen",
            "The record is whole, but it does not hold what the one in this folder held when it "
            "was last open here. Another record, or a copy that went its own way, was put in its "
            "place.",
        ),
        safe=_ALL_SAFE,
        now=_T(
            "CannotOpen",
            "Put the right file back and try again, or restore a backup. If you put this record "
            "here yourself, open it as it is: the audit then says that this was accepted.",
        ),
        steps=(Step.TRY_AGAIN, Step.RESTORE, Step.LOOK_ONLY, Step.OPEN_AS_IS),
    ),
    Trouble.LOG_MISPAIRED: _Row(
        title=_T("CannotOpen", "A file beside the record belongs to another one"),
        happened=_T(
            "CannotOpen",
            "The file ims-notes.record-wal, which holds the newest changes after a crash, does not "
            "fit this record. Opened together, the two would damage each other.",
        ),
        safe=_T("CannotOpen", "Neither of the two was changed. Your backups are untouched too."),
        now=_T(
            "CannotOpen",
            "If files were moved or copied lately, put those of the same folder together again and "
            "try again. Or open the record without that file: it is set aside in the folder, and "
            "kept.",
        ),
        steps=(Step.TRY_AGAIN, Step.RESTORE, Step.OPEN_AS_IS),
    ),
    "locked_here": _Row(
        title=_T("CannotOpen", "The record is open in another window"),
        happened=_T(
            "CannotOpen",
            "IMS Notes runs already on this computer with this record (process {pid}). Two windows "
            "writing at once would be in each other's way.",
        ),
        safe=_ALL_SAFE,
        now=_T(
            "CannotOpen",
            "Go to that window; it may be behind others, or another person may be logged in. Or "
            "close it and try again. To look something up now, look only.",
        ),
        steps=_LOOKS,
    ),
    "locked_there": _Row(
        title=_T("CannotOpen", "The record is open on another computer"),
        happened=_T(
            "CannotOpen",
            "IMS Notes has this record open on the computer {host} (process {pid}), or was not "
            "closed there before the drive was taken away.",
        ),
        safe=_ALL_SAFE,
        now=_T(
            "CannotOpen",
            "Close it there and try again. To look something up now, look only. If that computer "
            "is switched off or no longer has this drive, open the record here.",
        ),
        steps=(*_LOOKS, Step.TAKE_OVER),
    ),
    Trouble.NOT_WRITABLE: _Row(
        title=_T("CannotOpen", "Nothing can be written in the record's folder"),
        happened=_T(
            "CannotOpen",
            "The folder or the file is write-protected, or belongs to somebody else. Without "
            "writing, nothing you type could be kept.",
        ),
        safe=_ALL_SAFE,
        now=_T(
            "CannotOpen",
            "Look only, if that is enough for now. Otherwise take the write protection away, or "
            "ask whoever looks after this computer for the right to write in this folder, and try "
            "again.",
        ),
        steps=(Step.LOOK_ONLY, Step.TRY_AGAIN),
    ),
    Trouble.NEEDS_ROOM: _Row(
        title=_T("CannotOpen", "The record cannot be read where it lies"),
        happened=_T(
            "CannotOpen",
            "It was not closed properly the last time, so its newest changes still lie in a file "
            "of their own; putting the two together needs a folder that can be written.",
        ),
        safe=_ALL_SAFE,
        now=_T(
            "CannotOpen",
            "Copy the whole folder to this computer and open the copy. Or take the write "
            "protection away and try again.",
        ),
    ),
    Trouble.DISK_FULL: _Row(
        title=_T("CannotOpen", "The disk is full"),
        happened=_T("CannotOpen", "There is no space left for anything that you would type."),
        safe=_ALL_SAFE,
        now=_T(
            "CannotOpen",
            "Make some space on this disk, for example by emptying the waste basket or moving "
            "films and pictures elsewhere, then try again. Leave this folder as it is. To look "
            "something up now, look only.",
        ),
        steps=_LOOKS,
    ),
    Trouble.DISK_FAULT: _Row(
        title=_T("CannotOpen", "The disk did not answer as it should"),
        happened=_T(
            "CannotOpen",
            "Reading or writing the record failed. The drive may be loose or failing, or a network "
            "was interrupted.",
        ),
        safe=_T("CannotOpen", "Nothing was changed. Your backups lie elsewhere and are untouched."),
        now=_T(
            "CannotOpen",
            "Plug the drive in firmly and try again. If it happens once more, copy the whole "
            "folder to another drive and open the copy, or restore the latest backup.",
        ),
        steps=(Step.TRY_AGAIN, Step.LOOK_ONLY, Step.RESTORE),
    ),
    Trouble.NO_RECORD: _Row(
        title=_T("CannotOpen", "The record is not where it was"),
        happened=_T(
            "CannotOpen",
            "The folder of your record is not there, or is empty. It may lie on a drive that is "
            "not plugged in, or have been moved or renamed.",
        ),
        safe=_T("CannotOpen", "Nothing was changed, and no new record was begun."),
        now=_T(
            "CannotOpen",
            "Plug the drive in and try again. If the folder was moved, open it where it lies now. "
            "If it is lost, restore the latest backup.",
        ),
        steps=(Step.TRY_AGAIN, Step.OTHER_FOLDER, Step.RESTORE),
    ),
    Trouble.BUSY: _Row(
        title=_T("CannotOpen", "The record is busy"),
        happened=_T(
            "CannotOpen",
            "Another program is using the record's file just now, such as a backup program, a "
            "virus scanner or a command of IMS Notes.",
        ),
        safe=_ALL_SAFE,
        now=_T("CannotOpen", "Wait a moment and try again."),
    ),
}
"""A row for each trouble that a record may meet at its opening."""

_OTHERWISE: Final = _Row(
    title=_T("CannotOpen", "The record cannot be opened"),
    happened=_T("CannotOpen", "Something unforeseen is in the way of opening it."),
    safe=_UNTOUCHED,
    now=_T(
        "CannotOpen",
        "Try again. If it happens once more, copy the report for whoever looks after this "
        "computer.",
    ),
)


def told(problem: Exception, *, host: str) -> Told:
    """Return what to say of a problem at opening.

    Args:
        problem: why the record cannot be opened.
        host: the name of this computer, to tell a window here from one elsewhere.
    """
    if not isinstance(problem, RecordUnavailable):
        return _OTHERWISE.told({})
    return ROWS.get(_row_of(problem, host), _OTHERWISE).told(problem.facts)


def _row_of(problem: RecordUnavailable, host: str) -> str:
    facts = problem.facts
    if problem.trouble is Trouble.ENTRIES_MISSING:
        is_counted = facts.get("notes") is not None
        return "entries_missing_counted" if is_counted else "entries_missing_other"
    if problem.trouble is Trouble.LOCKED:
        if "pid" not in facts:
            return Trouble.BUSY
        return "locked_here" if facts.get("host") in (host, "", None) else "locked_there"
    if problem.trouble is Trouble.VANISHED:
        return Trouble.NO_RECORD
    return problem.trouble
