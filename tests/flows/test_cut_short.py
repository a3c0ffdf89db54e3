"""A record whose making is cut short is begun anew, and one that is there is never taken."""

import pytest

from ims_notes.app import records
from ims_notes.domain.clinic import LegalHome
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.settings import chosen_folder
from ims_notes.ui.pages.first_start.asks import NewRecord
from tests.flows.at_work import PASSPHRASE


def asked(folder, passphrase=None):
    return NewRecord(
        name="Mara Lindqvist",
        credentials="PT",
        registration="",
        folder=folder,
        legal_home=LegalHome.COMPANION,
        passphrase=passphrase,
    )


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_a_new_record_knows_at_once_who_works_in_it_and_where(tmp_path, passphrase):
    desk, code = records.create_desk(
        asked(tmp_path / "record", passphrase), zone="Pacific/Auckland"
    )
    assert desk.record.is_encrypted is bool(code) is bool(passphrase)
    assert desk.clinic().legal_home is LegalHome.COMPANION
    assert desk.zone() == "Pacific/Auckland"
    with desk.look() as work:
        assert [p.name for p in work.practitioners.all()] == ["Mara Lindqvist"]
    desk.close()


@pytest.mark.parametrize("passphrase", [None, PASSPHRASE])
def test_a_making_cut_short_leaves_no_record_and_is_begun_anew(at_work, monkeypatch, passphrase):
    class Killed(BaseException):
        """Stands for the end of the process."""

    def killed(*_facts, **_named):
        raise Killed

    with monkeypatch.context() as short:
        short.setattr(records, "begin_record", killed)
        with pytest.raises(Killed):
            records.create_desk(asked(chosen_folder(), passphrase), zone="UTC")
    assert not records.has_record(chosen_folder())
    me = at_work()
    me.name_oneself()
    me.create_record()
    assert me.record.folder == chosen_folder()
    assert me.record.record.is_encrypted


def test_a_record_that_is_there_is_never_taken_for_a_new_one(tmp_path):
    desk, _code = records.create_desk(asked(tmp_path / "record"), zone="UTC")
    desk.close()
    with pytest.raises(RecordUnavailable) as refused:
        records.create_desk(asked(tmp_path / "record"), zone="UTC")
    assert refused.value.trouble is Trouble.NOT_EMPTY
    records.open_desk(tmp_path / "record").close()
