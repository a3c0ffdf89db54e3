"""The window with the page of today in it, read and typed at as a person would."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from ims_notes.ui import navigator as places
from ims_notes.ui.announcer import Announcer
from ims_notes.ui.main_window import MainWindow
from ims_notes.ui.navigator import Navigator, PlaceName
from ims_notes.ui.pages.today import TodayPage
from ims_notes.ui.widgets.line_list import LineList

CTRL = Qt.KeyboardModifier.ControlModifier
ENTER, DOWN = Qt.Key.Key_Return, Qt.Key.Key_Down


class Elsewhere(QWidget):
    """Any other page."""


class Screen:
    """What the therapist sees and where they are."""

    def __init__(self, clinic, runner):
        self.clinic, self.runner = clinic, runner
        self.announcer, self.navigator = Announcer(), Navigator()
        self.window = MainWindow(
            pages={
                **{name: lambda _navigator: Elsewhere() for name in PlaceName},
                PlaceName.TODAY: self._page,
            },
            navigator=self.navigator,
            announcer=self.announcer,
            runner=runner,
        )

    def _page(self, navigator):
        return TodayPage(
            navigator=navigator,
            announcer=self.announcer,
            runner=self.runner,
            asks=self.clinic.asks(),
        )

    def start(self):
        self.window.resize(1280, 720)
        self.window.show()
        QApplication.processEvents()
        self.window.activateWindow()
        self.window.record_opened(is_demo=False)
        self.navigator.go(places.TODAY)
        QApplication.processEvents()
        return self

    def find(self, kind, name):
        return self.window.findChild(kind, name)

    @property
    def here(self):
        return self.navigator.here

    @property
    def focus(self):
        return self.window.focusWidget()

    def rows(self, name):
        model = self.find(LineList, name).lines
        spoken = Qt.ItemDataRole.AccessibleTextRole
        return [model.index(row, 0).data(spoken) for row in range(model.rowCount())]

    def type(self, text):
        QTest.keyClicks(self.focus, text)
        QApplication.processEvents()

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.focus or self.window, key, modifier)
        QApplication.processEvents()

    def go_to(self, name):
        self.find(QWidget, name).setFocus()

    def says(self, words):
        labels = [label for label in self.window.findChildren(QLabel) if label.isVisible()]
        return any(words in label.text() for label in labels)
