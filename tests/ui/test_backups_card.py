"""The card of backups and the page that restores, by real keys, with everything else made up."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from ims_notes.domain.backups import Counts, Difference, Manifest, Relation
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.services.keep_backups import BackedUp
from ims_notes.services.ports.backups import Listed
from ims_notes.ui.announcer import Announcer
from ims_notes.ui.backup_watch import BackupWatch
from ims_notes.ui.dialogs import confirm
from ims_notes.ui.navigator import RESTORE, SAFETY
from ims_notes.ui.pages.restore import RestoreAsks, RestoreLine, RestorePage
from ims_notes.ui.pages.safety.backup_asks import BackupAsks, BackupFolder, BackupsState, Trial
from ims_notes.ui.pages.safety.backups_card import BackupsCard
from ims_notes.ui.runner import InPlaceRunner

HERE = Path("/clinic/backups")
MANIFEST = Manifest(
    made_at=datetime(2026, 3, 10, 11, 30, tzinfo=UTC),
    counts=Counts(patients=12, notes=57, drafts=3),
    last_entry_at=datetime(2026, 3, 10, 11, 2, tzinfo=UTC),
)
BACKUP = Listed(path=HERE / "a.backup", manifest=MANIFEST)
DAMAGED = Listed(path=HERE / "b.backup", trouble=Trouble.BACKUP_DAMAGED)
STATE = BackupsState(folders=(BackupFolder(path=HERE, count=1, size=3_000_000),), backups=(BACKUP,))


class Card:
    """The card with made-up deeds, shown, and what it asked for."""

    def __init__(self, qtbot, state=STATE, **changes):
        self.did, self.watch = [], BackupWatch()
        asks = {
            "state": lambda: state,
            "watch": self.watch,
            "back_up": lambda: bool(self.watch.began.emit()) or True,
            "stop": lambda: self.did.append("stopped"),
            "keep_folders": lambda *folders: self.did.append(folders),
            "try_restore": lambda path, progress: Trial(manifest=MANIFEST),
            "tell_tried": lambda: self.did.append("tried"),
            "restore": lambda: self.did.append("restore"),
            "choose_folder": lambda parent, start: "/media/usb",
        }
        self.card = BackupsCard(
            runner=InPlaceRunner(), announcer=Announcer(), asks=BackupAsks(**{**asks, **changes})
        )
        qtbot.addWidget(self.card)
        self.card.resize(600, 700)
        self.card.show()
        self.card.open(SAFETY)

    def find(self, name, kind=QWidget):
        return self.card.findChild(kind, name)

    def press(self, name):
        QTest.keyClick(self.find(name, QPushButton), Qt.Key.Key_Space)

    def says(self, name):
        return self.find(name, QLabel).text()


def test_it_says_when_the_last_backup_was_made_and_what_is_kept(qtbot):
    card = Card(qtbot)
    assert card.says("last_backup_said") == "Last backup 10-Mar-2026 11:30, verified. One is kept."
    assert card.says("first_folder_path") == str(HERE)
    assert card.says("first_folder_note").startswith("1 backup, 3 MB")


def test_a_backup_under_way_shows_its_progress_and_can_be_stopped(qtbot):
    card = Card(qtbot)
    card.press("back_up_now")
    card.watch.advanced.emit(40, 100)
    assert card.find("backup_progress").isVisible()
    assert card.find("backup_progress").value() == 40
    card.press("stop_backup")
    assert card.did == ["stopped"]
    card.watch.ended.emit(BackedUp(made=(BACKUP,)))
    assert not card.find("backup_progress").isVisible()
    assert card.find("back_up_now").isVisible()


def test_a_restore_is_tried_and_its_report_read(qtbot):
    card = Card(qtbot)
    card.press("try_restore")
    assert "It works: the backup of 10-Mar-2026 11:30" in card.says("trial_said")
    assert "12 patients" in card.says("trial_said")
    assert card.did == ["tried"]


def test_a_backup_that_cannot_be_restored_is_said_calmly(qtbot):
    def damaged(path, progress):
        raise RecordUnavailable(Trouble.BACKUP_DAMAGED, path=str(path))

    card = Card(qtbot, try_restore=damaged)
    card.press("try_restore")
    assert "This backup is damaged" in card.says("trial_said")
    assert card.did == []
    assert card.find("try_restore").isVisible()


def test_somebody_who_never_tried_is_asked_to(qtbot):
    card = Card(qtbot, replace(STATE, wants_trial=True))
    assert "once a year" in card.says("trial_said")


def test_a_second_folder_is_chosen_and_given_up_again(qtbot):
    card = Card(qtbot)
    card.press("second_folder_choose")
    assert card.did == [(str(HERE), "/media/usb")]
    second = BackupFolder(path=Path("/media/usb"), is_there=False)
    card = Card(qtbot, replace(STATE, folders=(*STATE.folders, second)))
    assert "Is the drive plugged in?" in card.says("second_folder_note")
    card.press("second_folder_clear")
    assert card.did == [(str(HERE), "")]


@pytest.mark.parametrize(
    ("path", "words"),
    [("/clinic/Dropbox/x", "Dropbox takes backups off"), ("//server/share", "another computer")],
)
def test_a_folder_that_leaves_this_computer_is_warned_of(qtbot, path, words):
    card = Card(qtbot, replace(STATE, folders=(BackupFolder(path=Path(path)),)))
    assert words in card.says("first_folder_note")


def test_the_same_folder_twice_is_refused(qtbot):
    card = Card(qtbot, choose_folder=lambda parent, start: str(HERE))
    card.press("second_folder_choose")
    assert card.did == []
    assert "two different folders" in card.says("trial_said")


def test_the_demo_clinic_says_why_it_has_no_backups(qtbot):
    card = Card(qtbot, replace(STATE, backups=(), may_back_up=False))
    assert "are not backed up" in card.says("last_backup_said")
    assert not card.find("back_up_now").isEnabled()


class Page:
    """The page that restores, with two backups to choose from."""

    def __init__(self, qtbot, **changes):
        missing = Counts(notes=3, drafts=1)
        line = RestoreLine(
            listed=BACKUP, difference=Difference(relation=Relation.NOW_AHEAD, missing=missing)
        )
        broken = RestoreLine(listed=DAMAGED, difference=Difference(relation=Relation.UNKNOWN))
        if "needs_secret" in changes:
            line = replace(line, needs_secret=changes.pop("needs_secret"))
        self.restored = []
        asks = {
            "backups": lambda: (line, broken),
            "look_at": lambda path: replace(line, listed=replace(BACKUP, path=path)),
            "unlock": lambda path, secret: secret,
            "restore": self.restored.append,
            "folder": Path("/clinic/record"),
            "has_record": lambda: True,
            "back": lambda: None,
            "choose_file": lambda parent: "/media/usb/c.backup",
        }
        self.page = RestorePage(
            announcer=Announcer(), runner=InPlaceRunner(), asks=RestoreAsks(**{**asks, **changes})
        )
        qtbot.addWidget(self.page)
        self.page.resize(1200, 700)
        self.page.show()
        self.page.open(RESTORE)

    def find(self, name, kind=QWidget):
        return self.page.findChild(kind, name)

    def press(self, name):
        QTest.keyClick(self.find(name, QPushButton), Qt.Key.Key_Space)

    def says(self, name):
        return self.find(name, QLabel).text()


@pytest.fixture
def agreed(monkeypatch):
    asked = []

    def ask(_parent, **words):
        asked.append(words)
        return True

    monkeypatch.setattr(confirm, "ask", ask)
    return asked


def test_what_a_backup_holds_and_what_would_be_lost_is_said_before(qtbot, agreed):
    page = Page(qtbot)
    assert page.says("backup_holds") == "12 patients · 57 signed notes · 3 drafts"
    assert page.says("backup_last_entry") == "10-Mar-2026 11:02"
    assert "3 signed notes, 1 draft written since would not be in it" in page.says(
        "backup_compared"
    )
    assert "before-restore" in page.says("restore_what")
    page.press("restore_now")
    (asked,) = agreed
    assert "3 signed notes" in asked["detail"]
    (restoring,) = page.restored
    assert (restoring.path, restoring.key) == (BACKUP.path, None)


def test_who_thinks_better_of_it_keeps_everything(qtbot, monkeypatch):
    monkeypatch.setattr(confirm, "ask", lambda _parent, **_words: False)
    page = Page(qtbot)
    page.press("restore_now")
    assert page.restored == []
    assert page.find("restore_now").isEnabled()


def test_a_damaged_backup_is_shown_and_cannot_be_restored(qtbot):
    page = Page(qtbot)
    page.find("restore_rows").mark_row(1)
    assert "This backup is damaged" in page.says("restore_said")
    assert not page.find("restore_now").isVisible()


def test_a_backup_of_another_key_asks_for_its_passphrase(qtbot, agreed):
    def unlock(_path, secret):
        if secret != "the one of its day":
            raise RecordUnavailable(Trouble.KEY_WRONG)
        return b"key"

    page = Page(qtbot, needs_secret=True, unlock=unlock)
    line = page.find("backup_secret", QLineEdit)
    page.press("restore_now")
    assert "Type the passphrase" in page.says("backup_secret_note")
    QTest.keyClicks(line, "another one")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert "does not open" in page.says("backup_secret_note")
    assert not page.restored
    line.clear()
    QTest.keyClicks(line, "the one of its day")
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert page.restored[0].key == b"key"
    assert line.text() == ""


def test_a_restore_that_fails_says_so_and_lets_go(qtbot, agreed):
    page = Page(qtbot)
    page.press("restore_now")
    page.restored[0].advanced(50, 100)
    assert not page.page.may_leave()
    page.restored[0].failed(RecordUnavailable(Trouble.DISK_FULL))
    assert "no room" in page.says("restore_said")
    assert page.page.may_leave()


def test_a_backup_from_anywhere_may_be_chosen(qtbot):
    page = Page(qtbot)
    page.press("choose_backup")
    assert page.says("backup_file") == "/media/usb/c.backup"


def test_without_any_backup_it_says_where_to_look(qtbot):
    page = Page(qtbot, backups=lambda: (), has_record=lambda: False)
    said = [label.text() for label in page.page.findChildren(QLabel) if label.isVisible()]
    assert any("choose its file" in each for each in said)
    assert not page.find("restore_now").isVisible()
