"""Proves the audit: its chain, and that it tells of all that was sealed and of everybody kept."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID

from sqlalchemy import Connection, select

from ims_notes.domain.audit import Deed
from ims_notes.domain.canonical import FIRST_SEAL
from ims_notes.storage.audit import LINE, chained
from ims_notes.storage.check_chains import Chain, Problem, problem
from ims_notes.storage.check_notes import in_file
from ims_notes.storage.tables import AuditRow, EpisodeRow, PatientRow, PractitionerRow

_DEED_OF: dict[str, str] = {
    "note": Deed.NOTE_SIGNED,
    "addendum": Deed.NOTE_AMENDED,
    "tombstone": Deed.NOTE_DESTROYED,
    "import": Deed.RECORD_IMPORTED,
}
"""The deed that each kind of seal is told by."""

_SIGNATURES = frozenset(_DEED_OF.values()) - {Deed.RECORD_IMPORTED}
_LINES = f"SELECT {', '.join(LINE)}, chained FROM audit ORDER BY seq"

_Told = Counter[tuple[str, UUID | None]]
"""How many lines there are of a deed on a thing."""


@dataclass(slots=True)
class _Read:
    """What the lines say, walked from the first to the last."""

    told: _Told = field(default_factory=Counter)
    order: list[tuple[str, UUID | None]] = field(default_factory=list)


def prove_audit(
    connection: Connection, chain: Chain, *, imported: Counter[UUID]
) -> tuple[int, list[Problem]]:
    """Return how many audit lines there are, and what is wrong with them.

    Args:
        connection: the record.
        chain: its chains, walked.
        imported: how many things of each note came with an imported archive.
    """
    found: list[Problem] = []
    read = _walk(connection, found)
    told = read.told
    if not told[Deed.RECORD_BEGUN, None] and _holds_anybody(connection):
        found.append(problem("audit_beginning"))
    owed = _owed(connection, chain)
    owed.update({(Deed.RECORD_IMPORTED.value, each): n for each, n in imported.items()})
    found += _against_rows(told, owed, chain=chain)
    sealed = [(_DEED_OF[kind], note_id) for kind, note_id, _ in chain.order if kind in _DEED_OF]
    known = set(sealed)
    in_order = [each for each in read.order if each in known]
    if Counter(in_order) == Counter(sealed) and in_order != sealed:
        found.append(problem("audit_order"))
    return told.total(), found


def _walk(connection: Connection, found: list[Problem]) -> _Read:
    """Walk the lines as they lie in the file; a moment written in another way counts as altered."""
    read = _Read()
    head, last = FIRST_SEAL, 0
    for *said, sealed in connection.exec_driver_sql(_LINES):
        row = dict(zip(LINE, said, strict=True))
        line = row | {
            "at": datetime.fromisoformat(row["at"]).replace(tzinfo=UTC),
            "patient_id": _id(row["patient_id"]),
            "on_id": _id(row["on_id"]),
        }
        if row["seq"] != last + 1:
            found.append(problem("audit_missing", before=row["seq"]))
        if sealed != chained(head, line) or in_file(AuditRow, line) != row:
            found.append(problem("audit_broken", line=row["seq"]))
        head, last = sealed, row["seq"]
        thing = (row["deed"], line["on_id"] or line["patient_id"])
        read.told[thing] += 1
        read.order.append(thing)
    return read


def _id(value: bytes | None) -> UUID | None:
    return None if value is None else UUID(bytes=value)


def _owed(connection: Connection, chain: Chain) -> _Told:
    """Count the lines that there must be: one for each seal, patient and episode."""
    owed: _Told = Counter((_DEED_OF[kind], each) for kind, each, _ in chain.order)
    patients = connection.execute(select(PatientRow.id)).scalars()
    owed.update((Deed.PATIENT_ADDED.value, each) for each in patients)
    episodes = connection.execute(select(EpisodeRow.id)).scalars()
    owed.update((Deed.EPISODE_OPENED.value, each) for each in episodes)
    return owed


def _against_rows(told: _Told, owed: _Told, *, chain: Chain) -> Iterator[Problem]:
    # An emptied audit is told in a few sentences, not in one for each of its lines.
    lacking: dict[str, list[UUID | None]] = {}
    for deed, on in (owed - told).elements():
        lacking.setdefault(deed, []).append(on)
    for deed, things in lacking.items():
        yield problem("audit_lacks", deed=deed, count=len(things), first=things[0])
    for deed, on in told - owed:
        if deed in _SIGNATURES:
            yield problem("seal_cut_off", note=on)
        elif deed == Deed.RECORD_IMPORTED and on and on not in chain.destroyed:
            yield problem("imported_missing", note=on)
        elif deed == Deed.PATIENT_ADDED and not told[Deed.PATIENT_DESTROYED, on]:
            yield problem("patient_missing", patient=on)


def _holds_anybody(connection: Connection) -> bool:
    """Tell whether anybody was ever kept here; nothing was begun in a record just made."""
    anybody = (select(PractitionerRow.id), select(PatientRow.id))
    return any(connection.execute(each.limit(1)).first() for each in anybody)
