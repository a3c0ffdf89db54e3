"""The patient page: one look tells who and when; a key leads to the next session."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QListView,
    QPushButton,
    QWidget,
)

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.services.ports.work import Changes
from ims_notes.ui import navigator as places
from ims_notes.ui import theme
from ims_notes.ui.models import timeline_rows
from ims_notes.ui.runner import InPlaceRunner
from ims_notes.ui.theme import Mode
from ims_notes.ui.widgets.columns import Columns
from tests.ui import patient_examples as ex
from tests.ui.patient_stage import (
    DRAFT_ID,
    Clinic,
    catalogue,
    part,
    patient_page,
    patient_window,
    press,
    text,
)

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def shown(qtbot, qapp):
    theme.apply_theme(qapp, Mode.LIGHT)
    return patient_window(qtbot)


def test_the_banner_says_who_and_what_to_be_alert_to(shown):
    assert text(shown, "banner_name") == "MARLOWE, Iris"
    assert text(shown, "banner_facts") == "“Ris” · Born 14-Jul-1985 (41y) · M-1042"
    assert text(shown, "banner_alerts") == "Takes apixaban; faints easily with needles"


def test_a_name_is_shown_literally_and_never_cut(shown):
    shown.navigator.go(places.patient(ex.ELENI.id))
    QApplication.processEvents()
    alerts = part(shown, QLabel, "banner_alerts")
    assert "<b>" in alerts.text()
    assert alerts.textFormat() is Qt.TextFormat.PlainText
    name = part(shown, QLabel, "banner_name")
    assert name.fontMetrics().horizontalAdvance(name.text()) <= name.width()
    assert shown.window.stack.currentWidget().horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_ctrl_enter_begins_the_session_and_goes_there(shown, key):
    press(shown.window.focusWidget(), key, CTRL)
    assert shown.clinic.done == [("begin", ex.IRIS.id, None)]
    assert shown.navigator.here == places.session(DRAFT_ID, patient_id=ex.IRIS.id)


def test_new_session_is_offered_in_the_window_too(shown):
    shown.window.actions_table["new_session"].trigger()
    assert shown.clinic.done == [("begin", ex.IRIS.id, None)]


def test_the_button_says_when_a_draft_of_today_goes_on(shown):
    button = part(shown, QPushButton, "begin_session")
    assert button.text() == "Continue session"
    shown.clinic.record[ex.IRIS.id] = ex.opened(draft=False)
    shown.navigator.go(places.patient(ex.IRIS.id))
    assert button.text() == "Begin session"


def test_a_session_that_cannot_begin_is_explained_and_can_be_tried_again(shown):
    shown.clinic.trouble = RecordUnavailable(Trouble.BUSY)
    button = part(shown, QPushButton, "begin_session")
    button.click()
    assert "busy" in shown.window.notice.shown.sentence
    shown.clinic.trouble = None
    button.click()
    assert shown.navigator.here.note_id == DRAFT_ID


def test_a_visit_opens_by_keys_alone(shown):
    view = part(shown, QListView, "timeline")
    assert shown.window.focusWidget() is view
    press(view, Qt.Key.Key_Down)
    press(view, Qt.Key.Key_Return)
    assert shown.navigator.here.note_id == ex.note_id(12)


def test_every_fact_of_a_visit_is_told_and_a_gap_is_no_nought(shown):
    model = part(shown, QListView, "timeline").model()
    told = [model.index(row, 0).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(6)]
    assert told[0] == "20-Nov-2026 09:30, Follow-up · Neck, Draft, A. Weber"
    assert told[1] == (
        "17-Nov-2026 10:15, Follow-up · Neck, pain 2 before, 0 after, "
        "4 sites, twitch at 1, Signed, A. Weber"
    )
    assert "Amended" in told[2]
    assert "2 before, not recorded after" in told[3]
    assert "Adverse event" in told[3]
    line = model.line(model.index(3, 0))
    assert timeline_rows.pain_of(line) == "Pain 2 → –"  # noqa: RUF001


def test_the_timeline_is_a_sound_model(qtmodeltester):
    model = timeline_rows.TimelineRows(catalogue())
    model.show(ex.visits(30))
    qtmodeltester.check(model)
    model.show(())
    qtmodeltester.check(model)


def test_the_marked_visit_stays_marked_when_the_page_asks_again(shown):
    view = part(shown, QListView, "timeline")
    press(view, Qt.Key.Key_Down)
    shown.announcer.tell(Changes(patient_id=ex.IRIS.id, topics=frozenset({"notes"})))
    assert view.currentIndex().row() == 1
    assert shown.window.focusWidget() is view


def test_only_news_of_this_patient_makes_the_page_ask_again(shown):
    asked = len(shown.clinic.asked)
    shown.announcer.tell(Changes(patient_id=ex.ELENI.id, topics=frozenset({"notes"})))
    assert len(shown.clinic.asked) == asked
    shown.announcer.tell(Changes(patient_id=ex.IRIS.id, topics=frozenset({"notes"})))
    assert len(shown.clinic.asked) == asked + 1
    shown.navigator.go(places.TODAY)
    shown.announcer.tell(Changes(patient_id=ex.IRIS.id, topics=frozenset({"drafts"})))
    assert len(shown.clinic.asked) == asked + 1


def test_one_patients_words_never_stand_under_anothers_name(qtbot):
    waiting = []

    class Slow(InPlaceRunner):
        def submit(self, work, *, done=None, **_rest):
            waiting.append((work, done))

    clinic = Clinic()
    page = patient_page(clinic, runner=Slow())
    qtbot.addWidget(page)
    page.open(places.patient(ex.IRIS.id))
    page.open(places.patient(ex.ELENI.id))
    work, done = waiting[0]
    done(work())
    assert page.findChild(QLabel, "banner_name").text() == ""
    assert page.actions_offered() == {}
    work, done = waiting[1]
    done(work())
    assert "Ελένη" in page.findChild(QLabel, "banner_name").text()


def test_keys_lead_to_every_part(shown):
    def where():
        return shown.window.focusWidget().objectName()

    reached = []
    for number in range(1, 6):
        press(shown.window.focusWidget(), Qt.Key(ord(str(number))), ALT)
        reached.append(where())
    assert reached == [
        "begin_session", "timeline", "progress_series", "last_column", "episode_1_edit",
    ]  # fmt: skip
    press(shown.window.focusWidget(), Qt.Key.Key_F6)
    assert where() == "begin_session"
    press(shown.window.focusWidget(), Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert where() == "episode_1_edit"


def test_tab_goes_through_the_page_as_it_is_read_and_comes_round(shown):
    part(shown, QPushButton, "past_episodes").click()
    QApplication.processEvents()
    part(shown, QPushButton, "begin_session").setFocus()
    reached = []
    for _ in range(40):
        reached.append(shown.window.focusWidget().objectName())
        shown.window.focusNextChild()
    assert reached[:17] == [
        "begin_session", "earlier_visit", "new_episode", "edit_patient", "timeline",
        "progress_series", "progress_threshold", "progress_as_table", "progress_chart",
        "last_column", "episode_1_edit", "episode_1_discharge", "episode_2_edit",
        "episode_2_discharge", "past_episodes", "episode_3_edit", reached[16],
    ]  # fmt: skip
    assert "begin_session" in reached[17:]


def test_a_place_can_name_the_part_to_go_to(shown):
    shown.navigator.go(places.patient(ex.IRIS.id, focus="progress"))
    assert shown.window.focusWidget().objectName() == "progress_series"


def test_nothing_is_cut_at_the_smallest_window(shown):
    area = shown.window.stack.currentWidget()
    assert area.horizontalScrollBar().maximum() == 0
    assert shown.page.findChild(Columns).count == 3


@pytest.fixture
def large_text(qapp):
    before = qapp.font()
    larger = qapp.font()
    larger.setPointSizeF(before.pointSizeF() * 2)
    qapp.setFont(larger)
    yield
    qapp.setFont(before)


def test_large_text_stacks_the_parts_instead_of_cutting_them(large_text, qtbot):
    page = patient_page(Clinic())
    qtbot.addWidget(page)
    page.resize(1120, 620)
    page.show()
    page.open(places.patient(ex.IRIS.id))
    QApplication.processEvents()
    assert page.findChild(Columns).count == 1
    assert page.minimumSizeHint().width() <= 1120


def test_everything_that_takes_focus_has_a_name_and_a_size(shown):
    part(shown, QPushButton, "past_episodes").click()
    part(shown, QPushButton, "episode_1_discharge").click()
    QApplication.processEvents()
    found = [
        w
        for w in shown.page.findChildren(QWidget)
        if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    assert len(found) > 12
    for widget in found:
        assert widget.objectName(), widget
        assert widget.accessibleName(), widget.objectName()
        assert min(widget.width(), widget.height()) >= 24, widget.objectName()


def test_five_hundred_visits_are_only_looked_at_where_they_are_seen(shown, monkeypatch):
    looked = []
    state_of = timeline_rows.state_of
    monkeypatch.setattr(
        timeline_rows, "state_of", lambda line: (looked.append(line), state_of(line))[1]
    )
    shown.clinic.record[ex.IRIS.id] = ex.opened(count=500, days=3)
    shown.navigator.go(places.patient(ex.IRIS.id))
    shown.window.grab()
    assert 0 < len({line.note_id for line in looked}) < 30
