"""The recovery code on screen and on paper: what it is for, and proof that it was written down."""

from datetime import date

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QWidget

from ims_notes.domain.passphrase import RecoveryCode
from ims_notes.ui import recovery_sheet, theme
from ims_notes.ui.recovery_sheet import RecoverySheet
from ims_notes.ui.theme import Mode
from ims_notes.ui.widgets.recovery_code_card import RecoveryCodeCard

CODE = RecoveryCode(bits=bytes(range(90, 107)))
DAY = date(2026, 3, 10)
SHEET = RecoverySheet(groups=CODE.groups, practitioner="Rita Frei", day=DAY)


@pytest.fixture
def card(qtbot, qapp):
    theme.apply_theme(qapp, Mode.LIGHT)
    card = RecoveryCodeCard(CODE.text, practitioner="Rita Frei", day=DAY)
    qtbot.addWidget(card)
    card.answers = []
    card.kept.connect(card.answers.append)
    card.resize(720, 500)
    card.show()
    qtbot.waitUntil(card.isActiveWindow)
    card.setFocus()
    return card


def words(card):
    return [label.text() for label in card.findChildren(QLabel) if label.isVisible()]


def test_the_code_stands_there_in_groups_with_what_it_is_for(card):
    shown = words(card)
    for number, group in enumerate(CODE.groups, 1):
        assert group in shown
        assert str(number) in shown
    told = " ".join(shown)
    assert "opens the record if the passphrase is forgotten" in told
    assert "Whoever has it can open the record" in told
    assert "apart from the computer" in told
    assert "nobody can help" in told
    spoken = card.findChild(QWidget, "recovery_code").accessibleName()
    assert " ".join(CODE.groups) in spoken


@pytest.mark.parametrize(
    "typed", [CODE.groups[-1], CODE.groups[-1].lower(), f" {'-'.join(CODE.groups[-1])} "]
)
def test_the_last_group_typed_proves_that_it_is_on_paper(card, typed):
    QTest.keyClicks(card.focusWidget(), typed)
    QTest.keyClick(card.focusWidget(), Qt.Key.Key_Return)
    assert card.answers == [True]


@pytest.mark.parametrize("typed", ["", "abc", CODE.groups[0]])
def test_another_group_proves_nothing(card, typed):
    QTest.keyClicks(card.focusWidget(), typed)
    card.findChild(QPushButton, "code_kept").click()
    assert card.answers == []
    assert "not group 7" in card.findChild(QLabel, "last_group_note").text()
    assert card.focusWidget() is card.findChild(QLineEdit, "last_group")


def test_it_may_be_written_down_later_and_says_so(card):
    card.findChild(QPushButton, "code_later").click()
    assert card.answers == [False]


def test_print_hands_the_sheet_to_the_printer_and_comes_back(card, monkeypatch):
    printed = []
    monkeypatch.setattr(recovery_sheet, "print_sheet", lambda _on, sheet: printed.append(sheet))
    card.findChild(QPushButton, "print_code").click()
    assert printed == [SHEET]
    assert card.focusWidget() is card.findChild(QLineEdit, "last_group")


def test_everything_that_takes_focus_has_a_name_and_is_reached_by_tab(card):
    takers = {
        each
        for each in card.findChildren(QWidget)
        if each.isVisible() and each.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    seen = set()
    for _ in range(2 * len(takers)):
        seen.add(card.focusWidget())
        QTest.keyClick(card.focusWidget(), Qt.Key.Key_Tab)
    assert seen == takers
    assert all(each.objectName() and each.accessibleName() for each in takers)


@pytest.mark.parametrize("size", [QPageSize.PageSizeId.A4, QPageSize.PageSizeId.Letter])
@pytest.mark.parametrize("across", [False, True])
def test_the_sheet_is_one_upright_page_of_any_size(qapp, tmp_path, size, across):
    writer = QPdfWriter(str(tmp_path / "sheet.pdf"))
    writer.setPageSize(QPageSize(size))
    if across:
        writer.setPageOrientation(QPageLayout.Orientation.Landscape)
    recovery_sheet.draw(SHEET, writer)
    layout = writer.pageLayout()
    assert layout.orientation() is QPageLayout.Orientation.Portrait
    assert layout.margins(QPageLayout.Unit.Millimeter).left() == pytest.approx(20, abs=0.2)
    assert (tmp_path / "sheet.pdf").read_bytes().count(b"/Type /Page\n") == 1


@pytest.mark.parametrize("millimetres", [QSizeF(170, 257), QSizeF(176, 239)])
def test_nothing_on_the_sheet_is_cut_off(qapp, millimetres):
    theme.apply_theme(qapp, Mode.DARK)
    dots = 4
    picture = QImage(
        round(millimetres.width() * dots),
        round(millimetres.height() * dots),
        QImage.Format.Format_Grayscale8,
    )
    picture.setDotsPerMeterX(1000 * dots)
    picture.setDotsPerMeterY(1000 * dots)
    picture.fill(255)
    painter = QPainter(picture)
    recovery_sheet.paint(SHEET, painter)
    painter.end()
    rows = [min(bytes(picture.constScanLine(row))) for row in range(picture.height())]
    assert min(rows) < 80, "nothing was written"
    below = rows[picture.height() * 9 // 10 :]
    assert min(below) == 255, "the words reach the foot of the page"
