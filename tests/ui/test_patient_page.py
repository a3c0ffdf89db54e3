"""The patient page: one look tells who, when, how it goes; a key leads to the next session."""

import importlib.util
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QComboBox,
    QLabel,
    QListView,
    QPlainTextEdit,
    QPushButton,
    QTableView,
    QWidget,
)

from ims_notes import bundle
from ims_notes.domain.catalogue import load_catalogue, read_catalogue_files
from ims_notes.domain.chart.thresholds import read_thresholds
from ims_notes.domain.episodes import EpisodeStatus
from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble
from ims_notes.domain.note import Note
from ims_notes.services.ports.work import Changes
from ims_notes.services.session import Saved
from ims_notes.ui import navigator as places
from ims_notes.ui import theme
from ims_notes.ui.announcer import Announcer
from ims_notes.ui.dialogs import earlier_visit, episode_form
from ims_notes.ui.dialogs.patient_form import PatientAsks
from ims_notes.ui.main_window import MainWindow
from ims_notes.ui.models import timeline_rows
from ims_notes.ui.navigator import Navigator, PlaceName
from ims_notes.ui.pages.patient import PatientPage
from ims_notes.ui.pages.patient_deeds import PatientDeeds
from ims_notes.ui.runner import InPlaceRunner
from ims_notes.ui.theme import Mode
from ims_notes.ui.widgets.columns import Columns

_spec = importlib.util.spec_from_file_location(
    "patient_examples", Path(__file__).with_name("patient_examples.py")
)
ex = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(ex)

DRAFT_ID = UUID(int=7777)
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue(read_catalogue_files(bundle.resource("catalogue")))


@pytest.fixture(scope="module")
def thresholds():
    file = bundle.resource("catalogue", "thresholds.toml")
    return read_thresholds(file.read_text(encoding="utf-8"))


class Clinic:
    """The services as the page sees them, and what it asked of them."""

    def __init__(self):
        self.record = {ex.IRIS.id: ex.opened(), ex.ELENI.id: ex.opened(ex.ELENI, count=1)}
        self.asked, self.done = [], []
        self.trouble = None

    def open_patient(self, patient_id):
        self.asked.append(patient_id)
        if patient_id not in self.record:
            raise RuleBroken(Rule.PATIENT_NOT_FOUND)
        return self.record[patient_id]

    def begin_session(self, patient_id, at):
        if self.trouble:
            raise self.trouble
        self.done.append(("begin", patient_id, at))
        note = Note(
            id=DRAFT_ID, patient_id=patient_id, practitioner_id=UUID(int=5),
            started_at=at or ex.NOW, created_at=ex.NOW, saved_at=ex.NOW,
        )  # fmt: skip
        return Saved(note=note, changes=Changes(patient_id=patient_id, topics=frozenset({"notes"})))

    def keep(self, deed):
        def kept(*values):
            self.done.append((deed, *values))
            return Changes(patient_id=ex.IRIS.id, topics=frozenset({"episodes"}))

        return kept

    def deeds(self):
        return PatientDeeds(
            open_patient=self.open_patient,
            begin_session=self.begin_session,
            open_episode=self.keep("open"),
            change_episode=self.keep("change"),
            discharge_episode=self.keep("discharge"),
            patient_asks=PatientAsks(
                today=lambda: ex.TODAY, alike=lambda _p: (), keep=None, zone=ex.ZONE
            ),
            now=lambda: ex.NOW,
            threshold=lambda: "two_points",
            keep_threshold=self.keep("threshold"),
        )


class Elsewhere(QWidget):
    def open(self, _place):
        self.setFocus()


@pytest.fixture
def shown(qtbot, qapp, catalogue, thresholds):
    """The page in the real window, with Iris open."""
    theme.apply_theme(qapp, Mode.LIGHT)
    clinic, navigator, announcer = Clinic(), Navigator(), Announcer()
    page = PatientPage(
        navigator=navigator, announcer=announcer, runner=InPlaceRunner(),
        catalogue=catalogue, thresholds=thresholds, deeds=clinic.deeds(),
    )  # fmt: skip
    window = MainWindow(
        pages={
            PlaceName.PATIENT: lambda _n: page,
            PlaceName.SESSION: lambda _n: Elsewhere(),
            PlaceName.TODAY: lambda _n: Elsewhere(),
        },
        navigator=navigator,
        announcer=announcer,
        runner=InPlaceRunner(),
    )
    qtbot.addWidget(window)
    window.resize(1280, 720)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    window.record_opened(is_demo=True)
    navigator.go(places.patient(ex.IRIS.id))
    QApplication.processEvents()
    return SimpleNamespace(
        window=window, page=page, clinic=clinic, navigator=navigator, announcer=announcer
    )


def part(shown, kind, name):
    found = shown.page.findChild(kind, name)
    assert found is not None, name
    return found


def text(shown, name):
    return part(shown, QLabel, name).text()


def press(widget, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(widget, key, modifier)
    QApplication.processEvents()


def words(widget):
    QApplication.processEvents()
    return [label.text() for label in widget.findChildren(QLabel) if label.isVisibleTo(widget)]


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


def test_the_timeline_is_a_sound_model(qtmodeltester, catalogue):
    model = timeline_rows.TimelineRows(catalogue)
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


def test_one_patients_words_never_stand_under_anothers_name(qtbot, catalogue, thresholds):
    waiting = []

    class Slow(InPlaceRunner):
        def submit(self, work, *, done=None, **_rest):
            waiting.append((work, done))

    clinic = Clinic()
    page = PatientPage(
        navigator=Navigator(), announcer=Announcer(), runner=Slow(),
        catalogue=catalogue, thresholds=thresholds, deeds=clinic.deeds(),
    )  # fmt: skip
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
    assert "Soft tissue technique, Trapezius, descending (upper) part, 5 min" in told


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
    expected = ("discharge", ex.NECK.id, "Sleeps through; knows her exercises")
    assert shown.clinic.done == [expected]
    assert shown.window.findChild(QLabel, "status").text() == "Saved"


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
        "episode_2_discharge", "past_episodes", "episode_3_again", reached[16],
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


def test_large_text_stacks_the_parts_instead_of_cutting_them(
    large_text, qtbot, catalogue, thresholds
):
    page = PatientPage(
        navigator=Navigator(), announcer=Announcer(), runner=InPlaceRunner(),
        catalogue=catalogue, thresholds=thresholds, deeds=Clinic().deeds(),
    )  # fmt: skip
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
