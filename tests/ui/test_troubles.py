"""Each trouble at opening has its calm page: what happened, what is safe, what to do now."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPushButton

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.ui import folders, theme
from ims_notes.ui.dialogs import confirm
from ims_notes.ui.pages.cannot_open import CannotOpenAsks, CannotOpenPage
from ims_notes.ui.theme import Mode
from ims_notes.ui.troubles import ROWS, STEP_WORDS, Step, told

LATER = {Trouble.KEY_NEEDED, Trouble.KEY_WRONG, Trouble.NOT_EMPTY, Trouble.ONLY_LOOKING}
AT_OPENING = {each for each in Trouble if each not in LATER and "backup" not in each}
PROBLEMS = {
    **{trouble.value: RecordUnavailable(trouble, path="/x") for trouble in sorted(AT_OPENING)},
    "counted": RecordUnavailable(Trouble.ENTRIES_MISSING, notes=3, seals=4, lines=12),
    "another": RecordUnavailable(Trouble.ENTRIES_MISSING, notes=None, seals=0, lines=0),
    "here": RecordUnavailable(Trouble.LOCKED, pid=4711, host="desk"),
    "there": RecordUnavailable(Trouble.LOCKED, pid=4711, host="front-desk"),
    "a bug": KeyError("Nakamura, Aiko"),
}


def words(problem):
    said = told(problem, host="desk")
    return [said.title, said.happened, said.safe, said.now]


@pytest.mark.parametrize("name", PROBLEMS)
def test_every_trouble_is_told_whole_and_nobody_is_sent_to_delete(name):
    said = words(PROBLEMS[name])
    assert all(said)
    whole = " ".join(said).casefold()
    for never in ("delete", "erase", "traceback", "error", "nakamura", "{", "}"):
        assert never not in whole
    assert told(PROBLEMS[name], host="desk").steps


def test_only_a_bug_has_no_row_of_its_own():
    title = words(KeyError())[0]
    assert [name for name, each in PROBLEMS.items() if words(each)[0] == title] == ["a bug"]
    assert set(Step) == set(STEP_WORDS)
    assert all(step in Step for row in ROWS.values() for step in row.steps)


def test_numbers_and_names_stand_where_they_help():
    assert "signed notes 3, lines of the audit 12" in words(PROBLEMS["counted"])[1]
    assert "process 4711" in words(PROBLEMS["here"])[1]
    assert "the computer front-desk" in words(PROBLEMS["there"])[1]


@pytest.fixture
def page(qtbot, qapp):
    """Show the page of a problem."""
    theme.apply_theme(qapp, Mode.LIGHT)

    def show(name):
        asks = CannotOpenAsks(
            host="desk", report=lambda: "the report", choose_folder=lambda _on, _from: "/chosen"
        )
        made = CannotOpenPage(problem=PROBLEMS[name], folder=Path("/x/record"), asks=asks)
        qtbot.addWidget(made)
        made.show()
        return made

    return show


def press(page, name):
    button = page.findChild(QPushButton, name)
    assert button.accessibleName() == button.text()
    QTest.keyClick(button, Qt.Key.Key_Space)


@pytest.mark.parametrize("name", PROBLEMS)
def test_the_first_step_waits_for_enter_and_every_text_is_plain(page, name):
    shown = page(name)
    first = told(PROBLEMS[name], host="desk").steps[0]
    assert shown.focusProxy().objectName() == first.value
    texts = shown.findChildren(QLabel)
    assert all(label.textFormat() is Qt.TextFormat.PlainText for label in texts if label.text())
    assert shown.findChild(QLabel, "record_folder").text() == str(Path("/x/record"))


def test_each_step_is_asked_for_by_its_signal(page, qtbot):
    shown = page("counted")
    for name, signal in (
        ("try_again", shown.try_again),
        ("look_only", shown.look_only),
        ("restore_backup", shown.restore_asked),
        ("look_around", shown.look_around),
    ):
        with qtbot.waitSignal(signal):
            press(shown, name)
    with qtbot.waitSignal(shown.other_folder) as chosen:
        press(shown, "open_other_folder")
    assert chosen.args == ["/chosen"]


@pytest.mark.parametrize(
    ("name", "step", "signal"),
    [
        ("counted", "open_as_it_is", "accept_asked"),
        ("there", "take_over", "take_over_asked"),
    ],
)
def test_what_cannot_be_taken_back_is_asked_once(page, qtbot, monkeypatch, name, step, signal):
    shown = page(name)
    monkeypatch.setattr(confirm, "ask", lambda _on, **_words: False)
    with qtbot.assertNotEmitted(getattr(shown, signal)):
        press(shown, step)
    monkeypatch.setattr(confirm, "ask", lambda _on, **_words: True)
    with qtbot.waitSignal(getattr(shown, signal)):
        press(shown, step)


def test_the_report_goes_to_the_clipboard_and_that_is_said(page, qapp):
    shown = page("damaged")
    press(shown, "copy_report")
    assert qapp.clipboard().text() == "the report"
    assert "clipboard" in shown.findChild(QPushButton, "copy_report").text()


def test_a_disk_of_another_computer_is_known_however_it_is_written(monkeypatch):
    for kind, is_there in ((b"nfs4", True), (b"CIFS", True), (b"ext4", False), (b"", False)):
        info = type("Disk", (), {"fileSystemType": lambda _self, kind=kind: QByteArray(kind)})
        monkeypatch.setattr(folders, "QStorageInfo", lambda _where, info=info: info())
        assert folders.is_on_network("/x/record") is is_there
    assert folders.is_on_network("//server/share")
