"""The patient page in the real window over invented services, and how a test reads it."""

from functools import cache
from types import SimpleNamespace
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ims_notes import bundle
from ims_notes.domain.catalogue import load_catalogue, read_catalogue_files
from ims_notes.domain.chart.thresholds import read_thresholds
from ims_notes.domain.errors import Rule, RuleBroken
from ims_notes.domain.note import Note
from ims_notes.services.ports.work import Changes
from ims_notes.services.session import Saved
from ims_notes.ui import navigator as places
from ims_notes.ui.announcer import Announcer
from ims_notes.ui.dialogs.patient_form import PatientAsks
from ims_notes.ui.main_window import MainWindow
from ims_notes.ui.navigator import Navigator, PlaceName
from ims_notes.ui.pages.patient import PatientPage
from ims_notes.ui.pages.patient_deeds import PatientDeeds
from ims_notes.ui.runner import InPlaceRunner
from tests.ui import patient_examples as ex

DRAFT_ID = UUID(int=7777)


@cache
def catalogue():
    return load_catalogue(read_catalogue_files(bundle.resource("catalogue")))


@cache
def thresholds():
    file = bundle.resource("catalogue", "thresholds.toml")
    return read_thresholds(file.read_text(encoding="utf-8"))


class Clinic:
    """The services as the page sees them, and what it asked of them."""

    def __init__(self):
        self.record = {ex.IRIS.id: ex.opened(), ex.ELENI.id: ex.opened(ex.ELENI, count=1)}
        self.asked, self.done, self.viewed = [], [], []
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
            viewed=self.viewed.append,
            begin_session=self.begin_session,
            open_episode=self.keep("open"),
            change_episode=self.keep("change"),
            discharge_episode=self.keep("discharge"),
            reopen_episode=self.keep("reopen"),
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


def patient_page(clinic, *, navigator=None, announcer=None, runner=None):
    """Return the page over a clinic's services."""
    return PatientPage(
        navigator=navigator or Navigator(),
        announcer=announcer or Announcer(),
        runner=runner or InPlaceRunner(),
        catalogue=catalogue(),
        thresholds=thresholds(),
        deeds=clinic.deeds(),
    )


def patient_window(qtbot):
    """Return the page in the real window, with Iris open."""
    clinic, navigator, announcer = Clinic(), Navigator(), Announcer()
    page = patient_page(clinic, navigator=navigator, announcer=announcer)
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
