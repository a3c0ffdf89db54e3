"""Covers every window of the program: nothing behind is seen, reached or read aloud.

What stands in a window is hidden, not only painted over. So Tab, its shortcuts, the mouse and a
screen reader find nothing there, and the picture of the window that the task switcher shows is
empty too. Hiding leaves texts, carets, scroll positions and what can be undone as they are.

`Covers` is the one mechanism behind the blank screen and the lock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QMessageBox,
    QScrollArea,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from ims_notes.ui import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_COVERED: Final = (
    Qt.WindowType.Window,
    Qt.WindowType.Dialog,
    Qt.WindowType.Tool,
    Qt.WindowType.Sheet,
)

_WAKING: Final = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
}

_REACHING: Final = _WAKING | {
    QEvent.Type.KeyRelease,
    QEvent.Type.MouseButtonRelease,
    QEvent.Type.MouseButtonDblClick,
    QEvent.Type.TouchUpdate,
    QEvent.Type.TouchEnd,
    QEvent.Type.Wheel,
    QEvent.Type.ContextMenu,
    QEvent.Type.DragEnter,
    QEvent.Type.DragMove,
    QEvent.Type.Drop,
    QEvent.Type.InputMethod,
    QEvent.Type.ToolTip,
    QEvent.Type.WhatsThis,
}
"""What a person does to a widget."""

_LEAVING: Final = {QEvent.Type.FocusOut, QEvent.Type.FocusAboutToChange}


class Sheet(QWidget):
    """An empty sheet over one window, with words or a card in its middle.

    Signals:
        woken: a key, click or touch.
    """

    woken = Signal()

    def __init__(self, window: QWidget, *, name: str, words: str) -> None:
        """Hide what stands in the window and lie over it."""
        super().__init__(window)
        self._words = words
        self._behind = [each for each in _parts(window) if not each.isHidden()]
        self._size = window.size()
        self.setObjectName(name)
        self.setAccessibleName(words)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._room: QScrollArea | None = None
        self.setGeometry(window.rect())
        window.installEventFilter(self)

    def hide_behind(self) -> None:
        """Hide what stands in the window."""
        for part in self._behind:
            part.hide()

    def hold(self, card: QWidget) -> None:
        """Show a card in the middle; a window too small for it grows meanwhile."""
        self._room = QScrollArea()
        self._room.setObjectName("sheet_area")
        self._room.setProperty("role", "page")
        self._room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._room.setWidgetResizable(True)
        self._room.setWidget(_centred(card))
        self._column.addWidget(self._room)
        self._room.show()
        # Tab goes round on the card alone.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        card.installEventFilter(self)
        self._fit(card)

    def let_go(self, card: QWidget) -> None:
        """Give the card back."""
        card.removeEventFilter(self)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        if self._room is not None:
            self._room.hide()
            self._room.deleteLater()
            self._room = None
        self._give_size_back()

    def lift(self) -> None:
        """Show again what stands in the window, and go."""
        self.hide()
        for part in self._behind:
            if shiboken6.isValid(part):
                part.show()
        self._give_size_back()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window below, and let it be as large as the card needs."""
        if not isinstance(watched, QWidget):
            return False
        if event.type() is QEvent.Type.LayoutRequest and watched is not self.parent():
            self._fit(watched)
        elif event.type() is QEvent.Type.Resize and watched is self.parent():
            self.setGeometry(watched.rect())
        return False

    def event(self, event: QEvent) -> bool:
        """Take every key before a shortcut or the dialog below could."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() in _WAKING:
            self.woken.emit()
            event.accept()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint nothing but the words."""
        painter = QPainter(self)
        colours = theme.tokens(self)
        painter.fillRect(self.rect(), colours.surface)
        painter.setPen(colours.muted)
        gap = theme.space(self)
        flags = int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap)
        painter.drawText(self.rect().adjusted(gap, gap, -gap, -gap), flags, self._words)

    def _fit(self, card: QWidget) -> None:
        step = theme.space(self)
        wanted = card.sizeHint() + QSize(4 * step, 4 * step)
        self.window().resize(self.window().size().expandedTo(wanted))

    def _give_size_back(self) -> None:
        if self.window().size() != self._size and not self.window().isMaximized():
            self.window().resize(self._size)


class Covers(QObject):
    """Covers and uncovers all windows of the program at once, those that appear meanwhile too.

    Signals:
        woken: a key, click or touch on a sheet.
    """

    woken = Signal()

    def __init__(self, parent: QObject, *, name: str, title: str = "") -> None:
        """Cover nothing yet; a title stands on every window while it is covered."""
        super().__init__(parent)
        self._name, self._title = name, title
        self._words = ""
        self._card: QWidget | None = None
        self._host: QWidget | None = None
        self._main: QWidget | None = None
        self._sheets: dict[QWidget, Sheet] = {}
        self._named: dict[QWidget, tuple[str, str]] = {}
        self._left: QWidget | None = None
        self._is_going_down = False

    @property
    def is_down(self) -> bool:
        """Are the windows covered?"""
        return self._main is not None

    def cover(self, main: QWidget, *, words: str, card: QWidget | None = None) -> None:
        """Cover every window, close every menu and tooltip; the card stands on the main window.

        While a dialog waits for an answer the card stands on the dialog, which has the keys.
        """
        if self.is_down:
            return
        self._main, self._words, self._card = main, words, card
        QToolTip.hideText()
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            pass
        self._left = QApplication.focusWidget()
        _application().installEventFilter(self)
        self._is_going_down = True
        for window in QApplication.topLevelWidgets():
            if window.isVisible():
                self._put_away(window)
        self._settle_card()
        for sheet in self._sheets.values():
            sheet.hide_behind()
            sheet.repaint()
        self._is_going_down = False

    def lift(self) -> None:
        """Show the windows again and return to the field, and the caret, that had the keys."""
        if not self.is_down:
            return
        _application().removeEventFilter(self)
        self._take_card()
        for window, sheet in self._sheets.items():
            if shiboken6.isValid(window) and shiboken6.isValid(sheet):
                title, name = self._named[window]
                window.setWindowTitle(title)
                window.setAccessibleName(name)
                sheet.lift()
        self._sheets, self._named, self._main = {}, {}, None
        left, self._left = self._left, None
        if left is not None and shiboken6.isValid(left):
            left.window().activateWindow()
            left.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let nothing reach what is covered, and cover what appears."""
        kind = event.type()
        if kind in _LEAVING and self._is_going_down and watched is self._left:
            # The field does not hear that it was left: it keeps its selection and half a word.
            return True
        if kind is QEvent.Type.Shortcut:
            return not self._is_ours(watched)
        if not isinstance(watched, QWidget):
            return False
        if kind is QEvent.Type.Show and watched.isWindow():
            self._on_appeared(watched)
        elif kind is QEvent.Type.Hide and watched is self._host:
            # At once: the dialog may take everything that stands on it along.
            self._take_card()
            QTimer.singleShot(0, self, self._settle_card)
        elif kind is QEvent.Type.Close and watched in self._sheets:
            return event.spontaneous() and watched is not self._main
        elif kind in _REACHING:
            return not self._is_ours(watched)
        return False

    def _put_away(self, window: QWidget) -> None:
        if isinstance(window, QFileDialog | QMessageBox):
            # It may be the system's own, which cannot be covered.
            window.reject()
        elif window.windowType() in _COVERED:
            self._lay_over(window)
        else:
            window.close()

    def _on_appeared(self, window: QWidget) -> None:
        if self._is_ours(window):
            return
        if isinstance(window, QFileDialog | QMessageBox):
            QTimer.singleShot(0, window, window.reject)
        elif window.windowType() in _COVERED:
            self._lay_over(window)
            self._sheets[window].hide_behind()
            QTimer.singleShot(0, self, self._settle_card)
        else:
            window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
            QTimer.singleShot(0, window, window.close)

    def _lay_over(self, window: QWidget) -> None:
        if window in self._sheets:
            return
        sheet = Sheet(window, name=self._name, words=self._words)
        sheet.woken.connect(self.woken)
        self._named[window] = (window.windowTitle(), window.accessibleName())
        window.setWindowTitle(self._title or window.windowTitle())
        window.setAccessibleName(self._words)
        self._sheets[window] = sheet
        sheet.show()
        sheet.raise_()

    def _settle_card(self) -> None:
        """Put the card, or the keys, where the keys go: on the dialog that waits, or the window."""
        wanted = QApplication.activeModalWidget() or self._main
        if wanted is None or not self.is_down:
            return
        sheet = self._sheets.get(wanted)
        if sheet is None or wanted is self._host:
            return
        self._take_card()
        self._host = wanted
        wanted.activateWindow()
        # The keys leave what is hidden, also while the card has no field for them yet.
        sheet.setFocus(Qt.FocusReason.OtherFocusReason)
        if self._card is not None:
            sheet.hold(self._card)
            self._card.show()
            self._card.setFocus(Qt.FocusReason.OtherFocusReason)

    def _take_card(self) -> None:
        host, self._host = self._host, None
        if self._card is None or host is None:
            return
        # Never without a parent: Python would free it in whichever thread it clears up.
        self._card.setParent(self._main)
        sheet = self._sheets.get(host)
        if sheet is not None and shiboken6.isValid(sheet):
            sheet.let_go(self._card)

    def _is_ours(self, thing: QObject | None) -> bool:
        """Does it stand on a sheet, such as the card or a menu of one of its fields?"""
        while thing is not None:
            if isinstance(thing, Sheet):
                return True
            thing = thing.parent()
        return False


def _application() -> QCoreApplication:
    app = QCoreApplication.instance()
    if app is None:
        raise RuntimeError("there is no window without an application")
    return app


def _centred(card: QWidget) -> QWidget:
    place = QWidget()
    place.setProperty("role", "page")
    place.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    row = QHBoxLayout(place)
    gap = theme.space(card)
    row.setContentsMargins(gap, gap, gap, gap)
    row.addWidget(card, 0, Qt.AlignmentFlag.AlignCenter)
    return place


def _parts(window: QWidget) -> list[QWidget]:
    parts = (each for each in window.children() if isinstance(each, QWidget))
    return [each for each in parts if not each.isWindow()]
