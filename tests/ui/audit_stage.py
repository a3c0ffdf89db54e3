"""The audit's page over an invented record of lines, and how a test reads it."""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget

from ims_notes.domain.audit import Deed
from ims_notes.services.ports.audit import AuditLine
from ims_notes.services.ports.patients import PatientFound
from ims_notes.services.read_audit import AuditOpened, filter_of
from ims_notes.ui import navigator as places
from ims_notes.ui.announcer import Announcer
from ims_notes.ui.main_window import MainWindow
from ims_notes.ui.navigator import Navigator, PlaceName
from ims_notes.ui.pages.audit.asks import AuditAsks, PartWritten
from ims_notes.ui.pages.audit.page import AuditPage
from ims_notes.ui.runner import InPlaceRunner
from ims_notes.ui.widgets.audit_table import AuditTable

NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
ANNA, GONE = UUID(int=1), UUID(int=3)
PAGE = 20
"""So few, that a test need not scroll far."""


def a_line(seq, deed=Deed.NOTE_VIEWED, *, who="Ada King", patient_id=ANNA, days_ago=0):
    named = {"family_name": "Meier", "given_name": "Anna"} if patient_id == ANNA else {}
    return AuditLine(
        seq=seq,
        at=NOW - timedelta(days=days_ago),
        who=who,
        deed=deed,
        patient_id=patient_id,
        patient_known=patient_id != GONE,
        **named,
    )


LINES = [
    a_line(1, Deed.RECORD_BEGUN, who="", patient_id=None, days_ago=40),
    a_line(2, Deed.PATIENT_ADDED, days_ago=20),
    a_line(3, Deed.NOTE_SIGNED, who="Grace Hopper", days_ago=5),
    a_line(4, Deed.NOTE_DESTROYED, patient_id=GONE),
    a_line(5, "moon.landed", patient_id=None),
    a_line(6, Deed.NOTE_COPIED),
]


class Log:
    """An audit in memory; `trouble`, when set, is what reading or writing raises."""

    def __init__(self, lines=LINES):
        self.lines = list(lines)
        self.asked, self.parts, self.dropped = [], [], []
        self.trouble, self.file, self.may_tell = None, Path("audit.csv"), True

    def asks(self):
        return AuditAsks(
            open=self.open,
            more=lambda asked, before: self.page(asked, before, PAGE),
            find=lambda text: [
                p for p in (FOUND, BERTA) if p.family_name.lower().startswith(text.lower())
            ],
            today=lambda: date(2026, 11, 22),
            zone=lambda: "Europe/Zurich",
            choose_file=lambda page, name: self.file,
            tell_export=lambda: self.may_tell,
            write_part=self.write,
            drop_file=self.dropped.append,
        )

    def all(self, asked):
        wanted = filter_of(asked, zone="Europe/Zurich")
        return [
            line
            for line in reversed(self.lines)
            if (wanted.since is None or line.at >= wanted.since)
            and (wanted.until is None or line.at < wanted.until)
            and wanted.who in (None, line.who)
            and (not wanted.deeds or line.deed in wanted.deeds)
            and wanted.patient_id in (None, line.patient_id)
        ]

    def page(self, asked, before, count):
        if self.trouble:
            raise self.trouble
        older = [n for n in self.all(asked) if before is None or n.seq < before]
        return tuple(older[:count])

    def open(self, asked):
        self.asked.append(asked)
        people = sorted({line.who for line in self.lines})
        return AuditOpened(
            lines=self.page(asked, None, PAGE), total=len(self.all(asked)), people=tuple(people)
        )

    def write(self, file, before):
        lines = self.page(file.asked, before, 2)
        self.parts.append((file, [line.seq for line in lines]))
        return PartWritten(count=len(lines), before_seq=lines[-1].seq if len(lines) == 2 else None)


FOUND = PatientFound(id=ANNA, family_name="Meier", given_name="Anna", born=date(1985, 7, 14))
BERTA = PatientFound(id=UUID(int=7), family_name="Mei", given_name="Berta")


class Elsewhere(QWidget):
    """Any other page."""


class AuditScreen:
    """The page in the real window."""

    def __init__(self, qtbot, log=None, runner=None, size=(1280, 720)):
        self.log = log or Log()
        self.navigator, self.announcer = Navigator(), Announcer()
        self.notices = []
        self.announcer.noticed.connect(self.notices.append)
        runner = runner or InPlaceRunner()
        self.page = AuditPage(
            navigator=self.navigator,
            announcer=self.announcer,
            runner=runner,
            asks=self.log.asks(),
        )
        self.window = MainWindow(
            pages={
                **{name: lambda _navigator: Elsewhere() for name in PlaceName},
                PlaceName.AUDIT: lambda _navigator: self.page,
            },
            navigator=self.navigator,
            announcer=self.announcer,
            runner=runner,
        )
        qtbot.addWidget(self.window)
        self.window.resize(*size)
        self.window.show()
        QApplication.processEvents()
        self.window.activateWindow()
        self.window.record_opened(is_demo=False)
        self.navigator.go(places.AUDIT)
        QApplication.processEvents()

    def find(self, kind, name):
        found = self.window.findChild(kind, name)
        assert found is not None, name
        return found

    @property
    def table(self):
        return self.find(AuditTable, "audit_table")

    @property
    def rows(self):
        model = self.table.model()
        return [
            [model.index(row, column).data() for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    @property
    def count(self):
        return self.find(QLabel, "audit_count").text()

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        QApplication.processEvents()

    def pick(self, name, words):
        """Choose the line of a list that begins so."""
        box = self.find(QComboBox, name)
        index = box.findText(words, Qt.MatchFlag.MatchStartsWith)
        assert index >= 0, words
        box.setCurrentIndex(index)
        box.activated.emit(index)
        QApplication.processEvents()

    def click(self, name):
        self.find(QPushButton, name).click()
        QApplication.processEvents()
