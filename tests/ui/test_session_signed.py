"""Signing a session, and what a signed note still allows: reading, copying, addenda."""

from dataclasses import replace

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit

from ims_notes.domain.clinic import LegalHome
from ims_notes.ui.theme import Mode, apply_theme
from tests.ui.session_stage import (
    CLINIC,
    DRAFT,
    RN1,
    MemoryRecord,
    Stage,
    agree_to_sign,
    let_go,
)


@pytest.fixture(scope="module", autouse=True)
def _look(qapp):
    apply_theme(qapp, Mode.LIGHT)


@pytest.fixture
def stage(qtbot):
    return lambda text="", **setting: Stage(qtbot, MemoryRecord(text, **setting))


@pytest.fixture
def read_back(monkeypatch):
    return agree_to_sign(monkeypatch)


def test_a_signed_note_is_read_only_prose(stage, read_back):
    session = stage(RN1)
    session.do("sign")
    shown = session.find(QPlainTextEdit, "signed_text")
    before = shown.toPlainText()
    QTest.keyClicks(shown, "x")
    assert shown.toPlainText() == before
    assert "Infraspinatus" in before
    assert session.page._desk is None
    assert "sign" not in session.page.actions_offered()


def test_an_addendum_needs_its_reason_and_stands_beneath(stage, read_back):
    session = stage(RN1)
    session.do("sign")
    session.do("add_addendum")
    QTest.keyClicks(session.find(QPlainTextEdit, "addendum_text"), "Bruise seen by phone")
    session.click("addendum_add")
    assert session.record.addenda == ()
    assert session.find(QLabel, "addendum_wrong").text()
    QTest.keyClicks(session.find(QLineEdit, "addendum_reason"), "patient called")
    session.click("addendum_add")
    let_go(session)
    assert "Bruise seen by phone" in session.find(QPlainTextEdit, "signed_text").toPlainText()


def test_companion_mode_copies_the_note_and_takes_it_away_again(stage, read_back):
    session = stage(RN1, clinic=replace(CLINIC, legal_home=LegalHome.COMPANION))
    session.do("sign")
    assert "Infraspinatus" in QGuiApplication.clipboard().text()
    assert "clipboard" in session.notices[-1].sentence
    session.page._clipboard.clear_ours()
    assert QGuiApplication.clipboard().text() == ""


def test_a_copy_of_something_else_is_left_alone(stage, read_back):
    session = stage(RN1)
    session.do("sign")
    session.do("copy_note")
    QGuiApplication.clipboard().setText("a shopping list")
    session.page._clipboard.clear_ours()
    assert QGuiApplication.clipboard().text() == "a shopping list"


def test_after_signing_the_next_draft_is_one_key_away(stage, read_back):
    session = stage(RN1)
    session.record.next_id = DRAFT.patient_id
    session.do("sign")
    session.do("sign")
    assert session.visited[-1].note_id == DRAFT.patient_id
