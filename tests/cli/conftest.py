"""One small demo clinic for all commands, made once; a real process beside the quick way."""

import subprocess
import sys
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest

from ims_notes.app.desk import Desk, build_demo
from ims_notes.cli.command_line import run
from ims_notes.services.clock import Clock
from ims_notes.storage.record import Record

MAIN = "import sys; from ims_notes.__main__ import main; sys.exit(main())"


@pytest.fixture(scope="session")
def clinic(tmp_path_factory):
    """A record that is only read."""
    from datetime import date

    folder = tmp_path_factory.mktemp("clinic") / "record"
    build_demo(
        folder,
        patients=6,
        sessions=30,
        seed=1,
        until=date(2026, 11, 20),
        progress=lambda done, total: None,
    )
    return folder


@pytest.fixture
def own(tmp_path):
    """A record of this test's own, open at the desk."""
    Record.create(tmp_path / "own").close()
    record = Record.open(tmp_path / "own")
    yield Desk(record, Clock(now=lambda: datetime(2026, 11, 22, 10, tzinfo=UTC)))
    record.close()


@pytest.fixture
def ims(capsys):
    """Run a command in this process; give its status and what it said."""

    def _ims(*arguments):
        status = run([str(each) for each in arguments])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return SimpleNamespace(status=status, out=said.out, err=said.err)

    return _ims


@pytest.fixture
def process():
    """Run a command as a process of its own."""

    def _process(*arguments, **more):
        options = {"capture_output": True, "timeout": 60, **more}
        return subprocess.run(
            [sys.executable, "-c", MAIN, *map(str, arguments)], check=False, **options
        )

    return _process
