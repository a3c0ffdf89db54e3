"""A second window on the same record, and the commands beside an open one."""

import json

from PySide6.QtWidgets import QLabel

from ims_notes.app.desk import check
from ims_notes.cli.command_line import run
from tests.flows.at_work import Therapist


def test_a_second_window_is_told_calmly_and_the_first_goes_on(at_work, clinic, qtbot, qapp):
    first = at_work(clinic)
    first.find_patient("halloran", with_ctrl=True)
    first.wait_for("shorthand_line")
    first.type("ok; tol well")
    second = Therapist(qtbot, qapp, folder=clinic)
    second.wait_page("cannot_open_page")
    assert second.says("open in another window")
    assert second.find("record_folder", QLabel).text() == str(clinic)
    second.click("try_again")
    second.wait_page("cannot_open_page")
    assert second.close()
    first.wait_saved()
    first.type("; next 1w")
    note = first.desk.keeper.draft.id
    assert first.close()
    assert check(clinic).problems == ()
    third = at_work(clinic)
    third.wait_page("today_page")
    with third.record.look() as work:
        assert work.notes.get(note).text == "ok; tol well; next 1w"


def test_the_second_window_opens_it_once_the_first_is_closed(at_work, clinic, qtbot, qapp):
    first = at_work(clinic)
    first.wait_page("today_page")
    second = Therapist(qtbot, qapp, folder=clinic)
    second.wait_page("cannot_open_page")
    first.close()
    second.click("try_again")
    second.wait_page("today_page")
    second.close()


def test_commands_read_beside_a_window_and_never_write(at_work, clinic, capsys):
    me = at_work(clinic)
    me.find_patient("halloran", with_ctrl=True)
    me.wait_for("shorthand_line")
    me.type("s still stiff")
    me.wait_saved()
    note = me.desk.keeper.draft.id
    capsys.readouterr()
    assert run(["--data", str(clinic), "patients", "--find", "halloran", "--json"]) == 0
    (found,) = json.loads(capsys.readouterr().out)
    assert str(note) in found["session_ids"]
    assert run(["--data", str(clinic), "note", str(note)]) == 0
    assert "still stiff" in capsys.readouterr().out
    before = (clinic / "ims-notes.record").read_bytes()
    assert run(["--data", str(clinic), "demo"]) == 1
    assert "not empty" in capsys.readouterr().err
    assert (clinic / "ims-notes.record").read_bytes() == before
    me.type(" today")
    me.wait_saved()
