"""Reads an archive that was verified first, by the very program that lies in it."""

from __future__ import annotations

import json
from collections import Counter
from contextlib import contextmanager
from datetime import date, datetime
from functools import cache, partial
from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import UUID

from ims_notes import bundle
from ims_notes.domain.canonical import from_plain
from ims_notes.domain.chain import SealLine
from ims_notes.domain.clinic import Clinic
from ims_notes.domain.episodes import Episode, EpisodeStatus
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.note import Note, NoteKind, NoteState
from ims_notes.domain.note_content import NoteContent
from ims_notes.domain.patients import Patient
from ims_notes.domain.practitioners import Practitioner
from ims_notes.services.ports.archive import ArchivedAddendum, ArchivedNote, ArchivedTombstone

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from types import ModuleType

T = TypeVar("T")

_NOT_OURS = (ValueError, TypeError, KeyError, AttributeError, RuleBroken)
"""What building a value says of JSON that this program never wrote."""


@contextmanager
def opened_archive(path: Path) -> Iterator[ReadArchive]:
    """Verify an archive and hold it open.

    Raises:
        RuleBroken: ARCHIVE_UNSOUND with ``why``, and ``problems`` where there are several.
        OSError: the file cannot be read.
    """
    program = _verifier()
    try:
        with program.Archive(path) as archive:
            found = program.Verifier(archive).verify()
            if found.count:
                raise _unsound(f"{found.count} found wrong", found.problems)
            yield ReadArchive(archive)
    except program.Refused as refused:
        raise _unsound(str(refused)) from refused


class ReadArchive:
    """What a verified archive holds, in a stream."""

    def __init__(self, archive: Any) -> None:  # noqa: ANN401 (the verifier is no module of ours)
        """Read from an archive that was verified just now."""
        self._archive = archive
        self._verified = dict(archive.read)

    def clinic(self) -> Clinic:
        """Return the clinic's settings."""
        said = json.loads(self._archive.piece("clinic.json"))
        return _read(partial(from_plain, Clinic, said), "clinic.json")

    def practitioners(self) -> Iterator[Practitioner]:
        """Give who treats and signs."""
        for said in self._objects("practitioners.jsonl"):
            built = _built(Practitioner, said, by={"id": UUID, "active": bool})
            yield _as_kept(built, built.tidied)

    def patients(self) -> Iterator[Patient]:
        """Give the patients."""
        for said in self._objects("patients.jsonl"):
            built = _built(Patient, said, by={"id": UUID, "born": date.fromisoformat})
            yield _as_kept(built, partial(built.tidied, today=date.max))

    def episodes(self) -> Iterator[Episode]:
        """Give their episodes."""
        days = dict.fromkeys(("opened_on", "discharged_on"), date.fromisoformat)
        ids = dict.fromkeys(("id", "patient_id"), UUID)
        for said in self._objects("episodes.jsonl"):
            built = _built(Episode, said, by={**days, **ids, "status": EpisodeStatus})
            yield _as_kept(built, built.tidied)

    def drafts(self) -> Iterator[Note]:
        """Give the notes that are not signed."""
        ids = dict.fromkeys(("id", "patient_id", "practitioner_id", "episode_id"), UUID)
        times = dict.fromkeys(("started_at", "created_at", "saved_at"), datetime.fromisoformat)
        words = {"kind": NoteKind, "state": NoteState, "revision": int}
        for said in self._objects("drafts.jsonl"):
            built = _built(Note, said, by={**ids, **times, **words})
            yield _as_kept(built, partial(built.saved, at=built.saved_at))

    def notes(self) -> Iterator[ArchivedNote]:
        """Give the signed notes, each as sealed and as understood."""
        for text, said in self._texts("notes.jsonl"):
            content = _read(partial(from_plain, NoteContent, said), "a note")
            yield ArchivedNote(text=text, content=content)

    def addenda(self) -> Iterator[ArchivedAddendum]:
        """Give the addenda, each with its number."""
        numbers: Counter[str] = Counter()
        for text, said in self._texts("addenda.jsonl"):
            note = said["note_id"]
            numbers[note] += 1
            yield ArchivedAddendum(note_id=UUID(note), number=numbers[note], text=text)

    def tombstones(self) -> Iterator[ArchivedTombstone]:
        """Give the tombstones."""
        for text, said in self._texts("tombstones.jsonl"):
            yield ArchivedTombstone(note_id=UUID(said["note_id"]), text=text)

    def seals(self) -> Iterator[SealLine]:
        """Give the archive's own chain."""
        return map(_seal_line, self._objects("chain.jsonl"))

    def imported(self) -> tuple[UUID, ...]:
        """Name the chains that were imported before it was exported."""
        return tuple(map(UUID, self._archive.chains()))

    def imported_seals(self, chain: UUID) -> Iterator[SealLine]:
        """Give one of those chains."""
        return map(_seal_line, self._objects(f"imported/{chain}.jsonl"))

    def _objects(self, name: str) -> Iterator[dict[str, Any]]:
        return (said for _, said in self._texts(name))

    def _texts(self, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
        for line, said in self._archive.objects(name):
            yield line.decode(), said
        # Between verifying and reading, the file may have been exchanged.
        if self._archive.read[name] != self._verified[name]:
            raise _unsound(f"{name} changed while it was read")


@cache
def _verifier() -> ModuleType:
    spec = spec_from_file_location("ims_notes_verify", bundle.resource("verify", "verify.py"))
    assert spec is not None
    assert spec.loader is not None
    made = module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def _unsound(why: str, problems: list[str] | None = None) -> RuleBroken:
    return RuleBroken(Rule.ARCHIVE_UNSOUND, why=why, problems=tuple(problems or ()))


def _read(build: Callable[[], T], what: str) -> T:
    try:
        return build()
    except _NOT_OURS as error:
        raise _unsound(f"{what} is nothing that this program writes") from error


def _built(kind: type[T], said: dict[str, Any], *, by: dict[str, Callable[[Any], Any]]) -> T:
    """Build a value of facts; those that nothing is named to read `by` are texts."""

    def build() -> T:
        return kind(**{name: by.get(name, _text)(value) for name, value in said.items()})

    return _read(build, f"a {kind.__name__.lower()}")


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _as_kept(built: T, tidied: Callable[[], T]) -> T:
    """Let only through what would be kept as it is."""
    if built != _read(tidied, "a text"):
        raise _unsound("a text is nothing that this program writes")
    return built


def _seal_line(said: dict[str, Any]) -> SealLine:
    return SealLine(**{**said, "note_id": UUID(said["note_id"])})
