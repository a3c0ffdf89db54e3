"""Odd and hostile input: shown as it is, told plainly where it happened, nothing frozen or lost."""

import time

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QWidget

from tests.flows.at_work import CTRL, Key, everything_said

IMAGE = "<img src=file:///etc/passwd>"
NAMES = [
    ("Łęcka", "Żaneta"),
    ("مرزوقي", "ياسمين"),
    ("大橋", "花子"),
    ("O'Dálaigh-Þórsdóttir", "Ὀδυσσεύς"),
    ("Smiley \N{GRINNING FACE}\N{PILE OF POO}", "🧑🏽‍⚕️"),
    ("& <b>Bold</b> &amp;", "A&B {name} %s"),
]


@pytest.fixture
def opened_files(monkeypatch):
    """Whatever rich text asks to load."""
    asked = []

    def load(document, kind, name):
        asked.append(name.toString())
        return None

    monkeypatch.setattr(QTextDocument, "loadResource", load)
    return asked


def rich_labels(me):
    return [
        label.objectName() or label.text()
        for label in me.frame.findChildren(QLabel)
        if IMAGE in label.text() and label.textFormat() is not Qt.TextFormat.PlainText
    ]


def jump_to(me, typed):
    """Ctrl+K; returns the lines found and goes to the first."""
    me.press(Key.Key_K, CTRL)
    dialog = me.wait_for("jump")
    QTest.keyClicks(me.find("jump_line", QLineEdit), typed)
    rows = me.find("jump_list", QListWidget)
    me.wait(lambda: rows.count() and typed[:4].casefold() in rows.item(0).text().casefold())
    found = [rows.item(row).text() for row in range(rows.count())]
    assert everything_said(dialog)
    QTest.keyClick(me.find("jump_line"), Key.Key_Return)
    me.wait_page("patient_page")
    return found


def test_markup_in_a_name_is_shown_as_typed_on_every_screen(at_work, clinic, opened_files):
    me = at_work(clinic)
    me.wait_page("today_page")
    me.add_patient(IMAGE, "Nell")
    me.wait_says(IMAGE.upper())
    assert me.says(IMAGE.upper())
    (line, *_) = jump_to(me, "<img")
    assert line.startswith(IMAGE.upper())
    me.wait_for("begin_session")
    me.press(Key.Key_Return, CTRL)
    me.wait_page("session_page")
    me.wait_for("shorthand_line")
    assert IMAGE.upper() in everything_said(me.find("patient_banner"))
    me.type(f"l ut y; pain 6>3; used 1 out 1; ok; ae none; tol well; ed soreness\ns {IMAGE}")
    me.wait_saved()
    read = me.sign()
    assert IMAGE.upper() in read
    assert IMAGE in read
    assert IMAGE in me.find("signed_text").toPlainText()
    me.go_today()
    me.wait(lambda: any(IMAGE.upper() in row for row in me.rows("recent_rows")))
    me.find("search").setFocus()
    me.type("<img")
    me.wait(lambda: me.sees("found_rows") and me.rows("found_rows"))
    assert me.rows("found_rows")[0].startswith(IMAGE.upper())
    assert IMAGE.upper() not in me.frame.windowTitle()
    assert rich_labels(me) == []
    assert opened_files == []


@pytest.mark.parametrize(("family", "given"), NAMES)
def test_a_name_in_any_script_is_kept_and_found_as_written(at_work, clinic, family, given):
    me = at_work(clinic)
    me.wait_page("today_page")
    me.press(Key.Key_N, CTRL)
    me.wait_for("family_name")
    me.find("family_name", QLineEdit).setText(family)
    me.find("given_name", QLineEdit).setText(given)
    me.press(Key.Key_Return)
    me.wait_page("patient_page")
    me.wait_for("begin_session")
    assert family.upper() in me.find("banner_name", QLabel).text()
    assert given in me.find("banner_name", QLabel).text()
    with me.record.look() as work:
        names = [(line.family_name, line.given_name) for line in work.patients.listed(None)]
    assert (family, given) in names


def test_marks_that_turn_the_writing_round_are_taken_out_of_a_name(at_work, clinic):
    me = at_work(clinic)
    me.wait_page("today_page")
    me.press(Key.Key_N, CTRL)
    me.wait_for("family_name")
    me.find("family_name", QLineEdit).setText("Mar\u202eenil\u2066low")
    me.press(Key.Key_Return)
    me.wait_page("patient_page")
    me.wait_says("MARENILLOW")


def paste(me, text):
    data = QMimeData()
    data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)
    began = time.monotonic()
    me.press(Key.Key_V, CTRL)
    QApplication.processEvents()
    return time.monotonic() - began


def begin(me):
    me.wait_page("today_page")
    me.find_patient("halloran", with_ctrl=True)
    me.wait_for("shorthand_line")


@pytest.mark.parametrize("what", ["9", "b ut y; ", "( \" ' [ ", "\N{PILE OF POO}", "é\u0301"])
def test_ten_thousand_pasted_characters_are_kept_and_told_about(at_work, clinic, what):
    text = (what * 10_000)[:10_000]
    me = at_work(clinic)
    begin(me)
    assert paste(me, text) < 3
    began = time.monotonic()
    me.type("; ok")
    assert time.monotonic() - began < 3
    note, typed = me.desk.keeper.draft.id, me.line.text()
    assert typed == text + "; ok"
    me.go_today()
    with me.record.look() as work:
        assert work.notes.get(note).text == typed


def test_ten_million_pasted_characters_are_refused_and_nothing_is_lost(at_work, clinic):
    me = at_work(clinic)
    begin(me)
    me.type("ok; tol well")
    assert paste(me, "x" * 10_000_000) < 3
    assert "100 kB" in me.find("entry_meaning", QLabel).text()
    me.type("; next 1w")
    assert me.line.text() == "ok; tol well; next 1w"


WRONG = {
    "pain 11": "10",
    "l ut 11>3": "10",
    "l blorb y": "blorb",
    "ut y": "side",
    "l ut .25x30 d40": "30 mm",
    "l ut ltr0": "0",
}


@pytest.mark.parametrize("typed", WRONG)
def test_what_cannot_be_is_said_at_its_place_and_stays(at_work, clinic, typed):
    me = at_work(clinic)
    begin(me)
    me.type(f"ok; {typed}; tol well")
    me.wait(lambda: len(me.line.extraSelections()) == 1)
    start = 4
    (mark,) = me.line.extraSelections()
    assert start <= mark.cursor.selectionStart() < start + len(typed)
    for _ in range(len("; tol well")):
        me.press(Key.Key_Left)
    me.wait(lambda: me.sees("mark_sentence"))
    assert WRONG[typed] in me.find("mark_sentence", QLabel).text()
    assert "cannot be read" in everything_said(me.find("missing"))
    me.press(Key.Key_Return, CTRL)
    assert QApplication.activeModalWidget() is None


@pytest.mark.parametrize("typed", ["31 feb 1985", "14-Jul-2085", "yesterday-ish", "29-Feb-2023"])
def test_a_day_that_is_none_is_said_at_its_field(at_work, clinic, typed):
    me = at_work(clinic)
    me.wait_page("today_page")
    me.press(Key.Key_N, CTRL)
    me.wait_for("family_name")
    me.fill("family_name", "Marlowe")
    me.fill("born", typed)
    me.press(Key.Key_Return)
    me.wait(lambda: me.sees("born_note"))
    assert me.find("born_note", QLabel).text()
    assert me.frame.focusWidget() is me.find("born")
    assert me.find("born", QLineEdit).text() == typed
    with me.record.look() as work:
        assert all(line.family_name != "Marlowe" for line in work.patients.listed(None))


ODD = ['"', "'; DROP TABLE patient; --", "%_*", 'name:"x" OR', "\x00\x01", "🧑🏽‍⚕️", "a" * 5000]


def test_any_text_may_be_searched_for(at_work, clinic):
    me = at_work(clinic)
    me.wait_page("today_page")
    for odd in ODD:
        me.find("search", QLineEdit).setText(odd)
        me.wait(lambda: me.sees("nobody_found") or me.sees("found_rows"))
        me.find("search", QLineEdit).clear()
    assert me.find("search", QWidget).isEnabled()
