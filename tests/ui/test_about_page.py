"""About: where the record lies and how to move it, what the program is not, every key."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)

from ims_notes.ui import navigator as places
from ims_notes.ui import theme
from ims_notes.ui.actions import ACTIONS
from ims_notes.ui.announcer import Announcer
from ims_notes.ui.pages.about import AboutPage
from ims_notes.ui.theme import Mode

FOLDER = Path("/somewhere/IMS Notes/record")


@pytest.fixture
def shown(qtbot, qapp):
    theme.apply_theme(qapp, Mode.LIGHT)
    opened, said, announcer = [], [], Announcer()
    announcer.said.connect(said.append)
    record = SimpleNamespace(folder=FOLDER, is_encrypted=True)
    page = AboutPage(
        version="9.9",
        actions=ACTIONS,
        announcer=announcer,
        record_folder=lambda: record.folder,
        is_encrypted=lambda: record.is_encrypted,
        open_folder=opened.append,
    )
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(page)
    qtbot.addWidget(area)
    area.resize(1180, 640)
    area.show()
    qtbot.waitUntil(area.isActiveWindow)
    page.open(places.ABOUT)
    QApplication.processEvents()
    return SimpleNamespace(
        page=page, area=area, record=record, opened=opened, said=said,
        words=[label.text() for label in page.findChildren(QLabel)],
    )  # fmt: skip


def test_it_says_where_the_record_lies_and_the_way_there(shown):
    path = shown.page.findChild(QLineEdit, "record_path")
    assert path.text() == str(FOLDER)
    assert path.isReadOnly()
    shown.page.findChild(QPushButton, "open_record_folder").click()
    assert shown.opened == [FOLDER]
    shown.page.findChild(QPushButton, "copy_record_path").click()
    assert QApplication.clipboard().text() == str(FOLDER)
    assert shown.said == ["Path copied"]


def test_without_a_record_there_is_no_way_there(shown):
    shown.record.folder = None
    shown.page.open(places.ABOUT)
    assert shown.page.findChild(QLineEdit, "record_path").text() == ""
    assert not shown.page.findChild(QPushButton, "open_record_folder").isEnabled()
    assert not shown.page.findChild(QPushButton, "copy_record_path").isEnabled()


def test_it_says_what_it_is_and_what_it_is_not(shown):
    told = "\n".join(shown.words)
    assert "IMS Notes 9.9" in shown.words
    assert "no diagnosis" in told
    assert "commonly cited" in told
    assert "instructor" in told
    assert "ims-notes check --data" in told


@pytest.mark.parametrize(
    ("is_encrypted", "said"),
    [(True, "It is encrypted."), (False, "It is not encrypted:"), (None, "")],
)
def test_it_says_what_is_so_for_the_record_that_is_open(shown, is_encrypted, said):
    shown.record.is_encrypted = is_encrypted
    shown.page.open(places.ABOUT)
    kept = shown.page.findChild(QLabel, "how_kept")
    assert kept.text().startswith(said)
    assert kept.isVisible() is bool(said)


def test_every_key_of_the_program_stands_there(shown):
    for action in ACTIONS:
        if action.keys:
            assert action.title in shown.words
            assert action.key_text in shown.words


@pytest.mark.parametrize(
    ("name", "words"), [("inter", "SIL OPEN FONT LICENSE"), ("lucide", "ISC License")]
)
def test_the_licences_can_be_read(shown, name, words):
    text = shown.page.findChild(QPlainTextEdit, "licence_text")
    assert not text.isVisible()
    shown.page.findChild(QPushButton, f"licence_{name}").click()
    assert words in text.toPlainText()
    assert text.isVisible()
    assert shown.area.focusWidget() is text


def test_it_can_be_read_to_its_end_by_keys(shown):
    shown.area.resize(600, 400)
    QApplication.processEvents()
    bar = shown.area.verticalScrollBar()
    assert bar.maximum() > 0
    assert shown.area.horizontalScrollBar().maximum() == 0
    for _ in range(20):
        QTest.keyClick(shown.area.focusWidget(), Qt.Key.Key_PageDown)
    assert bar.value() == bar.maximum()
    QTest.keyClick(shown.area.focusWidget(), Qt.Key.Key_PageUp)
    assert bar.value() < bar.maximum()


def test_everything_that_takes_focus_has_a_name(shown):
    found = [
        w
        for w in shown.page.findChildren(QWidget)
        if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(found) >= 5
    for widget in found:
        assert widget.objectName()
        assert widget.accessibleName(), widget.objectName()
        assert min(widget.width(), widget.height()) >= 24, widget.objectName()
