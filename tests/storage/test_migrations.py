import shutil

import pytest
from sqlcipher3 import dbapi2 as sqlite

from ims_notes import bundle
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage import connections, copying, migrate
from ims_notes.storage.record import Record
from ims_notes.storage.record_file import APPLICATION_ID, HEAD, HEAD_NAME, SCHEMA, record_path
from tests.storage.given import Clinic

NEXT = '''
"""A later migration: it rebuilds a parent table."""
import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0003", "0002", None, None


def upgrade():
    with op.batch_alter_table("practitioner", recreate="always") as table:
        table.add_column(sa.Column("pronouns", sa.Text))
    {more}
'''


@pytest.fixture
def scripts(tmp_path):
    """Give the program's migrations and one more."""
    folder = tmp_path / "migrations"
    shutil.copytree(bundle.migrations(), folder, ignore=shutil.ignore_patterns("__pycache__"))

    def with_next(more=""):
        (folder / "versions" / "0003_next.py").write_text(NEXT.format(more=more))
        return folder

    return with_next


@pytest.fixture
def old(folder):
    """The path of a closed record with a signed note in it, made by today's program."""
    with Record.create(folder) as record:
        Clinic(record).sign()
    return record_path(folder)


def asked(path, statement):
    connection = connections.connect(path, writing=False)
    rows = connection.execute(statement).fetchall()
    connection.close()
    return rows


def contents(path):
    tables = ("patient", "practitioner", "note", "needling_site", "signed_note", "seal", "audit")
    return {table: asked(path, f"SELECT * FROM {table}") for table in tables}


def test_the_program_knows_the_newest_migration_without_asking_alembic(tmp_path):
    settings = migrate.config(made(tmp_path))
    assert migrate.known(settings)[-1] == HEAD
    assert len(migrate.known(settings)) == SCHEMA
    settings.attributes["connection"].close()


def made(tmp_path):
    path = tmp_path / "new.record"
    migrate.upgrade(path)
    return path


def test_a_new_record_says_in_its_header_what_it_is(tmp_path):
    path = made(tmp_path)
    assert asked(path, "PRAGMA application_id") == [(APPLICATION_ID,)]
    assert asked(path, "PRAGMA user_version") == [(SCHEMA,)]
    assert asked(path, "SELECT version_num FROM alembic_version") == [(HEAD,)]
    assert [f.name for f in tmp_path.iterdir()] == [path.name]


def test_an_older_record_keeps_everything_and_is_backed_up_first(old, scripts):
    before = contents(old)
    migrate.upgrade(old, scripts=scripts())
    after = contents(old)
    assert [row[:-1] for row in after.pop("practitioner")] == before["practitioner"]
    assert after == {table: rows for table, rows in before.items() if table != "practitioner"}
    assert asked(old, "SELECT version_num FROM alembic_version") == [("0003",)]
    backup = old.with_name(f"{old.name}.before-0003")
    connection = sqlite.connect(str(backup))
    assert connection.execute("SELECT version_num FROM alembic_version").fetchall() == [("0002",)]
    assert connection.execute("SELECT * FROM seal").fetchall() == before["seal"]
    connection.close()


@pytest.mark.parametrize(
    ("more", "error"),
    [
        ("raise ZeroDivisionError", ZeroDivisionError),
        ("op.execute('DELETE FROM practitioner')", RecordUnavailable),
    ],
    ids=["breaks off", "loses a row that others need"],
)
def test_a_migration_that_fails_leaves_the_record_as_it_was(old, scripts, more, error):
    before, schema = contents(old), asked(old, "SELECT sql FROM sqlite_master")
    with pytest.raises(error):
        migrate.upgrade(old, scripts=scripts(more))
    assert contents(old) == before
    assert asked(old, "SELECT sql FROM sqlite_master") == schema
    Record.open(old.parent).close()


def test_a_backup_that_is_not_whole_gets_no_name(old, monkeypatch):
    monkeypatch.setattr(copying, "stated_in", lambda path, key: ("ok", path))
    with pytest.raises(RecordUnavailable) as caught:
        copying.copy_whole(old, old.with_name("copy"), key=None)
    assert caught.value.trouble is Trouble.DAMAGED
    assert not old.with_name("copy").exists()


def test_a_migration_nobody_knows_is_newer(old, scripts):
    migrate.upgrade(old, scripts=scripts())
    with pytest.raises(RecordUnavailable) as caught:
        migrate.upgrade(old)
    assert caught.value.trouble is Trouble.NEWER


def test_an_up_to_date_record_stays_as_it_is(old):
    before = contents(old)
    migrate.upgrade(old)
    assert contents(old) == before
    assert sorted(f.name for f in old.parent.iterdir()) == [HEAD_NAME, old.name]


@pytest.mark.parametrize("deed", [Record.open, Record.read])
@pytest.mark.parametrize("spoil", ["DROP TABLE alembic_version", "DELETE FROM alembic_version"])
def test_a_record_that_does_not_say_its_migration_is_damaged(old, deed, spoil):
    connection = connections.connect(old, writing=True)
    connection.execute(spoil)
    connection.close()
    with pytest.raises(RecordUnavailable) as caught:
        deed(old.parent)
    assert caught.value.trouble is Trouble.DAMAGED
