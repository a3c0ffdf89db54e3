"""Today's lists: the day speaks plainly, and each draft says what it lacks."""

from dataclasses import replace
from datetime import time

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPlainTextEdit, QPushButton

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.ui import navigator as places
from ims_notes.ui.navigator import PlaceName
from ims_notes.ui.widgets.line_list import LineList
from tests.ui.made_up_day import (
    ANNA,
    IRIS,
    LACKS_FIVE,
    LENI,
    PEOPLE,
    Clinic,
    busy_day,
    draft,
)
from tests.ui.today_screen import CTRL, DOWN, ENTER

# The day's list


def test_the_day_says_who_comes_when_and_the_one_thing_to_ask(open_today):
    screen = open_today()
    assert screen.rows("day_rows") == [
        "08:00, MEIER, Anna, 14-Jul-1985 (41y), "
        "Ask: Bruise at the last visit; how was it afterwards?, last pain 5",
        "08:45, MARLOWE, Iris, 30-Nov-1972 (53y), Ask: how did the 3 exercises go?, last pain 0",
        "09:30, Anna M., Who is this? Enter to choose or add",
        "ODUYA, Benedict, First visit",
    ]
    assert screen.says("22-Nov-2026")


def test_enter_on_the_list_begins_the_session_at_its_time(open_today):
    screen = open_today()
    screen.go_to("day_rows")
    screen.press(DOWN)
    screen.press(ENTER)
    assert screen.clinic.did("begin") == [(IRIS.id, time(8, 45))]
    assert screen.here.name is PlaceName.SESSION


def test_names_typed_or_pasted_go_on_the_list_with_enter(open_today):
    screen = open_today()
    names = screen.find(QPlainTextEdit, "day_names")
    names.setFocus()
    screen.type("09:00 Anna Meier")
    screen.press(ENTER, Qt.KeyboardModifier.ShiftModifier)
    screen.type("Iris 10.30")
    screen.press(ENTER)
    assert screen.clinic.did("paste") == [("09:00 Anna Meier\nIris 10.30",)]
    assert names.toPlainText() == ""


def test_names_that_could_not_be_kept_stay_in_the_field(open_today):
    screen = open_today()
    screen.go_to("day_names")
    screen.type("09:00 Anna")
    screen.clinic.problem = RecordUnavailable(Trouble.DISK_FULL)
    screen.press(ENTER)
    assert screen.find(QPlainTextEdit, "day_names").toPlainText() == "09:00 Anna"
    assert screen.says("disk is full")


def test_a_paste_of_something_else_is_refused_in_words(open_today):
    screen = open_today()
    novel = QMimeData()
    novel.setText("x" * 50_000)
    names = screen.find(QPlainTextEdit, "day_names")
    names.insertFromMimeData(novel)
    assert names.toPlainText() == ""
    assert screen.says("too long for a day's list")


def test_a_name_taken_off_the_list_can_be_put_back(open_today):
    screen = open_today()
    entry = screen.clinic.today.lines[0].entry
    screen.go_to("day_rows")
    screen.press(Qt.Key.Key_Delete)
    assert screen.clinic.did("take_off") == [(entry.id,)]
    screen.find(QPushButton, "notice_step").click()
    assert screen.clinic.did("put_back") == [(entry,)]


def ask_who(screen):
    screen.go_to("day_rows")
    screen.press(DOWN)
    screen.press(DOWN)
    screen.press(ENTER)
    return screen.clinic.today.lines[2].entry


def test_an_unknown_name_is_settled_by_choosing_who_it_is(open_today):
    screen = open_today()
    entry = ask_who(screen)
    assert screen.says("Who is “Anna M.”?")
    screen.find(QLineEdit, "search").setText("anna m")
    screen.press(ENTER)
    assert screen.clinic.did("settle") == [(entry, ANNA.id)]
    assert screen.here == places.TODAY
    assert screen.focus.objectName() == "day_rows"


def test_an_unknown_name_is_settled_by_adding_them(open_today):
    screen = open_today()
    entry = ask_who(screen)
    screen.press(ENTER)
    screen.type("Moser")
    screen.press(ENTER, CTRL)
    (kept,) = screen.clinic.did("keep")
    assert kept[0].patient.family_name == "Moser"
    assert [each[0] for each in screen.clinic.did("settle")] == [entry]
    ((_, at),) = screen.clinic.did("begin")
    assert at == time(9, 30)


def test_escape_while_asked_who_it_is_settles_nothing(open_today):
    screen = open_today()
    ask_who(screen)
    screen.press(Qt.Key.Key_Escape)
    screen.press(Qt.Key.Key_F, CTRL)
    screen.type("mar")
    screen.press(ENTER)
    assert screen.clinic.did("settle") == []
    assert screen.here == places.patient(IRIS.id)


@pytest.mark.parametrize(("button", "deed"), [("day_begin", "begin"), ("day_take_off", "take_off")])
def test_what_keys_do_on_the_list_buttons_do_too(open_today, button, deed):
    screen = open_today()
    screen.find(QPushButton, button).click()
    assert len(screen.clinic.did(deed)) == 1


# Drafts


def test_a_draft_names_two_things_it_lacks_and_counts_the_others(open_today):
    screen = open_today()
    assert screen.rows("draft_rows") == [
        "MEIER-LEHMANN, Annalena, Follow-up, To finish: twitch (2); pain after; +3, "
        "21-Nov-2026 13:00",
        "MEIER, Anna, Follow-up, Nothing is missing: ready to sign, 13:00",
    ]


def test_no_row_of_a_list_is_cut_through(qtbot, open_today):
    drafts = tuple(draft(LENI, lacks=LACKS_FIVE) for _ in range(20))
    screen = open_today(Clinic(today=replace(busy_day(), drafts=drafts, recent=PEOPLE * 5)))
    cut = 0
    for height in (720, 733, 751):
        screen.window.resize(1280, height)
        QApplication.processEvents()
        for name in ("draft_rows", "recent_rows"):
            rows = screen.find(LineList, name)
            assert rows.viewport().height() % rows.sizeHintForRow(0) == 0, (name, height)
            cut += rows.contentsRect().height() % rows.sizeHintForRow(0) > 0
    assert cut


def test_enter_opens_a_draft_and_ctrl_enter_leads_to_its_signature(open_today):
    screen = open_today()
    open_one, ready = (each.note for each in screen.clinic.today.drafts)
    screen.go_to("draft_rows")
    screen.press(ENTER)
    assert screen.here == places.session(open_one.id, patient_id=LENI.id)
    screen.navigator.go(places.TODAY)
    screen.go_to("draft_rows")
    screen.press(DOWN)
    screen.press(ENTER, CTRL)
    assert screen.here == places.session(ready.id, patient_id=ANNA.id, focus="sign")


def test_ctrl_enter_on_an_unfinished_draft_opens_it_and_says_what_it_lacks(open_today):
    screen = open_today()
    screen.go_to("draft_rows")
    screen.press(ENTER, CTRL)
    assert screen.here.focus is None
    assert screen.find(QLabel, "status").text().startswith("Not ready to sign yet: twitch")
