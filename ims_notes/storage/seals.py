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
    made = [
        _refuse("note", "UPDATE", when="OLD.state = 'signed' OR NEW.id <> OLD.id"),
        _refuse("note", "DELETE", when=f"OLD.state = 'signed' AND NOT {_destroyed('OLD.id')}"),
        # INSERT OR REPLACE would take the old row away without asking the trigger above.
        _refuse("note", "INSERT", when=_exists("note", "id = NEW.id AND state = 'signed'")),
        _refuse(
            "signed_note",
            "INSERT",
            when=f"{_exists('signed_note', 'note_id = NEW.note_id')} "
            f"OR {_destroyed('NEW.note_id')}",
        ),
        _refuse("tombstone", "INSERT", when=f"NOT {_destroyed('NEW.note_id')}"),
        _refuse("addendum", "INSERT", when=f"NOT {_sealed('NEW')} OR {_not_next_addendum()}"),
        _refuse("seal", "INSERT", when=f"{_not_next('seal')} OR {_exists('seal', _SAME_SEAL)}"),
        _refuse("audit", "INSERT", when=_not_next("audit")),
    ]
    for table in ("tombstone", "imported_seal", "seal", "audit"):
        made += [_refuse(table, "UPDATE"), _refuse(table, "DELETE")]
    for table in ("signed_note", "addendum"):
        made += [_refuse(table, "UPDATE"), _refuse(table, "DELETE", when=_standing())]
    for part in PARTS:
        table = part.__tablename__
        made.append(_refuse(table, "INSERT", when=_sealed("NEW")))
        made.append(_refuse(table, "UPDATE", when=f"{_sealed('OLD')} OR {_sealed('NEW')}"))
        made.append(_refuse(table, "DELETE", when=f"{_sealed('OLD')} AND {_standing()}"))
    return tuple(made)


_SAME_SEAL = "note_id = NEW.note_id AND kind = NEW.kind AND number = NEW.number"


def _refuse(table: str, deed: str, *, when: str = "1") -> str:
    return (
        f"CREATE TRIGGER {table}_{deed.lower()}_refused BEFORE {deed} ON {table} "
        f"WHEN {when} BEGIN SELECT RAISE(ABORT, 'sealed: {table}'); END"
    )


def _exists(table: str, where: str) -> str:
    return f"EXISTS (SELECT 1 FROM {table} WHERE {where})"


def _sealed(row: str) -> str:
    mine = f"note_id = {row}.note_id AND kind = 'note'"
    return f"({_exists('seal', mine)} OR {_exists('imported_seal', mine)})"


def _destroyed(note_id: str) -> str:
    return _exists("seal", f"note_id = {note_id} AND kind = 'tombstone'")


def _standing() -> str:
    return f"NOT {_destroyed('OLD.note_id')}"


def _not_next(table: str) -> str:
    return f"NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM {table})"


def _not_next_addendum() -> str:
    return (
        "NEW.number <> "
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
