"""Ways to tamper with signed notes by SQL, as somebody would who holds the file.

Each draws what it changes from a `chance` and says in a few words what it did; it gives None
where the draw changes nothing.
"""

import hashlib
import json

from ims_notes.domain.canonical import FIRST_SEAL, seal
from ims_notes.storage.note_tables import PARTS

PART_TABLES = tuple(part.__tablename__ for part in PARTS)
SIGNED = ("signed_note", "addendum", *PART_TABLES)
CHAINS = ("seal", "audit")
OF_SIGNED = {"note": "state = 'signed'"}
UNSEALED = {("note", "revision")}
"""Counts how often a draft was saved; nothing reads it once the note is signed."""


class Table:
    """One table as found: its columns, its key, and its rows."""

    def __init__(self, connection, name):
        self.name = name
        columns = connection.exec_driver_sql(f"PRAGMA table_info({name})").all()
        self.columns = [each.name for each in columns]
        self.key = [each.name for each in columns if each.pk]
        asked = f"SELECT * FROM {name} WHERE {OF_SIGNED.get(name, '1')}"
        self.rows = [tuple(row) for row in connection.exec_driver_sql(asked)]

    def where(self, row):
        said = " AND ".join(f"{each} = ?" for each in self.key)
        return said, tuple(row[self.columns.index(each)] for each in self.key)


class Tampering:
    """Tampers with a record on an open connection."""

    def __init__(self, connection, chance):
        self._connection = connection
        self._chance = chance
        self._tables = {name: Table(connection, name) for name in ("note", *SIGNED, *CHAINS)}

    def once(self):
        """Tamper in one way; return what was done, or None where the draw changes nothing."""
        return self._chance.choice(WAYS)(self)

    def change_cell(self, tables=None):
        table = self._table(*(tables or ()))
        row, column = self._chance.choice(table.rows), self._column(table)
        old = row[table.columns.index(column)]
        new = other_than(old, self._chance)
        self._set(table, row, column=column, value=new)
        return f"{table.name}.{column}: another value"

    def empty_cell(self):
        table = self._table("note", *PART_TABLES)
        row, column = self._chance.choice(table.rows), self._column(table)
        if row[table.columns.index(column)] is None or column in table.key:
            return None
        self._set(table, row, column=column, value=None)
        return f"{table.name}.{column}: emptied"

    def swap_cells(self):
        table = self._table()
        column = self._column(table)
        at = table.columns.index(column)
        one, two = (self._chance.choice(table.rows) for _ in range(2))
        if one[at] == two[at] or column in table.key:
            return None
        self._set(table, one, column=column, value=two[at])
        self._set(table, two, column=column, value=one[at])
        return f"{table.name}.{column}: swapped between two rows"

    def delete_row(self):
        table = self._table()
        where, key = table.where(self._chance.choice(table.rows))
        self._do(f"DELETE FROM {table.name} WHERE {where}", key)
        return f"{table.name}: a row deleted"

    def insert_row(self):
        table = self._table()
        row = list(self._chance.choice(table.rows))
        at = table.columns.index(table.key[-1])
        numbers = [each[at] for each in table.rows]
        is_counted = isinstance(row[at], int)
        row[at] = max(numbers) + 1 if is_counted else self._chance.randbytes(16)
        marks = ", ".join("?" * len(row))
        self._do(f"INSERT INTO {table.name} VALUES ({marks})", tuple(row))
        return f"{table.name}: a row inserted"

    def reorder(self):
        table = self._table(*CHAINS)
        one, two = (self._chance.choice(table.rows) for _ in range(2))
        if one == two:
            return None
        for begin, end in ((one[0], -1), (two[0], one[0]), (-1, two[0])):
            self._do(f"UPDATE {table.name} SET seq = ? WHERE seq = ?", (end, begin))
        return f"{table.name}: two lines changed places"

    def back_date(self):
        return self._forge("signed_at", "2020-02-03T04:05:06.000000+00:00")

    def other_author(self):
        return self._forge("practitioner", {"id": "0" * 32, "name": "Somebody Else"})

    def cut_tail(self):
        """Take the newest entries away with everything that belongs to them."""
        seals = sorted(self._tables["seal"].rows)
        first = self._chance.choice(seals)
        seq, note_id = first[0], first[2]
        for number, _, other in (row[:3] for row in seals if row[0] >= seq):
            self._do("DELETE FROM addendum WHERE note_id = ?", (other,), strict=False)
            for name in ("signed_note", *PART_TABLES):
                self._do(f"DELETE FROM {name} WHERE note_id = ?", (other,), strict=False)
            self._do("DELETE FROM note WHERE id = ?", (other,), strict=False)
            self._do("DELETE FROM seal WHERE seq = ?", (number,))
        lines = "(SELECT min(seq) FROM audit WHERE on_id = ?)"
        self._do(f"DELETE FROM audit WHERE seq >= {lines}", (note_id,), strict=False)
        return "the newest entries cut off"

    def forge_everything(self):
        """Change a note and make its hash and the whole chain anew, as the program would."""
        done = self._forge("text", "b ut n; pain 9>9")
        head = FIRST_SEAL
        hashes = {}
        for name in ("signed_note", "addendum"):
            numbers = "0" if name == "signed_note" else "number"
            asked = f"SELECT note_id, {numbers}, content_sha256 FROM {name}"
            rows = self._connection.exec_driver_sql(asked).all()
            hashes |= {(row[0], row[1]): row[2] for row in rows}
        for row in sorted(self._tables["seal"].rows):
            head = seal(head, sha256 := hashes[row[2], row[3]])
            said = "UPDATE seal SET content_sha256 = ?, seal = ? WHERE seq = ?"
            self._do(said, (sha256, head, row[0]))
        return f"{done}, hash and chain made anew"

    def _forge(self, name, value):
        """Change what a signed note states, and its hash."""
        note_id, _, text = self._chance.choice(self._tables["signed_note"].rows)
        said = json.loads(text)
        said[name] = value
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        asked = "UPDATE signed_note SET canonical_json = ?, content_sha256 = ? WHERE note_id = ?"
        self._do(asked, (text, hashlib.sha256(text.encode()).digest(), note_id))
        if name == "text":
            self._do("UPDATE note SET text = ? WHERE id = ?", (value, note_id))
        return f"{name} forged"

    def _table(self, *names):
        held = [each for each in (names or self._tables) if self._tables[each].rows]
        return self._tables[self._chance.choice(held)]

    def _column(self, table):
        sealed = [each for each in table.columns if (table.name, each) not in UNSEALED]
        return self._chance.choice(sealed)

    def _set(self, table, row, *, column, value):
        where, key = table.where(row)
        self._do(f"UPDATE {table.name} SET {column} = ? WHERE {where}", (value, *key))

    def _do(self, statement, values, *, strict=True):
        done = self._connection.exec_driver_sql(statement, values)
        assert done.rowcount > 0 or not strict, statement


WAYS = (
    Tampering.change_cell,
    lambda each: each.change_cell(PART_TABLES),
    Tampering.empty_cell,
    Tampering.swap_cells,
    Tampering.delete_row,
    Tampering.insert_row,
    Tampering.reorder,
    Tampering.back_date,
    Tampering.other_author,
    Tampering.cut_tail,
    Tampering.forge_everything,
)


def other_than(value, chance):
    """Return a value that differs a little, of the same kind."""
    if isinstance(value, bytes):
        at, bit = chance.randrange(len(value)), 1 << chance.randrange(8)
        return value[:at] + bytes([value[at] ^ bit]) + value[at + 1 :]
    if isinstance(value, str) and value:
        at = chance.randrange(len(value))
        letter = "1" if value[at] != "1" else "2"
        return value[:at] + letter + value[at + 1 :]
    if isinstance(value, int | float):
        return value + chance.choice((-1, 1))
    return chance.choice((1, "x"))
