"""The shorthand line: undo, odd characters, growth and mends."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ims_notes.domain.shorthand import Mark
from ims_notes.ui.widgets.shorthand_line import LEAST_LINES, MOST_LINES, ShorthandLine


@pytest.fixture
def line(qtbot):
    line = ShorthandLine()
    qtbot.addWidget(line)
    line.resize(600, 60)
    line.show()
    return line


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("b ut y", "b ut n"),
        ("", "ok"),
        ("ok; tol well", "tol well"),
        ("a\nb\nc", "a\nc"),
        ("s 🙂🙂 x", "s 🙂 x"),
        ("aaa", "aaaa"),
    ],
)
def test_a_rewrite_is_one_step_back(line, before, after):
    line.begin(before)
    line.rewrite(after)
    assert line.text() == after
    line.undo()
    assert line.text() == before


def test_places_count_as_python_does_behind_emoji(line):
    line.begin("s 🙂🙂 woke")
    line.go_to(5, 9)
    assert line.textCursor().selectedText() == "woke"
    line.go_to(5)
    assert line.position() == 5


def test_marks_underline_the_words_they_mean(line):
    line.begin("🙂; zz y")
    line.show_marks([Mark(start=3, end=5, code="word_unknown", facts=(("typed", "zz"),))], [])
    (spot,) = line.extraSelections()
    assert spot.cursor.selectedText() == "zz"
    assert "zz" in spot.format.toolTip()


def test_the_line_grows_to_seven_lines_and_no_further(line):
    least = line.height()
    line.begin("ok\n" * (LEAST_LINES + 1))
    assert line.height() > least
    line.begin("ok\n" * MOST_LINES)
    most = line.height()
    line.begin("ok\n" * 40)
    assert line.height() == most


def test_alt_and_a_figure_mend_and_type_nothing(line, qtbot):
    with qtbot.waitSignal(line.mend_asked) as asked:
        QTest.keyClick(line, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert asked.args == [2]
    assert line.text() == ""


def test_tab_leaves_the_line(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    line, button = ShorthandLine(), QPushButton("next")
    column.addWidget(line)
    column.addWidget(button)
    window.show()
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Tab)
    assert line.text() == ""
    assert window.focusWidget() is button
