"""The tables of the record: people, episodes, settings and the day's list."""

from datetime import date, datetime, time
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from ims_notes.domain.episodes import EPISODE_TEXT_LIMIT, EpisodeStatus
from ims_notes.domain.patients import DETAIL_LIMIT, NAME_LIMIT
from ims_notes.storage.columns import Id, Utc, longest, one_of

NAMES = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

CLUSTERED: dict[str, Any] = {"sqlite_with_rowid": False}
"""Rows lie in the order of their key; narrow tables only."""


class Row(DeclarativeBase):
    """A typed table of the record. Rows are read and written by column, never as objects."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map: ClassVar[dict[Any, Any]] = {UUID: Id, datetime: Utc, str: Text}


class ClinicRow(Row):
    """The clinic's settings: one row, the domain's Clinic as JSON."""

    __tablename__ = "clinic"
    __table_args__ = (CheckConstraint("id = 1", name="one"),)
    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    settings: Mapped[str]


class PractitionerRow(Row):
    """Who treats and signs."""

    __tablename__ = "practitioner"
    __table_args__ = (
        CheckConstraint(longest(NAME_LIMIT, "name", "credentials", "registration"), name="length"),
        CheckConstraint("name <> ''", name="named"),
        CLUSTERED,
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    credentials: Mapped[str]
    registration: Mapped[str]
    active: Mapped[bool]


class PractitionerAccessRow(Row):
    """How a practitioner unlocks the screen: the verifier of a PIN (a PHC string of Argon2id)."""

    __tablename__ = "practitioner_access"
    __table_args__ = (CheckConstraint("pin LIKE '$argon2id$%'", name="pin"), CLUSTERED)
    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioner.id"), primary_key=True)
    pin: Mapped[str]


class PatientRow(Row):
    """A patient; ``name_key`` and ``phone_digits`` are for sorting and finding."""

    __tablename__ = "patient"
    __table_args__ = (
        CheckConstraint(
            longest(NAME_LIMIT, "family_name", "given_name", "preferred_name"), name="name_length"
        ),
        CheckConstraint(
            longest(DETAIL_LIMIT, "gender", "phone", "email", "identifier", "referrer", "alerts"),
            name="detail_length",
        ),
        CheckConstraint("family_name <> '' OR given_name <> ''", name="named"),
        CLUSTERED,
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    family_name: Mapped[str]
    given_name: Mapped[str]
    preferred_name: Mapped[str]
    born: Mapped[date | None] = mapped_column(index=True)
    gender: Mapped[str]
    phone: Mapped[str]
    email: Mapped[str]
    identifier: Mapped[str] = mapped_column(index=True)
    referrer: Mapped[str]
    alerts: Mapped[str]
    name_key: Mapped[str] = mapped_column(index=True)
    phone_digits: Mapped[str] = mapped_column(index=True)


class EpisodeRow(Row):
    """An episode of care."""

    __tablename__ = "episode"
    __table_args__ = (
        CheckConstraint(one_of("status", EpisodeStatus), name="status"),
        CheckConstraint("region <> ''", name="region"),
        CheckConstraint(
            longest(
                EPISODE_TEXT_LIMIT,
                *("complaint", "onset", "contributing"),
                *("diagnosis", "diagnosis_code", "discharge_summary"),
            ),
            name="length",
        ),
        CLUSTERED,
    )
    id: Mapped[UUID] = mapped_column(primary_key=True)
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"), index=True)
    region: Mapped[str]
    complaint: Mapped[str]
    onset: Mapped[str]
    contributing: Mapped[str]
    diagnosis: Mapped[str]
    diagnosis_code: Mapped[str]
    status: Mapped[str]
    opened_on: Mapped[date]
    discharged_on: Mapped[date | None]
    discharge_summary: Mapped[str]


class DayEntryRow(Row):
    """One name on a day's list."""

    __tablename__ = "day_entry"
    __table_args__ = (Index(None, "day"), CLUSTERED)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    day: Mapped[date]
    at: Mapped[time | None]
    name: Mapped[str]
    patient_id: Mapped[UUID | None] = mapped_column(ForeignKey("patient.id"))
    position: Mapped[int]


class AuditRow(Row):
    """Who did what and when: append-only, each line chained to the one before it by hash."""

    __tablename__ = "audit"
    seq: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    who: Mapped[str]
    deed: Mapped[str]
    patient_id: Mapped[UUID | None] = mapped_column(index=True)
    on_id: Mapped[UUID | None]
    chained: Mapped[bytes]
