"""Says that something went wrong in the program, with a report to copy without patient text."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QHBoxLayout,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from ims_notes.ui import theme
from ims_notes.ui.translation import tr


def show_crash(report: str) -> None:
    """Show the report over the window in use; a second one while it is open is not shown."""
    for window in QApplication.topLevelWidgets():
        if isinstance(window, CrashDialog) and window.isVisible():
            return
    CrashDialog(QApplication.activeWindow(), report).open()


class CrashDialog(QDialog):
    """What happened, what was kept, and the report."""

    def __init__(self, parent: QWidget | None, report: str) -> None:
        """Show `report`, which the log has already freed of patient text."""
        super().__init__(parent)
        self.setObjectName("crash")
        self.setWindowTitle(tr("Crash", "IMS Notes"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._report = report
        step = theme.space(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * step, 3 * step, 3 * step, 2 * step)
        column.setSpacing(step)
        title = tr("Crash", "Something went wrong in the program")
        column.addWidget(theme.label(title, role="heading", wrap=True))
        words = tr(
            "Crash",
            "What was shown as saved is in your record. You can go on; if it happens again, close "
            "and start the program anew. The report below holds no patient text.",
        )
        column.addWidget(theme.label(words, wrap=True))
        column.addWidget(self._text(report), 1)
        column.addLayout(self._buttons())
        self.resize(theme.space(self, 80), theme.space(self, 46))

    def _text(self, report: str) -> QPlainTextEdit:
        text = QPlainTextEdit(report)
        text.setObjectName("crash_report")
        text.setAccessibleName(tr("Crash", "Report"))
        text.setReadOnly(True)
        text.setTabChangesFocus(True)
        text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        return text

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addStretch(1)
        copy = QPushButton(tr("Crash", "Copy the report"))
        close = QPushButton(tr("Crash", "Close"))
        for button, name in ((copy, "crash_copy"), (close, "crash_close")):
            button.setObjectName(name)
            button.setAccessibleName(button.text())
            row.addWidget(button)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._report))
        close.clicked.connect(self.accept)
        theme.mark(close, "primary")
        close.setDefault(True)
        return row
