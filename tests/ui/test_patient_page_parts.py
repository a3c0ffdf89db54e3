"""The parts of the patient page: plan, episodes, progress, and what stands there when empty."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from ims_notes.domain.episodes import EpisodeStatus
from ims_notes.ui import navigator as places
from ims_notes.ui import theme
from ims_notes.ui.dialogs import earlier_visit, episode_form
from ims_notes.ui.navigator import PlaceName
from ims_notes.ui.theme import Mode
from tests.ui import patient_examples as ex
from tests.ui.patient_stage import (
    part,
    patient_window,
    press,
    words,
)


def let_go():
    """Let what the page put away be gone, so that names mean what is shown."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()


@pytest.fixture
def shown(qtbot, qapp):
    theme.apply_theme(qapp, Mode.LIGHT)
    return patient_window(qtbot)


def test_without_visits_the_page_says_what_to_do(shown):
    shown.clinic.record[ex.IRIS.id] = ex.opened(count=0, episodes=(), draft=False)
    shown.navigator.go(places.TODAY)
    shown.navigator.go(places.patient(ex.IRIS.id))
    told = words(shown.page)
    assert "No visit yet. Begin the first session with Ctrl+Enter." in told
    assert "No signed visit yet" in told
    assert "The plan grows out of the first signed visit." in told
    assert not part(shown, QPushButton, "progress_as_table").isVisible()


def test_a_patient_who_is_gone_leaves_no_page_behind(shown):
    shown.navigator.go(places.patient(UUID(int=404)))
    assert part(shown, QLabel, "patient_nobody").isVisible()
    assert not part(shown, QLabel, "banner_name").isVisible()
    assert shown.window.notice.shown is not None


def test_the_plan_says_what_is_done_now_and_what_is_not_recorded(shown):
    told = words(part(shown, QWidget, "plan_card"))
    assert "1. Chin tuck, 2 × 10, hold 5 s, 2 a day" in told  # noqa: RUF001
    assert "3. Walk at lunch time, dose not recorded" in told
    assert "24-Nov-2026, 1 week after the last" in told
    assert "What dry needling is" in told
    assert "Soft tissue technique, Upper trapezius, 5 min" in told


def test_a_next_visit_in_the_past_says_so(shown):
    opened = ex.opened(draft=False)
    content = replace(opened.last.content, started_at=datetime(2026, 9, 1, 8, tzinfo=UTC))
    last = replace(opened.last, content=content)
    shown.clinic.record[ex.IRIS.id] = replace(opened, last=last)
    shown.navigator.go(places.patient(ex.IRIS.id))
    told = words(part(shown, QWidget, "plan_card"))
    assert "08-Sep-2026, 1 week after the last (past)" in told


def test_open_episodes_stand_there_and_past_ones_are_folded(shown):
    card = part(shown, QWidget, "episodes_card")
    told = words(card)
    assert "Diagnosis: Neck pain with headache · M54.2" in told
    assert "On hold · since 06-Oct-2026" in told
    assert "04-Mar-2024 to 27-May-2024" not in told
    part(shown, QPushButton, "past_episodes").click()
    assert "04-Mar-2024 to 27-May-2024" in words(card)


def test_a_discharge_asks_for_its_summary_on_the_spot(shown):
    part(shown, QPushButton, "episode_1_discharge").click()
    summary = part(shown, QPlainTextEdit, "episode_1_summary")
    assert shown.window.focusWidget() is summary
    QTest.keyClicks(summary, "Sleeps through; knows her exercises")
    assert shown.clinic.done == []
    part(shown, QPushButton, "episode_1_close").click()
    expected = ("discharge", ex.NECK.id, ex.TODAY, "Sleeps through; knows her exercises")
    assert shown.clinic.done == [expected]
    assert shown.window.findChild(QLabel, "status").text() == "Saved"


def test_what_discharge_opens_is_scrolled_into_view(shown):
    part(shown, QPushButton, "episode_2_discharge").click()
    for _ in range(5):
        QApplication.processEvents()
    close = part(shown, QPushButton, "episode_2_close")
    assert close.visibleRegion().boundingRect() == close.rect()


def test_a_discharge_can_be_taken_back_at_once(shown):
    part(shown, QPushButton, "episode_1_discharge").click()
    QTest.keyClicks(part(shown, QPlainTextEdit, "episode_1_summary"), "Well")
    part(shown, QPushButton, "episode_1_close").click()
    assert shown.window.notice.shown.sentence == "Discharged: Neck."
    shown.window.findChild(QPushButton, "notice_step").click()
    assert shown.clinic.done[1:] == [("reopen", ex.NECK.id)]
    assert shown.window.focusWidget().objectName() == "episode_1_edit"


def test_a_discharge_has_its_own_day_and_no_summary_is_a_choice(shown):
    part(shown, QPushButton, "episode_1_discharge").click()
    day = part(shown, QLineEdit, "episode_1_discharged_on")
    assert day.text() == "20-Nov-2026"
    for wrong in ("31 aug 2026", "21 nov 2026"):
        day.setText(wrong)
        part(shown, QPushButton, "episode_1_close").click()
        assert "between" in part(shown, QLabel, "episode_1_discharged_on_note").text()
    day.setText("13 nov 26")
    part(shown, QPushButton, "episode_1_close").click()
    assert "No summary yet" in part(shown, QLabel, "episode_1_summary_wrong").text()
    assert shown.clinic.done == []
    part(shown, QPushButton, "episode_1_close").click()
    assert shown.clinic.done == [("discharge", ex.NECK.id, ex.TODAY.replace(day=13), "")]


@pytest.mark.parametrize(
    ("others", "goes_to"), [((ex.SHOULDER,), "episode_1_edit"), ((), "past_episodes")]
)
def test_after_a_discharge_the_focus_stays_in_the_neighbourhood(shown, others, goes_to):
    shown.clinic.record[ex.IRIS.id] = ex.opened(episodes=(ex.NECK, *others))
    shown.navigator.go(places.TODAY)
    shown.navigator.go(places.patient(ex.IRIS.id))
    let_go()
    part(shown, QPushButton, "episode_1_discharge").click()
    QTest.keyClicks(part(shown, QPlainTextEdit, "episode_1_summary"), "Well")
    closed = ex.NECK.discharged(on=ex.TODAY)
    shown.clinic.record[ex.IRIS.id] = ex.opened(episodes=(*others, closed))
    close = part(shown, QPushButton, "episode_1_close")
    close.setFocus()
    press(close, Qt.Key.Key_Space)
    let_go()
    assert shown.window.focusWidget().objectName() == goes_to
    assert not shown.window.rail.isAncestorOf(shown.window.focusWidget())


def test_a_past_episode_can_be_edited_and_opened_again(shown, monkeypatch):
    edited = replace(ex.OLD_BACK, diagnosis="Lumbar strain")
    monkeypatch.setattr(episode_form, "ask", lambda *_a, **_k: edited)
    part(shown, QPushButton, "past_episodes").click()
    part(shown, QPushButton, "episode_3_edit").click()
    let_go()
    part(shown, QPushButton, "episode_3_reopen").click()
    assert shown.clinic.done == [("change", edited), ("reopen", ex.OLD_BACK.id)]


def test_a_return_of_a_complaint_is_a_new_episode(shown, monkeypatch):
    asked = []

    def answer(_parent, *, episode, **_rest):
        asked.append(episode)
        return episode

    monkeypatch.setattr(episode_form, "ask", answer)
    part(shown, QPushButton, "past_episodes").click()
    part(shown, QPushButton, "episode_3_again").click()
    [begun] = asked
    assert (begun.region, begun.complaint) == (ex.OLD_BACK.region, ex.OLD_BACK.complaint)
    assert begun.status is EpisodeStatus.ACTIVE
    assert begun.opened_on == ex.TODAY
    assert [deed for deed, *_ in shown.clinic.done] == ["open"]


def test_an_edited_episode_is_changed_and_a_cancelled_one_is_not(shown, monkeypatch):
    monkeypatch.setattr(episode_form, "ask", lambda *_a, **_k: None)
    part(shown, QPushButton, "episode_1_edit").click()
    assert shown.clinic.done == []
    edited = replace(ex.NECK, onset="In May")
    monkeypatch.setattr(episode_form, "ask", lambda *_a, **_k: edited)
    part(shown, QPushButton, "episode_1_edit").click()
    assert shown.clinic.done == [("change", edited)]


def test_an_earlier_visit_begins_at_its_own_time(shown, monkeypatch):
    when = ex.NOW.replace(day=12, hour=9, minute=30)
    monkeypatch.setattr(earlier_visit, "ask", lambda *_a, **_k: when)
    part(shown, QPushButton, "earlier_visit").click()
    assert shown.clinic.done == [("begin", ex.IRIS.id, datetime(2026, 11, 12, 7, 30, tzinfo=UTC))]


def test_the_threshold_chosen_is_remembered(shown):
    pick = part(shown, QComboBox, "progress_threshold")
    assert pick.currentData() == "two_points"
    pick.setFocus()
    press(pick, Qt.Key.Key_Down)
    assert shown.clinic.done == [("threshold", "thirty_percent")]
    press(pick, Qt.Key.Key_Home)
    assert shown.clinic.done[-1] == ("threshold", "none")


def test_the_table_says_in_words_what_the_chart_draws(shown):
    part(shown, QPushButton, "progress_as_table").click()
    table = part(shown, QTableView, "progress_table")
    assert table.isVisible()
    assert table.model().rowCount() == 18
    told = part(shown, QLabel, "progress_words").text()
    assert "Neck: from 6 to 2 in 11 weeks" in told
    assert "cannot say what caused" in told
    series = part(shown, QComboBox, "progress_series")
    series.setFocus()
    press(series, Qt.Key.Key_Down)
    assert table.model().rowCount() == 6
    table.setFocus()
    table.selectRow(0)
    press(table, Qt.Key.Key_Return)
    assert shown.navigator.here.name is PlaceName.SESSION
