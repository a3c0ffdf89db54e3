"""Text that would open a file or a connection, or turn the screen round: shown literally."""

import socket
from dataclasses import replace

import pytest
from PySide6.QtCore import QAbstractListModel, QModelIndex, QPoint, Qt
from PySide6.QtGui import QDesktopServices, QTextDocument
from PySide6.QtGui import Qt as Guess
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QToolTip,
    QWidget,
)

from ims_notes.app.chart_file import draw_chart
from ims_notes.storage.record import Record
from ims_notes.ui import plain
from tests.flows.at_work import CTRL, Key
from tests.flows.conftest import NOW
from tests.flows.onlookers import watched

PICTURE = bytes.fromhex("89504e470d0a1a0a")
ODD = {
    "image": "<img src=file:///{path}>",
    "link": '<a href="http://127.0.0.1:9/{path}">here</a>',
    "table": "<table background=file:///{path}><tr><td>x",
    "style": "<p style='background-image:url(file:///{path})'>x</p>",
    "right to left": "\u202e\u2067<img src=file:///{path}>\u2066",
    "control": "<b>\x00<img src=file:///{path}>\x07",
    "half a letter": "\ud83d<img src=file:///{path}>\udca9",
    "emoji": "\N{PILE OF POO}🧑🏽‍⚕️ <img src=file:///{path}>",
}


@pytest.fixture
def picture(tmp_path):
    """A file that nobody has a reason to open."""
    made = tmp_path / "seen.png"
    made.write_bytes(PICTURE)
    return made


@pytest.fixture(autouse=True)
def cut_off(monkeypatch):
    """Nobody may connect anywhere, nor hand anything to another program."""
    asked = []
    for name in ("connect", "connect_ex", "sendto"):
        monkeypatch.setattr(socket.socket, name, lambda _self, *to: asked.append(to))
    monkeypatch.setattr(socket, "getaddrinfo", lambda *to, **_how: asked.append(to))
    monkeypatch.setattr(QDesktopServices, "openUrl", asked.append)
    yield
    assert asked == []


def tips(window):
    """Return every tooltip that a window can show, of controls and cell by cell."""
    found = [widget.toolTip() for widget in [window, *window.findChildren(QWidget)]]
    for view in window.findChildren(QAbstractItemView):
        model = view.model()
        for row in range(model.rowCount(QModelIndex()) if model else 0):
            for at in range(columns(model)):
                index = model.index(row, at, QModelIndex())
                found.append(index.data(Qt.ItemDataRole.ToolTipRole))
    return [each for each in found if each]


def columns(model):
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())


def walked(me):
    """Show every tooltip of the screen as it would be shown; return them as they are read."""
    read = []
    for each in tips(me.frame):
        QToolTip.showText(QPoint(5, 5), each, me.frame)
        QApplication.processEvents()
        if Guess.mightBeRichText(each):
            document = QTextDocument()
            document.setHtml(each)
            each = document.toPlainText()
        read.append(each)
    QToolTip.hideText()
    rich = [
        label.objectName() or label.text()
        for label in me.frame.findChildren(QLabel)
        if label.textFormat() is not Qt.TextFormat.PlainText
        and label.text()
        and label.objectName() != "qtooltip_label"
    ]
    assert rich == []
    return read


def test_the_watch_sees_what_rich_text_opens(qtbot, picture):
    """A positive control: without the one place, Qt opens the file."""
    with watched(picture) as opened:
        label = QLabel(f"<img src=file://{picture}>")
        qtbot.addWidget(label)
        label.show()
        QApplication.processEvents()
        assert opened()


@pytest.mark.parametrize("odd", ODD)
def test_on_no_screen_and_in_no_tooltip_does_a_text_do_anything(at_work, clinic, picture, odd):
    text = ODD[odd].format(path=str(picture).lstrip("/"))
    me = at_work(clinic)
    me.wait_page("today_page")
    with watched(picture) as opened:
        read = fill_every_screen(me, text)
        assert opened() == 0
    shown = "<" in text and any(text[:2] in each or "seen.png" in each for each in read)
    assert shown or odd in {"control"}
    assert me.frame.windowTitle() == "IMS Notes"


def fill_every_screen(me, text):
    me.press(Key.Key_N, CTRL)
    me.wait_for("family_name")
    for field in ("family_name", "given_name", "preferred_name", "identifier", "complaint"):
        if me.sees(field):
            me.find(field, QLineEdit).setText(text)
    read = walked(me)
    me.press(Key.Key_Return)
    me.wait_page("patient_page")
    me.wait_for("begin_session")
    read += walked(me)
    me.press(Key.Key_Return, CTRL)
    me.wait_page("session_page")
    me.wait_for("shorthand_line")
    me.line.setPlainText(f"l {text} y; {text}; pain 6>3; ok\ns {text}")
    me.wait_saved()
    read += walked(me)
    me.line.setPlainText(
        "l ut y; pain 6>3; used 1 out 1; ok; ae none; tol well; ed soreness; last none\n"
        f"s {text.replace(chr(0), '')}"
    )
    me.wait_saved()
    me.sign()
    read += walked(me)
    return read + look_around(me, text)


def look_around(me, text):
    me.go_today()
    me.wait(lambda: me.rows("recent_rows"))
    read = walked(me)
    me.press(Key.Key_Comma, CTRL)
    me.wait_page("settings_page")
    me.find("practitioner_name", QLineEdit).setText(text)
    return read + walked(me)


@pytest.mark.parametrize("odd", ODD)
def test_a_tooltip_reads_as_it_was_written(odd):
    words = ODD[odd].format(path="x")
    shown = plain.tip(words)
    if Guess.mightBeRichText(shown):
        document = QTextDocument()
        document.setHtml(shown)
        shown = document.toPlainText()
    # Half a letter has no sign of its own: Qt shows the mark for that.
    halves = dict.fromkeys(range(0xD800, 0xE000), "\ufffd")
    assert shown == words.replace("\0", " ").translate(halves)


def test_a_tooltip_never_covers_the_screen():
    assert len(plain.tip("<b>" * 100_000)) < 20_000


@pytest.mark.parametrize("ending", ["svg", "pdf", "png"])
def test_a_chart_in_a_file_holds_the_text_and_opens_nothing(
    clinic, picture, tmp_path, qapp, ending
):
    text = f"<img src=file://{picture}>"
    with Record.open(clinic) as record:
        with record.look() as work:
            patient = next(p for p in work.patients.listed(None) if p.session_ids).id
            episodes = work.episodes.of(patient)
        with record.begin(who=text, now=NOW) as work:
            for episode in episodes:
                work.episodes.put(replace(episode, region=text, complaint=text).tidied())
        with record.look() as work:
            progress = work.notes.progress(patient)
    with watched(picture) as opened:
        draw_chart(progress, tmp_path / f"chart.{ending}", threshold="two_points")
        assert opened() == 0
    if ending == "svg":
        drawn = (tmp_path / "chart.svg").read_text(encoding="utf-8")
        assert "<img" not in drawn
        assert "<image" not in drawn
