"""A note as prose: read-only text in which only the headings stand out."""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import (
    QAction,
    QContextMenuEvent,
    QFont,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QSyntaxHighlighter,
    QTextCharFormat,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QPlainTextEdit

from ims_notes.ui import theme

_HEADING: Final = re.compile(r"[A-Z][A-Z ,&-]+")


class Prose(QPlainTextEdit):
    """Plain text that can be read, walked through by keys and copied, never changed.

    Signals:
        copied: some of it went to the clipboard, by key or from the menu.
    """

    copied = Signal()

    def __init__(self, *, name: str, title: str) -> None:
        """Make an empty text."""
        super().__init__()
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setReadOnly(True)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setProperty("role", "plain")
        self.setStyleSheet("QPlainTextEdit { border: none; padding: 0px; background: transparent }")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(0)
        self._is_whole = False
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self._fit())
        self._fit()
        self._headings = _Headings(self.document())

    def show_text(self, text: str) -> None:
        """Show a text from its beginning."""
        if text != self.toPlainText():
            self.setPlainText(text.rstrip("\n"))

    def set_whole(self, is_whole: bool) -> None:
        """Be as high as the text, where the page scrolls; otherwise take what is left."""
        self._is_whole = is_whole
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the height to the new width."""
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Say so when the text marked is copied."""
        super().keyPressEvent(event)
        if event.matches(QKeySequence.StandardKey.Copy) and self.textCursor().hasSelection():
            self.copied.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Show Qt's own menu; its Copy is told of too."""
        menu = self.createStandardContextMenu(event.pos())
        copy = menu.findChild(QAction, "edit-copy")
        if isinstance(copy, QAction):
            copy.triggered.connect(self.copied)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def sizeHint(self) -> QSize:
        """Ask for no height of its own: it takes what the page leaves."""
        return QSize(super().sizeHint().width(), self.minimumHeight())

    def _fit(self) -> None:
        lines = round(self.document().size().height()) if self._is_whole else 0
        needed = lines * self.fontMetrics().lineSpacing() + theme.space(self)
        self.setMinimumHeight(max(theme.space(self, 7), needed))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of look."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.PaletteChange:
            self._headings.rehighlight()


class _Headings(QSyntaxHighlighter):
    """Sets lines of capitals in the accent colour, half-bold."""

    def __init__(self, document: QTextDocument) -> None:
        super().__init__(document)

    def highlightBlock(self, text: str) -> None:
        if _HEADING.fullmatch(text):
            look = QTextCharFormat()
            look.setForeground(theme.tokens().accent)
            look.setFontWeight(QFont.Weight.DemiBold)
            self.setFormat(0, len(text), look)
