"""Today: a few letters lead to a patient or a session; the page is calm, named and private."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QWidget

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.services.ports.work import Changes
from ims_notes.ui import navigator as places
from ims_notes.ui.navigator import PlaceName
from ims_notes.ui.runner import InPlaceRunner
from ims_notes.ui.widgets.line_list import LineList
from tests.ui.made_up_day import IRIS, LENI, NEW, Clinic, busy_day, empty_day, person
from tests.ui.today_screen import CTRL, DOWN, ENTER


class LateRunner(InPlaceRunner):
    """Keeps reads until they are let go, as a busy record would."""

    def __init__(self):
        self.waiting = []

    def submit(self, work, **how):
        if how.get("latest") == "search":
            self.waiting.append((work, how))
        else:
            super().submit(work, **how)

    def let_go(self):
        work, how = self.waiting.pop(0)
        super().submit(work, **how)


# Finding a patient


def test_three_letters_and_enter_open_a_patient(open_today):
    screen = open_today()
    screen.type("mar")
    screen.press(ENTER)
    assert screen.here == places.patient(IRIS.id)


def test_ctrl_enter_on_an_answer_begins_todays_session(open_today):
    screen = open_today()
    screen.type("mei")
    screen.press(DOWN)
    screen.press(ENTER, CTRL)
    assert screen.clinic.did("begin") == [(LENI.id, None)]
    assert screen.here.name is PlaceName.SESSION
    assert screen.here.patient_id == LENI.id


def test_an_answer_names_who_it_is_and_when_they_were_here(open_today):
    screen = open_today()
    screen.type("mei")
    assert screen.rows("found_rows") == [
        "MEIER, Anna, 14-Jul-1985 (41y) · P-0012, last visit 15-Nov-2026 · pain 5",
        "MEIER-LEHMANN, Annalena, “Leni”, last visit 18-Oct-2026",
    ]


def test_a_pain_of_nought_is_said_and_a_missing_one_is_not(open_today):
    screen = open_today()
    recent = screen.rows("recent_rows")
    assert recent[2].endswith("last visit 19-Nov-2026 · pain 0")
    assert recent[3] == "ODUYA, Benedict, no visit yet"


def test_only_the_latest_answer_is_shown(open_today):
    runner = LateRunner()
    screen = open_today(runner=runner)
    screen.type("ma")
    screen.find(QLineEdit, "search").setText("odu")
    runner.let_go()
    runner.let_go()
    assert screen.rows("found_rows") == []
    runner.let_go()
    assert screen.rows("found_rows") == ["ODUYA, Benedict, no visit yet"]


@pytest.mark.parametrize(("typed", "opened"), [("odu", True), ("mei", False)])
def test_enter_before_the_answer_takes_it_only_where_nothing_can_be_mistaken(
    open_today, typed, opened
):
    runner = LateRunner()
    screen = open_today(runner=runner)
    screen.type(typed)
    screen.press(ENTER)
    assert screen.here == places.TODAY
    while runner.waiting:
        runner.let_go()
    assert screen.here == (places.patient(NEW.id) if opened else places.TODAY)


def test_escape_leaves_the_search_and_shows_the_day_again(open_today):
    screen = open_today()
    screen.type("mei")
    assert not screen.find(LineList, "day_rows").isVisible()
    screen.press(Qt.Key.Key_Escape)
    assert screen.find(LineList, "day_rows").isVisible()
    assert screen.find(QLineEdit, "search").text() == ""


def test_ctrl_f_comes_back_to_the_search(open_today):
    screen = open_today()
    screen.go_to("day_rows")
    screen.press(Qt.Key.Key_F, CTRL)
    assert screen.focus.objectName() == "search"


def test_a_record_that_cannot_be_searched_says_so_under_the_line(open_today):
    screen = open_today()
    screen.clinic.problem = RecordUnavailable(Trouble.BUSY)
    screen.type("mei")
    assert screen.says("busy")
    assert not screen.find(QPushButton, "add_typed").isVisible()


def test_a_name_nobody_answers_to_is_offered_as_a_new_patient(open_today):
    screen = open_today()
    screen.type("anna zwicky")
    assert screen.says("Nobody is found for “anna zwicky”.")
    screen.press(ENTER)
    assert screen.find(QLineEdit, "family_name").text() == "Zwicky"
    assert screen.find(QLineEdit, "given_name").text() == "Anna"


@pytest.mark.parametrize("typed", ["&File", "<img src=file:///etc/passwd>", "%1 {n}", "x" * 300])
def test_whatever_is_typed_is_shown_as_it_is(open_today, typed):
    screen = open_today()
    screen.find(QLineEdit, "search").setText(typed)
    assert screen.says(f"Nobody is found for “{typed[:40]}")
    offer = screen.find(QPushButton, "add_typed")
    assert typed[:40] in offer.accessibleName()
    assert offer.text() == offer.accessibleName().replace("&", "&&")


# Adding a patient


def test_a_patient_added_is_opened(open_today):
    screen = open_today()
    screen.press(Qt.Key.Key_N, CTRL)
    screen.type("Zwicky")
    screen.press(ENTER)
    ((typed,),) = screen.clinic.did("keep")
    assert typed.patient.family_name == "Zwicky"
    assert screen.here.name is PlaceName.PATIENT


def test_a_form_half_filled_in_waits_while_another_page_is_looked_at(open_today):
    screen = open_today()
    screen.press(Qt.Key.Key_N, CTRL)
    screen.type("Zwi")
    screen.navigator.go(places.SETTINGS)
    screen.navigator.go(places.TODAY)
    assert screen.find(QLineEdit, "family_name").isVisible()
    assert screen.find(QLineEdit, "family_name").text() == "Zwi"


def test_a_form_left_by_escape_can_be_brought_back(open_today):
    screen = open_today()
    screen.press(Qt.Key.Key_N, CTRL)
    screen.type("Zwi")
    screen.press(Qt.Key.Key_Escape)
    assert screen.find(LineList, "day_rows").isVisible()
    screen.find(QPushButton, "notice_step").click()
    assert screen.find(QLineEdit, "family_name").text() == "Zwi"
    assert screen.find(QLineEdit, "family_name").isVisible()


def test_a_likely_duplicate_is_opened_instead_of_added(open_today):
    screen = open_today(Clinic(today=busy_day(), doubles=(IRIS,)))
    screen.press(Qt.Key.Key_N, CTRL)
    screen.type("Marlowe")
    screen.find(QPushButton, "twin_open").click()
    assert screen.here == places.patient(IRIS.id)
    assert screen.clinic.did("keep") == []


# The page as a whole


def test_the_page_asks_again_when_the_day_or_a_draft_changed(open_today):
    screen = open_today()
    before = len(screen.clinic.did("look"))
    screen.clinic.today = empty_day()
    screen.announcer.tell(Changes(patient_id=None, topics=frozenset({"templates"})))
    assert len(screen.clinic.did("look")) == before
    screen.announcer.tell(Changes(patient_id=None, topics=frozenset({"drafts"})))
    assert screen.rows("draft_rows") == []


def test_the_marked_row_stays_marked_when_the_list_is_shown_anew(open_today):
    screen = open_today()
    screen.go_to("day_rows")
    screen.press(DOWN)
    screen.announcer.tell(Changes(patient_id=None, topics=frozenset({"day"})))
    assert screen.find(LineList, "day_rows").current().patient is IRIS


def test_a_day_without_anything_says_what_to_do_next(open_today):
    screen = open_today(Clinic(today=empty_day()))
    for words in ("Nobody is on the list yet", "every note is signed", "Ctrl+N"):
        assert screen.says(words)
    assert not screen.find(QPushButton, "day_begin").isVisible()


def test_one_key_leaves_only_times_and_initials(open_today):
    screen = open_today()
    screen.press(Qt.Key.Key_F8)
    assert screen.rows("day_rows") == ["08:00, M. A.", "08:45, M. I.", "09:30, A.", "O. B."]
    assert screen.rows("recent_rows") == ["M. A.", "M. A.", "M. I.", "O. B."]
    said = " ".join(screen.rows("draft_rows"))
    assert "MEIER" not in said
    screen.press(Qt.Key.Key_F8)
    assert screen.rows("recent_rows")[0].startswith("MEIER, Anna")


HOSTILE = "<img src=file:///etc/passwd>"


@pytest.mark.parametrize("name", [HOSTILE, "W" * 200, "כהן", "🌸" * 30, "a\u0301" * 40])
def test_any_name_is_shown_literally_with_its_whole_text_as_a_tooltip(open_today, name):
    today = busy_day()
    odd = person(name, "Eve")
    screen = open_today(
        Clinic(today=type(today)(day=today.day, lines=(), drafts=(), recent=(odd,)))
    )
    rows = screen.find(LineList, "recent_rows")
    screen.window.grab()
    tip = rows.lines.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
    assert "<img" not in tip
    assert name.upper().replace("<", "&lt;").replace(">", "&gt;") in tip
    assert rows.horizontalScrollBar().maximum() == 0


def test_the_rows_are_a_sound_model(open_today, qtmodeltester):
    screen = open_today()
    for name in ("day_rows", "draft_rows", "recent_rows"):
        qtmodeltester.check(screen.find(LineList, name).lines)


@pytest.mark.parametrize("part", ["overview", "answers", "form"])
def test_nothing_that_takes_focus_is_unnamed_small_or_beyond_tab(open_today, part):
    screen = open_today()
    if part == "answers":
        screen.type("zzz")
    if part == "form":
        screen.press(Qt.Key.Key_N, CTRL)
        screen.find(QLineEdit, "born").setText("03/04/1985")
        QApplication.processEvents()
    takers = [
        w
        for w in screen.window.page.findChildren(QWidget)
        if w.isVisible()
        and w.isEnabled()
        and w.focusPolicy() & Qt.FocusPolicy.TabFocus
        # The line inside a choice is hit and focused as the choice.
        and not isinstance(w.parent(), QComboBox)
    ]
    assert len(takers) >= 4
    for taker in takers:
        assert taker.objectName(), taker
        assert taker.accessibleName(), taker.objectName()
        assert min(taker.width(), taker.height()) >= 24, taker.objectName()
    seen = set()
    for _ in range(60):
        seen.add(screen.focus.objectName())
        screen.press(Qt.Key.Key_Tab)
    assert {taker.objectName() for taker in takers} <= {n.removesuffix("_line") for n in seen}


@pytest.mark.parametrize("size", [(1280, 720), (640, 360)])
def test_nothing_is_wider_than_a_small_window(open_today, size):
    screen = open_today()
    screen.window.resize(*size)
    QApplication.processEvents()
    for step in (
        lambda: None,
        lambda: screen.type("mei"),
        lambda: screen.press(Qt.Key.Key_N, CTRL),
    ):
        step()
        QApplication.processEvents()
        assert screen.window.stack.currentWidget().horizontalScrollBar().maximum() == 0
