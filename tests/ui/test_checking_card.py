"""The card that checks and exports: what is proved is said, what is wrong is said in words."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton

from ims_notes.cli.findings import SENTENCES
from ims_notes.domain.errors import RecordUnavailable, Trouble
from ims_notes.ui.announcer import Announcer
from ims_notes.ui.finding_words import FINDINGS, finding
from ims_notes.ui.pages.safety.checking_asks import CheckingAsks, Verdict
from ims_notes.ui.pages.safety.checking_card import CheckingCard
from ims_notes.ui.runner import InPlaceRunner

AT = datetime(2026, 11, 22, 10, 5, tzinfo=UTC)
WELL = Verdict(at=AT, notes=58, addenda=3, seals=61, audit_lines=83)


class Waiting:
    """A runner whose work is done when the test says so."""

    def __init__(self):
        self.jobs = []

    def submit(self, work, *, done=None, failed=None, owner=None, lane="read", latest=None):
        self.jobs.append((work, done, lane))

    def do(self):
        for work, done, _ in self.jobs:
            done(work())
        self.jobs = []


@pytest.fixture
def shown(qtbot):
    def _shown(*, runner=None, **changes):
        told, asked = [], []

        def export(path, go_on):
            asked.append(path)
            return 58

        asks = {
            "check": lambda go_on: WELL,
            "export": export,
            "tell_export": lambda: told.append("told") or True,
            "choose_file": lambda parent, name: Path("/somewhere") / name,
            "today": lambda: date(2026, 11, 22),
            "zone": lambda: "Europe/Berlin",
        }
        card = CheckingCard(
            runner=runner or InPlaceRunner(),
            announcer=Announcer(),
            asks=CheckingAsks(**{**asks, **changes}),
        )
        qtbot.addWidget(card)
        card.told, card.asked = told, asked
        card.show()
        return card

    return _shown


def press(qtbot, card, name):
    qtbot.mouseClick(card.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def said(card, name):
    label = card.findChild(QLabel, name)
    return label.text() if label.isVisible() else ""


def test_nothing_is_checked_unasked(shown):
    card = shown(check=lambda go_on: pytest.fail("nobody asked"))
    assert said(card, "check_said") == ""
    assert not card.findChild(QProgressBar, "check_progress").isVisible()


def test_a_record_that_is_well_is_told_so_with_what_was_proved(shown, qtbot):
    card = shown()
    press(qtbot, card, "check_now")
    words = said(card, "check_said")
    assert words.startswith("All is well, 22-Nov-2026 11:05: 58 signed notes and 3 addenda")
    assert said(card, "check_more") == ""


def test_what_a_check_could_not_see_is_said(shown, qtbot):
    told = Verdict(at=AT, has_head=False, tombstones=1, imported=2)
    card = shown(check=lambda go_on: told)
    press(qtbot, card, "check_now")
    more = said(card, "check_more")
    assert "1 note was destroyed lawfully" in more
    assert "seals of 2 imported archives" in more
    assert "could not be seen" in more


def test_what_is_wrong_is_said_in_words_with_the_next_step(shown, qtbot):
    bad = Verdict(at=AT, problems=(("note_altered", 1), ("audit_broken", 3)))
    card = shown(check=lambda go_on: bad)
    press(qtbot, card, "check_now")
    assert said(card, "check_said") == "4 things are wrong."
    more = said(card, "check_more")
    assert "A signed note was altered after it was signed." in more
    assert "(3 times)" in more
    assert "backup" in more
    assert "delete" not in more.lower()


def test_a_flood_of_findings_is_cut(shown, qtbot):
    bad = Verdict(at=AT, problems=tuple((code, 1) for code in FINDINGS))
    card = shown(check=lambda go_on: bad)
    press(qtbot, card, "check_now")
    assert "other kinds" in said(card, "check_more")
    assert said(card, "check_more").count("•") == 9


def test_every_finding_of_the_check_has_words_of_its_own():
    assert FINDINGS.keys() == SENTENCES.keys()
    assert finding("something_new", 1) == "something new"


def test_a_check_shows_how_far_it_is_and_can_be_cancelled(shown, qtbot):
    runner, answers = Waiting(), []

    def check(go_on):
        answers.append(go_on(500, 1_000))
        return None

    card = shown(runner=runner, check=check)
    press(qtbot, card, "check_now")
    bar = card.findChild(QProgressBar, "check_progress")
    assert bar.isVisible()
    assert runner.jobs[0][2] == "backup"
    assert not card.findChild(QPushButton, "check_now").isVisible()
    press(qtbot, card, "check_stop")
    runner.do()
    assert answers == [False]
    assert (bar.value(), bar.maximum()) == (500, 1_000)
    assert "cancelled" in said(card, "check_said")
    assert card.findChild(QPushButton, "check_now").isVisible()


def test_the_focus_stays_with_the_deed(shown, qtbot):
    runner = Waiting()
    card = shown(runner=runner)
    card.activateWindow()
    start = card.findChild(QPushButton, "check_now")
    start.setFocus()
    qtbot.keyClick(start, Qt.Key.Key_Space)
    assert card.focusWidget().objectName() == "check_stop"
    runner.do()
    assert card.focusWidget().objectName() == "check_now"


def test_an_archive_is_exported_told_and_explained(shown, qtbot):
    card = shown()
    press(qtbot, card, "export_now")
    assert card.asked == [Path("/somewhere/ims-notes-2026-11-22.zip")]
    assert said(card, "export_said").startswith("58 signed notes are in ")
    assert "not encrypted" in said(card, "export_more")
    assert "verify.py" in said(card, "export_more")
    assert card.told == ["told"]


def test_a_change_of_mind_exports_nothing(shown, qtbot):
    card = shown(choose_file=lambda parent, name: None)
    press(qtbot, card, "export_now")
    assert card.asked == []
    assert said(card, "export_said") == ""


def test_a_cancelled_export_is_not_told_in_the_audit(shown, qtbot):
    card = shown(export=lambda path, go_on: None)
    press(qtbot, card, "export_now")
    assert "no file was left" in said(card, "export_said")
    assert card.told == []


def test_a_full_disk_is_said_at_the_deed(shown, qtbot):
    def full(path, go_on):
        raise RecordUnavailable(Trouble.DISK_FULL)

    card = shown(export=full)
    press(qtbot, card, "export_now")
    assert "disk is full" in said(card, "export_said")
    assert card.told == []


def test_an_audit_that_cannot_be_told_is_said(shown, qtbot):
    card = shown(tell_export=lambda: False)
    heard = []
    card._announcer.said.connect(heard.append)
    press(qtbot, card, "export_now")
    assert len(heard) == 1


def test_hostile_names_stay_plain(shown, qtbot):
    card = shown(choose_file=lambda parent, name: Path("/<img src=file:///x>/a.zip"))
    press(qtbot, card, "export_now")
    label = card.findChild(QLabel, "export_said")
    assert label.textFormat() is Qt.TextFormat.PlainText
    assert "<img" in label.text()
