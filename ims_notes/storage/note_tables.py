"""The tables of session notes: the note, what it states row by row, and its seals.

A signed note is its canonical JSON; all other rows of a signed note are an index of it.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from ims_notes.domain.note import NoteKind, NoteState
from ims_notes.domain.programme import ItemStatus
from ims_notes.domain.sites import Side, Target, Twitch
from ims_notes.domain.texts import NARRATIVE_LIMIT
from ims_notes.domain.visit import NoNeedlingReason, PainContext, Tolerance
from ims_notes.storage.columns import at_least_one, longest, on_scale, one_of
from ims_notes.storage.tables import CLUSTERED, Row


class NoteRow(Row):
    """A session note as typed, and the single facts of a signed visit."""

    __tablename__ = "note"
    __table_args__ = (
        Index(None, "patient_id", "state", "started_at"),
        Index(None, "state", "started_at"),
        CheckConstraint(one_of("kind", NoteKind), name="kind"),
        CheckConstraint(one_of("state", NoteState), name="state"),
        CheckConstraint("(state = 'signed') = (signed_at IS NOT NULL)", name="signed_when"),
        CheckConstraint(longest(NARRATIVE_LIMIT, "text", "late_reason"), name="length"),
        CheckConstraint("revision >= 0", name="revision"),
        CheckConstraint(one_of("tolerance", Tolerance), name="tolerance"),
        CheckConstraint(one_of("no_needling", NoNeedlingReason), name="no_needling"),
        CheckConstraint("needles_used >= 0 AND needles_removed >= 0", name="needles"),
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioner.id"))
    episode_id: Mapped[UUID | None] = mapped_column(ForeignKey("episode.id"))
    kind: Mapped[str]
    state: Mapped[str]
    started_at: Mapped[datetime]
    zone: Mapped[str]
    place: Mapped[str]
    created_at: Mapped[datetime]
    saved_at: Mapped[datetime]
    signed_at: Mapped[datetime | None]
    revision: Mapped[int]
    position: Mapped[str | None]
    tolerance: Mapped[str | None]
    needles_used: Mapped[int | None]
    needles_removed: Mapped[int | None]
    consent_and_change_check: Mapped[bool | None]
    no_needling: Mapped[str | None]
    adverse_events_none: Mapped[bool | None]
    since_last: Mapped[str | None]
    since_last_hours: Mapped[int | None]
    next_days: Mapped[int | None]
    late_reason: Mapped[str]
    text: Mapped[str]


class SignedNoteRow(Row):
    """What was signed: the canonical JSON and its SHA-256."""

    __tablename__ = "signed_note"
    note_id: Mapped[UUID] = mapped_column(ForeignKey("note.id"), primary_key=True)
    content_sha256: Mapped[bytes]
    canonical_json: Mapped[str]


class Part:
    """The key of what a signed note holds several of: the note and the place in it, from 0."""

    @declared_attr
    def note_id(cls) -> Mapped[UUID]:
        """Name the note."""
        return mapped_column(ForeignKey("note.id"), primary_key=True, sort_order=-2)

    @declared_attr
    def place(cls) -> Mapped[int]:
        """Count the place in the note, in the order typed."""
        return mapped_column(primary_key=True, autoincrement=False, sort_order=-1)


class NoteEpisodeRow(Part, Row):
    """An episode that the visit served."""

    __tablename__ = "note_episode"
    __table_args__ = CLUSTERED
    episode_id: Mapped[UUID] = mapped_column(ForeignKey("episode.id"), index=True)


class NeedlingSiteRow(Part, Row):
    """One treated site; several codes in one column stand side by side with a blank."""

    __tablename__ = "needling_site"
    __table_args__ = (
        Index(None, "muscle"),
        CheckConstraint(one_of("side", Side), name="side"),
        CheckConstraint(one_of("target", Target), name="target"),
        CheckConstraint(one_of("twitch", Twitch), name="twitch"),
        CheckConstraint("twitch_count IS NULL OR twitch = 'present'", name="twitch_seen"),
        CheckConstraint(at_least_one("twitch_count", "insertions", "needles"), name="counts"),
        CheckConstraint(on_scale("pain_before", "pain_after"), name="pain"),
        CheckConstraint("depth_mm <= length_mm", name="depth"),
        CLUSTERED,
    )
    episode_id: Mapped[UUID | None] = mapped_column(ForeignKey("episode.id"))
    muscle: Mapped[str]
    side: Mapped[str]
    level: Mapped[str | None]
    target: Mapped[str]
    twitch: Mapped[str | None]
    twitch_count: Mapped[int | None]
    grab: Mapped[bool | None]
    insertions: Mapped[int | None]
    needles: Mapped[int | None]
    pain_before: Mapped[int | None]
    pain_after: Mapped[int | None]
    diameter_mm: Mapped[float | None]
    length_mm: Mapped[float | None]
    depth_mm: Mapped[float | None]
    techniques: Mapped[str]
    dwell_s: Mapped[int | None]
    findings: Mapped[str]
    site_reactions: Mapped[str]
    grip: Mapped[str | None]
    region: Mapped[str | None]


class PainScoreRow(Part, Row):
    """One pain rating of the visit, the unspecified one first."""

    __tablename__ = "pain_score"
    __table_args__ = (
        CheckConstraint(one_of("context", PainContext), name="context"),
        CheckConstraint(on_scale("before", "after"), name="scale"),
        CLUSTERED,
    )
    episode_id: Mapped[UUID | None] = mapped_column(ForeignKey("episode.id"))
    region: Mapped[str | None]
    context: Mapped[str | None]
    before: Mapped[int | None]
    after: Mapped[int | None]
    after_not_taken: Mapped[bool]


class ExerciseRow(Part, Row):
    """One exercise of the home programme after the visit."""

    __tablename__ = "exercise"
    __table_args__ = (
        CheckConstraint(one_of("status", ItemStatus), name="status"),
        CLUSTERED,
    )
    name: Mapped[str]
    status: Mapped[str]
    sets: Mapped[int | None]
    reps: Mapped[int | None]
    hold_s: Mapped[int | None]
    times_per_day: Mapped[int | None]


class EducationRow(Part, Row):
    """One education topic."""

    __tablename__ = "education"
    __table_args__ = CLUSTERED
    topic: Mapped[str]


class HandsOnRow(Part, Row):
    """One hands-on treatment."""

    __tablename__ = "hands_on"
    __table_args__ = CLUSTERED
    technique: Mapped[str]
    muscle: Mapped[str | None]
    minutes: Mapped[int | None]


class RangeOfMovementRow(Part, Row):
    """One measured movement, in degrees or millimetres."""

    __tablename__ = "range_of_movement"
    __table_args__ = (CheckConstraint("unit IN ('deg', 'mm')", name="unit"), CLUSTERED)
    region: Mapped[str]
    motion: Mapped[str]
    side: Mapped[str | None]
    before: Mapped[float | None]
    after: Mapped[float | None]
    unit: Mapped[str]


class AdverseEventRow(Part, Row):
    """One adverse event at the visit."""

    __tablename__ = "adverse_event"
    __table_args__ = CLUSTERED
    event: Mapped[str]
    severity: Mapped[str | None]
    site: Mapped[str | None]
    action: Mapped[str | None]
    outcome: Mapped[str | None]


class AddendumRow(Row):
    """A dated, reasoned addition to a signed note; ``number`` counts from 1."""

    __tablename__ = "addendum"
    note_id: Mapped[UUID] = mapped_column(ForeignKey("note.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content_sha256: Mapped[bytes]
    canonical_json: Mapped[str]


_SEAL_KIND = "kind IN ('note', 'addendum', 'tombstone', 'import')"


class SealRow(Row):
    """The chain of seals, in the order of signing; ``number`` is 0 for a note itself.

    It names no note by foreign key: a lawfully destroyed note leaves its seal behind.
    """

    __tablename__ = "seal"
    __table_args__ = (
        UniqueConstraint("note_id", "kind", "number"),
        CheckConstraint(_SEAL_KIND, name="kind"),
    )
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    note_id: Mapped[UUID]
    number: Mapped[int]
    content_sha256: Mapped[bytes]
    seal: Mapped[bytes]


class TombstoneRow(Row):
    """What is left of a lawfully destroyed note: who destroyed it, when and why."""

    __tablename__ = "tombstone"
    __table_args__ = (CLUSTERED,)
    note_id: Mapped[UUID] = mapped_column(primary_key=True)
    canonical_json: Mapped[str]


class ImportedSealRow(Row):
    """The chain of seals of an imported archive, as it was there.

    One seal of kind ``import`` in the record's own chain holds the hash of its lines written down
    (domain/chain.py), which binds every column here.
    """

    __tablename__ = "imported_seal"
    __table_args__ = (CheckConstraint(_SEAL_KIND, name="kind"), CLUSTERED)
    chain_id: Mapped[UUID] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    note_id: Mapped[UUID] = mapped_column(index=True)
    number: Mapped[int]
    content_sha256: Mapped[bytes]
    seal: Mapped[bytes]


PARTS: tuple[type[Row], ...] = (
    NoteEpisodeRow,
    NeedlingSiteRow,
    PainScoreRow,
    ExerciseRow,
    EducationRow,
    HandsOnRow,
    RangeOfMovementRow,
    AdverseEventRow,
)
"""What a signed note states, table by table."""
