"""A record whose making was cut short is gone on with, and one that is in use is never taken."""

import pytest

from ims_notes.app import desk as desks
from ims_notes.app import records
from ims_notes.domain.clinic import LegalHome
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.storage.record import Record
from ims_notes.ui.pages.first_start.asks import NewRecord


def asked(folder):
    return NewRecord(
        name="Mara Lindqvist",
        credentials="PT",
        registration="",
        folder=folder,
        legal_home=LegalHome.COMPANION,
    )


def test_a_new_record_knows_at_once_who_works_in_it_and_where(tmp_path):
    desk = records.create_desk(asked(tmp_path / "record"), zone="Pacific/Auckland")
    assert records.is_begun(desk)
    assert desk.clinic().legal_home is LegalHome.COMPANION
    assert desk.zone() == "Pacific/Auckland"
    with desk.look() as work:
        assert [p.name for p in work.practitioners.all()] == ["Mara Lindqvist"]
    desk.close()


def test_a_record_killed_before_anybody_was_named_is_begun_again_and_checks_clean(tmp_path):
    Record.create(tmp_path / "record").close()
    records.create_desk(asked(tmp_path / "record"), zone="UTC").close()
    assert desks.check(tmp_path / "record").problems == ()


def test_the_window_asks_who_works_in_a_record_that_nobody_began(at_work, tmp_path):
    Record.create(tmp_path / "record").close()
    me = at_work(tmp_path / "record")
    me.wait_page("first_start_page")
    me.fill("practitioner_name", "Mara Lindqvist")
    me.click("create_record")
    me.wait_page("today_page")


def test_a_record_in_use_is_never_taken_for_a_new_one(tmp_path):
    records.create_desk(asked(tmp_path / "record"), zone="UTC").close()
    with pytest.raises(RecordUnavailable) as refused:
        records.create_desk(asked(tmp_path / "record"), zone="UTC")
    assert refused.value.trouble is Trouble.NOT_EMPTY
    records.open_desk(tmp_path / "record").close()
