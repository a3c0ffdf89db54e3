"""PySide6 6.12.0 on Python 3.11 loses a reference to None in each void call and later aborts."""

import sys

from PySide6.QtWidgets import QLabel

_CALLS = 500


def test_void_qt_calls_leave_the_references_to_none_alone(qtbot):
    label = QLabel()
    qtbot.addWidget(label)
    label.setText("before")
    before = sys.getrefcount(None)

    for number in range(_CALLS):
        label.setText(str(number))

    assert abs(sys.getrefcount(None) - before) < _CALLS // 10
