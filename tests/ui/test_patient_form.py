"""The form for a patient: one name is enough, dates are understood, nobody is added twice."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QDialog, QLabel, QLineEdit, QPushButton

from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble
from ims_notes.domain.patients import Patient
from ims_notes.ui import theme
from ims_notes.ui.dialogs import patient_form
from ims_notes.ui.dialogs.patient_form import PatientForm
from ims_notes.ui.runner import InPlaceRunner
from ims_notes.ui.theme import Mode
from ims_notes.ui.widgets.line_list import LineList
from tests.ui.made_up_day import ANNA, Clinic, empty_day

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def clinic():
    return Clinic(today=empty_day(), doubles=(ANNA,))


@pytest.fixture
def form(qtbot, qapp, clinic):
    theme.apply_theme(qapp, Mode.LIGHT)
    made = PatientForm(asks=clinic.form(), runner=InPlaceRunner())
    qtbot.addWidget(made)
    made.heard = []
    made.kept.connect(lambda kept, begins: made.heard.append(("kept", kept, begins)))
    made.open_instead.connect(lambda found: made.heard.append(("open", found)))
    made.cancelled.connect(lambda: made.heard.append(("cancelled",)))
    made.show()
    QApplication.processEvents()
    made.activateWindow()
    made.start()
    return made


def line(form, name):
    return form.findChild(QLineEdit, name)


def note(form, name):
    return form.findChild(QLabel, f"{name}_note").text()


def put(form, **texts):
    for name, text in texts.items():
        field = line(form, name)
        field.setFocus()
        field.clear()
        QTest.keyClicks(field, text)
    QApplication.processEvents()


def press(form, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(form.window().focusWidget(), key, modifier)
    QApplication.processEvents()


def kept(clinic):
    return [typed for (typed,) in clinic.did("keep")]


def test_one_name_and_enter_add_a_patient(form, clinic):
    QTest.keyClicks(form.window().focusWidget(), "Zwicky")
    press(form, Qt.Key.Key_Return)
    (typed,) = kept(clinic)
    assert typed.patient.family_name == "Zwicky"
    assert (typed.region, typed.complaint) == ("", "")
    assert form.heard[0][2] is False


def test_ctrl_enter_adds_and_begins_the_session(form, clinic):
    put(form, family_name="Zwicky")
    press(form, Qt.Key.Key_Return, CTRL)
    assert form.heard[0][2] is True


def test_every_detail_typed_is_kept(form, clinic):
    details = {
        "given_name": "Mia",
        "preferred_name": "Mimi",
        "phone": "079 1",
        "email": "m@example.org",
        "identifier": "P-9",
        "referrer": "Dr Roth",
        "alerts": "pacemaker",
    }
    put(form, born="14 jul 85", gender_line="agender", complaint="neck pain", **details)
    put(form, region_line="cervical")
    press(form, Qt.Key.Key_Return)
    (typed,) = kept(clinic)
    assert {name: getattr(typed.patient, name) for name in details} == details
    assert typed.patient.born == date(1985, 7, 14)
    assert typed.patient.gender == "agender"
    assert (typed.region, typed.complaint) == ("neck", "neck pain")


def test_a_region_in_own_words_stays_in_own_words(form, clinic):
    put(form, family_name="A", region_line="left big toe")
    press(form, Qt.Key.Key_Return)
    assert kept(clinic)[0].region == "left big toe"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("14 jul 85", "14-Jul-1985 (41y)"),
        ("1985-07-14", "14-Jul-1985 (41y)"),
        ("29 feb 2024", "29-Feb-2024 (2y)"),
        ("1 jan 1890", "01-Jan-1890 (136y): is the year right?"),
        ("31 feb 1985", "This is not a date in the calendar. Write it like 14-Jul-1985."),
        ("31 feb", "This is not a date in the calendar. Write it like 14-Jul-1985."),
        ("soon", "This is not a date in the calendar. Write it like 14-Jul-1985."),
        ("1 jan 2090", "The date of birth lies in the future."),
        ("", "Such as 14 jul 85 or 1985-07-14"),
    ],
)
def test_a_date_of_birth_is_understood_or_mended_while_it_is_typed(form, typed, said):
    put(form, born=typed)
    assert note(form, "born") == said


def test_a_date_that_may_be_two_days_offers_both(form, clinic):
    put(form, family_name="A", born="03/04/1985")
    assert "two ways" in note(form, "born")
    ways = [form.findChild(QPushButton, f"born_way_{place}") for place in (0, 1)]
    assert [way.text() for way in ways] == ["03-Apr-1985", "04-Mar-1985"]
    ways[1].click()
    assert note(form, "born") == "04-Mar-1985 (41y)"
    assert not ways[0].isVisible()
    press(form, Qt.Key.Key_Return)
    assert kept(clinic)[0].patient.born == date(1985, 3, 4)


def test_a_date_nobody_can_read_keeps_the_form_and_every_word(form, clinic):
    put(form, family_name="A", born="31 feb 1985")
    line(form, "family_name").setFocus()
    press(form, Qt.Key.Key_Return)
    assert kept(clinic) == []
    assert form.window().focusWidget() is line(form, "born")
    assert line(form, "born").property("wrong") == "true"
    assert line(form, "born").text() == "31 feb 1985"


@pytest.mark.parametrize("field", ["family_name", "referrer"])
def test_a_broken_rule_is_said_at_its_field(form, clinic, field):
    clinic.problem = RuleBroken(Rule.TEXT_TOO_LONG, field=field, length=10_000, limit=200)
    put(form, family_name="A")
    press(form, Qt.Key.Key_Return)
    assert note(form, field) == "This text is too long to be kept."
    assert line(form, field).accessibleDescription() == note(form, field)
    put(form, **{field: "B"})
    assert "too long" not in note(form, field)


def test_a_record_that_is_in_the_way_is_said_below_and_adding_works_again(form, clinic):
    clinic.problem = RecordUnavailable(Trouble.DISK_FULL)
    put(form, family_name="A")
    press(form, Qt.Key.Key_Return)
    assert "disk is full" in form.findChild(QLabel, "patient_form_foot").text()
    clinic.problem = None
    press(form, Qt.Key.Key_Return)
    assert len(kept(clinic)) == 1


def test_a_likely_duplicate_is_shown_without_being_in_the_way(form, clinic):
    put(form, family_name="Meie")
    rows = form.findChild(LineList, "twin_rows")
    assert not rows.isVisible()
    put(form, family_name="Meier")
    assert rows.isVisible()
    assert rows.lines.index(0, 0).data() == "MEIER, Anna"
    form.findChild(QPushButton, "twin_open").click()
    assert form.heard == [("open", ANNA)]
    press(form, Qt.Key.Key_Return)
    assert len(kept(clinic)) == 1


def test_enter_on_a_duplicate_opens_them_instead_of_adding(form, clinic):
    put(form, family_name="Meier")
    form.findChild(LineList, "twin_rows").setFocus()
    press(form, Qt.Key.Key_Return)
    assert form.heard == [("open", ANNA)]
    assert kept(clinic) == []


@pytest.mark.parametrize(
    ("typed", "family", "given", "born"),
    [
        ("zwicky", "Zwicky", "", ""),
        ("anna maria zwicky", "Zwicky", "Anna Maria", ""),
        ("van der Berg, Jan", "van der Berg", "Jan", ""),
        ("14 jul 85", "", "", "14 jul 85"),
        ("明", "明", "", ""),
        ("   ", "", "", ""),
    ],
)
def test_what_was_searched_for_is_not_typed_twice(form, typed, family, given, born):
    form.start(typed=typed)
    assert [line(form, n).text() for n in ("family_name", "given_name", "born")] == [
        family,
        given,
        born,
    ]


def test_the_wheel_never_changes_a_choice(form):
    combo = form.findChild(QComboBox, "gender")
    put(form, gender_line="Woman")
    wheel = QWheelEvent(
        QPointF(5, 5),
        QPointF(combo.mapToGlobal(QPoint(5, 5))),
        QPoint(0, -120),
        QPoint(0, -120),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(combo, wheel)
    assert combo.currentText() == "Woman"


def test_escape_asks_for_nothing_and_keeps_what_was_typed(form):
    put(form, family_name="Zwicky")
    assert form.is_touched
    press(form, Qt.Key.Key_Escape)
    assert form.heard == [("cancelled",)]
    assert line(form, "family_name").text() == "Zwicky"


def test_changing_details_keeps_who_it_is_and_offers_no_first_complaint(qtbot, clinic):
    someone = Patient(
        id=uuid4(), family_name="Meier", given_name="Anna", born=date(1985, 7, 14), phone="1"
    )
    clinic.doubles = (replace(ANNA, id=someone.id),)

    def change():
        dialog = QApplication.activeModalWidget()
        assert line(dialog, "born").text() == "14-Jul-1985"
        assert line(dialog, "complaint") is None
        assert not dialog.findChild(QPushButton, "patient_keep_and_begin").isVisible()
        assert not dialog.findChild(LineList, "twin_rows").isVisible()
        line(dialog, "phone").setText("2")
        dialog.findChild(QPushButton, "patient_keep").click()

    QTimer.singleShot(0, change)
    result = patient_form.ask(None, asks=clinic.form(), runner=InPlaceRunner(), patient=someone)
    assert result is not None
    (typed,) = kept(clinic)
    assert typed.patient == replace(someone, phone="2")


def test_thinking_better_of_it_changes_nothing(qtbot, clinic):
    def leave():
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, QDialog)
        dialog.findChild(QPushButton, "patient_cancel").click()

    QTimer.singleShot(0, leave)
    someone = Patient(id=uuid4(), family_name="Meier")
    assert (
        patient_form.ask(None, asks=clinic.form(), runner=InPlaceRunner(), patient=someone) is None
    )
    assert kept(clinic) == []
