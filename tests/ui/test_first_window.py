"""The window's frame: what is inside decides whether it closes."""

from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QWidget

from ims_notes.ui.first_window import FirstWindow


class Inside(QWidget):
    lets_go = False

    def closeEvent(self, event: QCloseEvent):
        event.setAccepted(self.lets_go)


def test_an_empty_window_is_shown_painted_and_may_close(qtbot):
    window = FirstWindow()
    qtbot.addWidget(window)
    assert window.show_empty()
    assert window.windowTitle() == "IMS Notes"
    assert window.close()


def test_it_closes_only_when_what_is_inside_lets_go(qtbot):
    window, inside = FirstWindow(), Inside()
    qtbot.addWidget(window)
    window.furnish(inside)
    window.show()
    assert not window.close()
    assert window.isVisible()
    assert inside.isVisible()
    inside.lets_go = True
    assert window.close()
    assert not window.isVisible()
