"""What seals a signed note inside the file: triggers that refuse, and the chain of hashes."""

from typing import NamedTuple
from uuid import UUID

from sqlalchemy import Connection, bindparam, insert, select

from ims_notes.domain.canonical import FIRST_SEAL, seal
from ims_notes.storage.note_tables import PARTS, SealRow


def sqlite_triggers() -> tuple[str, ...]:
    """Return the DDL of the triggers, for SQLite.

    A note is sealed by its line in ``seal``, the last thing that signing writes. The rules are
    worded so that another database can state them too; PostgreSQL's own text will be a
    function of its own beside this one, written when there is a PostgreSQL to try it on.
    """
    made = [_refuse(table, deed, when=when) for table, deed, when in _rules()]
    for table in ("tombstone", "imported_seal", "seal", "audit"):
        made += [_refuse(table, "UPDATE"), _refuse(table, "DELETE")]
    for table in ("signed_note", "addendum"):
        made += [_refuse(table, "UPDATE"), _refuse(table, "DELETE", when=_standing())]
    closed = f"{_sealed('NEW')} OR {_destroyed('NEW.note_id')}"
    for part in PARTS:
        table = part.__tablename__
        made.append(_refuse(table, "INSERT", when=closed))
        made.append(_refuse(table, "UPDATE", when=f"{_sealed('OLD')} OR {_sealed('NEW')}"))
        made.append(_refuse(table, "DELETE", when=f"{_sealed('OLD')} AND {_standing()}"))
    return tuple(made)


def _rules() -> tuple[tuple[str, str, str], ...]:
    """Name what is refused under a condition of its own: table, deed, condition."""
    # INSERT OR REPLACE would take the old row away without asking the triggers on DELETE.
    signed = f"{_exists('note', _ALREADY_SIGNED)} OR {_destroyed('NEW.id')}"
    known = _exists("signed_note", "note_id = NEW.note_id")
    return (
        ("note", "UPDATE", "OLD.state = 'signed' OR NEW.id <> OLD.id"),
        ("note", "DELETE", f"OLD.state = 'signed' AND NOT {_destroyed('OLD.id')}"),
        ("note", "INSERT", signed),
        ("signed_note", "INSERT", f"{known} OR {_destroyed('NEW.note_id')}"),
        ("tombstone", "INSERT", _no_tombstone()),
        ("addendum", "INSERT", _no_addendum()),
        ("seal", "INSERT", _no_seal()),
        ("imported_seal", "INSERT", _no_imported_seal()),
        ("audit", "INSERT", _not_next("audit")),
    )


_ALREADY_SIGNED = "id = NEW.id AND state = 'signed'"
_SAME_SEAL = "note_id = NEW.note_id AND kind = NEW.kind AND number = NEW.number"


def _refuse(table: str, deed: str, *, when: str = "1") -> str:
    return (
        f"CREATE TRIGGER {table}_{deed.lower()}_refused BEFORE {deed} ON {table} "
        f"WHEN {when} BEGIN SELECT RAISE(ABORT, 'sealed: {table}'); END"
    )


def _exists(table: str, where: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} WHERE {where})"


def _sealed(row: str) -> str:
    """Ask whether a note is sealed: by the record's own chain, or by one that it came with.

    An imported chain also names notes that did not come with it, or come later.
    """
    mine = f"note_id = {row}.note_id AND kind = 'note'"
    stands = _exists("signed_note", f"note_id = {row}.note_id")
    return f"({_exists('seal', mine)} OR ({stands} AND {_exists('imported_seal', mine)}))"


def _destroyed(note_id: str) -> str:
    return _exists("tombstone", f"note_id = {note_id}")


def _no_tombstone() -> str:
    """Refuse a tombstone that is not sealed, gives no reason, or would replace another."""
    told = "note_id = NEW.note_id AND kind = 'tombstone'"
    is_told = f"({_exists('seal', told)} OR {_exists('imported_seal', told)})"
    reason = "coalesce(json_extract(NEW.canonical_json, '$.reason'), '')"
    return f"NOT {is_told} OR {reason} = '' OR {_destroyed('NEW.note_id')}"


def _no_seal() -> str:
    """Refuse a seal out of turn, a second one, one of a destroyed note, a tombstone of nothing."""
    of_nothing = f"NEW.kind = 'tombstone' AND NOT {_sealed('NEW')}"
    return (
        f"{_not_next('seal')} OR {_exists('seal', _SAME_SEAL)} "
        f"OR {_destroyed('NEW.note_id')} OR ({of_nothing})"
    )


def _no_imported_seal() -> str:
    """Refuse a seal out of turn, in a chain already linked, or that destroys what stands here."""
    linked = _exists("seal", "note_id = NEW.chain_id AND kind = 'import'")
    stands = _exists("signed_note", "note_id = NEW.note_id")
    return (
        f"NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM imported_seal "
        f"WHERE chain_id = NEW.chain_id) OR {linked} "
        f"OR (NEW.kind = 'tombstone' AND {stands})"
    )


def _standing() -> str:
    return f"NOT {_destroyed('OLD.note_id')}"


def _not_next(table: str) -> str:
    return f"NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM {table})"


def _no_addendum() -> str:
    """Refuse an addendum out of turn, or to what is not signed, or not any more."""
    return (
        f"NOT {_sealed('NEW')} OR {_destroyed('NEW.note_id')} OR NEW.number <> "
        "(SELECT coalesce(max(number), 0) + 1 FROM addendum WHERE note_id = NEW.note_id)"
    )


class Sealed(NamedTuple):
    """What is to be sealed, by its content's hash.

    A note or its tombstone (number 0), an addendum to it, or an imported chain (number 0, the
    chain's id in place of the note's).
    """

    kind: str
    note_id: UUID
    number: int
    content_sha256: bytes


_LAST = select(SealRow.seq, SealRow.seal).order_by(SealRow.seq.desc()).limit(1)
_ADD = insert(SealRow)
_OF = select(SealRow.seal).where(SealRow.note_id == bindparam("note_id"), SealRow.kind == "note")


def chain(connection: Connection, things: list[Sealed]) -> bytes:
    """Add seals to the chain, in order, and return the last of them."""
    last = connection.execute(_LAST).first()
    seq, head = (0, FIRST_SEAL) if last is None else (last.seq, last.seal)
    lines = []
    for place, thing in enumerate(things, seq + 1):
        head = seal(head, thing.content_sha256)
        lines.append({"seq": place, "seal": head, **thing._asdict()})
    connection.execute(_ADD, lines)
    return head


def seal_of(connection: Connection, note_id: UUID) -> bytes | None:
    """Return the seal of a note; None if it has none."""
    return connection.execute(_OF, {"note_id": note_id}).scalar()
