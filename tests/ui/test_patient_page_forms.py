"""The forms of the patient page: an episode of care, and when an earlier visit was."""

from datetime import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from ims_notes.domain.episodes import EpisodeStatus
from ims_notes.ui.dialogs.earlier_visit import EarlierVisit, read_time
from ims_notes.ui.dialogs.episode_form import EpisodeForm, new_episode
from tests.ui import patient_examples as ex
from tests.ui.patient_stage import catalogue

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def form(qtbot):
    def show(episode):
        made = EpisodeForm(None, episode=episode, catalogue=catalogue(), today=ex.TODAY)
        qtbot.addWidget(made)
        made.show()
        qtbot.waitUntil(made.isActiveWindow)
        return made

    return show


def fill(form, name, text):
    field = form.findChild(QLineEdit, name) or form.findChild(QPlainTextEdit, name)
    field.clear()
    QTest.keyClicks(field, text)
    return field


def keep(form):
    QTest.keyClick(form, Qt.Key.Key_Return, CTRL)
    QApplication.processEvents()


def test_an_episode_is_typed_and_kept_by_keys(form):
    shown = form(new_episode(ex.IRIS.id, today=ex.TODAY))
    fill(shown, "episode_region_line", "csp")
    fill(shown, "episode_complaint", "Stiff neck")
    fill(shown, "episode_code", "M54.2")
    keep(shown)
    assert not shown.isVisible()
    episode = shown.episode
    assert (episode.region, episode.complaint, episode.diagnosis_code) == (
        "neck", "Stiff neck", "M54.2",
    )  # fmt: skip
    assert episode.opened_on == ex.TODAY
    assert episode.patient_id == ex.IRIS.id


def test_own_words_for_a_region_are_kept_as_typed(form):
    shown = form(new_episode(ex.IRIS.id, today=ex.TODAY))
    fill(shown, "episode_region_line", "left scapula border")
    keep(shown)
    assert shown.episode.region == "left scapula border"


@pytest.mark.parametrize(
    ("name", "typed", "note", "said"),
    [
        ("episode_region_line", "", "episode_region_note", "region"),
        ("episode_opened_on", "31 feb 2026", "episode_opened_on_note", "not a date"),
        ("episode_opened_on", "03/04/2026", "episode_opened_on_note", "two ways"),
        ("episode_opened_on", "1 jan 2099", "episode_opened_on_note", "future"),
        ("episode_opened_on", "", "episode_opened_on_note", "not a date"),
    ],
)
def test_what_cannot_be_kept_is_said_at_its_field(form, name, typed, note, said):
    shown = form(ex.NECK)
    fill(shown, name, typed)
    keep(shown)
    assert shown.isVisible()
    assert said in shown.findChild(QLabel, note).text()
    assert shown.episode == ex.NECK


def test_a_paste_too_long_is_told_at_its_field_and_stays(form):
    shown = form(ex.NECK)
    field = shown.findChild(QPlainTextEdit, "episode_complaint")
    field.setPlainText("x" * 10_000)
    keep(shown)
    assert "too long" in shown.findChild(QLabel, "episode_complaint_wrong").text()
    assert len(field.toPlainText()) == 10_000


def test_an_episode_can_rest(form):
    shown = form(ex.NECK)
    shown.findChild(QPushButton, "episode_status_on_hold").click()
    keep(shown)
    assert shown.episode.status is EpisodeStatus.ON_HOLD


def test_a_past_episode_is_mended_with_its_diagnosis_day_and_summary(form):
    shown = form(ex.OLD_BACK)
    fill(shown, "episode_diagnosis", "Lumbar strain")
    fill(shown, "episode_summary", "Lifts as before")
    fill(shown, "episode_discharged_on", "1 mar 2024")
    keep(shown)
    assert shown.isVisible()
    assert "between" in shown.findChild(QLabel, "episode_discharged_on_note").text()
    fill(shown, "episode_discharged_on", "1 jun 2024")
    keep(shown)
    kept = shown.episode
    assert (kept.diagnosis, kept.discharge_summary) == ("Lumbar strain", "Lifts as before")
    assert (kept.status, str(kept.discharged_on)) == (EpisodeStatus.DISCHARGED, "2024-06-01")


def test_escape_keeps_nothing(form):
    shown = form(ex.NECK)
    fill(shown, "episode_onset", "in May")
    QTest.keyClick(shown, Qt.Key.Key_Escape)
    assert shown.episode == ex.NECK


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9", time(9)),
        ("930", time(9, 30)),
        ("9:30", time(9, 30)),
        ("14.05", time(14, 5)),
        ("2:15 pm", time(14, 15)),
        ("12 am", time(0)),
        ("13 pm", None),
        ("24:00", None),
        ("9:60", None),
        ("noon", None),
        ("", None),
    ],
)
def test_times_are_read_as_people_write_them(typed, read):
    assert read_time(typed) == read


@pytest.fixture
def earlier(qtbot):
    form = EarlierVisit(None, now=ex.NOW)
    qtbot.addWidget(form)
    form.show()
    qtbot.waitUntil(form.isActiveWindow)
    return form


def test_an_earlier_visit_is_read_back_with_its_day_of_the_week(earlier):
    fill(earlier, "earlier_visit_day", "12 nov 26")
    fill(earlier, "earlier_visit_time", "9.30")
    read_back = earlier.findChild(QLabel, "earlier_visit_read_back").text()
    assert read_back == "Thursday 12-Nov-2026, 09:30, 8 days ago"
    keep(earlier)
    assert earlier.moment == ex.NOW.replace(day=12, hour=9, minute=30)


@pytest.mark.parametrize(
    ("day", "at", "note", "said"),
    [
        ("31 feb 26", "9:30", "earlier_visit_day_note", "not a date"),
        ("", "9:30", "earlier_visit_day_note", "not a date"),
        ("1 jan 2099", "9:30", "earlier_visit_day_note", "The visit lies in the future."),
        ("20 nov 26", "23:00", "earlier_visit_time_note", "The visit lies in the future."),
        ("12 nov 26", "late", "earlier_visit_time_note", "not a time of day"),
    ],
)
def test_a_moment_that_cannot_be_is_said_at_its_field(earlier, day, at, note, said):
    fill(earlier, "earlier_visit_day", day)
    fill(earlier, "earlier_visit_time", at)
    assert earlier.findChild(QLabel, "earlier_visit_read_back").text() == ""
    keep(earlier)
    assert earlier.isVisible()
    assert said in earlier.findChild(QLabel, note).text()
