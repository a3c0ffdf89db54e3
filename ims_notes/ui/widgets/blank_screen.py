"""Covers every window at one key, so that nobody reads over the therapist's shoulder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QApplication, QToolTip, QWidget

from ims_notes.ui import theme
from ims_notes.ui.translation import tr

if TYPE_CHECKING:
    from PySide6.QtGui import QPaintEvent

_WAKING = {
    QEvent.Type.KeyPress,
    QEvent.Type.MouseButtonPress,
    QEvent.Type.TouchBegin,
    QEvent.Type.TabletPress,
}


class _Cover(QWidget):
    """An empty sheet over one window; any key, click or touch takes all sheets away."""

    def __init__(self, window: QWidget, blank: BlankScreen) -> None:
        super().__init__(window)
        self._blank = blank
        words = tr("BlankScreen", "The screen is blank. Press any key to return.")
        self.setObjectName("blank_screen")
        self.setAccessibleName(words)
        self._words = words
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setGeometry(window.rect())
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay as large as the window below."""
        if event.type() is QEvent.Type.Resize and isinstance(watched, QWidget):
            self.setGeometry(watched.rect())
        return False

    def event(self, event: QEvent) -> bool:
        """Take every key before a shortcut could, and wake."""
        if event.type() is QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if event.type() in _WAKING:
            self._blank.lift()
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint nothing but the way back."""
        painter = QPainter(self)
        colours = theme.tokens(self)
        painter.fillRect(self.rect(), colours.surface)
        painter.setPen(colours.muted)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._words)


class BlankScreen(QObject):
    """Covers and uncovers all windows of the program at once."""

    def __init__(self, parent: QObject | None = None) -> None:
        """Cover nothing yet."""
        super().__init__(parent)
        self._covers: list[_Cover] = []
        self._focus: QWidget | None = None

    @property
    def is_blank(self) -> bool:
        """Is the screen covered?"""
        return bool(self._covers)

    def cover(self) -> None:
        """Cover every window and close every menu and tooltip."""
        if self.is_blank:
            return
        self._focus = QApplication.focusWidget()
        QToolTip.hideText()
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            pass
        active = QApplication.activeWindow()
        for window in QApplication.topLevelWidgets():
            if window.isVisible() and window.windowType() in (
                Qt.WindowType.Window,
                Qt.WindowType.Dialog,
                Qt.WindowType.Tool,
                Qt.WindowType.Sheet,
            ):
                cover = _Cover(window, self)
                cover.show()
                cover.raise_()
                self._covers.append(cover)
                if window is active or active is None:
                    cover.setFocus(Qt.FocusReason.OtherFocusReason)

    def lift(self) -> None:
        """Show the windows again and return to the field that had the keys."""
        covers, self._covers = self._covers, []
        for cover in covers:
            if shiboken6.isValid(cover):
                cover.hide()
                cover.deleteLater()
        if self._focus is not None and shiboken6.isValid(self._focus):
            self._focus.setFocus(Qt.FocusReason.OtherFocusReason)
        self._focus = None
