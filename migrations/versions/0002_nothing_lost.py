"""Lawful destruction, imported chains, and PINs.

A note with a tombstone may be taken away; an imported archive keeps its own chain, linked by one
seal; a practitioner may have a PIN. The triggers are dropped and made anew: they are made here for
new records too.

Revision: 0002
Follows: 0001
"""

import sqlalchemy as sa
from alembic import op

from ims_notes.storage.columns import Id
from ims_notes.storage.seals import sqlite_triggers

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_CLUSTERED = {"sqlite_with_rowid": False}


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    if is_sqlite:
        _drop_triggers()
    with op.batch_alter_table("seal") as seal:
        seal.drop_constraint("ck_seal_kind", type_="check")
        seal.create_check_constraint(
            "ck_seal_kind", "kind IN ('note', 'addendum', 'tombstone', 'import')"
        )
    _signed_facts()
    _tombstones()
    _imported_chains()
    _access()
    if is_sqlite:
        for statement in sqlite_triggers():
            op.execute(sa.text(statement.replace(":", r"\:")))


def _drop_triggers() -> None:
    asked = sa.text("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    for name in op.get_bind().execute(asked).scalars().all():
        op.execute(sa.text(f"DROP TRIGGER {name}"))


def _signed_facts() -> None:
    """Let a signed note's own facts say what was signed, to the last column.

    Until now its episode was the one chosen before signing, and its saves stayed counted; `check`
    could compare neither with the signed text.
    """
    op.execute(
        sa.text(
            "UPDATE note SET revision = 0, episode_id = (SELECT episode_id FROM note_episode "
            "WHERE note_episode.note_id = note.id AND note_episode.place = 0) "
            "WHERE state = 'signed'"
        )
    )


def _required(name: str, kind: type, *, autoincrement: bool | str = "auto") -> sa.Column:
    return sa.Column(name, kind, nullable=False, autoincrement=autoincrement)


def _tombstones() -> None:
    op.create_table(
        "tombstone",
        _required("note_id", Id),
        _required("canonical_json", sa.Text),
        sa.PrimaryKeyConstraint("note_id", name="pk_tombstone"),
        **_CLUSTERED,
    )


def _imported_chains() -> None:
    op.create_table(
        "imported_seal",
        _required("chain_id", Id),
        _required("seq", sa.Integer, autoincrement=False),
        _required("kind", sa.Text),
        _required("note_id", Id),
        _required("number", sa.Integer),
        _required("content_sha256", sa.LargeBinary),
        _required("seal", sa.LargeBinary),
        sa.CheckConstraint(
            "kind IN ('note', 'addendum', 'tombstone', 'import')", name="ck_imported_seal_kind"
        ),
        sa.PrimaryKeyConstraint("chain_id", "seq", name="pk_imported_seal"),
        **_CLUSTERED,
    )
    op.create_index("ix_imported_seal_note_id", "imported_seal", ["note_id"])


def _access() -> None:
    op.create_table(
        "practitioner_access",
        _required("practitioner_id", Id),
        _required("pin", sa.Text),
        sa.CheckConstraint("pin LIKE '$argon2id$%'", name="ck_practitioner_access_pin"),
        sa.ForeignKeyConstraint(
            ["practitioner_id"],
            ["practitioner.id"],
            name="fk_practitioner_access_practitioner_id",
        ),
        sa.PrimaryKeyConstraint("practitioner_id", name="pk_practitioner_access"),
        **_CLUSTERED,
    )
