"""What the command line says when a rule is broken or the record cannot be used."""

from __future__ import annotations

from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble

_TROUBLES = {
    Trouble.NOT_A_RECORD: "This file is not an IMS Notes record; it was left untouched: {path}",
    Trouble.FOREIGN: "This file belongs to another program; it was left untouched: {path}",
    Trouble.OLDER: "This record was written by an older IMS Notes; open it once in the window,"
    " which brings it up to date after a backup.",
    Trouble.NEWER: "This record was written by a newer IMS Notes; it was left untouched."
    " Please update the program.",
    Trouble.DAMAGED: "The record is damaged and was left untouched; keep the file and restore"
    " a backup into an empty folder: {path}",
    Trouble.LOCKED: "The record is open in another IMS Notes window; close it first.",
    Trouble.NO_RECORD: "There is no record in this folder: {path}",
    Trouble.NOT_EMPTY: "The folder is not empty; choose an empty one: {path}",
    Trouble.NOT_WRITABLE: "The folder cannot be written: {path}",
    Trouble.DISK_FULL: "The disk is full; nothing was changed. Free some space and try again.",
    Trouble.DISK_FAULT: "The disk reported a fault; nothing was changed.",
    Trouble.KEY_WRONG: "The record is encrypted, or the passphrase does not fit.",
    Trouble.KEY_NEEDED: "The record is encrypted; its passphrase is needed.",
    Trouble.KEYS_MISSING: "The record is encrypted and its key file is missing; put ims-notes.keys"
    " back from a backup: {path}",
    Trouble.KEYS_DAMAGED: "The record's key file is damaged; put it back from a backup: {path}",
    Trouble.KEYS_MISPAIRED: "The key file belongs to another record, or the record is damaged;"
    " both were left untouched: {path}",
    Trouble.ENTRIES_MISSING: "The record lacks entries that it held when it was last open here;"
    " open it in the window to decide: {path}",
    Trouble.LOG_MISPAIRED: "The -wal file beside the record belongs to another record; both were"
    " left untouched: {path}",
    Trouble.NEEDS_ROOM: "The record was not closed properly and its folder cannot be written; copy"
    " the whole folder elsewhere and read the copy: {path}",
    Trouble.VANISHED: "The record's folder is not there any more: {path}",
    Trouble.ONLY_LOOKING: "The record is open for looking only; nothing was written.",
    Trouble.NOT_A_BACKUP: "This file is not a backup of IMS Notes; it was left untouched: {path}",
    Trouble.BACKUP_DAMAGED: "This backup is damaged, it does not hold what it says; it was left"
    " untouched and nothing was restored: {path}",
    Trouble.BACKUP_NEWER: "This backup was made by a newer IMS Notes; please update the program.",
    Trouble.BUSY: "The record is busy; try again in a moment.",
}
_RULES = {
    Rule.ARCHIVE_UNSOUND: "This is no sound archive; nothing was imported: {why}.",
    Rule.ARCHIVE_CONFLICTS: "The archive and this record contradict each other in {count}"
    " things; nothing was imported.",
    Rule.FILE_OF_A_RECORD: "A record or a backup lies under this name; choose another: {path}",
    Rule.NOTE_NOT_FOUND: "There is no such session in this record.",
    Rule.PATIENT_NOT_FOUND: "There is no such patient in this record.",
    Rule.PASSPHRASE_TOO_SHORT: "A passphrase has at least 15 characters, or five words.",
    Rule.PASSPHRASE_TOO_LONG: "A passphrase has at most 128 characters.",
    Rule.PASSPHRASE_COMMON: "This passphrase would be guessed too soon; choose another.",
    Rule.PASSPHRASE_DIFFERS: "The two passphrases differ.",
    Rule.RECOVERY_CODE_MISTYPED: "Group {group} of the recovery code does not fit; compare it"
    " with the paper.",
    Rule.TEMPLATE_UNKNOWN_FIELD: "The clinic's template names an unknown field: {name}",
}


class _Facts(dict[str, object]):
    def __missing__(self, key: str) -> str:
        return "(unknown)"


def sentence(refused: RuleBroken | RecordUnavailable) -> str:
    """Return one plain sentence for a refusal."""
    if isinstance(refused, RecordUnavailable):
        text = _TROUBLES[refused.trouble]
        if "path" not in refused.facts:
            text = text.replace(": {path}", ".")
    else:
        text = _RULES.get(refused.rule, f"Refused: {refused.rule.value.replace('_', ' ')}.")
    return text.format_map(_Facts(refused.facts))
