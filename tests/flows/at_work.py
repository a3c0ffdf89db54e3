"""A therapist at the real window: presses keys, clicks, and reads what the screen says."""

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDialog,
    QLabel,
    QLineEdit,
    QListWidget,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)

from ims_notes.app.window import Shell
from ims_notes.ui.first_window import FirstWindow
from ims_notes.ui.widgets.line_list import LineList
from ims_notes.ui.widgets.shorthand_line import ShorthandLine

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
NONE = Qt.KeyboardModifier.NoModifier
Key = Qt.Key

RN1 = (
    "b ut, ls y; b inf y/n; b ss n; pain 6>3; used 2 out 2; ok; last none; ae none; tol well; "
    "ex +; ed soreness, activity; next 1w"
)

PASSPHRASE = "the heron waits by the mill"


class Therapist:
    """One start of the program, from an empty window to its end."""

    def __init__(self, qtbot, app, *, folder=None, demo=False, size=(1280, 720)):
        self.qtbot, self.keys = qtbot, 0
        self.frame = FirstWindow()
        self.frame.resize(*size)
        self.frame.show_empty()
        self.shell = Shell(app, folder=folder, demo=demo)
        self.frame.furnish(self.shell.window)
        self.frame.activateWindow()
        self.is_open = True
        QTimer.singleShot(0, self.shell.start)

    # Waiting and reading

    def wait(self, until, *, ms=8000):
        self.qtbot.waitUntil(lambda: bool(until()), timeout=ms)

    def page(self):
        shown = self.shell.window.page
        return shown.objectName() if shown is not None and shown.isVisible() else ""

    def wait_page(self, name):
        self.wait(lambda: self.page() == name)

    def find(self, name, kind=QWidget, *, within=None):
        found = (within or self.frame).findChildren(kind, name)
        shown = [each for each in found if each.isVisible()]
        assert shown, f"{name} is not on the screen"
        return shown[0]

    def sees(self, name):
        return any(each.isVisible() for each in self.frame.findChildren(QWidget, name))

    def wait_for(self, name, kind=QWidget):
        self.wait(lambda: self.sees(name))
        return self.find(name, kind)

    def rows(self, name):
        spoken = Qt.ItemDataRole.AccessibleTextRole
        model = self.find(name, LineList).lines
        return [model.index(row, 0).data(spoken) for row in range(model.rowCount())]

    def says(self, words):
        return words in everything_said(self.frame)

    def wait_says(self, words):
        self.wait(lambda: self.says(words))

    @property
    def line(self):
        return self.find("shorthand_line", ShorthandLine)

    @property
    def state(self):
        return self.find("save_state", QLabel).text()

    def wait_saved(self):
        self.wait(lambda: self.state.startswith("Saved ") and self.desk.keeper.is_kept)

    @property
    def desk(self):
        """The draft at work."""
        return self.shell.window.page._desk

    @property
    def record(self):
        return self.shell.desk

    # Doing

    def press(self, key, modifier=NONE):
        self.keys += 1
        QTest.keyClick(self._writes_to(), key, modifier)

    def type(self, text):
        for letter in text:
            if letter == "\n":
                self.press(Key.Key_Return)
                continue
            self.keys += 1
            QTest.keyClicks(self._writes_to(), letter)

    def click(self, name):
        widget = self.find(name)
        assert widget.isEnabled(), name
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton)

    def fill(self, name, text):
        line = self.find(name, QLineEdit)
        line.setFocus()
        line.selectAll()
        QTest.keyClicks(line, text)

    def in_dialog(self, deed):
        """Do this in the next window that waits for an answer."""

        def look():
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QDialog) and dialog.isVisible() and dialog.isActiveWindow():
                deed(dialog)
            else:
                QTimer.singleShot(10, look)

        QTimer.singleShot(0, look)

    def sign(self):
        """Ctrl+Enter, read, Enter; returns what was read back."""
        read = []

        def agree(dialog):
            read.append(dialog.findChild(QWidget, "sign_text").toPlainText())
            self.keys += 1
            QTest.keyClick(dialog, Key.Key_Return)

        self.in_dialog(agree)
        self.press(Key.Key_Return, CTRL)
        self.wait(lambda: self.sees("signed_view"))
        return read[0]

    def find_patient(self, typed, *, with_ctrl=False):
        """Look for a patient on Today and open the first one found, or begin a session."""
        self.go_today()
        self.find("search").setFocus()
        self.type(typed)
        self.wait(lambda: self.sees("found_rows") and self.rows("found_rows"))
        self.press(Key.Key_Return, CTRL if with_ctrl else NONE)
        self.wait_page("session_page" if with_ctrl else "patient_page")

    def go_today(self):
        if self.page() != "today_page":
            self.press(Key.Key_1, CTRL)
        self.wait_page("today_page")

    def add_patient(self, family, given="", *, begins=False):
        self.go_today()
        self.press(Key.Key_N, CTRL)
        self.wait_for("family_name")
        self.fill("family_name", family)
        self.fill("given_name", given)
        self.press(Key.Key_Return, CTRL if begins else NONE)
        self.wait_page("session_page" if begins else "patient_page")
        self.wait_for("shorthand_line" if begins else "begin_session")

    def name_oneself(self, passphrase=PASSPHRASE):
        """Fill in the form of the first start."""
        self.wait_page("first_start_page")
        self.fill("practitioner_name", "Mara Lindqvist")
        self.fill("new_passphrase", passphrase)
        self.fill("repeat_passphrase", passphrase)

    def create_record(self):
        """Make the record and put its recovery code off until later."""
        self.click("create_record")
        self.put_code_off()

    def unlock(self, passphrase=PASSPHRASE):
        """Type the passphrase at the start of the program."""
        self.wait_page("unlock_page")
        self.type(passphrase)
        self.press(Key.Key_Return)
        self.wait_page("today_page")

    def put_code_off(self):
        self.wait(lambda: self.page() == "today_page" or self.sees("recovery_card"))
        if self.sees("recovery_card"):
            self.click("code_later")
        self.wait_page("today_page")

    def close(self):
        """Close the window as a person would; false when something keeps it open."""
        if not self.is_open:
            return True
        if not self.frame.close():
            return False
        self.shell.close()
        self.is_open = False
        self.frame.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return True

    def _writes_to(self):
        if QApplication.activeModalWidget() is None and not self.frame.isActiveWindow():
            # Without a window manager nobody gives the keys back when a dialog closes.
            self.frame.activateWindow()
            self.wait(self.frame.isActiveWindow)
        return QApplication.focusWidget() or self.shell.window


def everything_said(window):
    """Return every word that a person or a screen reader can find in a window, tooltips too."""
    words = [window.windowTitle()]
    for widget in [window, *window.findChildren(QWidget)]:
        if not widget.isVisible():
            continue
        words += [widget.toolTip(), widget.accessibleName(), widget.accessibleDescription()]
        if isinstance(widget, QLabel | QAbstractButton | QLineEdit):
            words.append(widget.text())
        elif isinstance(widget, QPlainTextEdit | QTextEdit):
            words.append(widget.toPlainText())
        elif isinstance(widget, QComboBox):
            words.append(widget.currentText())
        elif isinstance(widget, QListWidget):
            words += [widget.item(row).text() for row in range(widget.count())]
        elif isinstance(widget, LineList):
            model = widget.lines
            spoken = Qt.ItemDataRole.AccessibleTextRole
            words += [model.index(row, 0).data(spoken) for row in range(model.rowCount())]
    return "\n".join(words)


class Flashes(QObject):
    """Notes every window of its own that comes up, for somebody to ask whether it should have."""

    def __init__(self, app):
        super().__init__()
        self.seen = []
        app.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(f"{type(watched).__name__} {watched.objectName()}".strip())
        return False
