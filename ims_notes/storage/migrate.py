"""Brings a record's tables up to date. Alembic is imported only here."""

import contextlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, NullPool, create_engine, event
from sqlcipher3 import dbapi2 as sqlite

from ims_notes import bundle
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage.connections import connect, revision_of, scalar
from ims_notes.storage.record_file import APPLICATION_ID, make_file, settle
from ims_notes.storage.trouble import in_plain_words


def config(path: Path, *, scripts: Path | None = None) -> Config:
    """Return Alembic's settings for a record, its connection included.

    Args:
        path: the record file.
        scripts: another folder of migrations than the program's own, for tests.
    """
    made = Config()
    made.set_main_option("script_location", str(scripts or bundle.migrations()).replace("%", "%%"))
    made.attributes["connection"] = _connection(path)
    return made


def upgrade(path: Path, *, scripts: Path | None = None) -> None:
    """Make a new record, or bring an older one up to date: all of it or nothing.

    A record that holds data is first copied beside itself and the copy verified.

    Raises:
        RecordUnavailable: the record is newer than the program, damaged, or cannot be written.
    """
    is_new = not path.exists()
    if is_new:
        make_file(path)
    with in_plain_words():
        settings = config(path, scripts=scripts)
        connection: Connection = settings.attributes["connection"]
        with contextlib.closing(connection):
            versions = known(settings)
            if not is_new:
                _prepare(path, versions)
            with _whole(connection):
                command.upgrade(settings, "head")
                connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
                connection.exec_driver_sql(f"PRAGMA user_version={len(versions)}")


def known(settings: Config) -> list[str]:
    """Return the migrations this program knows, oldest first."""
    scripts = ScriptDirectory.from_config(settings).walk_revisions()
    return [script.revision for script in scripts][::-1]


def _prepare(path: Path, versions: list[str]) -> None:
    stored = revision_of(path)
    if stored not in versions:
        raise RecordUnavailable(Trouble.NEWER, path=str(path), version=stored)
    if stored != versions[-1]:
        back_up(path, path.with_name(f"{path.name}.before-{versions[-1]}"))


def back_up(path: Path, target: Path) -> None:
    """Copy a record by SQLite's own backup, verify the copy, and give it its name for good.

    Raises:
        RecordUnavailable: the copy is not whole; nothing has that name then.
    """
    unnamed = target.with_name(f".{target.name}.new")
    make_file(unnamed)
    with (
        contextlib.closing(connect(path, writing=False)) as source,
        contextlib.closing(sqlite.connect(str(unnamed), isolation_level=None)) as copy,
    ):
        source.backup(copy)
    found = _stated(unnamed)
    if found[0] != "ok" or found != _stated(path):
        raise RecordUnavailable(Trouble.DAMAGED, path=str(path))
    settle(unnamed, target)


def _stated(path: Path) -> tuple[object, ...]:
    """Return what a whole copy has in common with its record: soundness, counts, chain head."""
    asked = (
        "PRAGMA integrity_check",
        "SELECT count(*) FROM note",
        "SELECT count(*) FROM patient",
        "SELECT count(*) FROM audit",
        "SELECT seal FROM seal ORDER BY seq DESC LIMIT 1",
    )
    with contextlib.closing(sqlite.connect(str(path), isolation_level=None)) as connection:
        return tuple(scalar(connection, each) for each in asked)


def _connection(path: Path) -> Connection:
    """Open a writing connection that does not check foreign keys.

    With them on, rebuilding a parent table silently emptied its child tables.
    """

    def opened() -> sqlite.Connection:
        made = connect(path, writing=True)
        made.execute("PRAGMA foreign_keys=OFF")
        return made

    made = create_engine(
        "sqlite://", module=sqlite, creator=opened, poolclass=NullPool, hide_parameters=True
    )

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return made.connect()


@contextmanager
def _whole(connection: Connection) -> Iterator[None]:
    """Commit all of a migration, if every foreign key still finds its row."""
    with connection.begin():
        yield
        if connection.exec_driver_sql("PRAGMA foreign_key_check").first() is not None:
            raise RecordUnavailable(Trouble.DAMAGED)
