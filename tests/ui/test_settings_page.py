"""The settings: each part saved by itself, errors at their field, nothing typed is lost."""

from dataclasses import replace
from types import SimpleNamespace
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTableWidget,
    QWidget,
)

from ims_notes import bundle
from ims_notes.domain.catalogue import load_catalogue, read_catalogue_files
from ims_notes.domain.clinic import Clinic, LegalHome, Wording
from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble
from ims_notes.domain.practitioners import Practitioner
from ims_notes.services.keep_clinic import ClinicSettings
from ims_notes.services.ports.work import Changes
from ims_notes.settings import Settings
from ims_notes.ui import navigator as places
from ims_notes.ui import theme
from ims_notes.ui.announcer import Announcer
from ims_notes.ui.dialogs import confirm
from ims_notes.ui.navigator import Place, PlaceName
from ims_notes.ui.pages.settings import SettingsDeeds, SettingsPage, Wordings
from ims_notes.ui.runner import InPlaceRunner
from ims_notes.ui.theme import Mode

ANNA = Practitioner(id=UUID(int=5), name="Anna Weber", credentials="MSc PT", registration="40211")
BEN = Practitioner(id=UUID(int=6), name="Ben Okafor")
HARBOUR = Clinic(
    name="Harbour Physiotherapy",
    zone="Europe/Athens",
    practitioner_id=ANNA.id,
    abbreviations={"utx": "upper_trapezius"},
    templates={"later": "{visit}"},
)
BUILT_IN = {Wording.SOAP: "{visit}\nS: {subjective}", Wording.COMPACT: "{visit} {needling}"}
CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def catalogue():
    return load_catalogue(read_catalogue_files(bundle.resource("catalogue")))


class Record:
    """The record as the page sees it; what is kept is read again."""

    def __init__(self, catalogue):
        self.clinic, self.people = HARBOUR, [ANNA, BEN]
        self.preferences, self.trouble, self.catalogue = Settings(), None, catalogue
        self.kept = []

    def read(self):
        return ClinicSettings(clinic=self.clinic, practitioners=tuple(self.people))

    def change_clinic(self, clinic):
        if self.trouble:
            raise self.trouble
        unknown = [
            w for w, m in clinic.abbreviations.items() if m not in self.catalogue.muscle_by_id
        ]
        if unknown:
            raise RuleBroken(Rule.ABBREVIATION_UNKNOWN_MUSCLE, field="abbreviations")
        if any(not word or " " in word for word in clinic.abbreviations):
            raise RuleBroken(Rule.ABBREVIATION_NOT_ONE_WORD, field="abbreviations")
        self.clinic = clinic
        return self._changed("clinic")

    def add(self, person):
        self.people.append(replace(person, id=UUID(int=77)))
        return self._changed("added")

    def change(self, person):
        self.people = [person if each.id == person.id else each for each in self.people]
        return self._changed("changed")

    def prefer(self, settings):
        self.preferences = settings

    def _changed(self, deed):
        self.kept.append(deed)
        return Changes(patient_id=None, topics=frozenset({"clinic"}))


@pytest.fixture
def shown(qtbot, qapp, catalogue):
    theme.apply_theme(qapp, Mode.LIGHT)
    record, announcer = Record(catalogue), Announcer()
    said, noticed = [], []
    announcer.said.connect(said.append)
    announcer.noticed.connect(noticed.append)
    page = SettingsPage(
        announcer=announcer,
        runner=InPlaceRunner(),
        catalogue=catalogue,
        wordings=Wordings(built_in=BUILT_IN, preview=lambda template: f"READS {template}"),
        deeds=SettingsDeeds(
            clinic_settings=record.read,
            change_clinic=record.change_clinic,
            add_practitioner=record.add,
            change_practitioner=record.change,
            preferences=lambda: record.preferences,
            prefer=record.prefer,
        ),
    )
    qtbot.addWidget(page)
    page.resize(1180, 640)
    page.show()
    page.open(places.SETTINGS)
    page.activateWindow()
    qtbot.waitUntil(page.isActiveWindow)
    return SimpleNamespace(page=page, record=record, said=said, noticed=noticed)


def part(shown, kind, name):
    found = shown.page.findChild(kind, name)
    assert found is not None, name
    return found


def go(shown, focus):
    shown.page.open(Place(name=PlaceName.SETTINGS, focus=focus))
    QApplication.processEvents()


def retype(edit, text):
    edit.setFocus()
    edit.selectAll()
    QTest.keyClick(edit, Qt.Key.Key_Delete)
    QTest.keyClicks(edit, text)


def press(widget, key, modifier=Qt.KeyboardModifier.NoModifier):
    QTest.keyClick(widget, key, modifier)
    QApplication.processEvents()


def test_the_clinic_is_typed_and_saved_by_keys_and_said(shown):
    go(shown, "clinic")
    name = part(shown, QLineEdit, "clinic_name")
    assert name.text() == "Harbour Physiotherapy"
    save = part(shown, QPushButton, "clinic_save")
    assert not save.isEnabled()
    retype(name, "Harbour Clinic")
    assert save.isEnabled()
    assert part(shown, QLabel, "clinic_unsaved").isVisible()
    press(name, Qt.Key.Key_S, CTRL)
    assert shown.record.clinic == replace(HARBOUR, name="Harbour Clinic")
    assert shown.said == ["Saved"]
    assert not save.isEnabled()


@pytest.mark.parametrize(("typed", "kept"), [("europe/berlin", "Europe/Berlin"), ("Berlin", None)])
def test_a_time_zone_must_exist(shown, typed, kept):
    go(shown, "clinic")
    retype(part(shown, QLineEdit, "clinic_zone"), typed)
    part(shown, QPushButton, "clinic_save").click()
    wrong = part(shown, QLabel, "clinic_zone_wrong")
    assert shown.record.clinic.zone == (kept or "Europe/Athens")
    assert wrong.isVisible() == (kept is None)
    assert ("no time zone" in wrong.text()) == (kept is None)


def test_what_the_record_refuses_stays_typed_and_unsaved(shown):
    go(shown, "clinic")
    shown.record.trouble = RecordUnavailable(Trouble.DISK_FULL)
    name = part(shown, QLineEdit, "clinic_name")
    retype(name, "New name")
    part(shown, QPushButton, "clinic_save").click()
    assert name.text() == "New name"
    assert part(shown, QPushButton, "clinic_save").isEnabled()
    assert "disk is full" in shown.noticed[0].sentence
    shown.record.trouble = None
    part(shown, QPushButton, "clinic_save").click()
    assert shown.record.clinic.name == "New name"


def test_the_legal_note_can_move(shown):
    go(shown, "legal_home")
    assert part(shown, QRadioButton, "legal_home_legal_record").isChecked()
    part(shown, QRadioButton, "legal_home_companion").click()
    assert shown.record.clinic.legal_home is LegalHome.LEGAL_RECORD
    part(shown, QPushButton, "legal_home_save").click()
    assert shown.record.clinic.legal_home is LegalHome.COMPANION


def test_a_routine_is_suggested_only_when_asked_and_then_to_be_saved(shown):
    go(shown, "routine")
    routine = part(shown, QPlainTextEdit, "routine_text")
    assert routine.toPlainText() == ""
    QTest.keyClicks(routine, "Gloves worn.")
    part(shown, QPushButton, "routine_suggest").click()
    text = routine.toPlainText()
    assert text.startswith("Gloves worn.\n")
    assert "sharps" in text
    assert shown.record.clinic.routine == ""
    part(shown, QPushButton, "routine_save").click()
    assert shown.record.clinic.routine == text


def test_a_template_shows_at_once_how_a_note_reads(shown):
    go(shown, "wording")
    template = part(shown, QPlainTextEdit, "wording_template")
    preview = part(shown, QPlainTextEdit, "wording_preview")
    assert template.toPlainText() == BUILT_IN[Wording.SOAP]
    retype(template, "Note: ")
    part(shown, QPushButton, "wording_field_plan").click()
    assert preview.toPlainText() == "READS Note: {plan}"
    part(shown, QPushButton, "wording_save").click()
    # A template this version does not know is left alone.
    assert shown.record.clinic.templates == {"later": "{visit}", "soap": "Note: {plan}"}


def test_an_unknown_field_is_named_at_the_template_and_not_kept(shown):
    go(shown, "wording")
    retype(part(shown, QPlainTextEdit, "wording_template"), "{visitt}")
    part(shown, QPushButton, "wording_choice_compact").click()
    part(shown, QPushButton, "wording_save").click()
    assert "visitt" in part(shown, QLabel, "wording_template_wrong").text()
    assert part(shown, QPlainTextEdit, "wording_template").toPlainText() == "{visitt}"
    assert shown.record.kept == []
    part(shown, QPushButton, "wording_reset").click()
    part(shown, QPushButton, "wording_choice_compact").click()
    part(shown, QPushButton, "wording_save").click()
    assert shown.record.clinic.wording is Wording.COMPACT
    assert shown.record.clinic.templates == {"later": "{visit}"}


def test_an_abbreviation_is_kept_by_enter_and_removed_by_delete(shown):
    go(shown, "abbreviations")
    QTest.keyClicks(part(shown, QLineEdit, "abbreviation_word"), "ss")
    muscle = part(shown, QLineEdit, "abbreviation_muscle")
    muscle.setFocus()
    QTest.keyClicks(muscle, "supraspinatus")
    press(muscle, Qt.Key.Key_Return)
    assert shown.record.clinic.abbreviations == {"utx": "upper_trapezius", "ss": "supraspinatus"}
    assert muscle.text() == ""
    table = part(shown, QTableWidget, "abbreviations_table")
    assert [table.item(row, 0).text() for row in range(2)] == ["ss", "utx"]
    table.setFocus()
    table.selectRow(1)
    press(table, Qt.Key.Key_Delete)
    assert shown.record.clinic.abbreviations == {"ss": "supraspinatus"}


@pytest.mark.parametrize(
    ("word", "muscle", "field"),
    [
        ("ut", "no such muscle", "abbreviation_muscle"),
        ("two words", "supraspinatus", "abbreviation_word"),
        ("", "supraspinatus", "abbreviation_word"),
    ],
)
def test_an_abbreviation_nobody_could_use_is_refused_at_its_field(shown, word, muscle, field):
    go(shown, "abbreviations")
    part(shown, QLineEdit, "abbreviation_word").setText(word)
    part(shown, QLineEdit, "abbreviation_muscle").setText(muscle)
    part(shown, QPushButton, "abbreviation_add").click()
    assert part(shown, QLabel, f"{field}_wrong").isVisible()
    assert part(shown, QLineEdit, "abbreviation_word").text() == word
    assert shown.record.clinic.abbreviations == HARBOUR.abbreviations


def test_a_practitioner_is_added_and_set_to_work(shown):
    go(shown, "practitioners")
    part(shown, QPushButton, "practitioner_add").click()
    name = part(shown, QLineEdit, "practitioner_name")
    assert shown.page.focusWidget() is name
    part(shown, QPushButton, "practitioner_save")
    QTest.keyClicks(name, "Chiara Rossi")
    press(name, Qt.Key.Key_S, CTRL)
    assert [person.name for person in shown.record.people][-1] == "Chiara Rossi"
    people = part(shown, QListWidget, "practitioners_list")
    people.setCurrentRow(2)
    assert name.text() == "Chiara Rossi"
    part(shown, QPushButton, "practitioner_at_work").click()
    assert shown.record.clinic.practitioner_id == UUID(int=77)
    assert people.item(2).text() == "Chiara Rossi · at work here now"


def test_going_to_another_practitioner_keeps_what_was_typed(shown):
    go(shown, "practitioners")
    people = part(shown, QListWidget, "practitioners_list")
    retype(part(shown, QLineEdit, "practitioner_credentials"), "BSc PT")
    people.setCurrentRow(1)
    assert shown.record.people[0].credentials == "BSc PT"
    assert part(shown, QLineEdit, "practitioner_name").text() == "Ben Okafor"
    part(shown, QCheckBox, "practitioner_active").click()
    press(people, Qt.Key.Key_S, CTRL)
    assert not shown.record.people[1].active


def test_a_practitioner_without_a_name_stays_in_the_form(shown):
    go(shown, "practitioners")
    people = part(shown, QListWidget, "practitioners_list")
    name = part(shown, QLineEdit, "practitioner_name")
    retype(name, "")
    people.setCurrentRow(1)
    assert people.currentRow() == 0
    assert "name" in part(shown, QLabel, "practitioner_name_wrong").text()
    assert shown.record.kept == []


def test_the_look_changes_at_once(shown):
    go(shown, "look")
    part(shown, QPushButton, "look_theme_dark").click()
    part(shown, QPushButton, "look_size_150").click()
    assert shown.record.preferences == Settings(theme="dark", text_scale=150)
    part(shown, QPushButton, "look_size_150").click()
    assert shown.record.preferences.text_scale == 150
    assert part(shown, QPushButton, "look_size_150").isChecked()


def test_the_look_never_brings_back_an_old_threshold(shown):
    go(shown, "look")
    shown.record.preferences = replace(shown.record.preferences, threshold="fifty_percent")
    go(shown, "look")
    part(shown, QPushButton, "look_theme_light").click()
    assert shown.record.preferences == Settings(theme="light", threshold="fifty_percent")


def test_leaving_saves_every_part_that_was_typed_in(shown):
    go(shown, "clinic")
    retype(part(shown, QLineEdit, "clinic_phone"), "555 0100")
    go(shown, "routine")
    QTest.keyClicks(part(shown, QPlainTextEdit, "routine_text"), "Hands cleaned.")
    go(shown, "practitioners")
    retype(part(shown, QLineEdit, "practitioner_registration"), "9")
    assert shown.page.may_leave()
    clinic = shown.record.clinic
    assert (clinic.phone, clinic.routine) == ("555 0100", "Hands cleaned.")
    assert shown.record.people[0].registration == "9"


@pytest.mark.parametrize("answer", [True, False])
def test_leaving_asks_where_something_cannot_be_kept_and_loses_nothing(shown, monkeypatch, answer):
    asked = []
    monkeypatch.setattr(confirm, "ask", lambda *_a, **told: (asked.append(told), answer)[1])
    go(shown, "wording")
    template = part(shown, QPlainTextEdit, "wording_template")
    retype(template, "{nonsense}")
    go(shown, "look")
    assert shown.page.may_leave() is answer
    assert len(asked) == 1
    assert part(shown, QListWidget, "settings_parts").currentRow() == 4
    shown.page.open(places.SETTINGS)
    assert template.toPlainText() == "{nonsense}"


def test_keys_lead_to_every_part(shown):
    parts = part(shown, QListWidget, "settings_parts")
    reached = []
    for number in range(1, 8):
        press(shown.page.focusWidget() or parts, Qt.Key(ord(str(number))), ALT)
        reached.append((parts.currentRow(), shown.page.focusWidget().objectName()))
    assert reached == [
        (0, "practitioners_list"),
        (1, "clinic_name"),
        (2, "legal_home_legal_record"),
        (3, "routine_text"),
        (4, "wording_choice_soap"),
        (5, "abbreviation_word"),
        (6, "look_theme_system"),
    ]


def test_everything_that_takes_focus_has_a_name_and_a_size(shown):
    found = set()
    for focus in ("practitioners", "clinic", "legal_home", "routine", "wording", "look"):
        go(shown, focus)
        found |= {
            w
            for w in shown.page.findChildren(QWidget)
            if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
        }
    assert len(found) > 40
    for widget in found:
        assert widget.objectName(), widget
        assert widget.accessibleName(), widget.objectName()
        assert min(widget.width(), widget.height()) >= 24, widget.objectName()
