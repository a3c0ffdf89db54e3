"""Backups: what each says about itself, which of them are kept, and how one differs from now.

Nothing here names a patient: a manifest holds numbers, moments and hashes only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

FORMAT: Final = 1
"""Counts the kinds of manifest; a higher one is from a newer program."""

DAILY: Final = 12
WEEKLY: Final = 10
MONTHLY: Final = 9

EVERY: Final = timedelta(minutes=30)
"""How long after a backup the next one is due, if something changed."""

TOO_OLD: Final = timedelta(days=7)
"""A last backup older than this is worth a word."""

TRIAL_EVERY: Final = timedelta(days=365)
FIRST_TRIAL_AFTER: Final = timedelta(days=30)
ASK_AGAIN_AFTER: Final = timedelta(days=7)

_MOST: Final = 1 << 53
"""No count and no size is larger; also the largest number that every JSON reader knows exactly."""

_HASH = re.compile(r"[0-9a-f]{64}")
T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """How much a record holds; `notes` are the signed ones."""

    patients: int = 0
    notes: int = 0
    drafts: int = 0
    addenda: int = 0
    lines: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file inside a backup: its size in bytes and its SHA-256 in hex."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup says about itself.

    Attributes:
        made_at: when, aware.
        zone: IANA name of the clinic's zone, for showing the day.
        program: version of the program that made it.
        schema: the record's migration.
        encrypted: whether its record needs a passphrase.
        key: tells whether a key is that of its record, without telling the key.
        record: which record it is, by the hash of its first audit line; the same for its life.
        counts: how much it holds.
        last_entry_at: when something was last written in it; None for an empty record.
        state: changes whenever something is written, but not by backing up.
        head: how far the chains had come, as written beside the record.
        members: the files inside, by name.
    """

    made_at: datetime
    zone: str = "UTC"
    program: str = ""
    schema: str = ""
    encrypted: bool = False
    key: str = ""
    record: str = ""
    counts: Counts = field(default_factory=Counts)
    last_entry_at: datetime | None = None
    state: str = ""
    head: Mapping[str, Any] = field(default_factory=dict)
    members: Mapping[str, Member] = field(default_factory=dict)


class Relation(StrEnum):
    """How a backup and the record as it is now belong together."""

    SAME = "same"
    NOW_AHEAD = "now_ahead"
    """The record holds all that the backup holds, and more."""
    BACKUP_AHEAD = "backup_ahead"
    """The record ends before the backup does."""
    APART = "apart"
    """One record, but each went on without the other."""
    OTHER = "other"
    """Another record altogether."""
    UNKNOWN = "unknown"
    """There is no record now that could be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What would be lost and won by putting a backup in place of the record as it is now.

    Attributes:
        relation: how they belong together.
        missing: what the record holds now that the backup does not; `drafts` are those written
            or changed since.
        extra: what the backup holds that the record does not.
    """

    relation: Relation
    missing: Counts = field(default_factory=Counts)
    extra: Counts = field(default_factory=Counts)


def file_name(made_at: datetime) -> str:
    """Return the name of a backup's file; `made_at` as the clinic's clock shows it."""
    return f"ims-notes-{made_at:%Y-%m-%d-%H%M%S}.backup"


def is_due(*, changed: bool, last: datetime | None, now: datetime) -> bool:
    """Tell whether a backup should be made; a clock that was put back makes it due too."""
    return changed and (last is None or not timedelta() <= now - last < EVERY)


def is_late(*, last: datetime | None, begun: datetime | None, now: datetime) -> bool:
    """Tell whether the last backup is so old, in a record begun so long ago, that it is told."""
    since = last or begun
    return since is not None and now - since > TOO_OLD


def wants_trial(*, tried: datetime | None, begun: datetime | None, now: datetime) -> bool:
    """Tell whether it is time to try whether a backup can be restored: once a year.

    Args:
        tried: when one was last tried.
        begun: when the record was begun; nobody is asked in its first month.
        now: aware.
    """
    if tried is not None:
        return now - tried > TRIAL_EVERY
    return begun is not None and now - begun > FIRST_TRIAL_AFTER


def may_ask_again(asked_on: str, *, today: date) -> bool:
    """Tell whether to ask for a trial again: once a week, until it is done.

    Args:
        asked_on: the day it was asked last, ISO; anything else for never.
        today: the day.
    """
    try:
        last = date.fromisoformat(asked_on)
    except ValueError:
        return True
    return abs(today - last) >= ASK_AGAIN_AFTER


def kept(moments: Iterable[datetime], *, now: datetime) -> frozenset[datetime]:
    """Return which backups stay: all of today, then the newest of 12 days, 10 weeks, 9 months.

    Days, weeks and months are counted where there are backups, never by age, so that neither a
    long holiday nor a clock moved by years takes any away. Those that lie ahead of the clock are
    counted on their own. The newest always stays.

    Args:
        moments: when the backups of one record were made, all as one clock shows them.
        now: the same clock now.
    """
    every = sorted(set(moments), reverse=True)
    past = [each for each in every if each <= now]
    ahead = [each for each in every if each > now]
    today = {each for each in every if each.date() == now.date()}
    return frozenset(today | _rotated(past) | _rotated(ahead))


def _rotated(newest_first: list[datetime]) -> set[datetime]:
    return {
        *_newest_of(newest_first, lambda moment: moment.date(), most=DAILY),
        *_newest_of(newest_first, lambda moment: _week(moment.date()), most=WEEKLY),
        *_newest_of(newest_first, lambda moment: (moment.year, moment.month), most=MONTHLY),
    }


def _newest_of(
    newest_first: list[datetime], span: Callable[[datetime], object], *, most: int
) -> list[datetime]:
    newest: dict[object, datetime] = {}
    for moment in newest_first:
        newest.setdefault(span(moment), moment)
    return list(newest.values())[:most]


def _week(day: date) -> tuple[int, int]:
    found = day.isocalendar()
    return found.year, found.week


def manifest_said(manifest: Manifest) -> dict[str, Any]:
    """Return what is written of a manifest."""
    last = manifest.last_entry_at
    counts = manifest.counts
    return {
        "format": FORMAT,
        "made_by": "IMS Notes",
        "program": manifest.program,
        "made_at": manifest.made_at.astimezone(UTC).isoformat(),
        "zone": manifest.zone,
        "schema": manifest.schema,
        "encrypted": manifest.encrypted,
        "key": manifest.key,
        "record": manifest.record,
        "counts": {name: getattr(counts, name) for name in _COUNTED},
        "last_entry_at": last and last.astimezone(UTC).isoformat(),
        "state": manifest.state,
        "head": dict(manifest.head),
        "members": {
            name: {"size": each.size, "sha256": each.sha256}
            for name, each in manifest.members.items()
        },
    }


def manifest_from(said: object) -> Manifest:
    """Build a manifest from what is written of it, which anybody may have written.

    Raises:
        NewerManifest: a newer program wrote it.
        ValueError: it is none.
    """
    said = _of(dict, said)
    written = _whole(said.get("format"))
    if written > FORMAT:
        raise NewerManifest
    counts, head = _of(dict, said.get("counts")), _of(dict, said.get("head"))
    last = said.get("last_entry_at")
    return Manifest(
        made_at=_moment(said.get("made_at")),
        zone=_text(said.get("zone")),
        program=_text(said.get("program")),
        schema=_text(said.get("schema")),
        encrypted=_of(bool, said.get("encrypted")),
        key=_text(said.get("key")),
        record=_text(said.get("record")),
        counts=Counts(**{name: _whole(counts.get(name)) for name in _COUNTED}),
        last_entry_at=None if last is None else _moment(last),
        state=_text(said.get("state")),
        head=head,
        members=_members(said.get("members")),
    )


class NewerManifest(Exception):
    """The manifest is of a kind that only a newer program knows."""


_COUNTED: Final = ("patients", "notes", "drafts", "addenda", "lines")
_LONGEST_TEXT: Final = 200


def _members(said: object) -> dict[str, Member]:
    members = {}
    for name, each in _of(dict, said).items():
        facts = _of(dict, each)
        sha256 = _text(facts.get("sha256"))
        if not _HASH.fullmatch(sha256):
            raise ValueError("not a SHA-256")
        members[_text(name)] = Member(size=_whole(facts.get("size")), sha256=sha256)
    return members


def _of(kind: type[T], said: object) -> T:
    if not isinstance(said, kind):
        raise ValueError("another type was expected")
    return said


def _whole(said: object) -> int:
    if type(said) is not int or not 0 <= said <= _MOST:
        raise ValueError("not a count")
    return said


def _text(said: object) -> str:
    text = _of(str, said)
    if len(text) > _LONGEST_TEXT:
        raise ValueError("too long")
    return text


def _moment(said: object) -> datetime:
    moment = datetime.fromisoformat(_text(said))
    if moment.tzinfo is None:
        raise ValueError("a moment without its zone")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("a moment outside the calendar") from None
