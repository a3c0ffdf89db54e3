"""The lock covers windows of every kind: nothing behind is seen, reached or read aloud."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QWidget,
)

from ims_notes.ui.widgets.covers import Sheet
from tests.ui.lock_stage import ADA, SECRET, Key, Stage, dialog_on, readable


@pytest.fixture
def stage(qtbot):
    made = Stage(qtbot)
    yield made
    made.lock._covers.lift()
    QApplication.processEvents()


def test_nothing_of_the_window_is_seen_reached_or_read_aloud(stage):
    assert SECRET in readable(QAccessible.queryAccessibleInterface(stage.window))
    stage.lock.lock()
    assert stage.window.windowTitle() == "IMS Notes - locked"
    corners = [QPoint(3, 3), stage.window.rect().bottomRight() - QPoint(3, 3)]
    for corner in corners:
        assert stage.window.findChild(Sheet).isAncestorOf(stage.window.childAt(corner))
        assert not stage.field.isVisible()
    said = readable(QAccessible.queryAccessibleInterface(stage.window))
    assert SECRET not in "\n".join(said)
    assert "Ada King" in "\n".join(said)


def test_tab_goes_round_on_the_card_and_no_shortcut_works(stage):
    stage.lock.lock()
    seen = set()
    for _each in range(8):
        QTest.keyClick(QApplication.focusWidget(), Key.Key_Tab)
        seen.add(QApplication.focusWidget().objectName())
        assert stage.card.isAncestorOf(QApplication.focusWidget())
    assert {"lock_pin", "lock_unlock"} <= seen
    QTest.keyClick(stage.window.windowHandle(), Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert stage.ran == []
    stage.lock._covers.lift()
    QTest.keyClick(stage.window.windowHandle(), Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert stage.ran == ["jump"], "the key works when nothing is locked"


def test_what_reaches_past_the_sheet_is_swallowed(stage):
    stage.lock.lock()
    QTest.keyClicks(stage.other, "x")
    QTest.mouseClick(stage.other, Qt.MouseButton.LeftButton)
    assert stage.other.text() == ""


def test_a_dialog_that_waits_is_covered_and_has_the_card(stage, qtbot):
    dialog = dialog_on(stage)
    dialog.field.setSelection(0, 5)
    QApplication.processEvents()
    small = dialog.size()
    stage.lock.lock()
    assert {stage.window.windowTitle(), dialog.windowTitle()} == {"IMS Notes - locked"}
    assert stage.card.window() is dialog
    assert not dialog.field.isVisible()
    qtbot.waitUntil(lambda: dialog.height() > stage.card.sizeHint().height())
    QTest.keyClick(QApplication.focusWidget(), Key.Key_Escape)
    assert dialog.isVisible(), "Escape did not answer the dialog"
    stage.type("1985")
    assert QApplication.focusWidget() is dialog.field
    assert (dialog.field.selectedText(), dialog.size()) == (SECRET[:5], small)
    assert stage.window.windowTitle() == "IMS Notes"


def test_a_dialog_that_comes_while_locked_is_covered_too(stage, qtbot):
    stage.lock.lock()
    dialog = dialog_on(stage)
    qtbot.waitUntil(lambda: stage.card.window() is dialog)
    assert not dialog.field.isVisible()
    assert dialog.windowTitle() == "IMS Notes - locked"
    dialog.accept()
    qtbot.waitUntil(lambda: stage.card.window() is stage.window)
    dialog.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    stage.type("1985")
    assert stage.let_in == [ADA]


def test_a_dialog_that_goes_while_it_has_the_card_leaves_the_card(stage, qtbot):
    dialog = dialog_on(stage)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    stage.lock.lock()
    dialog.done(0)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    qtbot.waitUntil(lambda: stage.card.window() is stage.window)
    stage.type("1985")
    assert stage.let_in == [ADA]


def test_a_window_beside_the_main_one_gives_its_selection_back_too(stage):
    side = dialog_on(stage, modal=False)
    side.field.setSelection(0, 5)
    QApplication.processEvents()
    stage.lock.lock()
    assert stage.card.window() is stage.window
    stage.type("1985")
    QApplication.processEvents()
    assert QApplication.focusWidget() is side.field
    assert side.field.selectedText() == SECRET[:5]
    side.close()


def test_windows_of_every_kind_are_covered_and_tell_no_name(stage):
    side = dialog_on(stage, modal=False)
    side.setAccessibleName(SECRET)
    tool = QWidget(stage.window, Qt.WindowType.Tool)
    QLabel(SECRET, tool)
    stage.show(tool)
    stage.lock.lock()
    for window in (side, tool):
        assert window.windowTitle() == "IMS Notes - locked"
        assert SECRET not in readable(QAccessible.queryAccessibleInterface(window))
    stage.type("1985")
    assert side.accessibleName() == SECRET
    for window in (side, tool):
        assert SECRET in readable(QAccessible.queryAccessibleInterface(window))
        window.close()


@pytest.mark.parametrize("comes_while_locked", [False, True])
@pytest.mark.parametrize("kind", [QFileDialog, QMessageBox])
def test_what_may_be_the_system_s_own_window_is_answered_with_no(
    stage, qtbot, *, kind, comes_while_locked
):
    dialog = kind(stage.window)
    if kind is QFileDialog:
        dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    else:
        dialog.setText(SECRET)
    if comes_while_locked:
        stage.lock.lock()
        stage.show(dialog)
    else:
        stage.show(dialog)
        stage.lock.lock()
    qtbot.waitUntil(lambda: not dialog.isVisible())
    stage.type("1985")
    assert stage.let_in == [ADA]


def test_menus_and_tooltips_are_gone_and_stay_away(stage, qtbot):
    menu = QMenu(stage.window)
    menu.addAction(SECRET)
    menu.popup(QPoint(50, 50))
    tip = QLabel(SECRET, stage.window, Qt.WindowType.ToolTip)
    tip.show()
    stage.lock.lock()
    assert not menu.isVisible()
    assert not tip.isVisible()
    tip.show()
    assert tip.testAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    qtbot.waitUntil(lambda: not tip.isVisible())


def test_the_menu_of_the_pin_s_own_field_still_opens(stage):
    stage.lock.lock()
    field = stage.part("lock_pin", QLineEdit)
    menu = field.createStandardContextMenu()
    menu.popup(QPoint(20, 20))
    QApplication.processEvents()
    assert menu.isVisible()
    menu.close()


def test_locking_twice_is_locking_once(stage):
    stage.lock.lock()
    card = stage.card
    stage.lock.lock()
    assert stage.card is card
    stage.type("1985")
    assert stage.field.isVisible()
