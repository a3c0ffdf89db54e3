#!/usr/bin/env python3
"""Verifies an archive that IMS Notes exported, without IMS Notes.

    python3 verify.py ARCHIVE.zip [--head HEX]

One file, Python 3.8 or newer, nothing to install. Exit status: 0 all is well, 1 something is wrong,
2 it was called wrongly. README.txt in the archive says what lies in it. Best run a copy of this
file that did not come with the archive: whoever changes an archive can change its verify.py too.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import sys
import zipfile
import zlib
from collections import Counter
from typing import IO, TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    Key = tuple[str, str, int]  # What is sealed: its kind, the note, the addendum's number.
    Told = tuple[str, str]  # What a line of the audit tells of: the deed, and on what.

T = TypeVar("T")

FORMAT = "ims-notes archive"
VERSION = 1
FIRST_SEAL = hashlib.sha256(b"IMS Notes: the chain begins here").digest()

LINE = 1 << 20  # Longest line, in bytes.
SMALL = 1 << 20  # Longest member that is read in one piece, in bytes.
DIRECTORY = 1 << 20  # Longest list of members, in bytes.
MEMBERS = 5000
WHOLE = 4 << 30  # Longest archive, in bytes.
LINES = 50_000_000
RATIO = 100  # Text becomes some 10 times smaller; what becomes 100 times smaller is a bomb.
SHOWN = 20

_NAMES = ("addenda", "audit", "chain", "drafts", "episodes", "notes", "patients")
LISTS = tuple(name + ".jsonl" for name in (*_NAMES, "practitioners", "tombstones"))
PIECES = ("README.txt", "clinic.json", "manifest.json", "verify.py")
IMPORTED = re.compile(r"imported/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.jsonl")
UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
HASH = re.compile(r"[0-9a-f]{64}")
DEED_OF = {"note": "note.signed", "addendum": "note.amended", "tombstone": "note.destroyed"}
DEED_OF["import"] = "record.imported"


class Refused(Exception):
    """This is no archive that anybody should go on reading."""


class Archive:
    """An open archive whose list of members was found harmless; members are read in a stream."""

    def __init__(self, path: str) -> None:
        """Look at the file before anything of it is believed."""
        _harmless_directory(path)
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, ValueError, OSError, EOFError, IndexError) as error:
            raise Refused("this is no whole zip file") from error
        self.names: set[str] = {each.filename for each in self._zip.infolist()}
        self.read: dict[str, tuple[int, str, int]] = {}
        try:
            _harmless_members(self._zip.infolist(), os.path.getsize(path))
        except Refused:
            self._zip.close()
            raise

    def __enter__(self) -> Archive:
        """Hold it open for a block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self._zip.close()

    def chains(self) -> list[str]:
        """Name the imported chains by their ids."""
        found = (IMPORTED.fullmatch(name) for name in sorted(self.names))
        return [match.group(1) for match in found if match]

    def piece(self, name: str) -> bytes:
        """Return a small member's bytes."""
        with self._open(name) as member:
            content = _read(name, lambda: member.read(SMALL + 1))
        if len(content) > SMALL:
            raise Refused(name + " is too long")
        self.read[name] = (len(content), hashlib.sha256(content).hexdigest(), 1)
        return content

    def lines(self, name: str) -> Iterator[bytes]:
        """Give a member line by line, without the line's end; its hash is known at its end."""
        total, size, count = hashlib.sha256(), 0, 0
        with self._open(name) as member:
            while True:
                line = _read(name, lambda: member.readline(LINE + 1))
                if not line:
                    break
                if len(line) > LINE or not line.endswith(b"\n"):
                    raise Refused(f"{name} has a line that is too long or not ended")
                total.update(line)
                size, count = size + len(line), count + 1
                if count > LINES:
                    raise Refused(name + " has too many lines")
                yield line[:-1]
        self.read[name] = (size, total.hexdigest(), count)

    def objects(self, name: str) -> Iterator[tuple[bytes, dict[str, Any]]]:
        """Give a member's lines as JSON objects, each with its bytes."""
        for number, line in enumerate(self.lines(name), 1):
            yield line, as_json(line, f"line {number} of {name}")

    def _open(self, name: str) -> IO[bytes]:
        if name not in self.names:
            raise Refused(name + " is missing")
        return _read(name, lambda: self._zip.open(name))


def _read(name: str, work: Callable[[], T]) -> T:
    """Read from a member; whatever a broken one makes Python say is one thing to us."""
    try:
        return work()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise Refused(f"{name} is damaged") from error
    except (NotImplementedError, RuntimeError) as error:
        raise Refused(f"{name} is packed in a way that no archive uses") from error


def _harmless_directory(path: str) -> None:
    """Look at the end of the file before anything believes what stands there."""
    size = os.path.getsize(path)
    if not os.path.isfile(path):
        raise Refused("this is no file")
    if size > WHOLE:
        raise Refused("this file is too long for an archive")
    with open(path, "rb") as file:
        file.seek(max(0, size - 42))
        end = file.read()
    if len(end) < 42 or end[-22:-18] != b"PK\5\6" or end[-2:] != b"\0\0":
        raise Refused("this is no whole zip file")
    if end[:4] == b"PK\6\7" or int.from_bytes(end[-12:-10], "little") > MEMBERS:
        raise Refused("this file has too many members")
    if int.from_bytes(end[-10:-6], "little") > DIRECTORY:
        raise Refused("this file has too long a list of members")


def _harmless_members(members: list[zipfile.ZipInfo], size: int) -> None:
    known = {*LISTS, *PIECES}
    seen = set()
    for each in members:
        name = each.filename
        if name not in known and not IMPORTED.fullmatch(name):
            raise Refused("there is a member that no archive has: " + repr(name[:60]))
        if name in seen:
            raise Refused(name + " is there twice")
        seen.add(name)
        if each.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Refused(f"{name} is packed in a way that no archive uses")
        if each.file_size > SMALL and each.file_size > RATIO * each.compress_size:
            raise Refused(f"{name} would unpack to far more than it is")
        if name in PIECES and each.file_size > SMALL:
            raise Refused(name + " is too long")
    if sum(each.compress_size for each in members) > size:
        raise Refused("members lie over one another")
    missing = known - seen
    if missing:
        raise Refused(f"{sorted(missing)[0]} is missing")


def _no_number(text: str) -> None:
    raise ValueError("no number: " + text)


def _whole(text: str) -> int:
    if len(text) > 18:
        raise ValueError("no number that anybody wrote")
    return int(text)


def _fraction(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")) or len(text) > 40:
        raise ValueError("no number that anybody wrote")
    return number


def as_json(content: bytes, where: str) -> dict[str, Any]:
    """Read bytes as one JSON object of sensible depth and numbers."""
    try:
        said = json.loads(
            content.decode("utf-8"),
            parse_constant=_no_number,
            parse_int=_whole,
            parse_float=_fraction,
        )
    except (ValueError, RecursionError) as error:
        raise Refused(where + " is no JSON that an archive holds") from error
    if not isinstance(said, dict):
        raise Refused(where + " is no JSON object")
    return said


def fact(said: dict[str, Any], name: str, kind: type[T], *, where: str) -> T:
    """Return a fact that must be there."""
    value = said.get(name)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise Refused(f"{where} has no proper {name}")
    return value


def hexed(said: dict[str, Any], name: str, where: str, pattern: re.Pattern[str] = HASH) -> str:
    """Return a hash (or an id) that must be there."""
    value = fact(said, name, str, where=where)
    if not pattern.fullmatch(value):
        raise Refused(f"{where} has no proper {name}")
    return value


class Chains:
    """What the chains say was signed, added, destroyed and imported."""

    def __init__(self, archive: Archive, wrong: Callable[[str], None]) -> None:
        """Walk every chain to its end."""
        self.own: dict[Key, bytes] = {}
        self.others: dict[Key, set[bytes]] = {}
        self.links: dict[str, bytes] = {}
        self.order: list[Key] = []
        self.heads: list[bytes] = []
        self._walk_own(archive, wrong)
        self.imported = self._walk_imported(archive, wrong)

    def _walk_own(self, archive: Archive, wrong: Callable[[str], None]) -> None:
        for key, content, seal in _walked(archive, "chain.jsonl", wrong):
            if key in self.own:
                wrong(f"chain.jsonl seals {key[0]} of {key[1]} twice")
            self.own[key] = content
            self.order.append(key)
            self.heads.append(seal)
            if key[0] == "import":
                self.links[key[1]] = content

    def _walk_imported(self, archive: Archive, wrong: Callable[[str], None]) -> int:
        found = {}
        for chain in archive.chains():
            name = f"imported/{chain}.jsonl"
            for key, content, _ in _walked(archive, name, wrong):
                self.others.setdefault(key, set()).add(content)
                if key[0] == "import":
                    self.links[key[1]] = content
            found[chain] = archive.read[name][1]
        for chain in sorted(set(found) | set(self.links)):
            if chain not in found:
                wrong(f"imported chain {chain} is missing")
            elif chain not in self.links:
                wrong(f"imported chain {chain} was never imported")
            elif found[chain] != self.links[chain].hex():
                wrong(f"imported chain {chain} was altered")
        return len(found)

    @property
    def head(self) -> bytes:
        """Return the last seal of the record's own chain."""
        return self.heads[-1] if self.heads else FIRST_SEAL

    def sealed(self, kind: str, note: str, number: int = 0) -> set[bytes]:
        """Return the hashes that a thing may have."""
        key = (kind, note, number)
        return {self.own[key]} if key in self.own else self.others.get(key, set())

    def is_own(self, kind: str, note: str, number: int = 0) -> bool:
        """Was it sealed in this record, not in an imported one?"""
        return (kind, note, number) in self.own


def _walked(
    archive: Archive, name: str, wrong: Callable[[str], None]
) -> Iterator[tuple[Key, bytes, bytes]]:
    """Walk a chain: what each seal seals, the hash of it, the seal."""
    head = FIRST_SEAL
    for place, (_, said) in enumerate(archive.objects(name), 1):
        where = f"seal {place} of {name}"
        content = bytes.fromhex(hexed(said, "content_sha256", where))
        seal = bytes.fromhex(hexed(said, "seal", where))
        if fact(said, "seq", int, where=where) != place:
            wrong(where + " is out of turn")
        if seal != hashlib.sha256(head + content).digest():
            wrong(where + " was altered, or does not follow the seal before it")
        kind = fact(said, "kind", str, where=where)
        if kind not in DEED_OF:
            raise Refused(where + " is of no known kind")
        head = seal
        note = hexed(said, "note_id", where, UUID)
        yield (kind, note, fact(said, "number", int, where=where)), content, seal


def _told_line(line: dict[str, Any], where: str) -> tuple[Any, bytes, Told]:
    """Return a line's place, its hash, and what it tells of."""
    text = json.dumps(line, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    thing = (line.get("deed") or "", line.get("on_id") or line.get("patient_id") or "")
    if not all(isinstance(each, str) for each in thing):
        raise Refused(where + " tells of nothing")
    return line.get("seq"), hashlib.sha256(text.encode("utf-8", "replace")).digest(), thing


class Verifier:
    """Goes through one archive and remembers what is wrong."""

    def __init__(self, archive: Archive) -> None:
        """Begin with the manifest."""
        self.archive = archive
        self.problems: list[str] = []
        self.count = 0
        self.manifest = as_json(archive.piece("manifest.json"), "manifest.json")
        if self.manifest.get("format") != FORMAT or self.manifest.get("version") != VERSION:
            raise Refused("this is no archive of a kind that this verifier knows")
        self.patient = self.manifest.get("patient_id")
        self.notes: dict[str, str] = {}
        self.destroyed: set[str] = set()
        self.addenda: Counter[str] = Counter()
        self.lines, self.line = 0, FIRST_SEAL

    def wrong(self, sentence: str) -> None:
        """Remember a problem; a great many are counted only."""
        self.count += 1
        if self.count <= SHOWN:
            self.problems.append(sentence)

    def verify(self) -> Verifier:
        """Prove everything."""
        self.chains = Chains(self.archive, self.wrong)
        self._tombstones()
        self._notes()
        self._addenda()
        self._all_there()
        self._audit()
        for name in ("patients", "practitioners", "episodes", "drafts"):
            for _ in self.archive.objects(name + ".jsonl"):
                pass
        as_json(self.archive.piece("clinic.json"), "clinic.json")
        self.archive.piece("README.txt")
        self.archive.piece("verify.py")
        self._manifest()
        return self

    def _tombstones(self) -> None:
        for line, said in self.archive.objects("tombstones.jsonl"):
            note = hexed(said, "note_id", "a tombstone", UUID)
            sealed = self.chains.sealed("tombstone", note)
            if hashlib.sha256(line).digest() not in sealed:
                self.wrong(f"the tombstone of note {note} is not what was sealed")
            elif not self._is_of_its_note(said, note):
                self.wrong(f"the tombstone of note {note} stands for another")
            self.destroyed.add(note)

    def _is_of_its_note(self, said: dict[str, Any], note: str) -> bool:
        hashes = said.get("addenda_sha256", [])
        if not isinstance(hashes, list) or not said.get("reason"):
            return False
        of_it = [("note", 0, said.get("content_sha256"))]
        of_it += [("addendum", number, each) for number, each in enumerate(hashes, 1)]
        return all(
            content in {each.hex() for each in self.chains.sealed(kind, note, number)}
            for kind, number, content in of_it
        ) and not self.chains.is_own("addendum", note, len(hashes) + 1)

    def _notes(self) -> None:
        for line, said in self.archive.objects("notes.jsonl"):
            note = hexed(said, "id", "a note", UUID)
            patient = hexed(fact(said, "patient", dict, where=note), "id", note, UUID)
            if note in self.notes:
                self.wrong(f"note {note} is there twice")
            self.notes[note] = patient
            sealed = self.chains.sealed("note", note)
            if not sealed:
                self.wrong(f"note {note} was never sealed")
            elif hashlib.sha256(line).digest() not in sealed:
                self.wrong(f"note {note} is not what was signed")
            if note in self.destroyed:
                self.wrong(f"note {note} was destroyed, yet it is here")
            if self.patient not in (None, patient):
                self.wrong(f"note {note} is of another patient")

    def _addenda(self) -> None:
        for line, said in self.archive.objects("addenda.jsonl"):
            note = hexed(said, "note_id", "an addendum", UUID)
            self.addenda[note] += 1
            number = self.addenda[note]
            sealed = self.chains.sealed("addendum", note, number)
            if hashlib.sha256(line).digest() not in sealed:
                self.wrong(f"addendum {number} to note {note} is not what was signed")
            if note not in self.notes:
                self.wrong(f"there is an addendum to note {note}, which is not here")

    def _all_there(self) -> None:
        """Look for everything that the record's own chain says was sealed."""
        last: Counter[str] = Counter()
        for kind, note, number in self.chains.order:
            if kind == "tombstone" and self.patient is None and note not in self.destroyed:
                self.wrong(f"the tombstone of note {note} is missing")
            if note in self.destroyed:
                continue
            if kind == "note" and self.patient is None and note not in self.notes:
                self.wrong(f"note {note} is missing")
            if kind == "addendum" and note in self.notes:
                if number > self.addenda[note]:
                    self.wrong(f"addendum {number} to note {note} is missing")
                if number <= last[note]:
                    self.wrong(f"the addenda to note {note} changed places")
                last[note] = number

    def _audit(self) -> None:
        told: Counter[Told] = Counter()
        order: list[Told] = []
        for place, (_, said) in enumerate(self.archive.objects("audit.jsonl"), 1):
            where = f"line {place} of audit.jsonl"
            chained = bytes.fromhex(hexed(said, "chained", where))
            if "line" in said:
                seq, content, thing = _told_line(fact(said, "line", dict, where=where), where)
                told[thing] += 1
                order.append(thing)
            else:
                seq, content = said.get("seq"), bytes.fromhex(hexed(said, "sha256", where))
                if self.patient is None:
                    self.wrong(where + " is left out")
            if seq != place:
                self.wrong(where + " is out of turn")
            if chained != hashlib.sha256(self.line + content).digest():
                self.wrong(where + " was altered, or does not follow the line before it")
            self.line, self.lines = chained, place
        self._told(told, order)

    def _told(self, told: Counter[Told], order: list[Told]) -> None:
        """Compare what the audit tells of with what is here."""
        sealed = [(DEED_OF[kind], note) for kind, note, _ in self.chains.order]
        owed = Counter(sealed)
        for note in self.notes:
            came = 0 if self.chains.is_own("note", note) else 1
            came += sum(
                not self.chains.is_own("addendum", note, number)
                for number in range(1, self.addenda[note] + 1)
            )
            if came:
                owed["record.imported", note] += came
        if self.patient is None:
            for deed, thing in owed - told:
                self.wrong(f"the audit lacks a line: {deed} on {thing}")
            known = set(sealed)
            in_order = [each for each in order if each in known]
            if Counter(in_order) == Counter(sealed) and in_order != sealed:
                self.wrong("the audit tells of signatures in another order than the seals")
        for (deed, thing), times in told.items():
            if deed in ("note.signed", "record.imported") and thing in self.destroyed:
                continue
            if thing and deed in DEED_OF.values() and times > owed[deed, thing]:
                self.wrong(f"the audit tells of {deed} on {thing}, which is missing")
            elif deed == "note.signed" and thing not in self.notes:
                self.wrong(f"note {thing} is missing")

    def _manifest(self) -> None:
        """Compare what was read with what the manifest says of it."""
        said = fact(self.manifest, "members", dict, where="manifest.json")
        if set(said) != set(self.archive.names) - {"manifest.json"}:
            self.wrong("the manifest names other members than there are")
        counts = fact(self.manifest, "counts", dict, where="manifest.json")
        for name, (size, sha256, lines) in sorted(self.archive.read.items()):
            stated = said.get(name)
            if name == "manifest.json" or not isinstance(stated, dict):
                continue
            if (stated.get("bytes"), stated.get("sha256")) != (size, sha256):
                self.wrong(f"the manifest says otherwise of {name}")
            if name in LISTS and counts.get(name[: -len(".jsonl")]) != lines:
                self.wrong(f"the manifest counts other lines in {name}")
        head = fact(self.manifest, "head", dict, where="manifest.json")
        ours = {"seals": len(self.chains.order), "seal": self.chains.head.hex()}
        ours.update(lines=self.lines, line=self.line.hex())
        if head != ours:
            self.wrong("the chain's head is not the one in the manifest")


def verified(path: str) -> Verifier:
    """Verify an archive; return the verifier, whose `problems` are empty if all is well.

    Raises:
        Refused: it is no archive that anybody should go on reading.
    """
    with Archive(path) as archive:
        return Verifier(archive).verify()


def _say(found: Verifier) -> None:
    print("Made at {}.".format(found.manifest.get("made_at")))
    scope = "one patient" if found.patient else "everything"
    print(f"It holds {scope} of a record.")
    print(
        f"All is well: {len(found.notes)} signed notes and {sum(found.addenda.values())} addenda "
        f"are what was signed, the chain of {len(found.chains.order)} seals is whole, "
        f"{found.lines} audit lines too."
    )
    if found.destroyed:
        print(f"{len(found.destroyed)} lawfully destroyed notes left tombstones.")
    if found.chains.imported:
        print(f"{found.chains.imported} imported chains are whole and linked.")
    print(f"Head of the chain: {found.chains.head.hex()}")
    print(
        "An archive alone cannot show that everything after a certain day was left out. Compare "
        "the head with one noted elsewhere: --head HEX."
    )


def _is_known(found: Verifier, head: str) -> bool:
    """Tell whether a head that was noted elsewhere is in the chain."""
    for place, seal in enumerate(found.chains.heads, 1):
        if seal.hex() == head:
            last = len(found.chains.heads)
            print(f"The head noted elsewhere is seal {place} of {last}.")
            return True
    print("The head noted elsewhere is not in this archive: it is older, cut short, or another.")
    return False


def main(arguments: list[str] | None = None) -> int:
    """Verify the archive named; return the exit status."""
    parser = argparse.ArgumentParser(description="Verifies an archive that IMS Notes exported.")
    parser.add_argument("archive", help="the zip file")
    parser.add_argument("--head", help="a head of the chain, noted elsewhere, in hex")
    given = parser.parse_args(arguments)
    try:
        found = verified(given.archive)
    except Refused as refused:
        print(f"Refused: {refused}.")
        return 1
    except OSError as error:
        print(f"The file cannot be read: {error.strerror}.")
        return 1
    for sentence in found.problems:
        print(sentence[0].upper() + sentence[1:] + ".")
    if found.count:
        print(f"{found.count} found wrong.")
        return 1
    _say(found)
    return 0 if given.head is None or _is_known(found, given.head.strip().lower()) else 1


if __name__ == "__main__":
    sys.exit(main())
