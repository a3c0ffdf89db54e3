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
from ims_notes.storage.connections import connect, revision_of
from ims_notes.storage.copying import copy_whole
from ims_notes.storage.record_file import APPLICATION_ID, make_file
from ims_notes.storage.trouble import in_plain_words


def config(path: Path, *, scripts: Path | None = None, key: bytes | None = None) -> Config:
    """Return Alembic's settings for a record, its connection included.

    Args:
        path: the record file.
        scripts: another folder of migrations than the program's own, for tests.
        key: the record's key; None for a plain record.
    """
    made = Config()
    made.set_main_option("script_location", str(scripts or bundle.migrations()).replace("%", "%%"))
    made.attributes["connection"] = _connection(path, key)
    return made


def upgrade(path: Path, *, scripts: Path | None = None, key: bytes | None = None) -> None:
    """Make a new record, or bring an older one up to date: all of it or nothing.

    A record that holds data is first copied beside itself and the copy verified.

    Raises:
        RecordUnavailable: the record is newer than the program, damaged, or cannot be written.
    """
    is_new = not path.exists()
    if is_new:
        make_file(path)
    with in_plain_words():
        settings = config(path, scripts=scripts, key=key)
        connection: Connection = settings.attributes["connection"]
        with contextlib.closing(connection):
            versions = known(settings)
            if not is_new:
                _prepare(path, versions, key=key)
            with _whole(connection):
                command.upgrade(settings, "head")
                connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
                connection.exec_driver_sql(f"PRAGMA user_version={len(versions)}")


def known(settings: Config) -> list[str]:
    """Return the migrations this program knows, oldest first."""
    scripts = ScriptDirectory.from_config(settings).walk_revisions()
    return [script.revision for script in scripts][::-1]


def _prepare(path: Path, versions: list[str], *, key: bytes | None) -> None:
    stored = revision_of(path, key=key)
    if stored not in versions:
        raise RecordUnavailable(Trouble.NEWER, path=str(path), version=stored)
    if stored != versions[-1]:
        copy_whole(path, path.with_name(f"{path.name}.before-{versions[-1]}"), key=key)


def _connection(path: Path, key: bytes | None) -> Connection:
    """Open a writing connection that does not check foreign keys.

    With them on, rebuilding a parent table silently emptied its child tables.
    """

    def opened() -> sqlite.Connection:
        made = connect(path, writing=True, key=key)
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
