"""Checking and exporting an open record: beside its own window, and ended when one likes."""

from datetime import UTC, datetime

import pytest

from ims_notes.app.checking_asks import checking_asks
from ims_notes.app.desk import Desk
from ims_notes.services.clock import Clock
from ims_notes.services.ports.audit import EVERYTHING
from ims_notes.storage import connections
from ims_notes.storage.record import Record
from tests.storage.given import Clinic


@pytest.fixture
def desk(tmp_path):
    Record.create(tmp_path / "record").close()
    with Record.open(tmp_path / "record") as record:
        Clinic(record).sign()
        yield Desk(record, Clock(now=lambda: datetime(2026, 11, 22, 10, tzinfo=UTC)))


def test_an_open_record_is_checked(desk):
    verdict = checking_asks(desk).check(lambda done, total: True)
    assert (verdict.problems, verdict.notes, verdict.seals) == ((), 1, 1)
    assert verdict.has_head


def test_what_is_wrong_is_counted_by_kind(desk):
    stranger = connections.connect(desk.record.path, writing=True)
    stranger.execute("DROP TRIGGER seal_delete_refused")
    stranger.execute("DROP TRIGGER audit_delete_refused")
    stranger.close()
    verdict = checking_asks(desk).check(lambda done, total: True)
    assert verdict.problems == (("schema_missing", 2),)


def test_a_check_and_an_export_can_be_ended(desk, tmp_path):
    asks = checking_asks(desk)
    assert asks.check(lambda done, total: False) is None
    assert asks.export(tmp_path / "a.zip", lambda done, total: False) is None
    assert not list(tmp_path.glob("*.zip*"))


def test_an_export_is_told_once_it_is_there(desk, tmp_path):
    asks = checking_asks(desk)
    assert asks.export(tmp_path / "a.zip", lambda done, total: True) == 1
    assert asks.tell_export()
    with desk.look() as work:
        (line,) = work.audit.lines(EVERYTHING, limit=1)
    assert line.deed == "archive.exported"
