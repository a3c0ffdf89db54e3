"""Loads a whole clinic at once: the same rows, seals and audit as one deed after another."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from typing import Protocol

from sqlalchemy import insert

from ims_notes.domain.clinic import Clinic
from ims_notes.domain.day_list import DayEntry
from ims_notes.domain.episodes import Episode
from ims_notes.domain.note import Note
from ims_notes.domain.note_content import NoteContent
from ims_notes.domain.patients import Patient
from ims_notes.domain.practitioners import Practitioner
from ims_notes.storage.audit import line
from ims_notes.storage.episodes import episode_values
from ims_notes.storage.note_tables import NoteRow
from ims_notes.storage.notes import note_values, signed_values
from ims_notes.storage.record import Record
from ims_notes.storage.signed_notes import add_signed
from ims_notes.storage.tables import EpisodeRow
from ims_notes.storage.work import StoredWork

Signing = tuple[Note, NoteContent]

BATCH = 500
"""Notes per transaction: few enough that the side file stays small."""


class WholeClinic(Protocol):
    """A clinic as it is to stand in a new record; notes in the order they were signed."""

    @property
    def clinic(self) -> Clinic:
        """The settings."""
        ...

    @property
    def practitioners(self) -> Sequence[Practitioner]:
        """Who treats and signs."""
        ...

    @property
    def patients(self) -> Sequence[Patient]:
        """The patients."""
        ...

    @property
    def episodes(self) -> Sequence[Episode]:
        """Their episodes as they stand at the end."""
        ...

    @property
    def signed(self) -> Iterable[Signing]:
        """The signed notes with what they state; read once."""
        ...

    @property
    def drafts(self) -> Sequence[Note]:
        """The notes still open."""
        ...

    @property
    def day(self) -> Sequence[DayEntry]:
        """The day's list."""
        ...

    @property
    def sessions(self) -> int:
        """How many notes there are in all, drafts included."""
        ...

    @property
    def begun_at(self) -> datetime:
        """The moment the audit gives to what is not signed."""
        ...


def load(
    record: Record,
    whole: WholeClinic,
    *,
    progress: Callable[[int, int], object] = lambda done, total: None,
) -> None:
    """Fill a new record; ``progress`` is told the notes done and the notes in all.

    Raises:
        RecordUnavailable: the machine is in the way; what was told as done is kept.
    """
    with record.begin(who="", now=whole.begun_at) as work:
        _add_people(work, whole)
    done = 0
    for signings in _batches(whole.signed):
        with record.begin(who="", now=whole.begun_at) as work:
            add_signings(work, signings)
        done += len(signings)
        progress(done, whole.sessions)
    with record.begin(who="", now=whole.begun_at) as work:
        if whole.drafts:
            work.connection.execute(insert(NoteRow), [note_values(n) for n in whole.drafts])
        work.day.put(whole.day)
    if whole.drafts:
        progress(done + len(whole.drafts), whole.sessions)


def add_signings(work: StoredWork, signings: Sequence[Signing]) -> None:
    """Keep notes already signed, none of which the record knows, each with its audit line."""
    work.connection.execute(insert(NoteRow), [signed_values(n, c) for n, c in signings])
    add_signed(work.connection, [content for _, content in signings])
    work.audit.record_all(
        [
            line(
                content.signed_at or note.saved_at,
                content.practitioner.name,
                deed="note.signed",
                patient_id=note.patient_id,
                on=note.id,
            )
            for note, content in signings
        ]
    )


def _add_people(work: StoredWork, whole: WholeClinic) -> None:
    work.audit.record("record.begun")
    for practitioner in whole.practitioners:
        work.practitioners.put(practitioner)
        work.audit.record("practitioner.kept", on=practitioner.id)
    work.clinic.put(whole.clinic)
    if whole.patients:
        work.patients.add(whole.patients)
    if whole.episodes:
        work.connection.execute(insert(EpisodeRow), [episode_values(e) for e in whole.episodes])
    at, who = whole.begun_at, ""
    added = [line(at, who, deed="patient.added", patient_id=p.id) for p in whole.patients]
    opened = [
        line(at, who, deed="episode.opened", patient_id=e.patient_id, on=e.id)
        for e in whole.episodes
    ]
    work.audit.record_all(added + opened)


def _batches(signings: Iterable[Signing]) -> Iterator[list[Signing]]:
    waiting = iter(signings)
    while batch := list(islice(waiting, BATCH)):
        yield batch
