"""Finding patients as one types. The only SQL here that is SQLite's own (FTS5).

A search line carries the patient's id, never a row number. Every typed word is quoted, so no
text is ever read as a search operator or a column name.
"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Connection, text

from ims_notes.domain.patients import Patient
from ims_notes.domain.texts import composed, folded
from ims_notes.services.ports.patients import PatientQuery

FEWEST_DIGITS = 3
"""With fewer digits than this a telephone number says nothing."""

# Nobody types more; a pasted page must not build a query deeper than SQLite walks.
_MOST_WORDS = 16
_LONGEST_WORD = 100

SQLITE_TABLE = (
    "CREATE VIRTUAL TABLE search USING fts5(words, patient_id UNINDEXED, "
    "tokenize = 'unicode61 remove_diacritics 2', prefix = '1 2 3')",
    # Without it, a name that was changed would stay readable in the file.
    "INSERT INTO search(search, rank) VALUES ('secure-delete', 1)",
)
"""The DDL of the search table, for SQLite."""

_ADD = text("INSERT INTO search (words, patient_id) VALUES (:words, :patient_id)")
_REMOVE = text("DELETE FROM search WHERE patient_id = :patient_id")
_ASKED = {"phone": "phone_digits LIKE :phone", "born": "born = :born"}


def name_key(patient: Patient) -> str:
    """Return the folded name that lists are sorted by."""
    return folded(f"{patient.family_name} {patient.given_name}")


def phone_digits(phone: str) -> str:
    """Return the digits of a telephone number."""
    return "".join(c for c in phone if c in "0123456789")


def add_lines(connection: Connection, patients: Iterable[Patient]) -> None:
    """Add the search lines of new patients."""
    lines = [{"words": words_of(p), "patient_id": p.id.bytes} for p in patients]
    connection.execute(_ADD, lines)


def replace_line(connection: Connection, patient: Patient) -> None:
    """Put a patient's search line in place of the one it had."""
    remove_line(connection, patient.id)
    add_lines(connection, [patient])


def remove_line(connection: Connection, patient_id: UUID) -> None:
    """Take a patient's search line away."""
    connection.execute(_REMOVE, {"patient_id": patient_id.bytes})


def find(connection: Connection, query: PatientQuery, *, limit: int) -> list[UUID]:
    """Return the ids of the patients who match; each way of matching gives at most ``limit``.

    All words must begin words of the names or the identifier; the words that are digits may
    instead be part of the telephone number. A date of birth narrows the rest. A letter alone
    means those whose line begins with it, where they are enough.
    """
    words = [word for word in map(_searchable, query.words[:_MOST_WORDS]) if word]
    digits = phone_digits(query.digits)
    born = {} if query.born is None else {"born": query.born.isoformat()}
    found: list[bytes] = []
    if len(words) == 1 and len(words[0]) == 1 and not born:
        # A clinic's identifiers may all begin with one letter: sorting everybody takes long.
        found += _matching(connection, words, asked={}, limit=limit, at_start=True)
    if (words or born) and len(found) < limit:
        found += _matching(connection, words, asked=born, limit=limit)
    if len(digits) >= FEWEST_DIGITS:
        letters = [word for word in words if any(c.isalpha() for c in word)]
        found += _matching(connection, letters, asked={"phone": f"%{digits}%"} | born, limit=limit)
    return list(dict.fromkeys(UUID(bytes=each) for each in found))


def _matching(
    connection: Connection,
    words: list[str],
    *,
    asked: dict[str, str],
    limit: int,
    at_start: bool = False,
) -> list[bytes]:
    where = " AND ".join(_ASKED[name] for name in asked)
    if not words:
        statement = f"SELECT id FROM patient WHERE {where} ORDER BY name_key LIMIT :limit"
        return list(connection.execute(text(statement), {**asked, "limit": limit}).scalars())
    only = f"AND patient_id IN (SELECT id FROM patient WHERE {where}) " if where else ""
    statement = (
        f"SELECT patient_id FROM search WHERE search MATCH :match {only}ORDER BY words LIMIT :limit"
    )
    match = " ".join('"{}"*'.format(word.replace('"', '""')) for word in words)
    given = {**asked, "match": f"^ {match}" if at_start else match, "limit": limit}
    return list(connection.execute(text(statement), given).scalars())


def words_of(patient: Patient) -> str:
    """Return the words that a patient is found by, as their search line holds them."""
    named = (patient.family_name, patient.given_name, patient.preferred_name, patient.identifier)
    return folded(" ".join(named))


def _searchable(word: str) -> str:
    """Return the word as the index holds it; empty where it holds no letter and no digit."""
    bare = folded(composed(word))[:_LONGEST_WORD]
    return bare if any(c.isalnum() for c in bare) else ""
