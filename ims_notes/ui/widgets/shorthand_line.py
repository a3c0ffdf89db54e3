"""The shorthand line: grows with the note, underlines what is not understood, mends by a key."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QMimeData, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QWidget

from ims_notes.domain.texts import NARRATIVE_LIMIT
from ims_notes.ui import theme
from ims_notes.ui.plain import set_tip
from ims_notes.ui.words import sentence_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from ims_notes.domain.shorthand import Mark

LEAST_LINES: Final = 2
MOST_LINES: Final = 7


class ShorthandLine(QPlainTextEdit):
    """A plain text field; positions are those of a Python string, whatever Qt counts.

    Signals:
        mend_asked: Alt and a figure were pressed, counted from 1.
        paste_refused: a paste of so many bytes would not fit a note; it stays on the clipboard.
    """

    mend_asked = Signal(int)
    paste_refused = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        """Make an empty line of its least height."""
        super().__init__(parent)
        self.setObjectName("shorthand_line")
        self.setTabChangesFocus(True)
        theme.wear(self, "line")
        self._marks: tuple[Sequence[Mark], Sequence[Mark]] = ((), ())
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._grow())
        self._grow()

    def text(self) -> str:
        """Return what was typed."""
        return self.toPlainText()

    def begin(self, text: str) -> None:
        """Show another note's text; there is nothing to undo yet."""
        self._marks = ((), ())
        self.setExtraSelections([])
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def rewrite(self, text: str) -> None:
        """Turn the text into another by one change in its middle, which can be undone."""
        now = self.text()
        if text == now:
            return
        start, end_now, end_new = _difference(now, text)
        cursor = self._cursor(now, start=start, end=end_now)
        cursor.beginEditBlock()
        cursor.insertText(text[start:end_new])
        cursor.endEditBlock()

    def position(self) -> int:
        """Return where the cursor stands."""
        return _characters(self.text(), self.textCursor().position())

    def go_to(self, start: int, end: int | None = None) -> None:
        """Take the keys and put the cursor at a place, or select up to `end`."""
        end = start if end is None else end
        self.setTextCursor(self._cursor(self.text(), start=start, end=end))
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.ensureCursorVisible()

    def show_marks(self, errors: Sequence[Mark], warnings: Sequence[Mark]) -> None:
        """Underline errors in red and warnings in amber, both wavy."""
        if (errors, warnings) == self._marks and not (errors or warnings):
            return
        self._marks = (errors, warnings)
        colours = theme.tokens(self)
        places = _Places(self.text())
        shown = []
        for marks, colour in ((warnings, colours.attention), (errors, colours.danger)):
            look = QTextCharFormat()
            look.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
            look.setUnderlineColor(colour)
            for mark in marks[:200]:
                spot = QTextEdit.ExtraSelection()
                spot.format = QTextCharFormat(look)
                set_tip(spot.format, sentence_of(mark))
                spot.cursor = self._between(
                    places.units(mark.start), places.units(max(mark.end, mark.start + 1))
                )
                shown.append(spot)
        self.setExtraSelections(shown)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Mend by Alt and a figure; everything else is typing."""
        digit = event.key() - Qt.Key.Key_0
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and 1 <= digit <= 9:
            self.mend_asked.emit(digit)
            event.accept()
            return
        super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste text, unless it is so long that laying it out would hold up the window."""
        size = len(source.text().encode("utf-8", "replace"))
        if size + len(self.text().encode("utf-8", "replace")) > NARRATIVE_LIMIT:
            self.paste_refused.emit(size)
            return
        super().insertFromMimeData(source)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to the new width."""
        super().resizeEvent(event)
        self._grow()

    def changeEvent(self, event: QEvent) -> None:
        """Fit the height to another size of text."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._grow()

    def _grow(self) -> None:
        lines = min(MOST_LINES, max(LEAST_LINES, round(self.document().size().height())))
        around = 2 * round(self.document().documentMargin()) + 2 * theme.space(self)
        self.setFixedHeight(lines * self.fontMetrics().lineSpacing() + around)

    def _cursor(self, text: str, *, start: int, end: int) -> QTextCursor:
        places = _Places(text)
        return self._between(places.units(start), places.units(end))

    def _between(self, start: int, end: int) -> QTextCursor:
        last = self.document().characterCount() - 1
        cursor = QTextCursor(self.document())
        cursor.setPosition(min(start, last))
        cursor.setPosition(min(end, last), QTextCursor.MoveMode.KeepAnchor)
        return cursor


class _Places:
    """Turns places of a Python string into Qt's UTF-16 units; emoji count twice there."""

    def __init__(self, text: str) -> None:
        self._wide = [] if text.isascii() else [i for i, c in enumerate(text) if ord(c) > 0xFFFF]

    def units(self, place: int) -> int:
        return place + bisect_right(self._wide, place - 1)


def _characters(text: str, units: int) -> int:
    if text.isascii():
        return units
    widths = accumulate(2 if ord(c) > 0xFFFF else 1 for c in text)
    return sum(1 for end in widths if end <= units)


def _difference(now: str, new: str) -> tuple[int, int, int]:
    """Return where two texts part and where each joins the other again."""
    start = 0
    shorter = min(len(now), len(new))
    while start < shorter and now[start] == new[start]:
        start += 1
    end = 0
    while end < shorter - start and now[-1 - end] == new[-1 - end]:
        end += 1
    return start, len(now) - end, len(new) - end
