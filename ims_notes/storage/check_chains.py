"""Walks the chains: the record's own and those of imported archives, each to its end."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Any
from uuid import UUID

from sqlalchemy import Connection

from ims_notes.domain.canonical import FIRST_SEAL, seal
from ims_notes.domain.chain import SealLine, chain_hash, chain_id

UNREADABLE = (ValueError, TypeError, KeyError, AttributeError, RecursionError)
"""What reading a row or a text says that was never written by this program."""

Key = tuple[str, UUID, int]
"""What is sealed: its kind, the note, the addendum's number (0 for other things)."""

_COLUMNS = "seq, kind, note_id, number, content_sha256, seal"
_OWN = f"SELECT {_COLUMNS} FROM seal ORDER BY seq"
_IMPORTED = f"SELECT chain_id, {_COLUMNS} FROM imported_seal ORDER BY chain_id, seq"


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing found wrong: a code and its facts (ids and names of tables, no patient text)."""

    code: str
    facts: Mapping[str, object]


def problem(code: str, **facts: object) -> Problem:
    """Return a problem with its facts."""
    return Problem(code=code, facts=MappingProxyType(facts))


class Chain:
    """What the chains say was signed, added, destroyed and imported.

    Attributes:
        order: what the record's own seals seal, in their order.
        destroyed: notes that were lawfully destroyed, here or before they came here.
        problems: what is wrong with the chains themselves.
        imported: how many imported chains there are.
    """

    def __init__(self, connection: Connection) -> None:
        """Walk every chain from its first seal to its last."""
        self.problems: list[Problem] = []
        self.order: list[Key] = []
        self._own: dict[Key, bytes] = {}
        self._others: dict[Key, set[bytes]] = {}
        self._links: dict[UUID, bytes] = {}
        for line in self._walk(_lines(connection.exec_driver_sql(_OWN))):
            key = (line.kind, line.note_id, line.number)
            self.order.append(key)
            self._own[key] = bytes.fromhex(line.content_sha256)
            if line.kind == "import":
                self._links[line.note_id] = bytes.fromhex(line.content_sha256)
        self.imported = self._walk_imported(connection)
        self.destroyed = {note_id for note_id, _ in self.own("tombstone")}

    @property
    def count(self) -> int:
        """How many seals the record's own chain has."""
        return len(self.order)

    def sealed(self, kind: str, note_id: UUID, *, number: int = 0) -> set[bytes]:
        """Return the hashes that a thing may have: its own seal's, else those imported chains say.

        Two imported chains may differ on an addendum: only one of the two came here.
        """
        key = (kind, note_id, number)
        return {self._own[key]} if key in self._own else self._others.get(key, set())

    def is_own(self, kind: str, note_id: UUID, *, number: int = 0) -> bool:
        """Was it sealed in this record, not in an imported one?"""
        return (kind, note_id, number) in self._own

    def own(self, kind: str) -> Iterator[tuple[UUID, int]]:
        """Name what the record's own chain seals of a kind, in order: the note and the number."""
        return ((note_id, number) for each, note_id, number in self.order if each == kind)

    def _walk(self, lines: Iterator[SealLine], **where: object) -> Iterator[SealLine]:
        head, last = FIRST_SEAL, 0
        for line in lines:
            if line.seq != last + 1:
                self.problems.append(problem("seal_missing", before=line.seq, **where))
            if bytes.fromhex(line.seal) != seal(head, bytes.fromhex(line.content_sha256)):
                self.problems.append(problem("seal_broken", seal=line.seq, **where))
            head, last = bytes.fromhex(line.seal), line.seq
            yield line

    def _walk_imported(self, connection: Connection) -> int:
        """Walk the imported chains; each must be linked, and every link must lead to one."""
        found: dict[UUID, bytes] = {}
        rows = connection.exec_driver_sql(_IMPORTED)
        for kept_id, of_one in groupby(rows, key=lambda row: UUID(bytes=row[0])):
            lines = list(self._walk(_lines(row[1:] for row in of_one), chain=kept_id))
            found[kept_id] = chain_hash(lines)
            if chain_id(found[kept_id]) != kept_id:
                self.problems.append(problem("import_altered", chain=kept_id))
            for line in lines:
                content = bytes.fromhex(line.content_sha256)
                key = (line.kind, line.note_id, line.number)
                self._others.setdefault(key, set()).add(content)
                if line.kind == "import":
                    self._links[line.note_id] = content
        for linked, sha256 in self._links.items():
            if linked not in found:
                self.problems.append(problem("import_missing", chain=linked))
            elif found[linked] != sha256:
                self.problems.append(problem("import_altered", chain=linked))
        loose = sorted(found.keys() - self._links.keys())
        self.problems += [problem("import_unlinked", chain=each) for each in loose]
        return len(found)


def _lines(rows: Iterable[Sequence[Any]]) -> Iterator[SealLine]:
    """Read rows as seals.

    Raises:
        ValueError, TypeError, AttributeError: a value of a kind that no program wrote here.
    """
    for seq, kind, note_id, number, content, sealed in rows:
        if not (isinstance(kind, str) and isinstance(seq, int) and isinstance(number, int)):
            raise TypeError("a seal is numbers, a word and hashes")
        yield SealLine(
            seq=seq,
            kind=kind,
            note_id=UUID(bytes=note_id),
            number=number,
            content_sha256=content.hex(),
            seal=sealed.hex(),
        )
