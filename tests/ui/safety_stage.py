"""A made-up record that can be encrypted, and the safety page in front of it."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QVBoxLayout, QWidget

from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.domain.passphrase import CODE_BYTES, Fit, RecoveryCode
from ims_notes.services.choose_passphrase import Strength
from ims_notes.ui.announcer import Announcer
from ims_notes.ui.navigator import Navigator, Place, PlaceName
from ims_notes.ui.pages.safety import (
    Encrypted,
    SafetyAsks,
    SafetyPage,
    SafetyPerson,
    SafetyState,
)
from ims_notes.ui.runner import InPlaceRunner
from ims_notes.ui.widgets.card import Card

ANNA = SafetyPerson(id=UUID(int=1), name="Anna Weber", has_passphrase=True)
BEN = SafetyPerson(id=UUID(int=2), name="Ben Okafor", has_pin=True)
CARLA = SafetyPerson(id=UUID(int=3), name="Carla Rossi", has_passphrase=True)
DORA = SafetyPerson(id=UUID(int=4), name="Dora Lind", has_passphrase=True, active=False)
ENCRYPTED = SafetyState(
    is_encrypted=True,
    may_remember=True,
    at_work=ANNA.id,
    people=(ANNA, BEN, CARLA, DORA),
    has_recovery_code=True,
    lock_minutes=5,
)
PLAIN = SafetyState(
    is_encrypted=False,
    at_work=ANNA.id,
    people=(replace(ANNA, has_passphrase=False), BEN),
    lock_minutes=5,
)
MINE = "correct horse battery staple harbour"
NEW = "five calm herons cross water"
CODES = tuple(RecoveryCode(bits=bytes([n] * CODE_BYTES)).text for n in (7, 8))


class Record:
    """Does what the page asks, as far as the page can see."""

    def __init__(self, state, codes):
        self.state, self.codes = state, list(codes)
        self.secrets, self.done, self.trouble = {ANNA.id: MINE}, [], None

    def read(self):
        return self.state

    def check(self, own):
        if self.trouble is not None:
            raise self.trouble
        if own not in self.secrets.values():
            raise RecordUnavailable(Trouble.KEY_WRONG)

    def change(self, old, new):
        self.check(old)
        self.secrets[self.state.at_work] = new

    def give(self, person, own, new):
        self.check(own)
        self.secrets[person] = new
        self._put(person, has_passphrase=True)

    def take(self, person):
        self._put(person, has_passphrase=False)

    def renew(self, own):
        self.check(own)
        self.state = replace(self.state, has_recovery_code=True)
        return self.codes.pop(0)

    def encrypt(self, new):
        if self.trouble is not None:
            raise self.trouble
        self.secrets[self.state.at_work] = new
        self.state = replace(self.state, is_encrypted=True, has_recovery_code=True)
        self._put(self.state.at_work, has_passphrase=True)
        return Encrypted(code=self.codes.pop(0))

    def decrypt(self, own):
        self.check(own)
        self.state = replace(self.state, is_encrypted=False, has_recovery_code=False)

    def remember(self, wanted):
        if self.trouble is not None:
            raise self.trouble
        self.state = replace(self.state, is_remembered=wanted)

    def set_pin(self, pin):
        self.done.append(pin)
        self._put(self.state.at_work, has_pin=True)

    def remove_pin(self):
        self._put(self.state.at_work, has_pin=False)

    def keep_minutes(self, minutes):
        self.state = replace(self.state, lock_minutes=minutes)

    def _put(self, id, **facts):
        people = tuple(replace(p, **facts) if p.id == id else p for p in self.state.people)
        self.state = replace(self.state, people=people)

    def asks(self):
        return SafetyAsks(
            state=self.read,
            change_passphrase=self.change,
            give_passphrase=self.give,
            take_passphrase=self.take,
            renew_recovery_code=self.renew,
            encrypt=self.encrypt,
            decrypt=self.decrypt,
            remember=self.remember,
            set_pin=self.set_pin,
            remove_pin=self.remove_pin,
            keep_lock_minutes=self.keep_minutes,
            lock_now=lambda: self.done.append("locked"),
            today=lambda: date(2026, 11, 22),
            strength=_strength,
            offer_words=lambda: NEW,
        )


def _strength(text, names):
    fits = Fit.FITS if len(text) >= 15 else Fit.TOO_SHORT
    return Strength(score=4, guesses_log10=14.0, verdict=fits, length=len(text))


class FurtherCard(Card):
    """Stands for a card that somebody else wrote."""

    def __init__(self, name, heading):
        super().__init__(heading)
        self.opened, self.lets_go = [], True
        self.body.addWidget(_button(name, heading))

    def open(self, place):
        self.opened.append(place)

    def may_leave(self):
        return self.lets_go


def _button(name, words):
    button = QPushButton(words)
    button.setObjectName(name)
    button.setAccessibleName(words)
    return button


class Screen:
    """The page in a window, with what it said and where it led."""

    def __init__(self, qtbot, state, codes=CODES, runner=None, size=(1180, 640)):
        self.record, self.announcer, self.navigator = Record(state, codes), Announcer(), Navigator()
        self.said, self.noticed, self.went = [], [], []
        self.announcer.said.connect(self.said.append)
        self.announcer.noticed.connect(self.noticed.append)
        self.navigator.moved.connect(self.went.append)
        self.backups = FurtherCard("back_up_now", "Backups")
        self.page = SafetyPage(
            navigator=self.navigator,
            announcer=self.announcer,
            runner=runner or InPlaceRunner(),
            asks=self.record.asks(),
            cards={"check": FurtherCard("check_now", "Checking"), "backups": self.backups},
        )
        self.window = QWidget()
        column = QVBoxLayout(self.window)
        column.addWidget(self.page)
        qtbot.addWidget(self.window)
        self.window.resize(*size)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)

    def open(self, focus=None):
        self.page.open(Place(name=PlaceName.SAFETY, focus=focus))
        QApplication.processEvents()
        return self

    def find(self, name, kind=QWidget):
        found = self.page.findChild(kind, name)
        assert found is not None, name
        return found

    def sees(self, name):
        found = self.page.findChild(QWidget, name)
        return found is not None and found.isVisible()

    def words(self, name):
        return self.find(name, QLabel).text()

    def all_words(self):
        return "\n".join(w.text() for w in self.page.findChildren(QLabel) if w.isVisible())

    @property
    def focus(self):
        held = self.window.focusWidget()
        return held.objectName() if held is not None else ""

    def press(self, key, modifier=Qt.KeyboardModifier.NoModifier):
        QTest.keyClick(self.window.focusWidget(), key, modifier)
        QApplication.processEvents()

    def enter(self):
        self.press(Qt.Key.Key_Return)

    def type(self, text):
        QTest.keyClicks(self.window.focusWidget(), text)

    def choose(self, name):
        """Press a button by keys."""
        self.find(name).setFocus()
        self.press(Qt.Key.Key_Space)
