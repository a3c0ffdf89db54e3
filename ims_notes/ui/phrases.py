"""Phrases what the domain names by a code: broken rules and troubles with the record.

``sentence(problem)`` gives the plain words for a `RuleBroken` or a `RecordUnavailable`.
Placeholders are filled from the problem's facts. Words for values and missing parts: words.py.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QT_TRANSLATE_NOOP

from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from collections.abc import Mapping

_T = QT_TRANSLATE_NOOP

TROUBLES: Final[Mapping[Trouble, object]] = {
    Trouble.DISK_FULL: _T(
        "Trouble",
        "The disk is full, so this is not saved yet. Free some space and save again; "
        "your text stays here.",
    ),
    Trouble.DISK_FAULT: _T(
        "Trouble",
        "The disk did not take it, so this is not saved yet. Your text stays here; try again.",
    ),
    Trouble.BUSY: _T(
        "Trouble",
        "The record is busy with something else. Your text stays here; try again in a moment.",
    ),
    Trouble.LOCKED: _T(
        "Trouble",
        "This record is open in another window or on another computer. Close it there first.",
    ),
    Trouble.NOT_WRITABLE: _T(
        "Trouble",
        "The record's folder cannot be written. Choose another folder, or ask whoever looks "
        "after this computer.",
    ),
    Trouble.KEY_WRONG: _T("Trouble", "The passphrase does not open this record."),
    Trouble.KEY_NEEDED: _T("Trouble", "This record is encrypted. Type its passphrase to open it."),
    Trouble.KEYS_MISSING: _T(
        "Trouble",
        "This record is encrypted and its key file is not beside it. Put ims-notes.keys back "
        "from a backup.",
    ),
    Trouble.KEYS_DAMAGED: _T(
        "Trouble",
        "The key file beside this record cannot be read. Put ims-notes.keys back from a backup.",
    ),
    Trouble.KEYS_MISPAIRED: _T(
        "Trouble",
        "The key file beside this record belongs to another one, or the record is damaged. It "
        "was left as it is.",
    ),
    Trouble.ENTRIES_MISSING: _T(
        "Trouble",
        "This record lacks entries that it held when it was last open here. It was left as it is.",
    ),
    Trouble.LOG_MISPAIRED: _T(
        "Trouble",
        "The file ims-notes.record-wal does not belong to this record. Both were left as they are.",
    ),
    Trouble.NEEDS_ROOM: _T(
        "Trouble",
        "This record was not closed properly and its folder cannot be written, so it cannot be "
        "read there. Copy the whole folder to this computer and open the copy.",
    ),
    Trouble.VANISHED: _T(
        "Trouble",
        "The record's folder is not there any more, so this is not saved yet. Your text stays "
        "here: plug the drive in again, or put the folder back, and save again.",
    ),
    Trouble.ONLY_LOOKING: _T(
        "Trouble", "You are only looking at this record: nothing was written."
    ),
    Trouble.NO_RECORD: _T("Trouble", "There is no record in this folder."),
    Trouble.NOT_EMPTY: _T("Trouble", "This folder already holds something. Choose an empty one."),
    Trouble.NOT_A_RECORD: _T(
        "Trouble", "This file is not a record of IMS Notes. It was left as it is."
    ),
    Trouble.FOREIGN: _T("Trouble", "This file belongs to another program. It was left as it is."),
    Trouble.OLDER: _T(
        "Trouble",
        "This record was made by an older version of IMS Notes. Open it once in the window.",
    ),
    Trouble.NEWER: _T(
        "Trouble",
        "This record was made by a newer version of IMS Notes. It was left as it is; "
        "install the newer version to open it.",
    ),
    Trouble.DAMAGED: _T(
        "Trouble",
        "This record is damaged. It was left as it is; restore the latest backup beside it.",
    ),
    Trouble.NOT_A_BACKUP: _T(
        "Trouble", "This file is not a backup of IMS Notes. It was left as it is."
    ),
    Trouble.BACKUP_DAMAGED: _T(
        "Trouble",
        "This backup is damaged: it does not hold what it says. It was left as it is, and nothing "
        "was changed; take another one.",
    ),
    Trouble.BACKUP_NEWER: _T(
        "Trouble",
        "This backup was made by a newer version of IMS Notes. Install the newer version to "
        "restore it.",
    ),
}

RULES: Final[Mapping[Rule, object]] = {
    Rule.SIGN_ONLY_DRAFT: _T("Rule", "This note is already signed."),
    Rule.EDIT_ONLY_DRAFT: _T("Rule", "A signed note stays as it is. Add an addendum instead."),
    Rule.DELETE_ONLY_DRAFT: _T("Rule", "Only a draft can be deleted; a signed note is kept."),
    Rule.AMEND_ONLY_SIGNED: _T("Rule", "This note is still a draft: change it directly."),
    Rule.AMENDMENT_REASON_MISSING: _T("Rule", "Say why the note is amended."),
    Rule.AMENDMENT_TEXT_MISSING: _T("Rule", "Write what is to be added."),
    Rule.DESTRUCTION_REASON_MISSING: _T(
        "Rule", "Say why it is lawful to destroy this; the reason should name nobody."
    ),
    Rule.ARCHIVE_UNSOUND: _T(
        "Rule", "This archive is not as it was exported. Nothing was taken from it."
    ),
    Rule.ARCHIVE_CONFLICTS: _T(
        "Rule", "The archive says otherwise than this record. Nothing was taken from it."
    ),
    Rule.FILE_OF_A_RECORD: _T(
        "Rule", "A record or a backup lies under this name. Choose another; nothing was written."
    ),
    Rule.NOTE_INCOMPLETE: _T("Rule", "Something is still missing before this note can be signed."),
    Rule.NOTE_HAS_ERRORS: _T("Rule", "Something in this note cannot be read yet. Mend it first."),
    Rule.NOTE_NOT_FOUND: _T("Rule", "This note is no longer in the record."),
    Rule.DRAFT_OUTDATED: _T("Rule", "This draft was changed elsewhere. Open it again."),
    Rule.PATIENT_NOT_FOUND: _T("Rule", "This patient is not in the record."),
    Rule.NAME_MISSING: _T("Rule", "Write the name."),
    Rule.TEXT_TOO_LONG: _T("Rule", "This text is too long to be kept."),
    Rule.DAY_LIST_TOO_LONG: _T(
        "Rule",
        "These are {length} names, and a day's list takes {limit}. Nothing was added; "
        "paste fewer at a time.",
    ),
    Rule.DATE_UNREADABLE: _T(
        "Rule", "This is not a date in the calendar. Write it like 14-Jul-1985."
    ),
    Rule.DATE_AMBIGUOUS: _T(
        "Rule", "This date can be read in two ways. Write the month as a word, like 14-Jul-1985."
    ),
    Rule.BORN_IN_FUTURE: _T("Rule", "The date of birth lies in the future."),
    Rule.VISIT_IN_FUTURE: _T("Rule", "The visit lies in the future."),
    Rule.PRACTITIONER_MISSING: _T("Rule", "Say who treated; names are kept in Settings."),
    Rule.EPISODE_NOT_FOUND: _T("Rule", "This complaint is not in the record."),
    Rule.EPISODE_CLOSED: _T("Rule", "This complaint was discharged. Open it again or add another."),
    Rule.DISCHARGE_DAY: _T(
        "Rule", "The discharge lies between the day the episode began and today."
    ),
    Rule.REGION_MISSING: _T("Rule", "Say which region of the body is meant."),
    Rule.PAIN_RANGE: _T("Rule", "Pain is a whole number from 0 to 10."),
    Rule.ABBREVIATION_UNKNOWN_MUSCLE: _T("Rule", "There is no muscle of this name."),
    Rule.ABBREVIATION_NOT_ONE_WORD: _T("Rule", "An abbreviation is one word without spaces."),
    Rule.TEMPLATE_UNKNOWN_FIELD: _T("Rule", "The template names a field that does not exist."),
    Rule.NAME_WITHOUT_ID: _T("Rule", "Choose the person from the list."),
    Rule.PASSPHRASE_TOO_SHORT: _T(
        "Rule", "A passphrase has at least 15 characters, or five words. A sentence is fine."
    ),
    Rule.PASSPHRASE_TOO_LONG: _T("Rule", "A passphrase has at most 128 characters."),
    Rule.PASSPHRASE_COMMON: _T(
        "Rule",
        "This would be guessed too soon. Take other words, ones that nobody would expect of you.",
    ),
    Rule.PASSPHRASE_DIFFERS: _T("Rule", "The two differ. Type the same passphrase once more."),
    Rule.RECOVERY_CODE_MISTYPED: _T(
        "Rule", "Group {group} of the recovery code does not fit. Compare it with the paper."
    ),
    Rule.PIN_LENGTH: _T("Rule", "A PIN is {shortest} to {longest} digits."),
    Rule.PIN_TRIVIAL: _T(
        "Rule",
        "One digit over and over, or digits in a row, is soon guessed. Choose another PIN.",
    ),
    Rule.PIN_DIFFERS: _T("Rule", "The two PINs differ. Type the same one twice."),
    Rule.PIN_WRONG: _T("Rule", "That is not the PIN. Tries left: {left}."),
    Rule.PIN_USED_UP: _T("Rule", "The PIN was wrong too often. Now only the passphrase opens."),
    Rule.PASSPHRASE_WRONG: _T("Rule", "That is not the passphrase. Try again; take your time."),
    Rule.PRACTITIONER_DISABLED: _T(
        "Rule", "This practitioner no longer works here. Choose who is at work in Settings."
    ),
    Rule.PRACTITIONER_LAST: _T(
        "Rule", "Somebody has to work here: the last practitioner cannot be taken out of work."
    ),
    Rule.PRACTITIONER_HAS_PIN: _T(
        "Rule",
        "This practitioner has a PIN or passphrase of their own. Lock the screen with Ctrl+L; "
        "there they unlock it as themselves.",
    ),
    Rule.KEYRING_REFUSED: _T(
        "Rule",
        "This computer's keyring did not take the key. The passphrase opens the record as before.",
    ),
    Rule.LAST_PASSPHRASE: _T(
        "Rule",
        "This is the last passphrase of the record. Give somebody else one first; without any, "
        "only the recovery code would open it.",
    ),
    Rule.SIGNER_CHANGED: _T(
        "Rule",
        "Somebody else is at work now than when this note was read back. Read it back again.",
    ),
}


def sentence(problem: Exception) -> str:
    """Say in plain words what went wrong and what to do next; also for what has no words yet."""
    if isinstance(problem, RecordUnavailable):
        return tr("Trouble", str(TROUBLES[problem.trouble]), **problem.facts)
    if isinstance(problem, RuleBroken) and problem.rule in RULES:
        return tr("Rule", str(RULES[problem.rule]), **problem.facts)
    return tr("Trouble", "This did not work. Nothing was changed in the record.")
