"""What the session page shows of the line, and that all of it can be read where it stands."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QListWidget, QPushButton, QScrollArea, QToolButton

from ims_notes.ui.dialogs.sign import SignDialog
from ims_notes.ui.models.site_rows import open_font, open_words
from ims_notes.ui.pages.session.draft_parts import DraftParts
from ims_notes.ui.theme import Mode, apply_theme
from ims_notes.ui.widgets.choices import PickList
from ims_notes.ui.widgets.prose import Prose
from tests.ui.session_stage import RN1, MemoryRecord, Stage, agree_to_sign, column, pick


@pytest.fixture(scope="module", autouse=True)
def _look(qapp):
    apply_theme(qapp, Mode.LIGHT)


@pytest.fixture
def stage(qtbot):
    return lambda text="", **setting: Stage(qtbot, MemoryRecord(text, **setting))


def test_nobody_needled_is_entered_by_mouse_with_its_reason(stage):
    session = stage("ok")
    reason = session.find(QLineEdit, "no_needling_reason")
    assert not reason.isVisible()
    session.click("no_needling_declined")
    assert session.line.text() == "ok; dn declined"
    assert session.page.focusWidget() is reason
    QTest.keyClicks(reason, 'tired and "off" ')
    assert session.line.text() == 'ok; dn declined "tired and ""off"""'
    assert reason.text() == 'tired and "off" '
    session.click("no_needling_withheld")
    assert session.line.text().startswith('ok; dn withheld "tired')
    session.click("no_needling_withheld")
    assert session.line.text() == "ok"


def test_nobody_needled_is_seen_when_typed(stage):
    session = stage()
    session.type("dn unsuitable fever")
    assert session.find(QPushButton, "no_needling_unsuitable").isChecked()
    assert session.find(QLineEdit, "no_needling_reason").text() == "fever"


def test_the_hours_of_a_reaction_stay_when_another_is_chosen(stage):
    session = stage("last sore 24h; ok")
    assert session.find(QLineEdit, "since_last_hours").text() == "24"
    pick(session, "since_last", "bruise")
    assert session.line.text() == "last bruise 24h; ok"
    pick(session, "since_last", "none")
    assert session.line.text() == "last none; ok"
    assert not session.find(QLineEdit, "since_last_hours").isVisible()


def test_hours_are_added_to_a_reaction_in_own_words(stage):
    session = stage('last "felt odd"')
    QTest.keyClicks(session.find(QLineEdit, "since_last_hours"), "6")
    assert session.line.text() == 'last "felt odd" 6h'


def test_an_event_is_shown_with_all_that_is_recorded_of_it(stage):
    session = stage('ae bruise mild r ut "ice" resolved')
    words = session.find(QToolButton, "chip_adverse_event_0_words").text()
    muscle = session.table.rows.vocabulary.catalogue.muscle_by_id["upper_trapezius"].name
    assert words == f"Bruise, mild, right {muscle}, ice, resolved"


def test_what_cannot_be_read_is_counted_alike_in_both_places(stage):
    session = stage("zz; yy; xx; ww; last odd")
    assert session.missing[0].startswith("4 things")
    assert session.find(QLabel, "marks_rest").text() == "2 more cannot be read; 1 more to check"


def test_an_open_twitch_can_be_read_whole(stage):
    session = stage("l ut")
    needed = QFontMetrics(open_font()).horizontalAdvance(open_words())
    assert session.table.columnWidth(column("twitch")) > needed + 6


def test_a_long_line_of_what_is_missing_is_wrapped_not_cut(stage):
    session = stage()
    shown = session.find(QListWidget, "missing_list")
    line = shown.fontMetrics().lineSpacing()

    def height(start):
        rows = range(shown.count())
        row = next(i for i in rows if shown.item(i).text().startswith(start))
        return shown.visualItemRect(shown.item(row)).height()

    session.qtbot.waitUntil(lambda: height("A needled muscle") >= 2 * line)
    assert height("Pain before") < 2 * line


def test_a_complaint_too_long_for_its_field_says_that_it_goes_on(stage):
    session = stage()
    complaint = session.find(PickList, "episode")
    long = "Neck \u00b7 pain after painting a ceiling for a whole long weekend"
    complaint.offer([(1, long)])
    complaint.show_value(1)
    complaint.resize(200, complaint.height())
    assert complaint.shown().endswith("\u2026")
    complaint.resize(2000, complaint.height())
    assert complaint.shown() == long


def test_the_placeholder_fits_its_field(stage):
    session = stage()
    session.page.resize(1140, 640)
    field = session.find(QLineEdit, "add_muscle")
    session.qtbot.waitUntil(lambda: session.table.width() < 800)
    assert field.fontMetrics().horizontalAdvance(field.placeholderText()) < field.width() - 16


def test_a_narrow_page_holds_no_bar_within_a_bar(stage):
    session = stage(RN1)
    parts = session.page.findChild(DraftParts)
    inner = session.find(QScrollArea, "session_area")
    assert inner.verticalScrollBar().maximum() > 0
    session.page.resize(780, 640)
    bars = (inner.verticalScrollBar(), inner.horizontalScrollBar(), parts.last.verticalScrollBar())
    session.qtbot.waitUntil(lambda: [bar.maximum() for bar in bars] == [0, 0, 0])


def test_the_note_is_read_back_as_it_will_stand(stage, monkeypatch):
    shown = agree_to_sign(monkeypatch)
    session = stage(RN1)
    session.do("sign")
    assert "DRAFT" not in shown[0]
    assert "Signed by Mara Lindqvist" in shown[0]


def test_what_is_read_back_says_that_it_is_a_preview(qtbot):
    dialog = SignDialog(None, text="x", not_recorded=(), copies=False)
    qtbot.addWidget(dialog)
    label = dialog.findChild(QLabel, "sign_preview")
    assert "not signed yet" in label.text()


def test_the_keys_are_in_the_text_after_signing_though_another_draft_waits(stage, monkeypatch):
    agree_to_sign(monkeypatch)
    session = stage(RN1)
    session.record.next_id = session.record.note.patient_id
    session.do("sign")
    assert session.page.focusWidget() is session.find(Prose, "signed_text")
    assert Qt.FocusPolicy.TabFocus & session.find(QPushButton, "open_next_draft").focusPolicy()
