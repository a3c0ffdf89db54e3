"""What is on the screen, in the title and on the disk about whom."""

from PySide6.QtWidgets import QApplication, QWidget

from ims_notes.settings import log_folder
from ims_notes.ui.dialogs import crash
from tests.flows.at_work import CTRL, RN1, Key, everything_said


def others_than(me, patient_id):
    with me.record.look() as work:
        listed = work.patients.listed(None)
    names = {(line.family_name, line.given_name) for line in listed if line.id != patient_id}
    own = next(line for line in listed if line.id == patient_id)
    return {name for pair in names for name in pair if name} - {own.family_name, own.given_name}


def names_found(words, names):
    said = words.casefold()
    return sorted(name for name in names if name.casefold() in said)


def test_while_a_session_is_open_nobody_else_is_named(at_work, clinic):
    me = at_work(clinic)
    me.find_patient("okafor")
    me.find_patient("halloran", with_ctrl=True)
    me.wait_for("shorthand_line")
    others = others_than(me, me.desk.keeper.draft.patient_id)
    assert len(others) > 8
    me.go_today()
    assert names_found(everything_said(me.frame), others), "Today names them: the test sees"
    me.press(Key.Key_3, CTRL)
    me.wait_for("shorthand_line")
    me.type(RN1)
    me.qtbot.wait(50)
    assert names_found(everything_said(me.frame), others) == []
    me.sign()
    me.qtbot.wait(50)
    assert names_found(everything_said(me.frame), others) == []
    me.press(Key.Key_K, CTRL)
    dialog = me.wait_for("jump")
    assert names_found(everything_said(dialog), others) == []


def test_no_title_names_a_patient(at_work, clinic):
    me = at_work(clinic)
    titles = set()

    def look():
        titles.update(w.windowTitle() for w in QApplication.topLevelWidgets() if w.isVisible())

    me.find_patient("halloran")
    me.wait_for("begin_session")
    look()
    for name in ("edit_patient", "new_episode", "earlier_visit"):
        me.in_dialog(lambda dialog: (look(), dialog.reject()))
        me.click(name)
    me.press(Key.Key_Return, CTRL)
    me.wait_for("shorthand_line")
    me.type("l ut y; pain 6>3; used 1 out 1; ok; ae none; tol well; ed soreness")
    look()
    me.sign()
    look()
    assert titles == {"IMS Notes"}


def test_names_are_hidden_from_who_looks_over_the_shoulder(at_work, clinic):
    me = at_work(clinic)
    me.wait_page("today_page")
    me.wait(lambda: me.rows("day_rows"))
    me.press(Key.Key_F8)
    with me.record.look() as work:
        families = {line.family_name for line in work.patients.listed(None)}
    assert names_found(everything_said(me.frame), families) == []


def test_the_log_and_the_settings_hold_nothing_of_a_patient(at_work, clinic, home):
    me = at_work(clinic)
    me.add_patient("Quagmire", "Ferdinanda", begins=True)
    me.type("l ut y; pain 6>3; used 1 out 1; ok; ae none; tol well; ed soreness")
    me.press(Key.Key_Return)
    me.type("s xylophonist with a stiff neck")
    me.sign()
    me.shell.keep_settings(me.shell.settings)
    me.find_patient("quagm")
    assert me.close()
    written = [path for path in home.rglob("*") if path.is_file()]
    assert any(path.name == "settings.json" for path in written)
    secrets = (b"quagmire", b"ferdinanda", b"xylophonist")
    for path in written:
        assert not any(secret in path.read_bytes().lower() for secret in secrets), path


def test_a_fault_is_logged_without_the_text_it_met(at_work, clinic, monkeypatch):
    me = at_work(clinic)
    me.wait_page("today_page")
    reports = []
    monkeypatch.setattr(crash, "show_crash", reports.append)

    def fails():
        raise ValueError("Quagmire")

    me.shell.runner.submit(fails, owner=me.frame)
    me.wait(lambda: reports)
    assert "ValueError" in reports[0]
    (log,) = [path for path in log_folder().iterdir() if path.is_file()]
    assert "ValueError" in log.read_text()
    assert "Quagmire" not in log.read_text() + reports[0]
    assert me.find("today_page", QWidget).isEnabled()
