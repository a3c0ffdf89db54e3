"""Who looks at a patient or a note, or takes its words along, is told to the audit, unnoticed."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction, QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPlainTextEdit

from ims_notes.domain.clinic import LegalHome
from ims_notes.services.ports.work import Changes
from ims_notes.ui import navigator as places
from tests.ui import patient_examples as ex
from tests.ui.patient_stage import patient_window
from tests.ui.session_stage import CLINIC, DRAFT, RN1, MemoryRecord, Stage, agree_to_sign

CTRL = Qt.KeyboardModifier.ControlModifier
VIEWED, COPIED = ("viewed", DRAFT.id), ("copied", DRAFT.id)


@pytest.fixture
def signed(qtbot, monkeypatch):
    """A note just signed, as the page shows it; what was told before is forgotten."""
    agree_to_sign(monkeypatch)
    session = Stage(qtbot, MemoryRecord(RN1))
    session.do("sign")
    session.record.told.clear()
    return session


def test_a_visit_to_a_patient_is_one_look_however_often_the_page_asks_again(qtbot):
    shown = patient_window(qtbot)
    assert shown.clinic.viewed == [ex.IRIS.id]
    shown.announcer.tell(Changes(patient_id=ex.IRIS.id, topics=frozenset({"notes"})))
    assert len(shown.clinic.asked) == 2
    assert shown.clinic.viewed == [ex.IRIS.id]
    shown.navigator.go(places.patient(ex.ELENI.id))
    shown.navigator.back()
    assert shown.clinic.viewed == [ex.IRIS.id, ex.ELENI.id, ex.IRIS.id]


def test_a_patient_who_is_not_there_was_not_looked_at(qtbot):
    shown = patient_window(qtbot)
    del shown.clinic.record[ex.ELENI.id]
    shown.navigator.go(places.patient(ex.ELENI.id))
    assert shown.clinic.viewed == [ex.IRIS.id]


def test_opening_a_note_is_one_look_also_while_it_is_signed(qtbot, monkeypatch):
    agree_to_sign(monkeypatch)
    session = Stage(qtbot, MemoryRecord(RN1))
    session.do("sign")
    session.record.amend(DRAFT.id, "Left.", "slip")
    assert session.record.told == [VIEWED]
    session.page.open(places.session(DRAFT.id))
    assert session.record.told == [VIEWED, VIEWED]


def test_copying_a_note_is_told_each_time(signed):
    signed.do("copy_note")
    signed.do("copy_note")
    assert signed.record.told == [COPIED, COPIED]


def test_a_note_copied_by_itself_when_it_is_signed_is_told(qtbot, monkeypatch):
    agree_to_sign(monkeypatch)
    clinic = replace(CLINIC, legal_home=LegalHome.COMPANION)
    session = Stage(qtbot, MemoryRecord(RN1, clinic=clinic))
    session.do("sign")
    assert session.record.told == [VIEWED, COPIED]


def test_a_part_copied_by_key_is_told_and_an_empty_copy_is_not(signed):
    text = signed.find(QPlainTextEdit, "signed_text")
    QTest.keyClick(text, Qt.Key.Key_C, CTRL)
    assert signed.record.told == []
    text.selectAll()
    QTest.keyClick(text, Qt.Key.Key_C, CTRL)
    assert signed.record.told == [COPIED]


def test_a_part_copied_from_the_menu_is_told(signed):
    text = signed.find(QPlainTextEdit, "signed_text")
    text.selectAll()

    def choose():
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        menu.findChild(QAction, "edit-copy").trigger()
        menu.close()

    QTimer.singleShot(0, choose)
    place = text.rect().center()
    reason = QContextMenuEvent.Reason.Mouse
    QApplication.sendEvent(
        text.viewport(), QContextMenuEvent(reason, place, text.mapToGlobal(place))
    )
    assert signed.record.told == [COPIED]


def copy_all(text):
    text.selectAll()
    QTest.keyClick(text, Qt.Key.Key_C, CTRL)


def test_a_part_copied_by_hand_goes_after_half_a_minute_too(signed):
    copy_all(signed.find(QPlainTextEdit, "signed_text"))
    assert "Infraspinatus" in QApplication.clipboard().text()
    assert signed.page._clipboard._timer.isActive()
    signed.page._clipboard.clear_ours()
    assert QApplication.clipboard().text() == ""


def test_what_is_copied_of_the_last_visit_or_of_what_is_read_back_is_told_too(qtbot):
    session = Stage(qtbot, MemoryRecord(RN1))
    session.record.told.clear()
    copy_all(session.find(QPlainTextEdit, "last_visit"))
    assert session.record.told == [COPIED]

    def read_back():
        dialog = QApplication.activeModalWidget()
        copy_all(dialog.findChild(QPlainTextEdit, "sign_text"))
        dialog.reject()

    QTimer.singleShot(0, read_back)
    session.do("sign")
    assert session.record.told == [COPIED, COPIED]
    session.page._clipboard.clear_ours()
    assert QApplication.clipboard().text() == ""
