"""The record from its first day.

Revision: 0001
Follows: nothing
"""

import sqlalchemy as sa
from alembic import op

from ims_notes.storage.columns import Id, Utc
from ims_notes.storage.search import SQLITE_TABLE

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_CLUSTERED = {"sqlite_with_rowid": False}


def upgrade() -> None:
    _people_and_chains()
    _notes()
    if op.get_bind().dialect.name == "sqlite":
        for statement in SQLITE_TABLE:
            op.execute(sa.text(statement.replace(":", r"\:")))


def _required(name: str, kind: type, *, autoincrement: bool | str = "auto") -> sa.Column:
    return sa.Column(name, kind, nullable=False, autoincrement=autoincrement)


def _longest(limit: int, *columns: str) -> str:
    return " AND ".join(f"length({column}) <= {limit}" for column in columns)


def _one_of(column: str, *words: str) -> str:
    return f"{column} IN {words}"


def _part_of_note(table: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        _required("note_id", Id),
        _required("place", sa.Integer, autoincrement=False),
        *columns,
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name=f"fk_{table}_note_id"),
        sa.PrimaryKeyConstraint("note_id", "place", name=f"pk_{table}"),
        **_CLUSTERED,
    )


def _people_and_chains() -> None:
    op.create_table(
        "audit",
        _required("seq", sa.Integer, autoincrement=False),
        _required("at", Utc),
        _required("who", sa.Text),
        _required("deed", sa.Text),
        sa.Column("patient_id", Id),
        sa.Column("on_id", Id),
        _required("chained", sa.LargeBinary),
        sa.PrimaryKeyConstraint("seq", name="pk_audit"),
    )
    op.create_index("ix_audit_patient_id", "audit", ["patient_id"])

    op.create_table(
        "clinic",
        _required("id", sa.Integer, autoincrement=False),
        _required("settings", sa.Text),
        sa.CheckConstraint("id = 1", name="ck_clinic_one"),
        sa.PrimaryKeyConstraint("id", name="pk_clinic"),
    )
    op.create_table(
        "patient",
        _required("id", Id),
        _required("family_name", sa.Text),
        _required("given_name", sa.Text),
        _required("preferred_name", sa.Text),
        sa.Column("born", sa.Date),
        _required("gender", sa.Text),
        _required("phone", sa.Text),
        _required("email", sa.Text),
        _required("identifier", sa.Text),
        _required("referrer", sa.Text),
        _required("alerts", sa.Text),
        _required("name_key", sa.Text),
        _required("phone_digits", sa.Text),
        sa.CheckConstraint("family_name <> '' OR given_name <> ''", name="ck_patient_named"),
        sa.CheckConstraint(
            _longest(200, "family_name", "given_name", "preferred_name"),
            name="ck_patient_name_length",
        ),
        sa.CheckConstraint(
            _longest(1_000, "gender", "phone", "email", "identifier", "referrer", "alerts"),
            name="ck_patient_detail_length",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_patient"),
        **_CLUSTERED,
    )
    op.create_index("ix_patient_born", "patient", ["born"])
    op.create_index("ix_patient_identifier", "patient", ["identifier"])
    op.create_index("ix_patient_name_key", "patient", ["name_key"])
    op.create_index("ix_patient_phone_digits", "patient", ["phone_digits"])

    op.create_table(
        "practitioner",
        _required("id", Id),
        _required("name", sa.Text),
        _required("credentials", sa.Text),
        _required("registration", sa.Text),
        _required("active", sa.Boolean),
        sa.CheckConstraint("name <> ''", name="ck_practitioner_named"),
        sa.CheckConstraint(
            _longest(200, "name", "credentials", "registration"), name="ck_practitioner_length"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_practitioner"),
        **_CLUSTERED,
    )
    op.create_table(
        "seal",
        _required("seq", sa.Integer, autoincrement=False),
        _required("kind", sa.Text),
        _required("note_id", Id),
        _required("number", sa.Integer),
        _required("content_sha256", sa.LargeBinary),
        _required("seal", sa.LargeBinary),
        sa.CheckConstraint(_one_of("kind", "note", "addendum", "tombstone"), name="ck_seal_kind"),
        sa.PrimaryKeyConstraint("seq", name="pk_seal"),
        sa.UniqueConstraint("note_id", "kind", "number", name="uq_seal_note_id_kind_number"),
    )
    op.create_table(
        "day_entry",
        _required("id", Id),
        _required("day", sa.Date),
        sa.Column("at", sa.Time),
        _required("name", sa.Text),
        sa.Column("patient_id", Id),
        _required("position", sa.Integer),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_day_entry_patient_id"),
        sa.PrimaryKeyConstraint("id", name="pk_day_entry"),
        **_CLUSTERED,
    )
    op.create_index("ix_day_entry_day", "day_entry", ["day"])

    op.create_table(
        "episode",
        _required("id", Id),
        _required("patient_id", Id),
        _required("region", sa.Text),
        _required("complaint", sa.Text),
        _required("onset", sa.Text),
        _required("contributing", sa.Text),
        _required("diagnosis", sa.Text),
        _required("diagnosis_code", sa.Text),
        _required("status", sa.Text),
        _required("opened_on", sa.Date),
        sa.Column("discharged_on", sa.Date),
        _required("discharge_summary", sa.Text),
        sa.CheckConstraint("region <> ''", name="ck_episode_region"),
        sa.CheckConstraint(
            _one_of("status", "active", "on_hold", "discharged"), name="ck_episode_status"
        ),
        sa.CheckConstraint(
            _longest(
                5_000,
                "complaint",
                "onset",
                "contributing",
                "diagnosis",
                "diagnosis_code",
                "discharge_summary",
            ),
            name="ck_episode_length",
        ),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_episode_patient_id"),
        sa.PrimaryKeyConstraint("id", name="pk_episode"),
        **_CLUSTERED,
    )
    op.create_index("ix_episode_patient_id", "episode", ["patient_id"])


def _notes() -> None:
    op.create_table(
        "note",
        _required("id", Id),
        _required("patient_id", Id),
        _required("practitioner_id", Id),
        sa.Column("episode_id", Id),
        _required("kind", sa.Text),
        _required("state", sa.Text),
        _required("started_at", Utc),
        _required("zone", sa.Text),
        _required("place", sa.Text),
        _required("created_at", Utc),
        _required("saved_at", Utc),
        sa.Column("signed_at", Utc),
        _required("revision", sa.Integer),
        sa.Column("position", sa.Text),
        sa.Column("tolerance", sa.Text),
        sa.Column("needles_used", sa.Integer),
        sa.Column("needles_removed", sa.Integer),
        sa.Column("consent_and_change_check", sa.Boolean),
        sa.Column("no_needling", sa.Text),
        sa.Column("adverse_events_none", sa.Boolean),
        sa.Column("since_last", sa.Text),
        sa.Column("since_last_hours", sa.Integer),
        sa.Column("next_days", sa.Integer),
        _required("late_reason", sa.Text),
        _required("text", sa.Text),
        sa.CheckConstraint(
            "(state = 'signed') = (signed_at IS NOT NULL)", name="ck_note_signed_when"
        ),
        sa.CheckConstraint(
            _one_of(
                "kind",
                "initial",
                "follow_up",
                "reassessment",
                "discharge",
                "contact",
                "missed",
                "no_needling",
            ),
            name="ck_note_kind",
        ),
        sa.CheckConstraint(
            _one_of("no_needling", "declined", "withheld", "unsuitable"), name="ck_note_no_needling"
        ),
        sa.CheckConstraint(_one_of("state", "draft", "signed"), name="ck_note_state"),
        sa.CheckConstraint(
            _one_of("tolerance", "well", "moderate", "poor", "stopped"), name="ck_note_tolerance"
        ),
        sa.CheckConstraint(_longest(100_000, "text", "late_reason"), name="ck_note_length"),
        sa.CheckConstraint("needles_used >= 0 AND needles_removed >= 0", name="ck_note_needles"),
        sa.CheckConstraint("revision >= 0", name="ck_note_revision"),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name="fk_note_episode_id"),
        sa.ForeignKeyConstraint(["patient_id"], ["patient.id"], name="fk_note_patient_id"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"], ["practitioner.id"], name="fk_note_practitioner_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_note"),
    )
    op.create_index(
        "ix_note_patient_id_state_started_at", "note", ["patient_id", "state", "started_at"]
    )
    op.create_index("ix_note_state_started_at", "note", ["state", "started_at"])

    op.create_table(
        "addendum",
        _required("note_id", Id),
        _required("number", sa.Integer, autoincrement=False),
        _required("content_sha256", sa.LargeBinary),
        _required("canonical_json", sa.Text),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name="fk_addendum_note_id"),
        sa.PrimaryKeyConstraint("note_id", "number", name="pk_addendum"),
    )
    _part_of_note(
        "adverse_event",
        _required("event", sa.Text),
        sa.Column("severity", sa.Text),
        sa.Column("site", sa.Text),
        sa.Column("action", sa.Text),
        sa.Column("outcome", sa.Text),
    )
    _part_of_note(
        "education",
        _required("topic", sa.Text),
    )
    _part_of_note(
        "exercise",
        _required("name", sa.Text),
        _required("status", sa.Text),
        sa.Column("sets", sa.Integer),
        sa.Column("reps", sa.Integer),
        sa.Column("hold_s", sa.Integer),
        sa.Column("times_per_day", sa.Integer),
        sa.CheckConstraint(
            _one_of("status", "new", "same", "progressed", "changed", "stopped"),
            name="ck_exercise_status",
        ),
    )
    _part_of_note(
        "hands_on",
        _required("technique", sa.Text),
        sa.Column("muscle", sa.Text),
        sa.Column("minutes", sa.Integer),
    )
    _part_of_note(
        "needling_site",
        sa.Column("episode_id", Id),
        _required("muscle", sa.Text),
        _required("side", sa.Text),
        sa.Column("level", sa.Text),
        _required("target", sa.Text),
        sa.Column("twitch", sa.Text),
        sa.Column("twitch_count", sa.Integer),
        sa.Column("grab", sa.Boolean),
        sa.Column("insertions", sa.Integer),
        sa.Column("needles", sa.Integer),
        sa.Column("pain_before", sa.Integer),
        sa.Column("pain_after", sa.Integer),
        sa.Column("diameter_mm", sa.Double),
        sa.Column("length_mm", sa.Double),
        sa.Column("depth_mm", sa.Double),
        _required("techniques", sa.Text),
        sa.Column("dwell_s", sa.Integer),
        _required("findings", sa.Text),
        _required("site_reactions", sa.Text),
        sa.Column("grip", sa.Text),
        sa.Column("region", sa.Text),
        sa.CheckConstraint(
            _one_of("side", "left", "right", "midline"), name="ck_needling_site_side"
        ),
        sa.CheckConstraint(
            _one_of("target", "muscle", "tendon", "scar", "enthesis", "ligament"),
            name="ck_needling_site_target",
        ),
        sa.CheckConstraint(
            _one_of("twitch", "present", "absent", "uncertain", "not_sought"),
            name="ck_needling_site_twitch",
        ),
        sa.CheckConstraint(
            "twitch_count IS NULL OR twitch = 'present'", name="ck_needling_site_twitch_seen"
        ),
        sa.CheckConstraint("depth_mm <= length_mm", name="ck_needling_site_depth"),
        sa.CheckConstraint(
            "pain_before BETWEEN 0 AND 10 AND pain_after BETWEEN 0 AND 10",
            name="ck_needling_site_pain",
        ),
        sa.CheckConstraint(
            "twitch_count >= 1 AND insertions >= 1 AND needles >= 1", name="ck_needling_site_counts"
        ),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name="fk_needling_site_episode_id"),
    )
    op.create_index("ix_needling_site_muscle", "needling_site", ["muscle"])

    _part_of_note(
        "note_episode",
        _required("episode_id", Id),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name="fk_note_episode_episode_id"),
    )
    op.create_index("ix_note_episode_episode_id", "note_episode", ["episode_id"])

    _part_of_note(
        "pain_score",
        sa.Column("episode_id", Id),
        sa.Column("region", sa.Text),
        sa.Column("context", sa.Text),
        sa.Column("before", sa.Integer),
        sa.Column("after", sa.Integer),
        _required("after_not_taken", sa.Boolean),
        sa.CheckConstraint(
            _one_of("context", "now", "best", "worst", "movement"), name="ck_pain_score_context"
        ),
        sa.CheckConstraint(
            "before BETWEEN 0 AND 10 AND after BETWEEN 0 AND 10", name="ck_pain_score_scale"
        ),
        sa.ForeignKeyConstraint(["episode_id"], ["episode.id"], name="fk_pain_score_episode_id"),
    )
    _part_of_note(
        "range_of_movement",
        _required("region", sa.Text),
        _required("motion", sa.Text),
        sa.Column("side", sa.Text),
        sa.Column("before", sa.Double),
        sa.Column("after", sa.Double),
        _required("unit", sa.Text),
        sa.CheckConstraint(_one_of("unit", "deg", "mm"), name="ck_range_of_movement_unit"),
    )
    op.create_table(
        "signed_note",
        _required("note_id", Id),
        _required("content_sha256", sa.LargeBinary),
        _required("canonical_json", sa.Text),
        sa.ForeignKeyConstraint(["note_id"], ["note.id"], name="fk_signed_note_note_id"),
        sa.PrimaryKeyConstraint("note_id", name="pk_signed_note"),
    )
