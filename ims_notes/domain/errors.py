"""The two kinds of error that a therapist may meet; everything else is a bug.

The domain names the fault by a code and gives its facts; the screen phrases it.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class Rule(StrEnum):
    """Codes of the clinic rules that a therapist can break and mend."""

    SIGN_ONLY_DRAFT = "sign_only_draft"
    EDIT_ONLY_DRAFT = "edit_only_draft"
    DELETE_ONLY_DRAFT = "delete_only_draft"
    AMEND_ONLY_SIGNED = "amend_only_signed"
    AMENDMENT_REASON_MISSING = "amendment_reason_missing"
    AMENDMENT_TEXT_MISSING = "amendment_text_missing"
    DESTRUCTION_REASON_MISSING = "destruction_reason_missing"
    ARCHIVE_UNSOUND = "archive_unsound"
    ARCHIVE_CONFLICTS = "archive_conflicts"
    FILE_OF_A_RECORD = "file_of_a_record"
    NOTE_INCOMPLETE = "note_incomplete"
    NOTE_HAS_ERRORS = "note_has_errors"
    NOTE_NOT_FOUND = "note_not_found"
    DRAFT_OUTDATED = "draft_outdated"
    PATIENT_NOT_FOUND = "patient_not_found"
    NAME_MISSING = "name_missing"
    TEXT_TOO_LONG = "text_too_long"
    DAY_LIST_TOO_LONG = "day_list_too_long"
    DATE_UNREADABLE = "date_unreadable"
    DATE_AMBIGUOUS = "date_ambiguous"
    BORN_IN_FUTURE = "born_in_future"
    VISIT_IN_FUTURE = "visit_in_future"
    PRACTITIONER_MISSING = "practitioner_missing"
    EPISODE_NOT_FOUND = "episode_not_found"
    EPISODE_CLOSED = "episode_closed"
    DISCHARGE_DAY = "discharge_day"
    REGION_MISSING = "region_missing"
    PAIN_RANGE = "pain_range"
    ABBREVIATION_UNKNOWN_MUSCLE = "abbreviation_unknown_muscle"
    ABBREVIATION_NOT_ONE_WORD = "abbreviation_not_one_word"
    TEMPLATE_UNKNOWN_FIELD = "template_unknown_field"
    NAME_WITHOUT_ID = "name_without_id"
    PASSPHRASE_TOO_SHORT = "passphrase_too_short"
    PASSPHRASE_TOO_LONG = "passphrase_too_long"
    PASSPHRASE_COMMON = "passphrase_common"
    PASSPHRASE_DIFFERS = "passphrase_differs"
    RECOVERY_CODE_MISTYPED = "recovery_code_mistyped"
    PIN_LENGTH = "pin_length"
    PIN_TRIVIAL = "pin_trivial"
    PIN_DIFFERS = "pin_differs"
    PIN_WRONG = "pin_wrong"
    PIN_USED_UP = "pin_used_up"
    PASSPHRASE_WRONG = "passphrase_wrong"
    PRACTITIONER_DISABLED = "practitioner_disabled"
    PRACTITIONER_LAST = "practitioner_last"
    PRACTITIONER_HAS_PIN = "practitioner_has_pin"
    SIGNER_CHANGED = "signer_changed"
    LAST_PASSPHRASE = "last_passphrase"
    KEYRING_REFUSED = "keyring_refused"


class Trouble(StrEnum):
    """Why the record cannot be used just now."""

    NOT_A_RECORD = "not_a_record"
    FOREIGN = "foreign"
    NEWER = "newer"
    OLDER = "older"
    DAMAGED = "damaged"
    LOCKED = "locked"
    NO_RECORD = "no_record"
    NOT_EMPTY = "not_empty"
    NOT_WRITABLE = "not_writable"
    DISK_FULL = "disk_full"
    DISK_FAULT = "disk_fault"
    KEY_WRONG = "key_wrong"
    KEY_NEEDED = "key_needed"
    KEYS_MISSING = "keys_missing"
    KEYS_DAMAGED = "keys_damaged"
    KEYS_MISPAIRED = "keys_mispaired"
    ENTRIES_MISSING = "entries_missing"
    LOG_MISPAIRED = "log_mispaired"
    NEEDS_ROOM = "needs_room"
    VANISHED = "vanished"
    ONLY_LOOKING = "only_looking"
    NOT_A_BACKUP = "not_a_backup"
    BACKUP_DAMAGED = "backup_damaged"
    BACKUP_NEWER = "backup_newer"
    BUSY = "busy"


class RuleBroken(Exception):
    """A clinic rule was broken; the therapist can mend it.

    Args:
        rule: which rule.
        field: the field it happened in, if one.
        facts: what the sentence needs (never logged).
    """

    def __init__(self, rule: Rule, *, field: str | None = None, **facts: object) -> None:
        """Name the rule, the field and the facts."""
        super().__init__(rule.value)
        self.rule = rule
        self.field = field
        self.facts: Mapping[str, object] = MappingProxyType(facts)


class RecordUnavailable(Exception):
    """The machine, not the therapist, is in the way: disk, lock, key or foreign file."""

    def __init__(self, trouble: Trouble, **facts: object) -> None:
        """Name the trouble and the facts (a path, a version)."""
        super().__init__(trouble.value)
        self.trouble = trouble
        self.facts: Mapping[str, object] = MappingProxyType(facts)
