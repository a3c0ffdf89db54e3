"""What a record holds, as a backup says it; and how a backup differs from the record now."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, func, select

from ims_notes import __version__
from ims_notes.domain.audit import Deed
from ims_notes.domain.backups import Counts, Difference, Manifest, Relation
from ims_notes.domain.note import NoteState
from ims_notes.storage.heads import Lost, head_from, head_now, head_said, lost
from ims_notes.storage.note_tables import AddendumRow, NoteRow, SealRow
from ims_notes.storage.record_file import HEAD
from ims_notes.storage.tables import AuditRow, PatientRow

_BACKING_UP = (Deed.BACKUP_MADE, Deed.BACKUP_FAILED, Deed.BACKUP_TRIED)
"""What changes nothing that a backup is for."""

_DRAFT = NoteRow.state == NoteState.DRAFT.value
_SIGNED = NoteRow.state == NoteState.SIGNED.value


def facts(connection: Connection, *, made_at: datetime, zone: str, encrypted: bool) -> Manifest:
    """Return what there is to say of a record at one moment; it has no members yet."""
    entry = (
        select(AuditRow.seq, AuditRow.at)
        .where(AuditRow.deed.not_in(_BACKING_UP))
        .order_by(AuditRow.seq.desc())
        .limit(1)
    )
    last = connection.execute(entry).first()
    drafts = select(func.count(), func.sum(NoteRow.revision), func.max(NoteRow.saved_at))
    count, revisions, saved_at = connection.execute(drafts.where(_DRAFT)).one()
    moments = [each for each in (last and last.at, saved_at) if each is not None]
    return Manifest(
        made_at=made_at,
        zone=zone,
        program=__version__,
        schema=HEAD,
        encrypted=encrypted,
        record=record_id(connection),
        counts=_counts(connection, drafts=count),
        last_entry_at=max(moments, default=None),
        state=f"{last.seq if last else 0}-{count}-{revisions or 0}",
        head=head_said(head_now(connection)),
    )


def record_id(connection: Connection) -> str:
    """Return what a record is known by for all its life: the hash of its first audit line."""
    first = connection.execute(select(AuditRow.chained).where(AuditRow.seq == 1)).scalar()
    return first.hex() if first else ""


def difference(connection: Connection, manifest: Manifest) -> Difference:
    """Compare a backup with the record as it is now, by the places that the chains had reached."""
    now = facts(connection, made_at=manifest.made_at, zone=manifest.zone, encrypted=False)
    if now.record != manifest.record:
        return Difference(relation=Relation.OTHER, missing=now.counts, extra=manifest.counts)
    since = _since(connection, manifest, now=now)
    gone = lost(connection, head_from(dict(manifest.head)))
    if gone is None:
        is_same = now.state == manifest.state
        relation = Relation.SAME if is_same else Relation.NOW_AHEAD
        return Difference(relation=relation, missing=Counts() if is_same else since)
    is_more = bool(since.notes or since.drafts)
    relation = Relation.APART if is_more or gone.notes is None else Relation.BACKUP_AHEAD
    return Difference(relation=relation, missing=since, extra=_extra(manifest, gone, now=now))


def _counts(connection: Connection, *, drafts: int) -> Counts:
    def how_many(row: type, *where: object) -> int:
        found: int = connection.execute(
            select(func.count()).select_from(row).where(*where)  # type: ignore[arg-type]
        ).scalar_one()
        return found

    return Counts(
        patients=how_many(PatientRow),
        notes=how_many(NoteRow, _SIGNED),
        drafts=drafts,
        addenda=how_many(AddendumRow),
        lines=how_many(AuditRow),
    )


def _since(connection: Connection, manifest: Manifest, *, now: Manifest) -> Counts:
    """Return what was written after a backup: sealed things by place or time, drafts by time."""
    reached = head_from(dict(manifest.head))
    by_kind = select(SealRow.kind, func.count()).where(SealRow.seq > reached.seals)
    rows = connection.execute(by_kind.group_by(SealRow.kind)).all()
    newer = {row[0]: row[1] for row in rows}
    after = select(func.count()).select_from(NoteRow).where(NoteRow.saved_at > manifest.made_at)
    signed: int = newer.get("note", 0)
    if lost(connection, reached) is not None:
        later = after.where(_SIGNED, NoteRow.signed_at > manifest.made_at)
        signed = connection.execute(later).scalar_one()
    return Counts(
        patients=max(0, now.counts.patients - manifest.counts.patients),
        notes=signed,
        drafts=connection.execute(after.where(_DRAFT)).scalar_one(),
        addenda=newer.get("addendum", 0),
        lines=max(0, now.counts.lines - manifest.counts.lines),
    )


def _extra(manifest: Manifest, gone: Lost, *, now: Manifest) -> Counts:
    then = manifest.counts
    return replace(
        Counts(),
        patients=max(0, then.patients - now.counts.patients),
        notes=gone.notes or 0,
        drafts=max(0, then.drafts - now.counts.drafts),
        addenda=max(0, then.addenda - now.counts.addenda),
        lines=gone.lines,
    )
