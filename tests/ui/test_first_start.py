"""The first start: two clear choices, every problem said at its field, nothing typed is lost."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QRadioButton,
    QWidget,
)

from ims_notes.domain.clinic import LegalHome
from ims_notes.domain.errors import RecordUnavailable, Rule, RuleBroken, Trouble
from ims_notes.domain.passphrase import RecoveryCode
from ims_notes.services.choose_passphrase import strength
from ims_notes.ui import folders, theme
from ims_notes.ui import navigator as places
from ims_notes.ui.pages.first_start import Created, FirstStartAsks, FirstStartPage, NewRecord
from ims_notes.ui.runner import InPlaceRunner, Runner
from ims_notes.ui.theme import Mode

PASSPHRASE = "the heron waits by the mill"
WORDS = "abacus heron mill poplar zoom"
CODE = RecoveryCode(bits=bytes(range(17)))


class Start:
    """What the page asks, remembered."""

    def __init__(self, folder):
        self.folder = folder
        self.made, self.opened, self.reports = [], [], []
        self.problem = self.code = None
        self.chosen = ""
        self.demo = lambda progress: "demo"

    def create(self, record):
        if self.problem:
            raise self.problem
        self.made.append(record)
        return Created(opened="record", recovery_code=self.code)

    def asks(self):
        return FirstStartAsks(
            create=self.create,
            open_demo=lambda progress: self.demo(progress),
            opened=self.opened.append,
            strength=lambda text, names: strength(text, names=names),
            offer_words=lambda: WORDS,
            default_folder=self.folder,
            choose_folder=lambda parent, start: self.chosen,
        )


@pytest.fixture
def start(tmp_path):
    return Start(tmp_path / "record")


@pytest.fixture
def show(qtbot, qapp, start):
    theme.apply_theme(qapp, Mode.LIGHT)

    def show_it(runner=None):
        page = FirstStartPage(runner=runner or InPlaceRunner(), asks=start.asks())
        qtbot.addWidget(page)
        page.resize(1280, 700)
        page.show()
        QApplication.processEvents()
        page.activateWindow()
        page.open(places.FIRST_START)
        return page

    return show_it


def line(page, name):
    return page.findChild(QLineEdit, name)


def note(page, name):
    return page.findChild(QLabel, f"{name}_note").text()


def press(page, key):
    QTest.keyClick(page.focusWidget(), key)
    QApplication.processEvents()


def fill_in(page, name="Rita Frei"):
    """Put in what a record needs."""
    line(page, "practitioner_name").setText(name)
    for field in ("new_passphrase", "repeat_passphrase"):
        line(page, field).setText(PASSPHRASE)


def shown(page, name):
    return any(each.isVisible() for each in page.findChildren(QWidget, name))


def test_typed_at_full_speed_each_word_stands_in_its_field(show, start, qtbot):
    runner = Runner()
    page = show(runner)
    for words in ("Rita Frei", PASSPHRASE, PASSPHRASE):
        QTest.keyClicks(page.focusWidget(), words)
        QTest.keyClick(page.focusWidget(), Qt.Key.Key_Return)
        assert "Too short" not in note(page, "new_passphrase")
    qtbot.waitUntil(lambda: bool(start.made))
    assert (start.made[0].name, start.made[0].passphrase) == ("Rita Frei", PASSPHRASE)
    runner.shutdown()


def test_a_name_and_a_passphrase_typed_twice_create_a_record(show, start):
    page = show()
    QTest.keyClicks(page.focusWidget(), "Rita Frei")
    press(page, Qt.Key.Key_Tab)
    QTest.keyClicks(page.focusWidget(), PASSPHRASE)
    press(page, Qt.Key.Key_Return)
    QTest.keyClicks(page.focusWidget(), PASSPHRASE)
    press(page, Qt.Key.Key_Return)
    assert start.made == [
        NewRecord(
            name="Rita Frei",
            credentials="",
            registration="",
            folder=start.folder,
            legal_home=LegalHome.LEGAL_RECORD,
            passphrase=PASSPHRASE,
        )
    ]
    assert PASSPHRASE not in repr(start.made)
    assert start.opened == ["record"]
    assert line(page, "new_passphrase").text() == ""


def test_the_recovery_code_is_shown_before_the_record_opens(show, start):
    page, start.code = show(), CODE.text
    fill_in(page)
    page.findChild(QPushButton, "create_record").click()
    assert shown(page, "recovery_card")
    assert not shown(page, "create_record")
    assert start.opened == []
    assert page.focusWidget().objectName() == "last_group"
    QTest.keyClicks(page.focusWidget(), CODE.groups[-1].lower())
    press(page, Qt.Key.Key_Return)
    assert start.opened == ["record"]


def test_five_words_on_offer_are_shown_and_typed_once_more(show, start):
    page = show()
    QTest.keyClicks(page.focusWidget(), "Rita Frei")
    page.findChild(QPushButton, "five_words").click()
    assert line(page, "new_passphrase").displayText() == WORDS
    assert page.focusWidget() is line(page, "repeat_passphrase")
    QTest.keyClicks(page.focusWidget(), WORDS)
    press(page, Qt.Key.Key_Return)
    assert start.made[0].passphrase == WORDS


def test_a_record_without_encryption_is_a_knowing_choice(show, start):
    page = show()
    assert not shown(page, "plain_warning")
    QTest.keyClicks(page.focusWidget(), "Rita Frei")
    page.findChild(QCheckBox, "keep_plain").setFocus()
    press(page, Qt.Key.Key_Space)
    assert "can then read every note" in page.findChild(QLabel, "plain_warning").text()
    assert shown(page, "plain_warning")
    assert not shown(page, "new_passphrase")
    page.findChild(QPushButton, "create_record").click()
    assert start.made[0].passphrase is None
    assert start.opened == ["record"]


@pytest.mark.parametrize(
    ("typed", "repeat", "field", "said"),
    [
        ("", "", "new_passphrase", "at least 15"),
        ("too short", "too short", "new_passphrase", "at least 15"),
        ("x" * 129, "x" * 129, "new_passphrase", "at most 128"),
        ("passwordpassword", "passwordpassword", "new_passphrase", "guessed"),
        ("Wiesendanger Annegret", "Wiesendanger Annegret", "new_passphrase", "guessed"),
        (PASSPHRASE, PASSPHRASE + "s", "repeat_passphrase", "differ"),
    ],
)
def test_a_passphrase_that_will_not_do_says_so_at_its_field(
    show, start, typed, repeat, field, said
):
    page = show()
    line(page, "new_passphrase").setText(typed)
    line(page, "repeat_passphrase").setText(repeat)
    line(page, "practitioner_name").setText("Annegret Wiesendanger")
    page.findChild(QPushButton, "create_record").click()
    assert start.made == []
    assert said in note(page, field)
    assert page.focusWidget() is line(page, field)


def test_a_passphrase_refused_later_is_said_at_its_field_too(show, start):
    page = show()
    start.problem = RuleBroken(Rule.PASSPHRASE_COMMON, field="passphrase")
    fill_in(page)
    page.findChild(QPushButton, "create_record").click()
    assert "guessed" in note(page, "new_passphrase")
    assert line(page, "new_passphrase").text() == PASSPHRASE


def test_where_the_legal_note_lives_is_chosen_by_keys(show, start):
    page = show()
    fill_in(page)
    page.findChild(QRadioButton, "legal_home_legal_record").setFocus()
    press(page, Qt.Key.Key_Right)
    page.findChild(QPushButton, "create_record").click()
    assert start.made[0].legal_home is LegalHome.COMPANION


def test_without_a_name_nothing_is_made_and_the_field_says_so(show, start):
    page = show()
    fill_in(page, "  ")
    page.findChild(QPushButton, "create_record").click()
    assert start.made == []
    assert "Write your name" in note(page, "practitioner_name")
    assert page.focusWidget() is line(page, "practitioner_name")


@pytest.mark.parametrize("typed", ["", "notes", "./notes"])
def test_half_a_way_to_a_folder_is_asked_for_whole(show, start, typed):
    page = show()
    fill_in(page)
    line(page, "record_folder").setText(typed)
    page.findChild(QPushButton, "create_record").click()
    assert start.made == []
    assert "whole way" in note(page, "record_folder")


@pytest.mark.parametrize(
    ("trouble", "said"),
    [
        (Trouble.NOT_WRITABLE, "cannot be written"),
        (Trouble.NOT_EMPTY, "already holds something"),
        (Trouble.NOT_A_RECORD, "not a record"),
        (Trouble.LOCKED, "open in another window"),
    ],
)
def test_a_folder_that_will_not_do_says_why_and_nothing_typed_is_lost(show, start, trouble, said):
    page = show()
    start.problem = RecordUnavailable(trouble)
    fill_in(page, "practitioner_name")
    for name in ("credentials", "registration"):
        line(page, name).setText(name)
    page.findChild(QPushButton, "create_record").click()
    assert said in note(page, "record_folder")
    for name in ("practitioner_name", "credentials", "registration"):
        assert line(page, name).text() == name
    start.problem = None
    press(page, Qt.Key.Key_Return)
    assert len(start.made) == 1


def test_a_text_too_long_is_said_at_its_field(show, start):
    page = show()
    start.problem = RuleBroken(Rule.TEXT_TOO_LONG, field="credentials", length=900, limit=200)
    fill_in(page)
    page.findChild(QPushButton, "create_record").click()
    assert "too long" in note(page, "credentials")


def test_another_folder_is_chosen_or_left_as_it_was(show, start, tmp_path):
    page = show()
    button = page.findChild(QPushButton, "choose_folder")
    button.click()
    assert line(page, "record_folder").text() == str(start.folder)
    start.chosen = str(tmp_path / "other")
    button.click()
    assert line(page, "record_folder").text() == str(tmp_path / "other")


@pytest.mark.parametrize(
    ("folder", "program"),
    [
        ("/data/Dropbox/ims", "Dropbox"),
        ("D:\\OneDrive - Clinic\\ims", "OneDrive"),
        ("/data/Library/Mobile Documents/com~apple~CloudDocs/ims", "iCloud"),
        ("G:\\My Drive\\ims", "Google Drive"),
        ("/data/dropboxes/ims", ""),
        ("/data/notes", ""),
    ],
)
def test_a_folder_that_another_program_copies_is_pointed_out(show, folder, program):
    assert folders.synced_by(folder) == program
    page = show()
    line(page, "record_folder").setText(folder)
    assert ("synchronised by " + program in note(page, "record_folder")) is bool(program)


@pytest.mark.parametrize(
    ("folder", "is_share"),
    [
        ("\\\\server\\ims", True),
        ("//server/ims", True),
        ("/run/user/1/gvfs/smb", True),
        ("/a", False),
    ],
)
def test_a_folder_of_another_computer_is_pointed_out(show, folder, is_share):
    page = show()
    line(page, "record_folder").setText(folder)
    assert ("another computer" in note(page, "record_folder")) is is_share


def test_the_page_says_how_the_record_is_kept(show):
    page = show()
    said = " ".join(label.text() for label in page.findChildren(QLabel) if label.isVisible())
    assert "encrypted by your passphrase" in said
    assert "recovery code for paper" in said


def test_the_demo_clinic_opens_with_one_button(show, start):
    page = show()
    page.findChild(QPushButton, "look_around").click()
    assert start.opened == ["demo"]
    assert page.findChild(QPushButton, "look_around").isVisible()


def test_making_the_demo_clinic_shows_progress_and_can_be_cancelled(show, start, qtbot):
    runner = Runner()
    page = show(runner)

    def make(progress):
        step = 0
        while progress(step, 1000):
            step = min(step + 1, 900)
        return None

    start.demo = make
    page.findChild(QPushButton, "look_around").click()
    bar = page.findChild(QProgressBar, "demo_progress")
    qtbot.waitUntil(lambda: bar.value() > 0)
    assert not line(page, "practitioner_name").isEnabled()
    QTest.keyClick(page.focusWidget(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: not bar.isVisible())
    assert "Cancelled" in page.findChild(QLabel, "demo_said").text()
    assert start.opened == []
    assert line(page, "practitioner_name").isEnabled()
    runner.shutdown()


def test_a_demo_clinic_that_cannot_be_made_says_why(show, start):
    page = show()

    def fail(_progress):
        raise RecordUnavailable(Trouble.DISK_FULL)

    start.demo = fail
    page.findChild(QPushButton, "look_around").click()
    assert "disk is full" in page.findChild(QLabel, "demo_said").text()


def test_nothing_that_takes_focus_is_unnamed_small_or_beyond_tab(show):
    page = show()
    takers = [
        w
        for w in page.findChildren(QWidget)
        if w.isVisible() and w.focusPolicy() & Qt.FocusPolicy.TabFocus
    ]
    for taker in takers:
        assert taker.objectName(), taker
        assert taker.accessibleName(), taker.objectName()
        assert min(taker.width(), taker.height()) >= 24, taker.objectName()
    seen = set()
    for _ in range(30):
        seen.add(page.focusWidget().objectName())
        press(page, Qt.Key.Key_Tab)
    # Tab enters a group of choices at the one that is made; arrows reach the others.
    beyond = {t.objectName() for t in takers} - seen
    assert beyond <= {"legal_home_companion"}
