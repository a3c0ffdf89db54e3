"""A window with a patient's name, two fields and a key of its own, for the tests of the lock."""

from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLabel,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken
from ims_notes.domain.locking import Tries
from ims_notes.ui import theme
from ims_notes.ui.lock_screen import LockAsks, LockScreen
from ims_notes.ui.runner import InPlaceRunner
from ims_notes.ui.theme import Mode
from ims_notes.ui.widgets.blank_screen import BlankScreen
from ims_notes.ui.widgets.lock_card import Door, Person

ADA, GRACE = UUID(int=1), UUID(int=2)
SECRET = "HALLORAN, Una"
Key = Qt.Key


class Gate:
    """Lets in by made-up PINs and passphrases."""

    def __init__(self):
        self.pins = {ADA: "1985"}
        self.passphrases = {}
        self.names = {ADA: "Ada King"}
        self.tries = Tries()
        self.trouble = None
        self.is_open = False

    def door(self):
        if self.trouble:
            raise RecordUnavailable(self.trouble)
        people = [
            Person(
                id=id,
                name=name,
                has_pin=id in self.pins,
                has_passphrase=id in self.passphrases,
                tries_left=self.tries.left,
            )
            for id, name in self.names.items()
        ]
        return Door(people=tuple(people), at_work=ADA, is_open=self.is_open)

    def try_pin(self, person, pin):
        if self.pins.get(person) == pin and not self.tries.is_used_up:
            return person
        self.tries = self.tries.with_one_wrong()
        raise self.tries.refusal()

    def try_passphrase(self, person, passphrase):
        for holder, each in self.passphrases.items():
            if each == passphrase:
                return holder
        raise RuleBroken(Rule.PASSPHRASE_WRONG, field="passphrase")


class Stage:
    """A window with a patient's name, two fields and a key of its own."""

    def __init__(self, qtbot):
        theme.apply_theme(QApplication.instance(), Mode.LIGHT)
        self.gate, self.let_in, self.ran = Gate(), [], []
        self.window = QWidget()
        self.window.setWindowTitle("IMS Notes")
        self.field, self.other = QLineEdit("pain 6>3"), QLineEdit()
        column = QVBoxLayout(self.window)
        for part in (QLabel(SECRET), self.field, self.other, QPushButton("Sign")):
            column.addWidget(part)
        action = QAction("Jump", self.window)
        action.setShortcut(QKeySequence("Ctrl+K"))
        action.triggered.connect(lambda: self.ran.append("jump"))
        self.window.addAction(action)
        self.window.resize(900, 600)
        qtbot.addWidget(self.window)
        self.show(self.window)
        self.field.setFocus()
        self.lock = LockScreen(
            self.window,
            blank=BlankScreen(self.window),
            asks=LockAsks(
                door=self.gate.door,
                try_pin=self.gate.try_pin,
                try_passphrase=self.gate.try_passphrase,
            ),
            runner=InPlaceRunner(),
        )
        self.lock.unlocked.connect(self.let_in.append)

    def show(self, window):
        window.show()
        window.activateWindow()
        QApplication.processEvents()

    @property
    def card(self):
        return self.lock._card

    def type(self, text):
        if self.card is not None and QApplication.activeWindow() is not self.card.window():
            # Without a window manager nobody gives the keys back when a dialog closes.
            self.card.window().activateWindow()
            QApplication.processEvents()
        for letter in text:
            QTest.keyClicks(QApplication.focusWidget(), letter)
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Return)

    def part(self, name, kind=QWidget):
        return self.card.findChild(kind, name)

    def says(self):
        labels = [label for label in self.card.findChildren(QLabel) if label.isVisible()]
        return "\n".join(label.text() for label in labels)


def readable(accessible):
    """Every name that a screen reader finds below, of what is not invisible."""
    if accessible is None or accessible.state().invisible:
        return []
    said = [accessible.text(QAccessible.Text.Name), accessible.text(QAccessible.Text.Value)]
    for place in range(accessible.childCount()):
        said += readable(accessible.child(place))
    return [words for words in said if words]


def dialog_on(stage, *, modal=True, size=(300, 120)):
    dialog = QDialog(stage.window)
    dialog.setModal(modal)
    dialog.setWindowTitle("IMS Notes")
    column = QVBoxLayout(dialog)
    dialog.field = QLineEdit(SECRET)
    column.addWidget(dialog.field)
    dialog.resize(*size)
    stage.show(dialog)
    dialog.field.setFocus()
    return dialog
