"""The audit is read, asked and taken along; nothing on the page changes it."""

from pathlib import Path

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QLineEdit, QPushButton, QWidget

from ims_notes.domain.audit import DEEDS, Deed, DeedKind
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.ui import navigator as places
from ims_notes.ui import theme
from ims_notes.ui.audit_words import DEEDS as DEED_WORDS
from ims_notes.ui.audit_words import KINDS as KIND_WORDS
from ims_notes.ui.dialogs import audit_export
from ims_notes.ui.models.audit_rows import AuditRows
from ims_notes.ui.navigator import PlaceName
from ims_notes.ui.theme import Mode
from tests.ui.audit_stage import ANNA, LINES, PAGE, AuditScreen, Log, a_line

Key = Qt.Key


@pytest.fixture(autouse=True)
def _look(qapp):
    theme.apply_theme(qapp, Mode.LIGHT)


@pytest.fixture
def screen(qtbot):
    return AuditScreen(qtbot)


@pytest.fixture
def says_yes(monkeypatch):
    """Whoever exports is asked; the answer can be changed."""
    answer = [False]
    monkeypatch.setattr(audit_export, "ask", lambda page, count: answer[0])
    return answer


def test_every_deed_and_every_kind_has_its_words():
    assert set(DEED_WORDS) == set(Deed)
    assert len(set(DEED_WORDS.values())) == len(Deed)
    assert set(KIND_WORDS) == set(DeedKind)


def test_the_newest_entry_comes_first_and_says_when_who_what_and_whom(screen):
    assert screen.rows[0] == [
        "22-Nov-2026 11:00:00", "Ada King", "Copied a note as text", "MEIER, Anna", "6",
    ]  # fmt: skip
    assert [row[4] for row in screen.rows] == ["6", "5", "4", "3", "2", "1"]
    assert screen.count == "6 entries"
    assert QApplication.focusWidget() is screen.table


def test_what_no_longer_is_or_is_not_known_here_is_said(screen):
    assert screen.rows[1][2:4] == ["moon.landed", ""]
    assert screen.rows[2][2:4] == ["Destroyed a note by law", "no longer in the record"]
    assert screen.rows[5][1:3] == ["nobody named", "Began this record"]


def test_older_entries_come_while_it_is_scrolled(qtbot):
    lines = [a_line(n) for n in range(1, 3 * PAGE + 6)]
    screen = AuditScreen(qtbot, Log(lines))
    assert screen.count == "65 entries"
    assert len(screen.rows) == PAGE
    seen = set()
    while len(screen.rows) not in seen:
        seen.add(len(screen.rows))
        screen.press(Key.Key_End, Qt.KeyboardModifier.ControlModifier)
        QTest.qWait(1)
    assert [int(row[4]) for row in screen.rows] == list(range(65, 0, -1))
    assert not screen.table.model().canFetchMore(QModelIndex())


def test_what_could_not_be_loaded_is_asked_for_again(qtbot):
    screen = AuditScreen(qtbot, Log([a_line(n) for n in range(1, 30)]))
    model = screen.table.model()
    screen.log.trouble = RecordUnavailable(Trouble.BUSY)
    model.fetchMore(QModelIndex())
    assert (len(screen.notices), len(screen.rows)) == (1, PAGE)
    screen.log.trouble = None
    model.fetchMore(QModelIndex())
    assert len(screen.rows) == 29


@pytest.mark.parametrize(
    ("name", "words", "left"),
    [
        ("audit_period", "Today", "654"),
        ("audit_period", "Last 7", "6543"),
        ("audit_period", "Last 30", "65432"),
        ("audit_who", "Grace", "3"),
        ("audit_who", "nobody named", "1"),
        ("audit_kind", "Signed", "3"),
        ("audit_kind", "Took out", "6"),
        ("audit_kind", "Wrote", "421"),
    ],
)
def test_each_filter_leaves_what_it_names(screen, name, words, left):
    screen.pick(name, words)
    assert "".join(row[4] for row in screen.rows) == left
    assert screen.count.split()[0] == str(len(left))


def test_the_days_are_typed_and_what_is_no_day_is_said(screen):
    screen.pick("audit_period", "From")
    first, last = screen.find(QLineEdit, "audit_first"), screen.find(QLineEdit, "audit_last")
    assert first.hasFocus()
    QTest.keyClicks(first, "1 nov 2026")
    QTest.keyClicks(last, "17 nov 2026")
    assert [row[4] for row in screen.rows] == ["3", "2"]
    QTest.keyClicks(last, "0")
    assert "not a date" in last.accessibleDescription()
    assert len(screen.rows) == 5
    last.setText("1 jan 2027")
    assert last.accessibleDescription() == "This day lies ahead."
    last.clear()
    assert last.accessibleDescription() == ""


def test_a_patient_is_found_by_typing_and_forgotten_by_esc(screen):
    line = screen.find(QLineEdit, "audit_patient")
    line.setFocus()
    QTest.keyClicks(line, "meie")
    screen.press(Key.Key_Return)
    assert line.text() == "MEIER, Anna · 14-Jul-1985"
    assert screen.log.asked[-1].patient_id == ANNA
    assert [row[4] for row in screen.rows] == ["6", "3", "2"]
    QTest.keyClick(line, Key.Key_Escape)
    assert screen.log.asked[-1].patient_id is None
    assert len(screen.rows) == 6


def test_of_several_patients_one_is_chosen_by_the_arrows(screen):
    line = screen.find(QLineEdit, "audit_patient")
    line.setFocus()
    QTest.keyClicks(line, "mei")
    screen.press(Key.Key_Return)
    assert screen.log.asked[-1].patient_id is None
    popup = line.completer().popup()
    QTest.keyClicks(line, "e")
    QTest.keyClick(line, Key.Key_Backspace)
    assert popup.isVisible()
    for key in (Key.Key_Down, Key.Key_Down, Key.Key_Return):
        QTest.keyClick(popup, key)
    assert line.text() == "MEI, Berta"
    assert screen.rows == []


def test_an_empty_answer_offers_the_way_back(screen):
    screen.pick("audit_who", "Grace")
    screen.pick("audit_kind", "Backups")
    assert screen.find(QWidget, "audit_nothing").isVisible()
    assert not screen.table.isVisible()
    assert screen.count == "0 entries"
    assert not screen.find(QPushButton, "audit_export").isEnabled()
    screen.click("audit_show_all")
    assert len(screen.rows) == 6
    assert screen.table.hasFocus()


def test_enter_leads_to_the_patient_and_nowhere_from_a_line_without_one(screen):
    screen.press(Key.Key_Down)
    screen.press(Key.Key_Return)
    screen.press(Key.Key_Down)
    screen.press(Key.Key_Return)
    assert screen.navigator.here == places.AUDIT
    screen.press(Key.Key_Up)
    screen.press(Key.Key_Up)
    screen.press(Key.Key_Return)
    assert screen.navigator.here == places.patient(ANNA)


def test_names_are_hidden_by_the_key(screen):
    screen.press(Key.Key_F8)
    assert screen.rows[0][3] == "M. A."
    line = screen.find(QLineEdit, "audit_patient")
    line.setFocus()
    QTest.keyClicks(line, "meie")
    screen.press(Key.Key_Return)
    assert line.text() == "M. A. · 14-Jul-1985"
    screen.press(Key.Key_F8)
    assert screen.rows[0][3] == "MEIER, Anna"


def test_the_place_is_found_by_its_name(screen):
    screen.navigator.go(places.TODAY)
    screen.window.actions_table["go_audit"].trigger()
    assert screen.navigator.here.name is PlaceName.AUDIT


def test_going_back_keeps_what_was_asked_for(screen):
    screen.pick("audit_who", "Grace")
    screen.navigator.go(places.TODAY)
    screen.log.lines.append(a_line(7, Deed.NOTE_SIGNED, who="Grace Hopper"))
    screen.navigator.back()
    assert [row[4] for row in screen.rows] == ["7", "3"]


def test_a_record_that_cannot_be_read_is_explained(qtbot):
    log = Log()
    log.trouble = RecordUnavailable(Trouble.BUSY)
    screen = AuditScreen(qtbot, log)
    assert "busy" in screen.notices[0].sentence


@pytest.mark.parametrize("with_names", [True, False])
def test_what_is_shown_is_exported_part_by_part(screen, says_yes, with_names):
    says_yes[0] = with_names
    screen.pick("audit_kind", "Wrote")
    screen.click("audit_export")
    assert [seqs for _, seqs in screen.log.parts] == [[4, 2], [1]]
    file = screen.log.parts[0][0]
    assert (file.path, file.with_names) == (Path("audit.csv"), with_names)
    assert file.asked.kind is DeedKind.WROTE
    assert screen.notices[-1].sentence == "3 entries were written."
    assert screen.count == "3 entries"
    assert screen.log.dropped == []


@pytest.mark.parametrize("is_asked_twice", [True, False])
def test_nothing_is_written_without_a_yes_and_a_file(screen, says_yes, is_asked_twice):
    says_yes[0] = False if is_asked_twice else None
    screen.log.file = None
    screen.click("audit_export")
    assert screen.log.parts == []


def test_an_export_that_the_audit_cannot_tell_of_says_so(screen, says_yes):
    screen.log.may_tell = False
    screen.click("audit_export")
    assert screen.notices[-1].kind == "attention"
    assert screen.notices[-1].sentence.startswith("6 entries were written. This export itself")


@pytest.mark.parametrize(
    ("trouble", "words"), [(Trouble.NOT_WRITABLE, "another folder"), (Trouble.BUSY, "busy")]
)
def test_a_file_that_cannot_be_written_is_said_and_taken_away(screen, says_yes, trouble, words):
    screen.log.trouble = RecordUnavailable(trouble)
    screen.click("audit_export")
    assert words in screen.notices[-1].sentence
    assert [file.path for file in screen.log.dropped] == [Path("audit.csv")]
    assert screen.count == "6 entries"
    assert screen.find(QPushButton, "audit_export").isEnabled()


def test_a_long_export_shows_how_far_it_is_and_can_be_stopped(qtbot, says_yes):
    waiting = []
    log = Log()
    screen = AuditScreen(qtbot, log)
    screen.page._export._runner = Later(waiting)
    screen.find(QPushButton, "audit_export").setFocus()
    screen.click("audit_export")
    stop = screen.find(QPushButton, "audit_export_stop")
    assert stop.isVisible()
    assert stop.hasFocus()
    waiting.pop(0)()
    waiting.pop(0)()
    assert screen.count == "2 of 6 entries written"
    screen.press(Key.Key_Space)
    while waiting:
        waiting.pop(0)()
    assert len(log.dropped) == 1
    assert len(log.parts) == 2, "the part in hand was the last"
    assert screen.count == "6 entries"
    assert not stop.isVisible()


class Later:
    """Does nothing until the test says so."""

    def __init__(self, waiting):
        self._waiting = waiting

    def submit(self, work, *, done=None, failed=None, owner=None, lane="read", latest=None):
        self._waiting.append(lambda: (done or (lambda _r: None))(work()))


def test_the_question_before_an_export_names_nobody_unless_told(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)
    dialog = audit_export.ExportDialog(parent, count=1234)
    assert dialog.accessibleName() == "Export 1,234 entries"
    assert not dialog.names.isChecked()
    assert dialog.findChild(QCheckBox, "audit_export_names") is dialog.names


def test_the_model_keeps_qt_s_rules(qtmodeltester):
    model = AuditRows()
    model.more_wanted.connect(
        lambda before: model.append([a_line(n) for n in range(before - 1, 0, -1)])
    )
    model.show([a_line(9), a_line(8)], total=9, zone="UTC")
    qtmodeltester.check(model)
    model.show(LINES[::-1], total=6, zone="UTC")
    qtmodeltester.check(model)
    assert sum(map(len, DEEDS.values())) == len(Deed)
